// What is written and not yet on the server, kept in the browser: by user, visit, section and tab.
const FORST = "besok";

export class Lager {
  constructor(anvandare, besok) {
    this.klient = crypto.randomUUID();
    this.rot = `${FORST}|${anvandare}|${besok}|`;
    this.gick = true; // whether the browser could keep the last that it was given
    this.lever();
  }

  // Other tabs see by this lock that what this one keeps is not abandoned.
  lever() {
    navigator.locks?.request(`${FORST}|${this.klient}`, () => new Promise(() => {}));
  }

  skriv(nyckel, post, klient = this.klient) {
    const plats = `${this.rot}${nyckel}|${klient}`;
    try {
      if (post) localStorage.setItem(plats, JSON.stringify(post));
      else localStorage.removeItem(plats);
      this.gick = true;
    } catch {
      this.gick = false;
    }
  }

  platser() {
    try {
      return Object.keys(localStorage).filter((plats) => plats.startsWith(this.rot));
    } catch {
      return []; // the browser is told to keep nothing
    }
  }

  alla() {
    const funna = [];
    for (const plats of this.platser()) {
      const [nyckel, klient] = plats.slice(this.rot.length).split("|");
      try {
        funna.push({ nyckel, klient, post: JSON.parse(localStorage.getItem(plats)) });
      } catch {
        // Not ours, or half written: left as it is.
      }
    }
    return funna;
  }

  // Those that a tab left which is closed.
  async overgivna() {
    const levande = navigator.locks ? (await navigator.locks.query()).held.map((las) => las.name) : [];
    return this.alla().filter((p) => p.klient !== this.klient && !levande.includes(`${FORST}|${p.klient}`));
  }
}

export const skrivet = (post) => post.nytt ?? post.sands?.innehall ?? post.klart?.innehall ?? {};
