"""The numbers of the Trend table, against what other libraries say of the same series."""

import math
import statistics

import numpy as np
import pymannkendall
import pytest
from scipy.stats import theilslopes

from kommuner.importer.skriv import Cell
from kommuner.models import Enhet
from rapporter import underlag
from rapporter.processdiagram import utveckling
from rapporter.trendtabell import KOLUMNER
from tests.rapporter.varld import celler, importera, rapporterad

pytestmark = pytest.mark.django_db


def trender(nyckeltal="N00090", kon="T", slag="A", version=1):
    rader = [dict(zip(KOLUMNER, r, strict=True)) for r in underlag.trendrader(version, nyckeltal, kon, slag)]
    return {(r["kommun_id"], r["enhet_id"]): r for r in rader}


def slump(n, *, ar, fro=1):
    lotto = np.random.default_rng(fro)
    return {k: [float(v) for v in lotto.normal(8, 1, ar).round(1)] for k in kommuner(n)}


def kommuner(n):
    from kommuner.models import Kommun

    return list(Kommun.objects.values_list("kod", flat=True)[:n])


def test_en_tom_familj_har_inga_rader(register):
    assert trender() == {}


def test_senaste_andring_och_rang(register):
    importera(
        celler("N00090", {"2380": [7.3, 8.4], "2480": [6.0, 5.0], "1737": [4.0, 5.0], None: [6.5, 6.7]}),
    )
    rad = trender()["2380", None]
    assert (rad["period"], rad["varde"], rad["antal_varden"]) == ("2011", 8.4, 2)
    assert rad["forandring"] == rad["forandring_ar"] == pytest.approx(1.1)
    assert (rad["rang"], rad["antal"], rad["percentil"]) == (3, 3, 100)
    assert trender()["2480", None]["rang"] == trender()["1737", None]["rang"] == 1
    assert rad["exempel"] is False


def test_riket_och_enheter_har_trend_men_ingen_rang(register):
    enhet = Enhet.objects.create(kommun_id="2380", namn="Mottagningen")
    importera(
        [
            *(rapporterad("VP01", "2380", f"201{i}-K4", 2 + i, 40) for i in range(3)),
            *(rapporterad("VP01", "2380", f"201{i}-K4", 1 + i, 20, enhet.pk) for i in range(3)),
            *(rapporterad("VP01", "2480", f"201{i}-K4", 3, 40) for i in range(3)),
        ],
        kalla="kommun",
    )
    rader = trender("VP01", slag="K")
    assert rader["2380", None]["antal"] == 2
    assert rader["2380", enhet.pk]["rang"] is None
    assert rader["2380", enhet.pk]["percentil"] is None
    assert rader["2380", enhet.pk]["p_justerat"] is None
    assert rader["2380", enhet.pk]["forandring_ar"] == pytest.approx(5.0)


def test_den_som_inte_har_lamnat_senaste_perioden_rangordnas_inte(register):
    importera(celler("N00090", {"2380": [7.3, 8.4], "2480": [6.0, None], "1737": [4.0, 5.0]}))
    rad = trender()["2480", None]
    assert (rad["period"], rad["rang"], rad["antal"], rad["percentil"]) == ("2010", None, None, None)
    assert trender()["2380", None]["antal"] == 2


def test_neutrala_nyckeltal_rangordnas_inte_men_har_percentil(register):
    importera(celler("N00215", {"2380": [7.3, 8.4], "2480": [6.0, 7.0]}))
    rad = trender("N00215")["2380", None]
    assert (rad["rang"], rad["antal"], rad["percentil"]) == (None, None, 100)


def test_lutning_och_p_som_andra_bibliotek_raknar(register):
    serier = slump(6, ar=17)
    importera(celler("N00090", serier, forsta_ar=2006))
    rader = trender()
    for kommun, varden in serier.items():
        rad = rader[kommun, None]
        lutning = theilslopes(varden, np.arange(17))
        assert rad["lutning"] == pytest.approx(lutning[0])
        assert (rad["lutning_lag"], rad["lutning_hog"]) == pytest.approx((lutning[2], lutning[3]))
        assert rad["p"] == pytest.approx(pymannkendall.pre_whitening_modification_test(varden).p)
    p = sorted(rad["p"] for rad in rader.values())
    justerat = [min(p[j] * len(p) / (j + 1) for j in range(i, len(p))) for i in range(len(p))]
    assert sorted(rad["p_justerat"] for rad in rader.values()) == pytest.approx(justerat)


def test_kvartal_provas_utan_sin_sasong(register):
    lotto = np.random.default_rng(3)
    varden = [8 + (i % 4) + float(x) for i, x in enumerate(lotto.normal(0, 0.3, 40).round(2))]
    perioder = [f"{2010 + i // 4}-K{i % 4 + 1}" for i in range(40)]
    importera([rapporterad("VP01", "2380", p, v, 100) for p, v in zip(perioder, varden, strict=True)], kalla="kommun")
    utan = [v - statistics.median(varden[i % 4 :: 4]) for i, v in enumerate(varden)]
    rad = trender("VP01", slag="K")["2380", None]
    assert rad["p"] == pytest.approx(pymannkendall.pre_whitening_modification_test(utan).p)
    assert rad["riktning"] == 0


def test_ingen_andring_eller_lutning_over_ett_brott(register):
    # U31402 got a new definition in 2018.
    importera(celler("U31402", {"2380": [10, 11, 12, 30, 31], "2480": [10, 11, 12, 30, None]}, forsta_ar=2015))
    efter, vid = trender("U31402")["2380", None], trender("U31402")["2480", None]
    assert efter["forandring"] == pytest.approx(1.0)
    assert efter["lutning"] == pytest.approx(1.0)
    assert vid["period"] == "2018"
    assert vid["forandring"] is None
    assert vid["lutning"] is None


def test_signal_vid_senaste_vardet(register):
    lugnt = [8.0, 8.1] * 8
    importera(celler("N00090", {"2380": [*lugnt, 12.0], "2480": [*lugnt, 8.0]}, forsta_ar=2000))
    hog, vanlig = trender()["2380", None], trender()["2480", None]
    assert (hog["etikett"], hog["sida"], hog["preliminar_grans"]) == ("outside", 1, False)
    assert (vanlig["etikett"], vanlig["sida"]) == ("", 0)


def test_kort_serie_har_riktning_och_preliminara_granser(register):
    importera(celler("N00090", {"2380": [5.0, 5.1, 5.0, 5.1, 6.0, 7.0, 8.0, 9.0]}))
    rad = trender()["2380", None]
    assert rad["riktning"] == 1
    assert rad["preliminar_grans"] is True


def test_saknade_och_dolda_varden_ar_luckor_och_aldrig_noll(register):
    importera(celler("N00090", {"2380": [7.0, None, 9.0]}))
    importera([rapporterad("VP06", "2380", "2015-K1", 1, 3)], kalla="kommun")
    rad = trender()["2380", None]
    assert (rad["antal_varden"], rad["varde"], rad["forandring"]) == (2, 9.0, None)
    serier, _ = underlag.panel(1, "N00090", "T", "A")
    assert math.isnan(serier.values[0, 1])


def test_dolda_varden_nar_aldrig_trenden(register):
    from kommuner.models import Matvarde

    importera(celler("N00090", {"2380": [7.0, 8.0], "2480": [1.0, 2.0], "1737": [2.0, 3.0]}))
    Matvarde.objects.filter(kommun="2380", period="2011").update(skyddad=True)
    rader = trender()
    assert (rader["2380", None]["period"], rader["2380", None]["varde"]) == ("2010", 7.0)
    assert rader["2480", None]["antal"] == 2


def test_pahittade_serier_rangordnas_for_sig(register):
    importera([Cell("2380", None, "N00090", "2015", "T", 8.0), Cell("2480", None, "N00090", "2015", "T", 7.0)])
    importera([Cell(kod, None, "N00090", "2015", "T", 1.0 + i) for i, kod in enumerate(("1737", "0180"))], exempel=True)
    rader = trender(version=2)
    assert rader["1737", None]["exempel"] is True
    assert (rader["1737", None]["rang"], rader["1737", None]["antal"]) == (1, 2)
    assert (rader["2480", None]["rang"], rader["2480", None]["antal"]) == (1, 2)


def test_en_serie_med_ett_enda_pahittat_varde_ar_markt(register):
    importera(celler("N00090", {"2380": [None]}, forsta_ar=2015))
    importera([Cell("2380", None, "N00090", "2014", "T", 8.0)], exempel=True)
    serier, exempel = underlag.panel(2, "N00090", "T", "A")
    assert serier.values.shape == (1, 2)
    assert exempel.tolist() == [True]


def test_panelen_lases_med_en_fraga(register, django_assert_num_queries):
    importera(celler("N00090", slump(20, ar=10)))
    with django_assert_num_queries(1):
        serier, _ = underlag.panel(1, "N00090", "T", "A")
    assert serier.values.shape == (20, 10)


def test_en_ny_version_andrar_inte_den_gamla(register):
    importera(celler("N00090", {"2380": [7.0, 8.0]}))
    importera(celler("N00090", {"2380": [7.0, 9.0]}))
    assert trender(version=1)["2380", None]["varde"] == 8.0
    assert trender(version=2)["2380", None]["varde"] == 9.0


def test_riktiga_och_pahittade_varden_raknas_aldrig_i_samma_serie(register):
    kvartal = [f"{ar}-K{k}" for ar in range(2013, 2023) for k in range(1, 5)]
    importera([rapporterad("VP01", kod, p, 4, 40) for kod in ("2380", "2480") for p in kvartal], exempel=True)
    importera([rapporterad("VP01", "2380", p, v, 50) for p, v in (("2026-K2", 6), ("2026-K3", 5))], kalla="kommun")
    rader = trender("VP01", slag="K", version=2)
    bo, umea = rader["2380", None], rader["2480", None]
    assert (bo["antal_varden"], bo["exempel"], bo["varde"]) == (2, False, 10.0)
    assert bo["forandring"] == pytest.approx(-2.0)
    assert bo["p"] is None
    assert (umea["antal_varden"], umea["exempel"]) == (40, True)


def test_den_enda_som_ar_matt_har_ingen_plats(register):
    importera(celler("N00090", {"2380": [7.3, 8.4], None: [6.5, 6.7]}))
    rad = trender()["2380", None]
    assert (rad["rang"], rad["antal"], rad["percentil"]) == (None, None, None)


@pytest.mark.parametrize(("antal", "har_falt"), [(9, False), (10, True)])
def test_faltet_for_atta_av_tio_kraver_tio(register, antal, har_falt):
    importera(celler("N00090", slump(antal, ar=2)))
    spridning = utveckling(*underlag.panel(1, "N00090", "T", "A"), exempel=False)
    assert [v is not None for v in (*spridning.lag, *spridning.hog)] == [har_falt] * 4
    assert None not in spridning.median
