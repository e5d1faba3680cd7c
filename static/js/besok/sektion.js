// One section's way to the server. At most one save is under way; it is sent again, the same, until it is answered.
import { fyll, lasDel, lika, sammanfoga } from "./falt.js";
import { skrivet } from "./lager.js";

let lopnr = 0;

export class Sektion {
  constructor(el, formular, lager, stand) {
    Object.assign(this, { el, formular, lager, nyckel: el.dataset.sektion });
    this.version = stand?.version ?? 0; // what the text in the fields is written on
    this.innehall = stand?.innehall ?? {}; // what the server had in that version
    this.sands = null; // the save under way: {innehall, bas, klient, lopnr}
    this.nytt = null; // what is written since
    this.krock = null; // what somebody else saved in between
    this.fel = "";
    this.klart = null; // saved, but not yet seen in an answer that is kept for use without network
  }

  get osparat() { return Boolean(this.sands || this.nytt); }
  get vantar() { return Boolean(this.sands || (this.nytt && !this.krock && !this.fel)); }
  get text() { return this.nytt ?? this.sands?.innehall ?? this.innehall; }
  get harFokus() { return this.el.contains(document.activeElement); }

  skrev() {
    const innehall = sammanfoga(this.text, lasDel(this.formular, this.nyckel));
    if (lika(innehall, this.text)) return false;
    this.nytt = innehall;
    this.fel = "";
    this.minns();
    return true;
  }

  minns() {
    const post = { sands: this.sands, nytt: this.nytt, bas: this.version, under: this.innehall, klart: this.klart };
    this.lager.skriv(this.nyckel, this.osparat || this.klart ? post : null);
  }

  // Words that a closed tab left: its save is sent as it was, so that one that did arrive is not saved twice.
  taOver({ klient, post }) {
    if (post.klart && !post.sands && !post.nytt) return this.taOverKlart(klient, post.klart);
    Object.assign(this, { sands: post.sands, nytt: post.nytt, version: post.bas, innehall: post.under ?? {} });
    this.minns();
    this.lager.skriv(this.nyckel, null, klient);
    fyll(this.el, skrivet(post));
  }

  taOverKlart(klient, klart) {
    if (klart.version > this.version) {
      Object.assign(this, { version: klart.version, innehall: klart.innehall, klart });
      fyll(this.el, klart.innehall);
      this.minns();
    }
    this.lager.skriv(this.nyckel, null, klient);
  }

  attSkicka() {
    if (this.sands) return this.sands;
    if (!this.nytt || this.krock || this.fel) return null;
    lopnr += 1;
    this.sands = { innehall: this.nytt, bas: this.version, klient: this.lager.klient, lopnr };
    this.nytt = null;
    this.minns();
    return this.sands;
  }

  togsEmot(version) {
    this.version = version;
    this.innehall = this.sands.innehall;
    this.klart = { version, innehall: this.innehall };
    this.sands = null;
    this.minns();
  }

  avvisades({ krock = null, fel = "" }) {
    this.nytt ??= this.sands.innehall;
    Object.assign(this, { sands: null, krock, fel });
    this.minns();
  }

  // The server's newest. It enters the fields only where nothing is written that it would replace.
  servern(rad) {
    if (this.klart && rad.version >= this.klart.version) {
      this.klart = null;
      this.minns();
    }
    this.nyare = rad.version > this.version;
    if (this.osparat || !this.nyare || this.harFokus) return false;
    Object.assign(this, { version: rad.version, innehall: rad.innehall, nyare: false });
    fyll(this.el, rad.innehall);
    return true;
  }

  // The writer has seen both texts: `innehall` is written on top of the other's.
  valj(innehall) {
    Object.assign(this, { version: this.krock.version, innehall: this.krock.innehall, krock: null });
    this.nytt = lika(innehall, this.innehall) ? null : innehall;
    fyll(this.el, innehall);
    this.minns();
  }
}
