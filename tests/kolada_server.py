"""A small Kolada of the tests' own: the wire format of API v3, made-up values, and every way to misbehave.

    with koladaserver() as kolada:
        kolada.bas_url                                   # http://127.0.0.1:…/v3
        kolada.varden["N00090"]["2380", 2015, "T"] = 8.4  # None is a missing value
        kolada.strypning = 10                            # every tenth answer is 429

Settings may be changed while it runs. `kolada.fragor` is the list of paths asked for.
"""

import csv
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from kommuner.nyckeltal import kolada_koder

HOGST_ID = 25
KOMMUNER = {
    rad["kod"]: rad["namn"]
    for rad in csv.DictReader(
        (Path(__file__).parents[1] / "kommuner" / "data" / "kommuner.csv").read_text("utf-8").splitlines()
    )
}
NIO = ("G92787", "G92793", "G92790", "G92792", "G92786", "G92788", "G92789", "G92791", "G92794")
Varden = dict[tuple[str, int, str], float | None]


def pahittat(steg: int, ar: range, kon: str = "T", lagst: float = 4.0) -> Varden:
    """A value for Riket and every municipality and year; each `steg` moves them all a little."""
    koder = ["0000", *KOMMUNER]
    return {
        (kod, a, k): round(lagst + ((7 * i + 3 * a + 11 * j + steg) % 50) / 10, 1)
        for i, kod in enumerate(koder)
        for a in ar
        for j, k in enumerate(kon)
    }


class Kolada:
    """What the server answers with, and how."""

    def __init__(self) -> None:
        self.varden: dict[str, Varden] = {}
        self.kanda = set(kolada_koder())  # ids without values that are known all the same
        self.omraden: list[dict[str, Any]] = [
            *({"id": kod, "title": namn, "type": "K"} for kod, namn in KOMMUNER.items()),
            {"id": "0001", "title": "Region Stockholm", "type": "L"},
            {"id": "0000", "title": "Riket", "type": "L"},
        ]
        self.grupper: list[dict[str, Any]] = _grupper()
        self.extra: list[Any] = []  # raw rows that end every answer about values
        self.per_sida = 5000
        self.strypning = 0  # every n:th answer is 429
        self.vanta = "0"  # its Retry-After
        self.bryt: set[int] = set()  # answers cut off half way, counted from 1
        self.halva: set[int] = set()  # answers whose JSON ends half way, though HTTP says that all is well
        self.droj = 0.0
        self.html = False
        self.status: dict[int, int] = {}  # answer number to status
        self.alltid: int | None = None  # status of every answer
        self.raa: bytes | None = None  # instead of every answer
        self.nasta_vard = ""  # the host that links lead to, instead of our own
        self.fragor: list[str] = []
        self.bas_url = ""
        self._las = threading.Lock()

    def tag_nummer(self, vag: str) -> int:
        with self._las:
            self.fragor.append(vag)
            return len(self.fragor)

    def rader(self, delar: list[str], fraga: dict[str, str]) -> list[Any]:
        """Rows of a path after /v3. Raises ValueError for a bad question, KeyError for an unknown path."""
        if delar[0] == "data":
            return self._data(dict(zip(delar[1::2], delar[2::2], strict=True))) + self.extra
        alla = {
            "kpi": [{"id": i, "title": f"Nyckeltal {i}"} for i in sorted(self.kanda | self.varden.keys())],
            "municipality": self.omraden,
            "municipality_groups": self.grupper,
        }[delar[0]]
        if len(delar) > 1:
            alla = [rad for rad in alla if rad["id"] in _ider(delar[1])]
        if "title" in fraga:
            alla = [rad for rad in alla if fraga["title"].lower() in rad["title"].lower()]
        if "region_type" in fraga:
            alla = [rad for rad in alla if rad.get("type") == fraga["region_type"]]
        return list(alla)

    def _data(self, val: dict[str, str]) -> list[Any]:
        rader: dict[tuple[str, int, str], list[dict[str, Any]]] = {}
        ar = {int(a) for a in _ider(val["year"])}
        for kpi in _ider(val["kpi"]):
            for (kod, period, kon), varde in sorted(self.varden.get(kpi, {}).items()):
                if period in ar:
                    uppgift = {"gender": kon, "value": varde, "status": "" if varde is not None else "Missing"}
                    rader.setdefault((kpi, period, kod), []).append({**uppgift, "count": 1, "isdeleted": False})
        return [
            {"kpi": kpi, "period": period, "municipality": kod, "values": uppgifter}
            for (kpi, period, kod), uppgifter in rader.items()
        ]


def _ider(segment: str) -> list[str]:
    ider = unquote(segment).split(",")
    if len(ider) > HOGST_ID:
        raise ValueError(f"at most {HOGST_ID} ids")
    return ider


def _grupper() -> list[dict[str, Any]]:
    koder = list(KOMMUNER)

    def grupp(id_: str, titel: str, medlemmar: list[str]) -> dict[str, Any]:
        return {
            "id": id_,
            "title": titel,
            "members": [{"member_id": k, "member_title": KOMMUNER[k]} for k in medlemmar],
        }

    nio = [grupp(id_, f"Grupp {i} (ovägt medel)", koder[i::9]) for i, id_ in enumerate(NIO)]
    lika = [
        grupp(
            f"G3{i:04d}",
            f"Liknande kommuner IFO, {KOMMUNER[kod]}, 2024",
            [koder[(i + n) % len(koder)] for n in range(1, 8)],
        )
        for i, kod in enumerate(koder)
    ]
    return [*nio, *lika, grupp("G999", "Något annat", koder[:3])]


def _svarare(kolada: Kolada) -> type[BaseHTTPRequestHandler]:
    class Svar(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            nummer = kolada.tag_nummer(self.path)
            time.sleep(kolada.droj)
            if status := kolada.alltid or kolada.status.get(nummer):
                self._svara(status, {"detail": "fel"})
            elif kolada.strypning and nummer % kolada.strypning == 0:
                self._svara(429, {"detail": "Too many requests"}, {"Retry-After": kolada.vanta})
            elif kolada.html:
                self._skicka(200, b"<!doctype html><title>Underhall</title>", {"Content-Type": "text/html"})
            elif kolada.raa is not None:
                self._skicka(200, kolada.raa, {"Content-Type": "application/json"})
            else:
                self._sida(nummer)

        def _sida(self, nummer: int) -> None:
            url = urlsplit(self.path)
            fraga, delar = dict(parse_qsl(url.query)), [d for d in url.path.split("/") if d]
            if delar[:1] != ["v3"]:
                self._svara(410 if delar[:1] == ["v2"] else 404, {"detail": "Gone"})
                return
            try:
                rader = kolada.rader(delar[1:], fraga)
            except ValueError as fel:
                self._svara(400, {"detail": str(fel)})
                return
            sida, storlek = int(fraga.get("page", 1)), min(int(fraga.get("per_page", 5000)), kolada.per_sida)
            visas = rader[(sida - 1) * storlek : sida * storlek]
            nasta = None
            if sida * storlek < len(rader):
                vard = kolada.nasta_vard or f"http://{self.headers['Host']}"
                nasta = f"{vard}{url.path}?{urlencode({**fraga, 'page': sida + 1})}"
            svar = {"values": visas, "count": len(visas), "next_url": nasta, "previous_url": None}
            self._svara(200, svar, nummer=nummer)

        def _svara(
            self, status: int, innehall: object, rubriker: dict[str, str] | None = None, nummer: int = 0
        ) -> None:
            kropp = json.dumps(innehall, ensure_ascii=False).encode()
            if nummer in kolada.halva:
                kropp = kropp[: len(kropp) // 2]
            typ = {"Content-Type": "application/json; charset=utf-8"}
            self._skicka(status, kropp, {**typ, **(rubriker or {})}, bryt=nummer in kolada.bryt)

        def _skicka(self, status: int, kropp: bytes, rubriker: dict[str, str], *, bryt: bool = False) -> None:
            self.send_response(status)
            for namn, varde in {**rubriker, "Content-Length": str(len(kropp))}.items():
                self.send_header(namn, varde)
            self.end_headers()
            self.wfile.write(kropp[: len(kropp) // 2] if bryt else kropp)
            self.close_connection = bryt

        def log_message(self, *args: object) -> None:
            """Silent."""

    return Svar


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in the middle is part of the tests."""


@contextmanager
def koladaserver() -> Iterator[Kolada]:
    """A server on a free port with three nyckeltal: N00090 (T, K, M), N30001 and U33401, 2012–2016."""
    kolada = Kolada()
    kolada.varden = {
        "N00090": pahittat(0, range(2012, 2017), "TKM"),
        "N30001": pahittat(1, range(2012, 2017), lagst=-20.0),
        "U33401": pahittat(2, range(2014, 2017), lagst=90.0),
    }
    server = _Server(("127.0.0.1", 0), _svarare(kolada))
    kolada.bas_url = f"http://127.0.0.1:{server.server_port}/v3"
    trad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    trad.start()
    try:
        yield kolada
    finally:
        server.shutdown()
        server.server_close()
        trad.join()
