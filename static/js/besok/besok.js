// The visit form: what is written is kept in the browser at once and sent to the server within two seconds.
import { nyRad, rord, texter } from "./falt.js";
import { visaFel, visaKrock, visaKvar } from "./krock.js";
import { Lager } from "./lager.js";
import { Nat } from "./nat.js";
import { Sektion } from "./sektion.js";
import { Status } from "./status.js";

const PAUS = 700; // ms of quiet before a save
const LANGST = 1500; // ms that a writer who never pauses waits
const FRAGA = 8000; // ms between questions of what others have written
const LANGSTA_VANTAN = 15_000;

const formular = document.getElementById("besoksformular");
const namn = JSON.parse(document.getElementById("sektionsnamn").textContent);
const stand = JSON.parse(document.getElementById("delar").textContent);
const lager = new Lager(formular.dataset.anvandare, formular.dataset.besok);
const nat = new Nat(formular);
const status = new Status(formular.dataset.loggaIn);
const sektioner = [...formular.querySelectorAll("[data-sektion]")].map(
  (el) => new Sektion(el, formular, lager, stand[el.dataset.sektion]),
);

let hinder = "";
let vantan = 1000;
let klocka = 0;
let forstVid = 0;
let skickar = null;
let nyttToken = false;

function visa() {
  const osparade = sektioner.filter((s) => s.osparat);
  const bara = osparade.length && osparade.every((s) => s.fel) ? "fel" : osparade.length > 0;
  status.visa({ hinder, osparat: bara, krockar: sektioner.some((s) => s.krock), gick: lager.gick });
}

function planera(ms) {
  clearTimeout(klocka);
  klocka = setTimeout(skicka, ms);
}

function skrev(handelse) {
  const el = handelse.target.closest("[data-sektion]");
  const sektion = sektioner.find((s) => s.el === el);
  if (!sektion) return;
  fyllPaRader(handelse.target);
  if (!sektion.skrev()) return;
  visa();
  if (hinder === "ingen" || hinder === "slut") return slut(hinder);
  forstVid ||= performance.now();
  if (!hinder) planera(Math.max(0, Math.min(PAUS, forstVid + LANGST - performance.now())));
}

function fyllPaRader(falt) {
  const lada = falt.closest("[data-rader]");
  const rader = lada?.querySelectorAll(":scope > [data-rad]");
  if (rader && rader[rader.length - 1].contains(falt)) nyRad(lada);
}

// Sends everything that waits, one save at a time; a second call waits for the first.
function skicka() {
  skickar ??= allt().finally(() => { skickar = null; });
  return skickar;
}

async function allt() {
  clearTimeout(klocka);
  forstVid = 0;
  for (let s = vantande(); s; s = vantande()) {
    if (!(await skickaEn(s))) break;
  }
  visa();
  if (hinder && hinder !== "ingen" && hinder !== "slut") {
    planera(vantan);
    vantan = Math.min(vantan * 2, LANGSTA_VANTAN);
  }
}

const vantande = () => sektioner.find((s) => s.vantar);

async function skickaEn(sektion) {
  const { svar, hinder: nytt } = await nat.spara(sektion.nyckel, sektion.attSkicka());
  if (nytt === "token") return hamtaToken();
  nyttToken = false;
  satt(nytt);
  if (nytt) return false;
  const data = await svar.json().catch(() => null);
  if (!data) return satt("nat");
  if (svar.status === 409) krockade(sektion, data.nu);
  else if (svar.status === 400) felade(sektion, data.fel);
  else {
    sektion.togsEmot(data.version);
    status.sparad = `Sparat ${data.sparad}`;
  }
  visa();
  return true;
}

// The newest brings a new token, once; a server that refuses that too does not answer us.
function hamtaToken() {
  nyttToken = !nyttToken;
  return nyttToken ? hamta() : satt("server");
}

function krockade(sektion, nu) {
  sektion.avvisades({ krock: nu });
  visaKrock(sektion, () => { visa(); skicka(); });
}

function felade(sektion, fel) {
  sektion.avvisades({ fel });
  visaFel(sektion);
}

function satt(nytt) {
  const ateransluten = hinder && !nytt;
  hinder = nytt;
  if (!nytt) vantan = 1000;
  if (nytt === "ingen" || nytt === "slut") slut(nytt);
  if (ateransluten) lagraSidan();
  visa();
  return false;
}

function slut(varfor) {
  const kvar = sektioner.filter((s) => s.osparat).map((s) => [namn[s.nyckel] ?? s.nyckel, texter(s.text)]);
  const text = varfor === "ingen"
    ? "Du har inte tillgång till besöket längre, till exempel för att ditt uppdrag har upphört."
    : "Besöket är inte ett utkast längre och tar inte emot mer.";
  const mer = kvar.length ? " Det här hann inte sparas. Kopiera det du vill ha kvar." : " Allt du skrev hann sparas.";
  visaKvar(document.getElementById("besoksbesked"), text + mer, kvar);
}

async function hamta() {
  const { hinder: nytt, data } = await nat.hamta();
  for (const s of sektioner) {
    const rad = data?.sektioner[s.nyckel];
    if (rad && s.servern(rad)) status.sparad = `Sparat ${rad.sparad}`;
  }
  satt(nytt || (data.lage === "utkast" ? "" : "slut"));
  if (!nytt) status.skriver(data.skriver);
  await taOver();
  visa();
  return !hinder;
}

// One abandoned section at a time: another one of the same section waits until the first is saved.
async function taOver() {
  for (const post of await lager.overgivna()) {
    const sektion = sektioner.find((s) => s.nyckel === post.nyckel);
    if (sektion && !sektion.osparat) sektion.taOver(post);
  }
}

async function ateranslut() {
  if (hinder === "ingen" || hinder === "slut") return;
  vantan = 1000;
  await hamta();
  await skicka();
}

function regelbundet() {
  if (document.visibilityState === "visible" && !skickar) ateranslutTyst();
}

async function ateranslutTyst() {
  if (hinder === "ingen" || hinder === "slut") return;
  if ((await hamta()) && vantande()) skicka();
}

// The page as it is now is kept for use without network; the service worker sees the answer pass.
function lagraSidan() {
  if (navigator.serviceWorker?.controller) fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => {});
}

async function startaArbetare() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("controllerchange", lagraSidan);
  await navigator.serviceWorker.register("/sw.js").catch(() => {});
}

async function skickaIn(handelse) {
  handelse.preventDefault();
  await skicka();
  await hamta();
  const allt_sparat = !hinder && !sektioner.some((s) => s.osparat);
  if (allt_sparat && handelse.submitter?.value === "klar") location.assign(formular.dataset.klar);
  else if (!allt_sparat) document.getElementById("sparstatus").scrollIntoView({ block: "nearest" });
}

formular.addEventListener("input", skrev);
formular.addEventListener("change", skrev);
formular.addEventListener("submit", skickaIn);
formular.addEventListener("focusout", () => sektioner.some((s) => s.nyare) && setTimeout(regelbundet, 300));
window.addEventListener("online", ateranslut);
window.addEventListener("focus", ateranslut);
window.addEventListener("pagehide", skicka);
document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? skicka() : ateranslut()));
setInterval(regelbundet, FRAGA);

for (const s of sektioner) if (rord(s.el)) s.skrev();
await taOver();
visa();
await ateranslut();
await startaArbetare();
formular.dataset.redo = "ja";
