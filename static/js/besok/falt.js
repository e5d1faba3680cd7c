// Between the form's fields and the sections' JSON. socialtjanst/web/formular/besokform.py reads names in the same way.
const TYPER = {
  "tal[]": (d, falt, varde) => {
    d[falt] ??= [];
    if (/^\d+$/.test(varde) && !d[falt].includes(Number(varde))) d[falt].push(Number(varde));
  },
  rader: (d, falt, varde) => { d[falt] = varde.split("\n").map((rad) => rad.trim()).filter(Boolean); },
  bool: (d, falt, varde) => { d[falt] = varde === "ja"; },
  janej: (d, falt, varde) => { d[falt] = { ja: true, nej: false }[varde] ?? null; },
  json: (d, falt, varde) => { Object.assign(d, JSON.parse(varde || "{}"), { ...d }); },
};

export function tolka(par) {
  const delar = {};
  for (const [namn, varde] of par) {
    const [nyckel, ...stig] = namn.split("/");
    if (!stig.length || nyckel === "bas") continue;
    satt((delar[nyckel] ??= {}), stig, String(varde).replaceAll("\r\n", "\n"));
  }
  for (const d of Object.values(delar)) if (d.rader) d.rader = rader(d.rader);
  return delar;
}

function satt(d, stig, varde) {
  for (const steg of stig.slice(0, -1)) d = d[steg] ??= {};
  const [falt, typ] = stig.at(-1).split(":");
  if (TYPER[typ]) TYPER[typ](d, falt, varde);
  else d[falt] = varde;
}

function rader(d) {
  const ordnade = Object.entries(d).sort(([a], [b]) => Number(a) - Number(b));
  return ordnade.map(([, rad]) => rad).filter((rad) => !tomt(rensa(rad)));
}

// Whether somebody typed before this script was there to hear it.
export const rord = (sektion) => [...sektion.querySelectorAll("input:not([type=hidden]), textarea, option")].some((f) =>
  f.tagName === "OPTION" ? f.selected !== f.defaultSelected && f.value : f.value !== f.defaultValue || f.checked !== f.defaultChecked);

export function lasDel(formular, nyckel) {
  const par = [...new FormData(formular)].filter(([namn]) => namn.startsWith(`${nyckel}/`));
  return tolka(par)[nyckel] ?? {};
}

const arObjekt = (v) => v !== null && typeof v === "object" && !Array.isArray(v);

// `nytt` over `gammalt`: fields that only the old has are kept, as those that this form does not know.
export function sammanfoga(gammalt, nytt) {
  if (!arObjekt(gammalt) || !arObjekt(nytt)) return nytt;
  const ut = { ...gammalt };
  for (const [k, v] of Object.entries(nytt)) ut[k] = sammanfoga(gammalt[k], v);
  return ut;
}

const tomt = (v) => v === null || v === undefined || v === false || v === "" ||
  (typeof v === "object" && Object.keys(v).length === 0);

export function rensa(v) {
  if (Array.isArray(v)) return v.map(rensa).filter((x) => !tomt(x));
  if (!arObjekt(v)) return v;
  const par = Object.entries(v).map(([k, x]) => [k, rensa(x)]).filter(([, x]) => !tomt(x));
  return Object.fromEntries(par.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const lika = (a, b) => JSON.stringify(rensa(a ?? {})) === JSON.stringify(rensa(b ?? {}));

export function texter(v) {
  if (typeof v === "string" || typeof v === "number") return String(v);
  return v && typeof v === "object" ? Object.values(v).map(texter).filter(Boolean).join("\n") : "";
}

// Writes a section's JSON into its fields.
export function fyll(sektion, innehall) {
  const nyckel = sektion.dataset.sektion;
  for (const lada of sektion.querySelectorAll("[data-rader]")) radantal(lada, innehall.rader);
  for (const falt of sektion.querySelectorAll("input, textarea, select")) {
    if (!falt.name.startsWith(`${nyckel}/`)) continue;
    const [stig, typ] = falt.name.slice(nyckel.length + 1).split(":");
    const varde = stig.split("/").reduce((d, steg) => d?.[steg], innehall);
    skrivFalt(falt, typ, varde);
  }
  behallOkandaVal(sektion, nyckel, innehall);
  if (sektion.matches("details") && !tomt(rensa(innehall))) sektion.open = true;
}

function skrivFalt(falt, typ, varde) {
  if (falt.type === "hidden") return;
  if (typ === "tal[]") falt.checked = Array.isArray(varde) && varde.includes(Number(falt.value));
  else if (typ === "bool") falt.checked = varde === true;
  else if (typ === "janej") falt.checked = falt.value === { true: "ja", false: "nej" }[String(varde)];
  else if (typ === "rader") falt.value = Array.isArray(varde) ? varde.join("\n") : "";
  else if (falt.type === "radio") falt.checked = falt.value === varde;
  else falt.value = typeof varde === "string" || typeof varde === "number" ? String(varde) : "";
}

// What is chosen but has no box here, such as a signal that somebody else has just written, stays chosen.
function behallOkandaVal(sektion, nyckel, innehall) {
  const namn = `${nyckel}/valda:tal[]`;
  const marke = sektion.querySelector(`input[type=hidden][name="${namn}"]`);
  if (!marke || !Array.isArray(innehall.valda)) return;
  const finns = new Set([...sektion.querySelectorAll(`[name="${namn}"]`)].map((f) => Number(f.value)));
  for (const pk of innehall.valda.filter((v) => !finns.has(v))) {
    const gomd = marke.cloneNode();
    gomd.value = pk;
    marke.after(gomd);
  }
}

// As many rows as there are, and a blank one; unknown fields of a row ride along in a hidden field.
function radantal(lada, rader_) {
  const skrivna = Array.isArray(rader_) ? rader_ : [];
  while (lada.querySelectorAll(":scope > [data-rad]").length < skrivna.length + 1) nyRad(lada);
  const alla = [...lada.querySelectorAll(":scope > [data-rad]")];
  alla.slice(skrivna.length + 1).forEach((rad) => rad.remove());
  skrivna.forEach((rad, nr) => ovrigt(lada, alla[nr], rad, nr));
}

function ovrigt(lada, el, rad, nr) {
  el.querySelector("[name$='/ovrigt:json']")?.remove();
  const kanda = new Set([...el.querySelectorAll("[name]")].map((f) => f.name.split("/").at(-1).split(":")[0]));
  const okant = Object.fromEntries(Object.entries(rad ?? {}).filter(([k]) => !kanda.has(k)));
  if (!Object.keys(okant).length) return;
  const gomd = document.createElement("input");
  gomd.type = "hidden";
  gomd.name = `${lada.dataset.rader}/rader/${nr}/ovrigt:json`;
  gomd.value = JSON.stringify(okant);
  el.append(gomd);
}

export function nyRad(lada) {
  const nummer = [...lada.querySelectorAll(":scope > [data-rad] [name*='/rader/']")].map((f) => Number(f.name.split("/")[2]));
  const nr = Math.max(-1, ...nummer) + 1;
  const rad = lada.querySelector("template").content.cloneNode(true);
  for (const el of rad.querySelectorAll("[id], [name], [for]")) {
    for (const attr of ["id", "name", "for"]) {
      if (el.hasAttribute(attr)) el.setAttribute(attr, el.getAttribute(attr).replace("__nr__", nr));
    }
  }
  const alla = lada.querySelectorAll(":scope > [data-rad]");
  const sista = alla[alla.length - 1];
  if (sista) sista.after(rad);
  else lada.prepend(rad);
}
