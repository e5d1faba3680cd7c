// Two have written in the same section: both texts are shown, and the writer chooses or joins them.
import { sammanfoga, texter } from "./falt.js";

function element(namn, text, klass) {
  const el = document.createElement(namn);
  if (text) el.textContent = text;
  if (klass) el.className = klass;
  return el;
}

// Texts one after the other, lists together; of other fields the own.
export function ihop(min, deras) {
  if (typeof min === "string" && typeof deras === "string") {
    if (!deras || min.includes(deras)) return min;
    if (!min || deras.includes(min)) return deras;
    return `${min}\n\n${deras}`;
  }
  if (Array.isArray(min) && Array.isArray(deras)) {
    const finns = new Set(min.map((v) => JSON.stringify(v)));
    return [...min, ...deras.filter((v) => !finns.has(JSON.stringify(v)))];
  }
  if (min && deras && typeof min === "object" && typeof deras === "object" && !Array.isArray(min)) {
    const ut = sammanfoga(deras, min);
    for (const [k, v] of Object.entries(deras)) if (k in min && k !== "bedomning") ut[k] = ihop(min[k], v);
    return ut;
  }
  return min ?? deras;
}

// The words that the reader knows of what is chosen: "bättre" for "battre", a signal's text for its number.
function iOrd(el, v) {
  if (Array.isArray(v)) return v.map((x) => iOrd(el, x));
  if (v && typeof v === "object") return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, iOrd(el, x)]));
  const val = [...el.querySelectorAll("input[type=radio], input[type=checkbox], option")].find(
    (f) => v !== "" && f.value === String(v),
  );
  return (val?.closest("label") ?? (val?.tagName === "OPTION" ? val : null))?.textContent.trim() ?? v;
}

export function visaKrock(sektion, valt) {
  const plats = sektion.el.querySelector(".sektionsbesked");
  const min = sektion.text;
  const { av, sparad, innehall } = sektion.krock;
  const ruta = element("div", "", "notis krock");
  ruta.setAttribute("role", "alert");
  ruta.append(element("p", `${av} sparade den här delen ${sparad}, medan du skrev. Ingenting är borta: välj vad som ska gälla.`));
  const tva = element("div", "", "krocktexter");
  for (const [rubrik, text] of [["Din text", min], [`Text från ${av}`, innehall]]) {
    const spalt = element("div");
    const block = element("div", texter(iOrd(sektion.el, text)) || "(tomt)", "kvartext");
    block.tabIndex = 0;
    block.setAttribute("role", "region");
    block.setAttribute("aria-label", rubrik);
    spalt.append(element("p", rubrik), block);
    tva.append(spalt);
  }
  const knappar = element("div", "", "knappar");
  for (const [text, val] of [
    ["Sätt ihop båda", () => ihop(sektion.text, innehall)],
    ["Behåll min text", () => sektion.text],
    [`Ta texten från ${av}`, () => innehall],
  ]) {
    const knapp = element("button", text, "andra liten");
    knapp.type = "button";
    knapp.addEventListener("click", () => {
      sektion.valj(val());
      plats.replaceChildren();
      valt();
    });
    knappar.append(knapp);
  }
  ruta.append(tva, knappar);
  plats.replaceChildren(ruta);
  if (sektion.el.matches("details")) sektion.el.open = true;
}

export function visaFel(sektion) {
  const plats = sektion.el.querySelector(".sektionsbesked");
  const p = element("p", `Inte sparat: ${sektion.fel}`, "notis fel");
  p.setAttribute("role", "alert");
  plats.replaceChildren(p);
}

// A place from which words that the server does not take can be copied.
export function visaKvar(plats, rubrik, delar) {
  const ruta = element("div", "", "notis");
  ruta.append(element("p", rubrik));
  for (const [namn, text] of delar) {
    const id = `kvar-${namn.replace(/\W/g, "-")}`;
    const etikett = element("label", namn);
    etikett.htmlFor = id;
    const falt = element("textarea");
    Object.assign(falt, { id, readOnly: true, rows: 4, value: text });
    ruta.append(etikett, falt);
  }
  plats.replaceChildren(ruta);
}
