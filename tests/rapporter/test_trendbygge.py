"""Building the Trend table: what readers see, whoever dies or sleeps on the way."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from kommuner import jobb, lasning
from kommuner.jobb import Lage, Tappat
from rapporter import trendbygge
from rapporter.models import Trend, Trendbygge, Trendfamilj, Trendpekare
from rapporter.trendbygge import aktuell_pekare, gor_familj
from tests.rapporter.varld import celler, importera

pytestmark = pytest.mark.django_db

SJUK = ("N00090", "T", "A")
SLUTAT = ("N00216", "T", "A")


def bestall_bygge(familjer, version):
    return trendbygge.bestall_bygge(familjer, version)


def bygg_fardigt() -> None:
    for pk in Trendfamilj.objects.filter(lage=Lage.VANTAR).values_list("pk", flat=True):
        gor_familj(pk)


def synliga() -> list[tuple[object, ...]]:
    """What readers see, as plain tuples that two worlds can be compared by."""
    rader = Trend.objects.vid(aktuell_pekare().generation).order_by("nyckeltal", "kon", "kommun")
    dolt = ("id", "bygge_id", "fran", "till")
    return [tuple(v for k, v in rad.items() if k not in dolt) for rad in rader.values()]


@pytest.fixture
def varden(register):
    return importera(
        celler("N00090", {"2380": [7.0, 7.3, 8.4], "2480": [6.0, 6.1, 6.2], None: [6.5, 6.6, 6.7]})
        + celler("N00216", {"2380": [9.0, 10.0], "2480": [8.0, 7.0]})
    )


def test_innan_nagot_ar_raknat_ar_generationen_noll(register):
    assert aktuell_pekare().generation == 0
    assert not Trend.objects.vid(0).exists()


def test_ett_bygge_ar_ett_jobb_per_familj(varden):
    bygge = bestall_bygge([SJUK, SLUTAT, SJUK], 1)
    assert bygge is not None
    assert bygge.framsteg == (0, 2)
    assert set(bygge.familjer.values_list("lage", flat=True)) == {Lage.VANTAR}


def test_inga_familjer_ger_inget_bygge(register):
    assert bestall_bygge([], 1) is None
    assert not Trendbygge.objects.exists()


def test_ingen_ser_ett_halvt_bygge(varden):
    bygge = bestall_bygge([SJUK, SLUTAT], 1)
    forsta, andra = bygge.familjer.values_list("pk", flat=True)
    gor_familj(forsta)
    assert Trend.objects.count() > 0
    assert synliga() == []
    gor_familj(andra)
    assert aktuell_pekare().generation == 1
    assert aktuell_pekare().version == 1
    assert len(synliga()) == 5
    bygge.refresh_from_db()
    assert bygge.generation == 1
    assert bygge.framsteg == (2, 2)


def test_importen_bestaller_sjalv(register, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        importera(celler("N00090", {"2380": [7.3, 8.4]}))
    (familj,) = Trendfamilj.objects.all()
    assert (familj.nyckeltal_id, familj.kon, familj.periodslag) == SJUK
    assert familj.lage == Lage.VANTAR


def test_en_senare_generation_ersatter_bara_sina_familjer(varden):
    bestall_bygge([SJUK, SLUTAT], 1)
    bygg_fardigt()
    importera(celler("N00090", {"2380": [9.9]}, forsta_ar=2013))
    bestall_bygge([SJUK], 2)
    assert Trend.objects.vid(1).get(kommun="2380", nyckeltal="N00090").varde == 8.4
    bygg_fardigt()
    assert aktuell_pekare().generation == 2
    assert Trend.objects.vid(2).get(kommun="2380", nyckeltal="N00090").varde == 9.9
    assert Trend.objects.vid(2).filter(nyckeltal="N00216").count() == 2
    assert Trend.objects.vid(1).get(kommun="2380", nyckeltal="N00090").varde == 8.4


def test_en_familj_som_blev_tom_forsvinner(varden):
    bestall_bygge([SLUTAT], 1)
    bygg_fardigt()
    importera(celler("N00216", {"2380": [None, None], "2480": [None, None]}))
    bestall_bygge([SLUTAT], 2)
    bygg_fardigt()
    assert synliga() == []


def test_ett_nytt_bygge_tar_over_det_ofardiga(varden):
    gammalt = bestall_bygge([SJUK, SLUTAT], 1)
    gor_familj(gammalt.familjer.get(nyckeltal="N00216").pk)
    importera(celler("N00090", {"2380": [9.9]}, forsta_ar=2013))
    nytt = bestall_bygge([SJUK], 2)
    assert not Trendbygge.objects.filter(pk=gammalt.pk).exists()
    assert nytt.framsteg == (1, 2)
    bygg_fardigt()
    assert aktuell_pekare().version == 2
    assert {(t.nyckeltal_id, t.varde) for t in Trend.objects.vid(1).filter(kommun="2380")} == {
        ("N00090", 9.9),
        ("N00216", 10.0),
    }


def test_overtagen_medan_den_raknas_skrivs_i_det_nya_bygget(varden, monkeypatch):
    gammalt = bestall_bygge([SJUK, SLUTAT], 1)
    rakna = trendbygge._rakna

    def rakna_medan_nytt_bestalls(familj):
        rader = rakna(familj)
        if familj.nyckeltal_id == "N00216" and Trendbygge.objects.filter(pk=gammalt.pk).exists():
            bestall_bygge([SJUK], 1)
        return rader

    monkeypatch.setattr(trendbygge, "_rakna", rakna_medan_nytt_bestalls)
    gor_familj(gammalt.familjer.get(nyckeltal="N00216").pk)
    bygg_fardigt()
    assert len(synliga()) == 5
    assert Trend.objects.count() == 5


def test_overkord_medan_den_raknas_skriver_ingenting(varden, monkeypatch):
    gammalt = bestall_bygge([SJUK], 1)
    rakna = trendbygge._rakna

    def rakna_medan_samma_bestalls(familj):
        rader = rakna(familj)
        bestall_bygge([SJUK], 1)
        return rader

    monkeypatch.setattr(trendbygge, "_rakna", rakna_medan_samma_bestalls)
    gor_familj(gammalt.familjer.get().pk)
    assert not Trend.objects.exists()
    monkeypatch.setattr(trendbygge, "_rakna", rakna)
    bygg_fardigt()
    assert len(synliga()) == 3


def test_ett_gammalt_besked_raknas_vid_den_senaste_versionen(varden):
    importera(celler("N00090", {"2380": [9.9]}, forsta_ar=2013))
    assert bestall_bygge([SJUK], 1).version == 2


def test_den_som_sov_och_vaknade_skriver_ingenting(varden):
    bygge = bestall_bygge([SJUK], 1)
    sovande = jobb.ta(Trendfamilj, bygge.familjer.get().pk)
    assert sovande is not None
    rader = trendbygge._rakna(sovande)
    Trendfamilj.objects.update(hjartslag=timezone.now() - timedelta(minutes=5))
    gor_familj(sovande.pk)
    fore = synliga()
    assert len(fore) == 3
    with pytest.raises(Tappat):
        trendbygge._skriv(sovande, [])
    with pytest.raises(Tappat):
        trendbygge._bli_klar(sovande)
    with pytest.raises(Tappat):
        trendbygge._skriv(sovande, rader)
    assert synliga() == fore
    assert aktuell_pekare().generation == 1


def test_dodad_mellan_raderna_och_slutet_ger_samma_slut(varden, monkeypatch):
    bestall_bygge([SJUK, SLUTAT], 1)
    monkeypatch.setattr(trendbygge, "_bli_klar", lambda familj: None)  # the worker dies here
    bygg_fardigt()
    monkeypatch.undo()
    assert synliga() == []
    Trendfamilj.objects.update(hjartslag=timezone.now() - timedelta(minutes=5))
    for pk in Trendfamilj.objects.values_list("pk", flat=True):
        gor_familj(pk)
    assert len(synliga()) == 5
    assert Trend.objects.count() == 5


def test_tva_arbetare_raknar_inte_samma_familj(varden):
    bygge = bestall_bygge([SJUK], 1)
    pk = bygge.familjer.get().pk
    assert jobb.ta(Trendfamilj, pk) is not None
    gor_familj(pk)
    assert not Trend.objects.exists()


def test_en_familj_som_misslyckas_hindrar_inte_de_andra(varden, monkeypatch):
    bestall_bygge([SJUK, SLUTAT], 1)
    bygg_fardigt()
    fore = synliga()
    bestall_bygge([SJUK, SLUTAT], 1)
    rakna = trendbygge._rakna

    def krasch(familj):
        if familj.nyckeltal_id == "N00090":
            raise ZeroDivisionError("räknefel")
        return rakna(familj)

    monkeypatch.setattr(trendbygge, "_rakna", krasch)
    sjuk, slutat = Trendfamilj.objects.filter(lage=Lage.VANTAR).order_by("nyckeltal")
    with pytest.raises(ZeroDivisionError):
        gor_familj(sjuk.pk)
    gor_familj(slutat.pk)
    sjuk.refresh_from_db()
    assert sjuk.lage == Lage.MISSLYCKAD
    assert "räknefel" in sjuk.fel
    assert aktuell_pekare().generation == 2
    assert synliga() == fore


def test_en_last_databas_ar_inget_misslyckande(varden, monkeypatch):
    bygge = bestall_bygge([SJUK], 1)

    def last(familj):
        raise OperationalError("database is locked")

    with monkeypatch.context() as las:
        las.setattr(trendbygge, "_rakna", last)
        with pytest.raises(OperationalError):
            gor_familj(bygge.familjer.get().pk)
    assert (bygge.familjer.get().lage, bygge.familjer.get().fel) == (Lage.PAGAR, "")
    bygge.familjer.update(hjartslag=timezone.now() - timedelta(minutes=5))
    gor_familj(bygge.familjer.get().pk)
    assert (bygge.familjer.get().lage, bygge.familjer.get().forsok) == (Lage.KLAR, 2)


def test_den_som_stannat_for_manga_ganger_ger_upp_i_ordning(varden):
    bygge = bestall_bygge([SJUK], 1)
    bygge.familjer.update(forsok=trendbygge.HOGST_FORSOK)
    gor_familj(bygge.familjer.get().pk)
    assert bygge.familjer.get().lage == Lage.MISSLYCKAD
    assert aktuell_pekare().generation == 1


def test_gamla_rader_stadas(varden):
    for _ in range(trendbygge.BEHALL + 2):
        bestall_bygge([SJUK], 1)
        bygg_fardigt()
    nu = aktuell_pekare().generation
    assert Trend.objects.vid(nu).count() == 3
    assert Trend.objects.vid(nu - 1).count() == 3
    assert not Trend.objects.filter(till__lte=nu - trendbygge.BEHALL).exists()
    assert Trend.objects.count() == 3 * (trendbygge.BEHALL + 1)


def test_pekaren_ar_en_enda_rad(varden):
    bestall_bygge([SJUK], 1)
    bygg_fardigt()
    assert list(Trendpekare.objects.values_list("pk", flat=True)) == [1]


def test_kommandot_raknar_allt(varden, capsys):
    call_command("berakna_trender", "--allt", verbosity=0)
    assert len(synliga()) == 5
    assert "2 av 2 familjer" in capsys.readouterr().out
    assert aktuell_pekare().version == lasning.senaste_version()


def test_kommandot_utan_allt_gor_bara_det_som_vantar(varden, capsys):
    call_command("berakna_trender", verbosity=0)
    assert "0 av 0 familjer" in capsys.readouterr().out
    assert aktuell_pekare().generation == 0
