"""Kolada's API v3 over HTTP: patient, suspicious, and never led to another host.

Answers are JSON objects `{"values": [...], "count": n, "next_url": str | null}`; see `Klient.rader`.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import httpx

HOGST_ID = 25  # ids in one segment of the path
PER_SIDA = 5000
FORSOK = 7
LANGSTA_VANTAN = 30.0
LANGSTA_TALAMOD = 120.0  # seconds; asked to wait longer than this we say so instead
SVARSTID = 120.0
STORSTA_SVAR = 64 * 1024 * 1024
SVAR_FORLORAT = (httpx.RemoteProtocolError, httpx.ReadError, httpx.DecodingError, httpx.WriteError)

Rad = dict[str, Any]


class KoladaFel(Exception):
    """Kolada cannot be used right now, or not at this address; the text says why, in Swedish."""


class _Tillfalligt(Exception):
    """Worth another try, after `vantan` seconds if the server said so."""

    def __init__(self, text: str, vantan: float | None = None) -> None:
        super().__init__(text)
        self.vantan = vantan


def _inget(text: str = "") -> None:
    """Nobody listens."""


class Klient:
    """Asks one Kolada. `puls` is called at least once a second while it waits, with a text when there is news.

    `sov` sleeps; what `puls` raises goes through, so a cancelled job stops waiting at once.
    """

    def __init__(
        self,
        bas_url: str,
        *,
        puls: Callable[[str], None] = _inget,
        sov: Callable[[float], None] = time.sleep,
    ) -> None:
        self._bas = httpx.URL(bas_url.rstrip("/") + "/")
        self._puls, self._sov = puls, sov
        self._http = httpx.Client(
            timeout=httpx.Timeout(15, connect=10), headers={"Accept": "application/json", "User-Agent": "Vandpunkt"}
        )

    def __enter__(self) -> "Klient":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def varden(self, kolada_id: str, ar: Sequence[int]) -> Iterator[Any]:
        """All rows of one nyckeltal in at most 25 years."""
        return self.rader(f"data/kpi/{_segment([kolada_id])}/year/{_segment(ar)}")

    def kanda(self, kolada_id: Iterable[str]) -> set[str]:
        """Those of the ids that Kolada knows at all, with values or without."""
        alla = list(kolada_id)
        grupper = [alla[i : i + HOGST_ID] for i in range(0, len(alla), HOGST_ID)]
        rader = [rad for grupp in grupper for rad in self.rader(f"kpi/{_segment(grupp)}")]
        return {rad["id"] for rad in rader if isinstance(rad, dict) and isinstance(rad.get("id"), str)}

    def rader(self, sokvag: str, **fraga: str) -> Iterator[Any]:
        """Every row of every page, unchecked. Raises KoladaFel."""
        url: httpx.URL | None = self._bas.join(sokvag).copy_merge_params({**fraga, "per_page": str(PER_SIDA)})
        sedda: set[str] = set()
        while url is not None:
            if str(url) in sedda:
                raise KoladaFel("Kolada hänvisar runt i en cirkel mellan sina sidor. Försök igen senare.")
            sedda.add(str(url))
            svar = self._hamta(url)
            yield from svar["values"]
            url = self._nasta(url, svar.get("next_url"))

    def _nasta(self, url: httpx.URL, lank: str | None) -> httpx.URL | None:
        """The next page, always at our own address: of a link elsewhere only the page number is used."""
        if not lank:
            return None
        try:
            nasta = httpx.URL(lank)
        except httpx.InvalidURL as fel:
            raise KoladaFel("Kolada hänvisar till en sida som inte går att läsa.") from fel
        if _ursprung(nasta) == _ursprung(url) and nasta.path == url.path:
            return nasta
        if nasta.params.get("page", "").isdigit():
            return url.copy_merge_params({"page": nasta.params["page"]})
        raise KoladaFel(f"Kolada hänvisar till en annan adress ({nasta.host}), dit hämtningen inte följer med.")

    def _hamta(self, url: httpx.URL) -> Rad:
        sista = ""
        for forsok in range(FORSOK):
            try:
                return _tolka(*self._fraga(url))
            except _Tillfalligt as fel:
                sista = str(fel)
                vantan = min(2.0**forsok / 2, LANGSTA_VANTAN) if fel.vantan is None else fel.vantan
            if vantan > LANGSTA_TALAMOD:
                raise KoladaFel(f"{sista} Kolada ber oss vänta {vantan / 60:.0f} minuter. Försök igen då.")
            if forsok < FORSOK - 1:
                self._vanta(vantan, sista)
        raise KoladaFel(f"{sista} Gav upp efter {FORSOK} försök. Försök igen senare.")

    def _vanta(self, sekunder: float, varfor: str) -> None:
        kvar = sekunder
        while kvar > 0:
            self._puls(f"{varfor} Försöker igen om {max(1, round(kvar))} s.")
            self._sov(min(kvar, 1.0))
            kvar -= 1.0

    def _fraga(self, url: httpx.URL) -> tuple[httpx.Response, bytes]:
        try:
            with self._http.stream("GET", url) as svar:
                return svar, self._las(svar)
        except httpx.TimeoutException as fel:
            raise _Tillfalligt("Kolada svarade inte i tid.") from fel
        except httpx.ConnectError as fel:
            raise _Tillfalligt(f"Kolada går inte att nå på {url.host}.") from fel
        except SVAR_FORLORAT as fel:
            raise _Tillfalligt("Kolada avbröt sitt svar halvvägs.") from fel
        except httpx.HTTPError as fel:
            raise KoladaFel(f"Kolada går inte att fråga på {url.host}: {type(fel).__name__}.") from fel

    def _las(self, svar: httpx.Response) -> bytes:
        slut, bitar, langd = time.monotonic() + SVARSTID, [], 0
        self._puls("")
        for bit in svar.iter_bytes():
            self._puls("")
            bitar.append(bit)
            langd += len(bit)
            if langd > STORSTA_SVAR:
                raise KoladaFel("Kolada skickade ett orimligt stort svar.")
            if time.monotonic() > slut:
                raise _Tillfalligt("Kolada svarade inte i tid.")
        return b"".join(bitar)


def _segment(ider: Iterable[object]) -> str:
    return ",".join(str(i) for i in ider)


def _ursprung(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _tolka(svar: httpx.Response, kropp: bytes) -> Rad:
    if svar.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise _Tillfalligt("Kolada får för många frågor just nu.", _vantan(svar.headers.get("Retry-After", "")))
    if svar.status_code >= 500 or svar.status_code == httpx.codes.REQUEST_TIMEOUT:
        raise _Tillfalligt(f"Kolada har ett fel hos sig (svar {svar.status_code}).")
    if svar.status_code != httpx.codes.OK:
        raise KoladaFel(_varfor_inte(svar))
    if "html" in svar.headers.get("Content-Type", "") or kropp.lstrip()[:1] == b"<":
        raise _Tillfalligt("Kolada svarade med en webbsida (HTML) i stället för data.")
    try:
        return _kontrollera(json.loads(kropp))
    except (ValueError, RecursionError) as fel:
        raise _Tillfalligt("Kolada skickade ett halvt svar.") from fel


def _kontrollera(data: Any) -> Rad:
    """The envelope of an answer; its rows are the caller's to check."""
    if not isinstance(data, dict) or not isinstance(data.get("values"), list):
        raise KoladaFel("Kolada svarade i en form som inte går att läsa: listan ”values” saknas.")
    if not isinstance(data.get("next_url"), str | None):
        raise KoladaFel("Kolada svarade i en form som inte går att läsa: ”next_url” är ingen adress.")
    if data.get("count", len(data["values"])) != len(data["values"]):
        raise _Tillfalligt("Kolada skickade ett halvt svar.")
    return data


def _varfor_inte(svar: httpx.Response) -> str:
    if svar.status_code == httpx.codes.GONE:
        return "Kolada har stängt den version av sitt API som KOLADA_URL pekar på (svar 410): ange adressen till v3."
    if svar.is_redirect:
        return "Kolada hänvisar till en annan adress: ange den rätta i KOLADA_URL."
    if svar.status_code == httpx.codes.NOT_FOUND:
        return f"Adressen {svar.url} finns inte hos Kolada (svar 404): kontrollera KOLADA_URL."
    return f"Kolada tog inte emot frågan (svar {svar.status_code})."


def _vantan(retry_after: str) -> float | None:
    """Seconds to wait; None where the header is missing or is a date, and our own waits apply."""
    return float(retry_after) if retry_after.isascii() and retry_after.isdigit() else None
