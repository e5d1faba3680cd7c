"""The sentences: every word of them is written from numbers."""

from dataclasses import dataclass
from datetime import date

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from rapporter import text
from rapporter.subjekt import JA_NEJ, SUBJEKT
from rapporter.text import Senaste, Trendlage


@dataclass(frozen=True)
class Fakta:
    kod: str = "N00090"
    namn: str = "Sjukfrånvaro bland anställda"
    enhet: str = "%"
    decimaler: int = 1
    riktning: str = "lagre"


SJUK = Fakta()
ANTAL = Fakta("N30222", "Socialsekreterare", "antal", 0, "neutral")
JA_NEJ_FAKTA = Fakta("VP02", "Har anlitat", "ja/nej", 0)


def ren(mening: str) -> str:
    return mening.replace("\u00a0", " ")


def senaste(**falt) -> str:
    grund = {"plats": "i Östersund", "period": "2015", "varde": 8.4}
    return ren(text.mening_senaste(SJUK, Senaste(**{**grund, **falt})))


def test_varje_nyckeltal_har_ett_subjekt():
    filen = settings.BASE_DIR / "kommuner" / "nyckeltal.yaml"
    koder = {n["kod"] for n in yaml.safe_load(filen.read_text(encoding="utf-8"))["nyckeltal"]}
    assert set(SUBJEKT) == koder


def test_varje_ja_eller_nej_har_sina_ord():
    filen = settings.BASE_DIR / "kommuner" / "nyckeltal.yaml"
    nyckeltal = yaml.safe_load(filen.read_text(encoding="utf-8"))["nyckeltal"]
    assert set(JA_NEJ) == {n["kod"] for n in nyckeltal if n["enhet"] == "ja/nej"}


def test_subjektet_for_ett_okant_nyckeltal_ar_dess_namn():
    assert text.subjekt(Fakta(kod="X1", namn="Något")) == "Nyckeltalet ”Något”"


def test_senaste_med_andring_och_plats():
    mening = senaste(forandring=1.1, jamford="2014", rang=250, antal=278)
    assert mening == (
        "Sjukfrånvaron bland anställda i Östersund var 8,4 procent 2015, 1,1 procentenheter mer än 2014. "
        "Det är plats 250 av 278 kommuner; plats 1 är lägst."
    )


@pytest.mark.parametrize(
    ("forandring", "led"),
    [
        (-0.5, ", 0,5 procentenheter mindre än 2014."),
        (0.0, ", oförändrat jämfört med 2014."),
        (0.04, ", oförändrat jämfört med 2014."),
        (None, " 2015."),
    ],
)
def test_andringsledet(forandring, led):
    assert senaste(forandring=forandring, jamford="2014").endswith(led)


@pytest.mark.parametrize(
    ("skal", "ord_"),
    [
        ("saknas", "uppgift saknas"),
        ("dold", "visas inte, gruppen är för liten"),
        ("ej_tillampligt", "ej tillämpligt"),
        ("", "uppgift saknas"),
    ],
)
def test_den_som_saknar_varde_far_skalet_och_ingen_nolla(skal, ord_):
    mening = senaste(varde=None, saknas=skal)
    assert mening == f"Sjukfrånvaron bland anställda i Östersund: {ord_} (2015)."
    assert "0" not in mening.replace("2015", "")


def test_kon_kvartal_och_exempel():
    mening = senaste(kon="K", period="2015-K4", exempel=True)
    assert mening.startswith("Exempeldata (påhittat): Sjukfrånvaron bland anställda (kvinnor) i Östersund")
    assert mening.endswith("kvartal 4 2015.")


@pytest.mark.parametrize(
    ("varde", "fakta", "ord_"),
    [
        (8.44, SJUK, "8,4 procent"),
        (35.0, ANTAL, "35"),
        (1.0, JA_NEJ_FAKTA, "ja"),
        (0.0, JA_NEJ_FAKTA, "nej"),
        (0.37, JA_NEJ_FAKTA, "37 procent ja"),
        (4321.0, Fakta(enhet="kr/inv", decimaler=0), "4 321 kronor per invånare"),
        (12.0, Fakta(enhet="tkr", decimaler=0), "12 tusen kronor"),
        (78.9, Fakta(enhet="index"), "78,9 (index 0–100)"),
        (1.0, Fakta(enhet="dagar", decimaler=0), "1 dag"),
    ],
)
def test_talet_med_sin_enhet_i_ord(varde, fakta, ord_):
    assert ren(text.med_ord(varde, fakta)) == ord_


@pytest.mark.parametrize(
    ("varde", "forandring", "mening"),
    [
        (1.0, 0.0, "I Umeå anlitades bemanningsföretag {ifo} kvartal 4 2022, liksom kvartal 3 2022."),
        (1.0, 1.0, "I Umeå anlitades bemanningsföretag {ifo} kvartal 4 2022, till skillnad från kvartal 3 2022."),
        (0.0, 0.0, "I Umeå anlitades inget bemanningsföretag {ifo} kvartal 4 2022, liksom kvartal 3 2022."),
        (0.0, None, "I Umeå anlitades inget bemanningsföretag {ifo} kvartal 4 2022."),
        (0.37, 0.02, "Svaret på om bemanningsföretag har anlitats {ifo} i Umeå var ja för 37 procent kvartal 4 2022."),
    ],
)
def test_ett_ja_eller_nej_ar_en_mening(varde, forandring, mening):
    s = Senaste(plats="i Umeå", period="2022-K4", varde=varde, forandring=forandring, jamford="2022-K3")
    assert ren(text.mening_senaste(JA_NEJ_FAKTA, s)) == mening.format(ifo="inom individ- och familjeomsorgen")


def test_ett_okant_ja_eller_nej_namns_vid_namn():
    s = Senaste(plats="på enheten i Umeå", period="2022", varde=1.0)
    mening = text.mening_senaste(Fakta("X1", "Har plan", "ja/nej", 0), s)
    assert mening == "På enheten i Umeå var svaret ja på ”Har plan” 2022."


@pytest.mark.parametrize(
    ("fakta", "varde", "forandring", "slut"),
    [
        (Fakta("VP05", enhet="tkr", decimaler=0), 1830.0, 881.0, "1 830 tusen kronor 2015, 881 tusen kronor mer"),
        (
            Fakta("N30005", enhet="kr/inv", decimaler=0),
            4000.0,
            -662.0,
            "4 000 kronor per invånare 2015, 662 kronor per invånare mindre",
        ),
        (Fakta("U33401", enhet="dagar", decimaler=0), 100.0, -20.0, "100 dagar 2015, 20 dagar kortare"),
        (Fakta("U33401", enhet="dagar", decimaler=0), 100.0, 1.0, "100 dagar 2015, 1 dag längre"),
        (Fakta("U30200", enhet="index"), 76.4, -1.2, "76,4 (index 0–100) 2015, 1,2 indexenheter lägre"),
    ],
)
def test_en_enhet_skrivs_likadant_i_hela_meningen(fakta, varde, forandring, slut):
    s = Senaste(plats="i Umeå", period="2015", varde=varde, forandring=forandring, jamford="2014")
    assert ren(text.mening_senaste(fakta, s)).endswith(f" i Umeå var {slut} än 2014.")


def test_kronor_per_invanare_och_ar():
    lage = Trendlage(periodslag="A", lutning=240.0, lag=198.0, hog=283.0, p_justerat=0.01)
    assert ren(text.mening_trend(Fakta("N30005", enhet="kr/inv", decimaler=0, riktning="neutral"), lage)) == (
        "Trenden är säkerställd: värdet har ökat med ungefär 240 kronor per invånare och år "
        "(95 procents intervall 198–283)."
    )


def test_platsens_preposition():
    assert text.i_plats("Åmål") == "i Åmål"
    assert text.i_plats(None) == "i riket"
    assert text.i_plats("Umeå", "mottagningen") == "på mottagningen i Umeå"


@pytest.mark.parametrize(
    ("etikett", "sida", "ord_"),
    [
        ("outside", 1, "ligger över den övre gränsen"),
        ("outside", -1, "ligger under den nedre gränsen"),
        ("trend", 1, "har gått åt samma håll, uppåt, sju år i rad"),
        ("shift", -1, "har legat under sitt medelvärde sju år i rad"),
        ("two_of_three", 1, "har två av tre gånger legat nära den övre gränsen"),
        ("", 0, ""),
    ],
)
def test_processignalen_i_ord(etikett, sida, ord_):
    assert text.signalord(Trendlage(periodslag="A", etikett=etikett, sida=sida)) == ord_


def test_signalens_omdome_foljer_nyckeltalets_riktning():
    lage = Trendlage(periodslag="A", etikett="outside", sida=1)
    assert "(sämre)" in text.mening_signal(SJUK, lage)
    assert "(bättre)" in text.mening_signal(Fakta(riktning="hogre"), lage)
    assert "(högre)" in text.mening_signal(ANTAL, lage)
    assert text.bedomningsord(0, "lagre") == "som vanligt"


@pytest.mark.parametrize("matta", [0, 1, 4])
def test_for_fa_varden_sager_ingenting_om_det_vanliga(matta):
    mening = text.mening_signal(SJUK, Trendlage(periodslag="A", preliminar=True, matta=matta))
    assert mening == "Det finns för få värden för att bedöma om det är som vanligt."


@pytest.mark.parametrize("lage", [{"matta": 5}, {"matta": None}, {"matta": 4, "etikett": "outside", "sida": 1}])
def test_fem_varden_eller_en_signal_racker_for_en_bedomning(lage):
    assert "för få" not in text.mening_signal(SJUK, Trendlage(periodslag="A", **lage))


def test_utan_signal_ryms_vardet_och_preliminara_granser_sags():
    lage = Trendlage(periodslag="K", preliminar=True)
    mening = text.mening_signal(SJUK, lage)
    assert mening.startswith("Det senaste värdet ryms i den vanliga variationen.")
    assert "preliminära" in mening


def test_sakerstalld_trend_med_intervall():
    lage = Trendlage(periodslag="A", lutning=-0.21, lag=-0.3, hog=-0.11, p_justerat=0.01)
    assert ren(text.mening_trend(SJUK, lage)) == (
        "Trenden är säkerställd (bättre): värdet har minskat med ungefär 0,2 procentenheter per år "
        "(95 procents intervall 0,1–0,3)."
    )


def test_en_liten_lutning_visas_inte_som_noll():
    lage = Trendlage(periodslag="M", lutning=0.004, lag=0.001, hog=0.006, p_justerat=0.01)
    assert "0,004 procentenheter per månad" in ren(text.mening_trend(SJUK, lage))


def test_korta_serier_och_for_korta():
    kort = Trendlage(periodslag="A", riktning=1, p_justerat=0.4)
    assert "fem senast mätta åren pekar tydligt uppåt (sämre)" in text.mening_trend(SJUK, kort)
    assert text.mening_trend(SJUK, Trendlage(periodslag="A")) == "Serien är för kort för en trend."
    assert text.mening_trend(SJUK, Trendlage(periodslag="A", p_justerat=0.5)) == "Ingen säkerställd trend."


TAL = st.none() | st.floats(-100, 100)


@given(p=st.none() | st.floats(0, 1), lutning=TAL, a=TAL, b=TAL, riktning=st.sampled_from([-1, 0, 1]))
def test_sakerstalld_sags_bara_om_den_som_ar_det(p, lutning, a, b, riktning):
    lag, hog = (min(a, b), max(a, b)) if a is not None and b is not None else (a, b)
    lage = Trendlage(periodslag="A", riktning=riktning, lutning=lutning, lag=lag, hog=hog, p_justerat=p)
    mening = text.mening_trend(SJUK, lage)
    far = p is not None and p < 0.05 and lag is not None and hog is not None and (lag > 0 or hog < 0)
    assert ("är säkerställd" in mening) == (far and lutning is not None)
    assert "orsak" not in mening


def test_tackning_sager_nar_det_ar_under_halften():
    assert text.tackning(278, 290) == "278 av 290 kommuner"
    assert text.tackning(145, 290) == "145 av 290 kommuner"
    assert text.tackning(1, 1) == "1 av 1 kommun"
    assert text.tackning(1, 8) == "1 av 8 kommuner, bland dem som svarat"
    assert text.tackning(144, 290) == "144 av 290 kommuner, bland dem som svarat"


def test_kopiera_med_kalla():
    s = Senaste(plats="i Östersund", period="2015", varde=8.4)
    mening = text.kopiera_med_kalla(
        SJUK, s, kalla="kolada", kant=date(2026, 11, 21), adress="https://exempel.test/nyckeltal/N00090/"
    )
    assert ren(mening) == (
        "Sjukfrånvaron bland anställda i Östersund var 8,4 procent 2015. Källa: Kolada (N00090), "
        "känt 2026-11-21. https://exempel.test/nyckeltal/N00090/"
    )
    assert text.kalltext("kommun", "VP01") == "Källa: kommunerna, rapporterat till Vändpunkt (VP01)."


def test_en_pahittad_siffra_far_ingen_riktig_kalla():
    s = Senaste(plats="i Östersund", period="2015", varde=8.4, exempel=True)
    mening = text.kopiera_med_kalla(SJUK, s, kalla="kolada", kant=date(2026, 11, 21), adress="https://exempel.test/")
    assert ren(mening) == (
        "Exempeldata (påhittat): Sjukfrånvaron bland anställda i Östersund var 8,4 procent 2015. "
        "Källa: påhittade exempeldata. https://exempel.test/"
    )


def test_market_star_forst_och_en_gang():
    mening = text.med_kalla(
        f"Sjukfrånvaron: {text.MARKE}6 av 290 kommuner har ett värde.",
        kalla="kolada",
        kod="N00090",
        exempel=True,
        kant=date(2026, 11, 21),
        adress="https://exempel.test/",
    )
    assert mening.startswith("Exempeldata (påhittat): Sjukfrånvaron: 6 av 290 kommuner")
    assert mening.count(text.MARKE.strip()) == 1
    assert "Kolada" not in mening


def test_en_okand_kalla_ar_ett_fel():
    with pytest.raises(KeyError):
        text.kalltext("gissning", "N00090")
