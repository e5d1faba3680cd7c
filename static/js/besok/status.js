// One line that says where what is written is.
const KVAR = "Det du skrivit finns kvar i den här webbläsaren.";
const INTE = "Inte sparat på servern än:";
const TEXTER = {
  nat: `${INTE} ingen uppkoppling. ${KVAR}`,
  server: `${INTE} servern svarar inte. ${KVAR}`,
  utloggad: `${INTE} du är inte inloggad. ${KVAR}`,
  ingen: "Du har inte tillgång till besöket längre.",
  slut: "Besöket är inte ett utkast längre.",
};

export class Status {
  constructor(loggaIn) {
    this.rad = document.getElementById("sparstatus");
    this.andra = document.getElementById("andraskriver");
    this.loggaIn = loggaIn;
    this.sparad = this.rad.textContent;
  }

  visa({ hinder, osparat, krockar, gick }) {
    const text = this.text({ hinder, osparat, krockar, gick });
    if (this.rad.textContent.startsWith(text) && this.hinder === hinder) return;
    this.hinder = hinder;
    this.rad.textContent = text;
    this.rad.classList.toggle("vantar", text !== this.sparad);
    if (hinder === "utloggad") this.rad.append(" ", this.lank());
  }

  text({ hinder, osparat, krockar, gick }) {
    if (osparat && !gick) return `${INTE} webbläsarens minne är fullt. Stäng inte sidan.`;
    if (hinder === "ingen" || hinder === "slut") return TEXTER[hinder];
    if (krockar) return "Inte sparat på servern än: två texter i samma del. Välj vilken som ska gälla.";
    if (hinder && (osparat || hinder === "utloggad")) return TEXTER[hinder];
    if (osparat === "fel") return "Inte sparat på servern än: en del behöver rättas.";
    return this.sparad;
  }

  lank() {
    const a = document.createElement("a");
    Object.assign(a, { href: this.loggaIn, target: "_blank", rel: "noopener", textContent: "Logga in i en ny flik" });
    return a;
  }

  skriver(rader) {
    this.andra.textContent = rader.join(" · ");
  }
}
