// Keeps what the visit form needs without a network: its files, and the pages of visits that were opened, and
// nothing else that is private. FILER and VERSION are put before this by the server.
const STATISKT = `statiskt-${VERSION}`;
const PRIVAT = "besok-";
const ANVANDARE = "X-Besok-Anvandare";
const FORMULAR = /^\/besok\/[0-9a-f-]{36}\/(skriv|sektioner)\/$/;
const INLOGGNING = /^\/(logga-in|logga-ut|konto|admin\/log)/;
const HASHAD = /\.[0-9a-f]{12}\.\w+$/;
const TALAMOD = 4000; // ms that a page waits for a slow network before what is kept is shown

self.addEventListener("install", (h) => {
  h.waitUntil(caches.open(STATISKT).then((lada) => lada.addAll(FILER)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (h) => {
  h.waitUntil(gallra().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (h) => {
  const adress = new URL(h.request.url);
  if (adress.origin !== self.location.origin) return;
  // Whoever logs in or out: nothing of the one before stays.
  if (h.request.method === "POST" && INLOGGNING.test(adress.pathname)) h.waitUntil(rensa((n) => n.startsWith(PRIVAT)));
  if (h.request.method !== "GET") return;
  if (FORMULAR.test(adress.pathname)) h.respondWith(natForst(h.request, adress.pathname));
  else if (adress.pathname.startsWith("/static/")) h.respondWith(statisk(h.request));
});

async function rensa(vilka) {
  const namn = await caches.keys();
  await Promise.all(namn.filter(vilka).map((n) => caches.delete(n)));
}

// A page that is kept may be of an edition before: its files are kept as long as two newer ones.
async function gallra() {
  const gamla = (await caches.keys()).filter((namn) => namn.startsWith("statiskt-") && namn !== STATISKT);
  await Promise.all(gamla.slice(0, -2).map((namn) => caches.delete(namn)));
}

// A file whose name says what is in it never changes; of another the newest is asked for.
async function statisk(request) {
  const lada = await caches.open(STATISKT);
  const sparad = (await lada.match(request, { ignoreVary: true })) ?? (await caches.match(request, { ignoreVary: true }));
  if (!sparad) return fetch(request);
  if (HASHAD.test(new URL(request.url).pathname)) return sparad;
  try {
    const svar = await Promise.race([fetch(request), talamod()]);
    return svar.ok ? svar : sparad;
  } catch {
    return sparad;
  }
}

async function natForst(request, stig) {
  const sparad = await kvar(stig);
  try {
    const svar = await Promise.race([fetch(request), ...(sparad ? [talamod()] : [])]);
    if (svar.status >= 500 && sparad) return sparad;
    await minns(stig, svar);
    return svar;
  } catch {
    return sparad ?? Response.error();
  }
}

function talamod() {
  return new Promise((_, nej) => setTimeout(nej, TALAMOD));
}

async function minns(stig, svar) {
  const vem = svar.headers.get(ANVANDARE);
  if (svar.status === 403 || svar.status === 404) return glom(stig);
  if (!svar.ok || !vem || svar.redirected) return;
  const egen = PRIVAT + vem;
  await rensa((namn) => namn.startsWith(PRIVAT) && namn !== egen);
  const lada = await caches.open(egen);
  await lada.put(stig, svar.clone());
}

async function glom(stig) {
  for (const namn of (await caches.keys()).filter((n) => n.startsWith(PRIVAT))) await (await caches.open(namn)).delete(stig);
}

// What is kept, marked so that the page knows that it did not come from the server.
async function kvar(stig) {
  for (const namn of (await caches.keys()).filter((n) => n.startsWith(PRIVAT))) {
    const svar = await (await caches.open(namn)).match(stig, { ignoreVary: true });
    if (svar) return markt(svar);
  }
  return undefined;
}

async function markt(svar) {
  const headers = new Headers(svar.headers);
  headers.set("X-Besok-Fran-Minnet", "ja");
  return new Response(await svar.blob(), { status: svar.status, headers });
}
