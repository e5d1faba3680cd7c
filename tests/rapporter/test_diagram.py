"""Charts: geometry, gaps, classes, labels, legends and tables, with nothing of Django."""

import itertools
import math
import re

import pytest

from rapporter import diagram as d
from rapporter.diagram.ram import BRED, SMAL
from rapporter.diagram.skala import textbredd

AR = [str(ar) for ar in range(2006, 2023)]
OSTERSUND = [10.2, 9.7, 9.0, 7.6, 6.5, 6.2, 6.5, 6.6, 7.3, 8.4, 8.1, 7.2, 6.9, 6.2, 7.9, 7.4, 8.7]
TAL = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def process(**andrat):
    antal = len(andrat.get("perioder", AR))
    grund = {
        "titel": "Sjukfrånvaro i Östersund",
        "beskrivning": "Från 10,2 till 8,7 procent.",
        "namn": "Östersund",
        "perioder": AR,
        "varden": OSTERSUND,
        "enhet": "%",
        "riktning": "lagre",
        "center": [7.7] * antal,
        "lower": [5.7] * antal,
        "upper": [9.6] * antal,
    }
    return d.Processdata(**(grund | andrat))


def fordelning(varden, **andrat):
    grund = {
        "titel": "Sjukfrånvaro 2022",
        "beskrivning": "Alla kommuner.",
        "varden": varden,
        "namn": {kod: f"Kommun {kod}" for kod in varden},
        "enhet": "%",
        "riktning": "lagre",
    }
    return d.Fordelningsdata(**(grund | andrat))


def linjer(*serier, perioder=AR, **andrat):
    grund = {"titel": "Riket", "beskrivning": "Två serier.", "enhet": "%"}
    return d.Linjedata(perioder=perioder, serier=[d.Linjeserie(*serie) for serie in serier], **(grund | andrat))


def av_klass(ritning, klass):
    return [vag for vag in ritning.vagar if klass in vag.klass.split()]


def ritningar(diagram):
    return [r for r in (diagram.bred, diagram.smal) if r is not None]


def punkter(d_):
    """Absolute points of a path of M and L only; relative commands are followed for boxes."""
    x = y = 0.0
    for kommando, rest in re.findall(r"([MLhvaZ])([^MLhvaZ]*)", d_):
        tal = [float(t) for t in TAL.findall(rest)]
        if kommando in "ML":
            x, y = tal
        elif kommando == "h":
            x += tal[0]
        elif kommando == "v":
            y += tal[0]
        elif kommando == "a":
            x, y = x + tal[5], y + tal[6]
        yield x, y


def utanfor(ritning):
    """Everything that would be cut by the edge of the drawing."""
    for vag in ritning.vagar:
        for x, y in punkter(vag.d):
            if not (-0.1 <= x <= ritning.bredd + 0.1 and -0.1 <= y <= ritning.hojd + 0.1):
                yield vag.klass, x, y
    for text in ritning.texter:
        bredd = textbredd(text.text, ritning.textstorlek)
        start = {"start": text.x, "middle": text.x - bredd / 2, "end": text.x - bredd}[text.ankare]
        if start < -0.6 or start + bredd > ritning.bredd + 0.6 or not 0 < text.y <= ritning.hojd:
            yield text.text, start, start + bredd, text.y


# --- ticks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "n", "streck"),
    [
        (4.1, 11.6, 5, [4, 6, 8, 10, 12]),
        (0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0.12, 0.31, 4, [0.1, 0.15, 0.2, 0.25, 0.3, 0.35]),
        (-3, 3, 4, [-4, -2, 0, 2, 4]),
        (0, 290, 4, [0, 100, 200, 300]),
        (0, 0, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_skalstreck_ar_runda(low, high, n, streck):
    funna = d.skalstreck(low, high, n)
    assert funna[0] <= low
    assert funna[-1] >= high
    assert len(funna) <= n + 1 or funna == pytest.approx(streck)
    if low != 0.12:
        assert funna == pytest.approx(streck)


@pytest.mark.parametrize("low", [-1e6, -7.3, 0, 1e-7, 0.5, 8.4, 12345.6])
@pytest.mark.parametrize("vidd", [0, 1e-6, 0.03, 1, 77, 1e5])
def test_skalstreck_tacker_alltid(low, vidd):
    streck = d.skalstreck(low, low + vidd, 5)
    slack = 1e-8 * max(abs(low), vidd)
    assert streck[0] <= low + slack
    assert streck[-1] >= low + vidd - slack
    assert 2 <= len(streck) <= 7
    assert streck == sorted(set(streck))


def test_skalstreck_borjar_inte_under_noll_for_det_som_inte_gor_det():
    assert d.skalstreck(0.2, 9.9, 5)[0] == 0


@pytest.mark.parametrize(("low", "high", "n"), [(math.nan, 1, 5), (0, math.inf, 5), (2, 1, 5), (0, 1, 1), (0, 1, 0)])
def test_skalstreck_vagrar(low, high, n):
    with pytest.raises(ValueError, match="Ingen skala"):
        d.skalstreck(low, high, n)


# --- the process chart -------------------------------------------------------------------------------------


def test_allt_ryms_i_bada_bredderna():
    data = process(
        riket=[None, None, None, 5.7, 5.2, 5.1, 5.5, 5.9, 6.3, 7, 7.2, 7, 6.8, 6.7, 8.3, 7.7, 8.1],
        band_lag=[v - 2 for v in OSTERSUND],
        band_hog=[v + 2 for v in OSTERSUND],
        signal=["outside", "outside"] + [None] * 15,
        sida=[1, 1] + [0] * 15,
        brott=[8],
        atgarder=[d.Atgardsband("Sex timmars arbetsdag på försörjningsstöd, 18 personer", 9.8, 10.3)],
    )
    for ritning in ritningar(d.processdiagram(data)):
        assert list(utanfor(ritning)) == []


def test_omojliga_granser_ritas_inte_och_star_inte_i_tabellen():
    data = process(lower=[-16.0] * 17, upper=[120.0] * 17, golv=0, tak=100)
    assert (set(data.lower), set(data.upper)) == ({0}, {100})
    ritad = d.processdiagram(data)
    siffror = [t.text for r in ritningar(ritad) for t in r.texter] + [
        c.text for r in ritad.tabell.rader for c in r.celler
    ]
    assert not [s for s in siffror if s.startswith("−") or "120" in s]
    assert {r.celler[-2].text for r in ritad.tabell.rader} == {"0,0"}


def test_utan_ytterlighet_och_for_bekraftade_varden_star_granserna_kvar():
    assert set(process(lower=[-16.0] * 17).lower) == {-16.0}
    assert set(process(lower=[-16.0] * 17, golv=-100).lower) == {-16.0}
    assert set(process(upper=[12.0] * 17, tak=10).upper) == {10.2}  # a measured value beyond the ceiling
    assert process(lower=[None] * 17, golv=0).lower == [None] * 17


def test_faltets_namn_star_bara_dar_faltet_nar_slutet():
    falt = {"band_lag": [v - 2 for v in OSTERSUND], "band_hog": [v + 2 for v in OSTERSUND]}
    kort = {namn: [*serie[:-4], *[None] * 4] for namn, serie in falt.items()}
    for val, finns in ((falt, True), (kort, False)):
        ritad = d.processdiagram(process(**val))
        assert ("8 av 10 kommuner" in [t.text for t in ritad.bred.texter]) is finns
        assert "8 av 10 kommuner ligger här" in [f.text for f in ritad.forklaring]


def test_en_lucka_sager_varfor():
    ritad = d.processdiagram(process(varden=[*OSTERSUND[:-1], None], lucka="för få kommuner"))
    assert "för få kommuner" in [f.text for f in ritad.forklaring]
    assert "2022: för få kommuner" in [v.titel for v in ritad.bred.vagar]


def test_texten_ar_minst_11_punkter_pa_en_liten_telefon():
    bred, smal = ritningar(d.processdiagram(process()))
    assert smal.textstorlek * 288 / smal.bredd >= 11
    assert bred.textstorlek * 566 / bred.bredd >= 11
    assert (BRED.bredd, SMAL.bredd) == (720, 340)


@pytest.mark.parametrize("tomt", [None, math.nan])
def test_en_lucka_delar_linjen(tomt):
    varden = [*OSTERSUND[:4], tomt, tomt, *OSTERSUND[6:]]
    for ritning in ritningar(d.processdiagram(process(varden=varden))):
        (serie,) = av_klass(ritning, "serie")
        assert serie.d.count("M") == 2
        assert len(list(punkter(serie.d))) == 15
        assert len(av_klass(ritning, "kryss")) == 2
        assert len(av_klass(ritning, "punkt")) == 15


def test_luckan_ar_inte_noll():
    (utan,) = av_klass(d.processdiagram(process(varden=[*OSTERSUND[:16], None])).bred, "serie")
    (med,) = av_klass(d.processdiagram(process(varden=[*OSTERSUND[:16], 0.0])).bred, "serie")
    assert len(list(punkter(utan.d))) == 16
    assert len(list(punkter(med.d))) == 17


def test_ett_brott_delar_linjen_och_granserna():
    data = process(brott=[8], center=[7.7] * 8 + [6] * 9, lower=[5] * 17, upper=[9] * 17)
    ritning = d.processdiagram(data).bred
    assert av_klass(ritning, "serie")[0].d.count("M") == 2
    assert av_klass(ritning, "mitt")[0].d.count("M") == 2
    assert all(grans.d.count("M") == 2 for grans in av_klass(ritning, "grans"))
    (streck,) = av_klass(ritning, "brott")
    serie = list(punkter(av_klass(ritning, "serie")[0].d))
    x = next(punkter(streck.d))[0]
    assert serie[7][0] < x < serie[8][0]
    assert "ny definition" in [text.text for text in ritning.texter]


@pytest.mark.parametrize(
    ("riktning", "sida", "ton"),
    [
        ("lagre", 1, "samre"),
        ("lagre", -1, "battre"),
        ("hogre", 1, "battre"),
        ("hogre", -1, "samre"),
        ("neutral", 1, "vanlig"),
    ],
)
def test_en_signal_har_farg_efter_riktning_och_form_efter_sida(riktning, sida, ton):
    data = process(riktning=riktning, signal=[None] * 16 + ["shift"], sida=[0] * 16 + [sida])
    (markor,) = av_klass(d.processdiagram(data).bred, "signal")
    assert ton in markor.klass
    ys = [y for _, y in punkter(markor.d)]
    assert (ys[2] < ys[0]) == (sida > 0)
    assert "sju i rad på samma sida om medel" in markor.titel


def test_en_signal_pa_en_lucka_ritas_inte():
    data = process(varden=[*OSTERSUND[:16], None], signal=[None] * 16 + ["shift"], sida=[0] * 16 + [1])
    diagram = d.processdiagram(data)
    assert av_klass(diagram.bred, "signal") == []
    assert [k.text for k in diagram.tabell.kolumner][-1] != "Signal"


def test_en_konstant_serie_ritas_vagratt():
    data = process(varden=[5.0] * 17, center=[5] * 17, lower=[5] * 17, upper=[5] * 17)
    for ritning in ritningar(d.processdiagram(data)):
        ys = {y for _, y in punkter(av_klass(ritning, "serie")[0].d)}
        assert len(ys) == 1
        assert 0 < ys.pop() < ritning.hojd
        assert list(utanfor(ritning)) == []


def test_en_enda_punkt():
    data = process(perioder=["2022"], varden=[8.7], center=[8.7], lower=[math.nan], upper=[math.nan])
    for ritning in ritningar(d.processdiagram(data)):
        assert len(av_klass(ritning, "punkt")) == 1
        assert list(utanfor(ritning)) == []
        assert av_klass(ritning, "grans") == []


@pytest.mark.parametrize("perioder", [[], AR])
def test_inga_punkter(perioder):
    tomma = {"center": (), "lower": (), "upper": ()}
    diagram = d.processdiagram(process(perioder=perioder, varden=[None] * len(perioder), **tomma))
    for ritning in ritningar(diagram):
        assert [text.text for text in ritning.texter] == ["Inga uppgifter att visa"]
        assert ritning.vagar == ()
    assert len(diagram.tabell.rader) == len(perioder)
    assert diagram.forklaring == ()


def test_bandet_ritas_bara_dar_bada_kanterna_ar_kanda():
    lag = [1.0, 2.0, None, 2.0, 2.0, 2.0]
    hog = [3.0, 4.0, 4.0, 4.0, None, 4.0]
    tomma = {"center": (), "lower": (), "upper": ()}
    data = process(perioder=AR[:6], varden=[2, 3, 2, 3, 2, 3], band_lag=lag, band_hog=hog, **tomma)
    assert len(av_klass(d.processdiagram(data).bred, "band")) == 3


def test_slutetiketten_sager_varde_enhet_och_aldre_period():
    texter = [t.text for t in d.processdiagram(process()).bred.texter if t.klass == "slutvarde"]
    assert texter == ["8,7\u00a0%"]
    aldre = d.processdiagram(process(varden=[*OSTERSUND[:15], None, None]))
    assert "7,9\u00a0% (2020)" in [t.text for t in aldre.bred.texter]


def test_en_lang_enhet_star_vid_axeln():
    ritning = d.processdiagram(process(enhet="årsarbetare")).bred
    assert "årsarbetare" in [t.text for t in ritning.texter if t.klass == "axel"]
    assert [t.text for t in ritning.texter if t.klass == "slutvarde"] == ["8,7"]


def test_etiketter_i_marginalen_krockar_inte():
    data = process(center=[8.6] * 17, upper=[8.8] * 17, lower=[8.5] * 17, riket=[8.7] * 17)
    for ritning in ritningar(d.processdiagram(data)):
        hoger = max(x for x, _ in punkter(av_klass(ritning, "serie")[0].d))
        ys = sorted(t.y for t in ritning.texter if t.x > hoger and t.klass != "axel")
        assert len(ys) == 5
        assert min(b - a for a, b in itertools.pairwise(ys)) >= ritning.textstorlek


def test_tidsaxelns_ord_krockar_inte_och_sista_perioden_star_dar():
    perioder = [f"{2012 + i // 4} kv {i % 4 + 1}" for i in range(40)]
    tomma = {"center": (), "lower": (), "upper": ()}
    data = process(perioder=perioder, varden=[float(i) for i in range(40)], per_ar=4, **tomma)
    for ritning in ritningar(d.processdiagram(data)):
        axel = sorted((t.x, t.text) for t in ritning.texter if " kv " in t.text)
        assert axel[-1][1] == perioder[-1]
        for (x1, text1), (x2, text2) in itertools.pairwise(axel):
            halva = (textbredd(text1, ritning.textstorlek) + textbredd(text2, ritning.textstorlek)) / 2
            assert x2 - x1 >= halva
        assert {text.split()[-1] for _, text in axel} == {"4"}


def test_atgarder_har_en_egen_fil_under_axeln():
    utan = d.processdiagram(process())
    med = d.processdiagram(
        process(
            atgarder=[
                d.Atgardsband("Kompetenstrappa", 12, None),
                d.Atgardsband("Försök", 9.9, 10.0),
                d.Atgardsband("Före mätningarna", -5, -2),
                d.Atgardsband("Efter", 40, 50),
            ]
        )
    )
    for fore, efter in zip(ritningar(utan), ritningar(med), strict=True):
        assert efter.hojd > fore.hojd
        staplar = av_klass(efter, "atgard")
        assert [vag.titel for vag in staplar] == ["Kompetenstrappa", "Försök", "Före mätningarna", "Efter"]
        assert list(utanfor(efter)) == []
        for vag in staplar:
            xs = [x for x, _ in punkter(vag.d)]
            assert max(xs) - min(xs) >= 5.9
    assert any("Kompetenstrappa" in post.text for post in med.forklaring)


def test_mycket_langa_serier_far_bara_slutet_och_signalerna_markerade():
    antal = 120
    data = process(
        perioder=[str(i) for i in range(antal)],
        varden=[float(i % 7) for i in range(antal)],
        signal=[None] * 60 + ["outside"] + [None] * 59,
        sida=[1] * antal,
    )
    assert len(av_klass(d.processdiagram(data).bred, "punkt")) == 2


def test_preliminara_granser_sags_i_ord():
    diagram = d.processdiagram(process(preliminar=True))
    assert any("färre än 12 mätningar" in post.text for post in diagram.forklaring)
    assert len(av_klass(diagram.bred, "preliminar")) == 2


def test_tabellen_har_alla_varden_och_nyaste_perioden_forst():
    data = process(signal=["outside"] + [None] * 16, sida=[1] + [0] * 16, varden=[*OSTERSUND[:16], None])
    tabell = d.processdiagram(data).tabell
    assert [k.text for k in tabell.kolumner] == ["Period", "Östersund", "Nedre gräns", "Övre gräns", "Signal"]
    assert [c.text for c in tabell.rader[0].celler] == ["2022", "uppgift saknas", "5,7", "9,6", ""]
    assert [c.text for c in tabell.rader[-1].celler][-1] == "utanför gränserna, sämre"
    assert tabell.rubrik.endswith(", %")


@pytest.mark.parametrize(
    "fel",
    [
        {"varden": [1.0]},
        {"riket": [1.0]},
        {"signal": ["shift"] * 17},
        {"band_lag": [1.0] * 17},
        {"sida": [1] * 16, "signal": [None] * 17},
    ],
)
def test_serier_av_olika_langd_vagras(fel):
    with pytest.raises(ValueError, match=r"punkter|hör ihop"):
        process(**fel)


# --- sparkline, tags ---------------------------------------------------------------------------------------


def test_gnistan_haller_sig_i_rutan_och_slutar_i_sista_vardet():
    gnista = d.sparkline([3, None, 5, 4, math.nan], "battre")
    assert gnista is not None
    assert gnista.d.count("M") == 2
    assert gnista.ton == "battre"
    alla = list(punkter(gnista.d))
    assert all(0 <= x <= gnista.bredd and 0 <= y <= gnista.hojd for x, y in alla)
    assert next(punkter(gnista.slut)) == alla[-1]


@pytest.mark.parametrize("varden", [[], [None, math.nan]])
def test_ingen_gnista_utan_varden(varden):
    assert d.sparkline(varden) is None


def test_en_konstant_gnista_ligger_mitt_i():
    gnista = d.sparkline([7, 7, 7])
    assert gnista is not None
    assert {y for _, y in punkter(gnista.d)} == {gnista.hojd / 2}


@pytest.mark.parametrize(
    ("sida", "riktning", "ton", "text"),
    [
        (0, "lagre", "vanlig", "● som vanligt"),
        (1, "lagre", "samre", "▲ sämre"),
        (-1, "lagre", "battre", "▼ bättre"),
        (1, "hogre", "battre", "▲ bättre"),
        (-1, "hogre", "samre", "▼ sämre"),
        (1, "neutral", "vanlig", "▲ högre"),
        (-1, "neutral", "vanlig", "▼ lägre"),
    ],
)
def test_taggen_har_alltid_tecken_och_ord(sida, riktning, ton, text):
    tagg = d.tagg(sida, riktning)
    assert (tagg.ton, f"{tagg.tecken} {tagg.ord}") == (ton, text)


# --- several lines -----------------------------------------------------------------------------------------


def test_linjer_skiljs_at_utan_farg():
    diagram = d.linjediagram(linjer(*((f"Kommun {i}", [v + i for v in OSTERSUND]) for i in range(6))))
    klasser = [vag.klass for vag in av_klass(diagram.bred, "linje")]
    assert klasser == [f"linje l{i}" for i in range(6)]
    assert [post.text for post in diagram.forklaring] == [f"Kommun {i}" for i in range(6)]
    for ritning in ritningar(diagram):
        assert list(utanfor(ritning)) == []


def test_linjer_har_luckor_och_tal_i_tabellen():
    diagram = d.linjediagram(linjer(("Riket", [None, 5.0, None]), ("Umeå", [1.0, 2.0, 3.0]), perioder=AR[:3]))
    (riket, _) = av_klass(diagram.bred, "linje")
    assert riket.d.endswith("h0")
    assert [c.text for c in diagram.tabell.rader[0].celler] == ["2008", "uppgift saknas", "3,0"]


def test_en_ensam_linje_har_ingen_forklaring_men_sitt_varde():
    diagram = d.linjediagram(linjer(("Riket", OSTERSUND)))
    assert diagram.forklaring == ()
    assert "8,7\u00a0%" in [t.text for t in ritningar(diagram)[1].texter]


def test_linjer_utan_varden_sager_det():
    diagram = d.linjediagram(linjer(("Riket", [None] * 17)))
    assert diagram.bred.texter[0].text == "Inga uppgifter att visa"


def test_for_manga_eller_olika_langa_linjer_vagras():
    with pytest.raises(ValueError, match="Högst 6"):
        linjer(*(("x", OSTERSUND) for _ in range(7)))
    with pytest.raises(ValueError, match="2 punkter"):
        linjer(("x", [1.0, 2.0]))


# --- the ranking strip and the histogram -------------------------------------------------------------------

MANGA = {f"{i:04d}": round(5 + (i * 37 % 70) / 10, 1) for i in range(290)}


def test_remsan_har_en_prick_per_kommun_och_pekar_ut_en():
    diagram = d.rankningsremsa(fordelning(MANGA, markt="0100"))
    for ritning in ritningar(diagram):
        (prickar,) = av_klass(ritning, "prickar")
        lagen = list(punkter(prickar.d))[::2]
        assert len(lagen) == len(set(lagen)) == 290
        assert len(av_klass(ritning, "markprick")) == 1
        assert "Kommun 0100 11,0\u00a0%" in [t.text for t in ritning.texter if t.klass == "slutvarde"]
        assert list(utanfor(ritning)) == []
    assert diagram.tackning == "290 av 290 kommuner har uppgift"


def test_remsan_ryms_aven_nar_alla_har_samma_varde():
    for ritning in ritningar(d.rankningsremsa(fordelning(dict.fromkeys(MANGA, 0.0)))):
        assert list(utanfor(ritning)) == []
        assert ritning.hojd < 250


@pytest.mark.parametrize(
    ("riktning", "texter"),
    [("lagre", {"◀ bättre", "sämre ▶"}), ("hogre", {"◀ sämre", "bättre ▶"}), ("neutral", set())],
)
def test_remsan_sager_vilken_ande_som_ar_bra(riktning, texter):
    ritning = d.rankningsremsa(fordelning(MANGA, riktning=riktning)).bred
    assert {t.text for t in ritning.texter if "▶" in t.text or "◀" in t.text} == texter


def test_en_kommun_utan_uppgift_pekas_inte_ut_men_star_i_tabellen():
    diagram = d.rankningsremsa(fordelning({"2380": None, "0180": 7.9, "1737": 4.3}, markt="2380", antal=3))
    assert av_klass(diagram.bred, "markprick") == []
    assert [(r.celler[0].text, r.celler[1].text, r.markt) for r in diagram.tabell.rader] == [
        ("Kommun 1737", "4,3", False),
        ("Kommun 0180", "7,9", False),
        ("Kommun 2380", "uppgift saknas", True),
    ]
    assert diagram.tackning == "2 av 3 kommuner har uppgift"


@pytest.mark.parametrize("rita", [d.rankningsremsa, d.histogram])
def test_fordelningar_utan_varden(rita):
    diagram = rita(fordelning({"2380": None}))
    assert diagram.bred.texter[0].text == "Inga uppgifter att visa"
    assert diagram.forklaring == ()


def test_histogrammet_raknar_alla_en_gang():
    diagram = d.histogram(fordelning(MANGA, markt="0100"))
    assert sum(int(rad.celler[1].text) for rad in diagram.tabell.rader) == 290
    assert sum(rad.markt for rad in diagram.tabell.rader) == 1
    for ritning in ritningar(diagram):
        assert len(av_klass(ritning, "markt")) == 1
        assert list(utanfor(ritning)) == []


def test_histogrammets_granser_ar_inte_dubbelraknade():
    tabell = d.histogram(fordelning({"a": 0.0, "b": 1.0, "c": 1.0, "d": 2.0}), 2).tabell
    assert [rad.celler[1].text for rad in tabell.rader] == ["1", "3"]


def test_fordelningar_vagrar_okanda_kommuner():
    with pytest.raises(ValueError, match="utan namn: 9999"):
        fordelning({"9999": 1.0}, namn={})
    with pytest.raises(ValueError, match="Okänd kommun: 9999"):
        fordelning({"0180": 1.0}, markt="9999")


# --- the map -----------------------------------------------------------------------------------------------


def test_kvantilklasser_ar_ungefar_lika_stora():
    klasser = d.kvantilklasser([float(i) for i in range(100)])
    assert [k.antal for k in klasser] == [20] * 5
    assert [k.steg for k in klasser] == [0, 1, 2, 3, 4]
    assert [(k.fran, k.till) for k in klasser][:2] == [(0, 19), (20, 39)]


@pytest.mark.parametrize(
    ("varden", "antal"),
    [
        ([1.0] * 50, [50]),
        ([0.0] * 60 + [1.0, 2.0, 3.0, 4.0] * 10, [60, 20, 20]),
        ([1.0, 1.0, 2.0], [2, 1]),
        ([5.0], [1]),
        ([], []),
    ],
)
def test_lika_varden_hamnar_i_samma_klass(varden, antal):
    klasser = d.kvantilklasser(varden)
    assert [k.antal for k in klasser] == antal
    for fore, efter in itertools.pairwise(klasser):
        assert fore.till < efter.fran
        assert fore.steg < efter.steg


def test_en_ensam_klass_far_mittfargen():
    assert d.kvantilklasser([3.0, 3.0])[0].steg == 2


def test_noll_klasser_vagras():
    with pytest.raises(ValueError, match="Minst en"):
        d.kvantilklasser([1.0], 0)


VAGAR = dict.fromkeys(MANGA, "M0 0L1 0L1 1Z")


def test_kartan_rastrerar_det_som_saknas_och_lankar_alla():
    varden = MANGA | {"0003": None, "0004": math.nan}
    data = fordelning(varden, adresser={kod: f"/kommuner/{kod}/" for kod in varden}, markt="0007")
    diagram = d.karta(data, VAGAR, (280, 640))
    saknas = av_klass(diagram.bred, "saknas")
    assert [vag.titel for vag in saknas] == ["Kommun 0003: uppgift saknas", "Kommun 0004: uppgift saknas"]
    assert all(vag.lank.startswith("/kommuner/") for vag in diagram.bred.vagar)
    assert diagram.bred.vagar[-1].klass.endswith(" markt")
    assert diagram.tackning == "288 av 290 kommuner har uppgift"
    assert diagram.forklaring[-1].text == "uppgift saknas (2 kommuner)"
    assert diagram.smal is None


def test_kartans_klasser_foljer_de_visade_talen():
    varden = {"a": 6.94, "b": 6.91, "c": 6.86, "d": 7.5, "e": 8.0, "f": 9.0, "g": 10.0}
    diagram = d.karta(fordelning(varden, antal=7), dict.fromkeys(varden, "M0 0Z"), (10, 10))
    klass = {vag.titel[7]: vag.klass for vag in diagram.bred.vagar}
    assert klass["a"] == klass["b"] == klass["c"]
    assert diagram.forklaring[0].text == "6,9\u00a0% (3 kommuner)"


def test_forklaringens_antal_ar_kartans():
    diagram = d.karta(fordelning(MANGA), VAGAR, (280, 640))
    for post in diagram.forklaring:
        (antal,) = (int(t) for t in re.findall(r"\((\d+)", post.text))
        assert antal == len(av_klass(diagram.bred, post.vagar[0].klass))


def test_kartan_utan_varden_ar_helt_rastrerad():
    diagram = d.karta(fordelning(dict.fromkeys(MANGA, None)), VAGAR, (280, 640))
    assert {vag.klass for vag in diagram.bred.vagar} == {"saknas"}
    assert [post.text for post in diagram.forklaring] == ["uppgift saknas (290 kommuner)"]
