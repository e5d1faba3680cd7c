// Asking the server: every answer becomes one word that says what it means for what is written.
const TIDSGRANS = 10_000;

function kaka(namn) {
  const par = document.cookie.split("; ").find((rad) => rad.startsWith(`${namn}=`));
  return par ? decodeURIComponent(par.slice(namn.length + 1)) : "";
}

export class Nat {
  constructor(formular) {
    this.adress = formular.dataset.sektioner;
    this.anvandare = formular.dataset.anvandare;
  }

  async hamta() {
    const { hinder, svar } = await this.fraga(this.adress, { headers: this.huvuden() });
    if (!svar?.ok) return { hinder: hinder || "server" };
    const data = await svar.json().catch(() => null); // what the service worker kept is data too
    return { hinder: data ? hinder : "nat", data };
  }

  // The token is read anew each time: a log-in in another tab changes it.
  async spara(nyckel, sands) {
    const headers = { ...this.huvuden(), "Content-Type": "application/json", "X-CSRFToken": kaka("csrftoken") };
    const body = JSON.stringify(sands);
    return this.fraga(`${this.adress}${encodeURIComponent(nyckel)}/`, { method: "PUT", headers, body });
  }

  huvuden() {
    return { Accept: "application/json", "X-Besok-Anvandare": this.anvandare };
  }

  async fraga(adress, val) {
    try {
      const svar = await fetch(adress, { ...val, credentials: "same-origin", signal: AbortSignal.timeout(TIDSGRANS) });
      return { svar, hinder: this.hinder(svar) };
    } catch {
      return { hinder: "nat" };
    }
  }

  hinder(svar) {
    if (svar.headers.get("X-Besok-Fran-Minnet")) return "nat";
    if (svar.status === 401) return "utloggad";
    const json = (svar.headers.get("Content-Type") ?? "").includes("json");
    if (svar.status === 403 && !json) return "token";
    if (svar.status === 403 || (svar.status === 404 && json)) return "ingen";
    if (svar.status === 410) return "slut";
    return svar.ok || svar.status === 409 || (svar.status === 400 && json) ? "" : "server";
  }
}
