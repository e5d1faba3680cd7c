"""The report pages: ordered, watched, read, downloaded, cancelled, and by whom."""

from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.urls import reverse

from kommuner.importer.skriv import Cell
from kommuner.jobb import Lage
from konton.models import User
from rapporter.models import Rapport
from rapporter.rapportjobb import gor_rapport
from rapporter.services import bestall_rapport
from tests.rapporter.varld import celler, importera

pytestmark = pytest.mark.django_db

LISTA, BESTALL = "/rapporter/", "/rapporter/bestall/"


@pytest.fixture(autouse=True)
def _filer(settings, tmp_path):
    lagring = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": lagring}


@pytest.fixture
def varden(register):
    lugnt = [8.0, 8.1] * 8
    importera(
        celler("N00090", {"2380": [*lugnt, 12.0], "2480": [*lugnt, 8.0], None: [*lugnt, 8.1]}, forsta_ar=2000)
        + celler("N00215", {"2380": [7.0, 8.0, 9.0]}, forsta_ar=2014)
    )
    call_command("berakna_trender", "--allt", verbosity=0)


@pytest.fixture
def rapport(varden, alva):
    return bestall_rapport("lan", "23", [], alva)


@pytest.fixture
def klar(rapport):
    gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.lage == Lage.KLAR, rapport.fel
    return rapport


def text(svar):
    return svar.content.decode().replace("\u00a0", " ")


def test_adresserna():
    assert reverse("rapport-lista") == LISTA
    assert reverse("rapport-bestall") == BESTALL
    assert reverse("rapport-fil", args=[1, "xlsx"]) == "/rapporter/1/xlsx/"


def test_vem_som_helst_laser_listan_men_far_inget_formular(klar, client):
    sida = text(client.get(LISTA))
    assert "Jämtlands län" in sida
    assert f'href="/rapporter/{klar.pk}/xlsx/"' in sida
    assert "Beställ rapporten" not in sida
    assert "Logga in" in sida


def test_tom_lista_sager_vad_som_hor_dit(register, client):
    assert "Ingen rapport är klar ännu" in text(client.get(LISTA))


def test_listan_ar_lika_manga_fragor_hur_manga_rapporter_det_an_ar(klar, client, django_assert_max_num_queries):
    Rapport.objects.bulk_create(
        Rapport(omfang="lan", omrade=f"{i:02d}", lage=Lage.KLAR, nyckeltal=["N00090"]) for i in range(3, 23)
    )
    with django_assert_max_num_queries(8):
        client.get(LISTA)


def test_bestall_i_tva_val(varden, alva, inloggad):
    svar = inloggad(alva).post(BESTALL, {"plats": "lan:23", "matt": "alla"})
    rapport = Rapport.objects.get()
    assert svar.status_code == 302
    assert svar["Location"] == f"/rapporter/{rapport.pk}/"
    assert (rapport.omfang, rapport.omrade, rapport.nyckeltal, rapport.av) == ("lan", "23", [], alva)


@pytest.mark.parametrize(
    ("matt", "koder"),
    [("N00090", ["N00090"]), ("amne:Bemanning", None), ("alla", [])],
)
def test_nyckeltal_ett_amne_eller_alla(varden, alva, inloggad, matt, koder):
    inloggad(alva).post(BESTALL, {"plats": "riket:", "matt": matt})
    valda = Rapport.objects.get().nyckeltal
    assert valda == koder if koder is not None else len(valda) > 3


@pytest.mark.parametrize("data", [{}, {"plats": "lan:99"}, {"plats": "riket:", "matt": "N99999"}, {"plats": "x"}])
def test_fel_i_formularet_visas_pa_samma_sida(varden, alva, inloggad, data):
    svar = inloggad(alva).post(BESTALL, {"matt": "alla", **data})
    assert svar.status_code == 400
    assert 'role="alert"' in text(svar)
    assert not Rapport.objects.exists()


def test_omradet_kan_foljas_med_en_lank(varden, alva, inloggad):
    sida = text(inloggad(alva).get(f"{LISTA}?plats=kommun:2380&matt=N00090"))
    assert '<option value="kommun:2380" selected>Östersund</option>' in sida
    assert '<option value="N00090" selected>' in sida


def test_kommunerna_star_i_svensk_ordning(varden, alva, inloggad):
    sida = text(inloggad(alva).get(LISTA))
    assert sida.index(">Umeå<") < sida.index(">Åmål<") < sida.index(">Älmhult<") < sida.index(">Östersund<")


def test_utan_inloggning_bestaller_ingen(varden, client):
    svar = client.post(BESTALL, {"plats": "riket:", "matt": "alla"})
    assert svar.status_code == 302
    assert "/logga-in/" in svar["Location"] or "logga" in svar["Location"]
    assert not Rapport.objects.exists()


def test_utan_uppdrag_bestaller_ingen(varden, inloggad):
    klient = inloggad(User.objects.create_user("utan@exempel.test", "ett långt lösenord"))
    assert klient.post(BESTALL, {"plats": "riket:", "matt": "alla"}).status_code == 403
    assert not Rapport.objects.exists()
    assert "inget uppdrag" in text(klient.get(LISTA))


def test_koen_nere_sidan_svarar_och_bestallningen_vantar(varden, alva, inloggad, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        svar = inloggad(alva).post(BESTALL, {"plats": "riket:", "matt": "alla"}, follow=True)
    assert svar.status_code == 200
    assert "Väntar på en arbetare" in text(svar)
    assert Rapport.objects.get().lage == Lage.VANTAR


def test_framsteget_ar_ett_fragment_som_fragar_igen(rapport, alva, inloggad):
    Rapport.objects.update(lage=Lage.PAGAR, klart=2, steg="Skriver Excel")
    klient = inloggad(alva)
    hela = text(klient.get(f"/rapporter/{rapport.pk}/"))
    bit = text(klient.get(f"/rapporter/{rapport.pk}/", headers={"hx-request": "true"}))
    assert "<h1>" in hela
    assert "<h1>" not in bit
    for sida in (hela, bit):
        assert "Skriver Excel" in sida
        assert 'value="50"' in sida
        assert f'action="/rapporter/{rapport.pk}/avbryt/"' in sida
    assert 'http-equiv="refresh"' in hela


def test_fragmentet_laddar_om_sidan_nar_rapporten_ar_klar(klar, client):
    svar = client.get(f"/rapporter/{klar.pk}/", headers={"hx-request": "true"})
    assert svar.headers["HX-Refresh"] == "true"


def test_den_klara_rapporten_som_sida(klar, client):
    sida = text(client.get(f"/rapporter/{klar.pk}/"))
    assert "<h1>Trendrapport: Jämtlands län</h1>" in sida
    assert "1 av 8 kommuner, bland dem som svarat" in sida
    assert "över den övre gränsen (sämre)" in sida
    assert "Källa: Kolada (N00090)" in sida
    assert "Vändpunkts beräkning" in sida
    assert sida.count("<svg") >= 2
    assert f"/rapporter/{klar.pk}/csv/" in sida
    assert "style=" not in sida


def test_en_kommuns_rapport_har_sitt_processdiagram(varden, alva, client):
    rapport = bestall_rapport("kommun", "2380", ["N00090"], alva)
    gor_rapport(rapport.pk)
    sida = text(client.get(f"/rapporter/{rapport.pk}/"))
    assert "i Östersund var 12,0 procent 2016" in sida
    assert "övre gräns" in sida


def test_granser_under_det_mojliga_visas_inte(register, alva, client):
    importera(celler("U31402", {"2380": [2.0, 30.0, 1.0, 29.0, 3.0, 31.0]}, forsta_ar=2011))
    rapport = bestall_rapport("kommun", "2380", ["U31402"], alva)
    gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.resultat is not None
    assert rapport.resultat["delar"][0]["granser"]["lower"][0] < 0  # as it was computed
    figur = text(client.get(f"/rapporter/{rapport.pk}/")).split("<svg", 1)[1]
    assert "nedre gräns 0" in figur
    assert "\u2212" not in figur


def test_lanets_diagram_sager_att_det_ar_for_fa(klar, client):
    sida = text(client.get(f"/rapporter/{klar.pk}/"))
    assert "1 av 8 kommuner har ett värde för 2016, för få för en median" in sida
    assert "För få kommuner har svarat" in sida
    assert "Inga uppgifter att visa" not in sida
    assert "8 av 10 kommuner" not in sida


@pytest.mark.parametrize(
    ("format_", "andelse", "typ"),
    [("xlsx", "xlsx", "spreadsheetml"), ("csv", "zip", "application/zip")],
)
def test_filerna_har_svenska_namn(klar, client, format_, andelse, typ):
    svar = client.get(f"/rapporter/{klar.pk}/{format_}/")
    assert typ in svar["Content-Type"]
    assert f"Trendrapport Jämtlands län {klar.resultat['gjord'][:10]}.{andelse}" in unquote(svar["Content-Disposition"])
    assert b"".join(svar.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize("adress", ["/rapporter/999/", "/rapporter/999/xlsx/"])
def test_det_som_inte_finns(register, client, adress):
    assert client.get(adress).status_code == 404


def test_okant_format_och_bortstadad_fil(klar, client):
    assert client.get(f"/rapporter/{klar.pk}/pdf/").status_code == 404
    rad = klar.filer.get(format="xlsx")
    rad.fil.storage.delete(rad.fil.name)
    assert client.get(f"/rapporter/{klar.pk}/xlsx/").status_code == 404


def test_en_ofardig_rapport_har_inga_filer_och_syns_inte_for_alla(rapport, client, bo, inloggad):
    assert client.get(f"/rapporter/{rapport.pk}/").status_code == 404
    assert inloggad(bo).get(f"/rapporter/{rapport.pk}/").status_code == 200
    assert inloggad(bo).get(f"/rapporter/{rapport.pk}/xlsx/").status_code == 404


def test_en_rapport_med_exempeldata_ar_inte_offentlig(register, alva, client, inloggad):
    importera([Cell("1737", None, "N00090", "2016", "T", 1.0)], exempel=True)
    rapport = bestall_rapport("riket", "", [], alva)
    gor_rapport(rapport.pk)
    adress = f"/rapporter/{rapport.pk}/"
    assert client.get(adress).status_code == 404
    assert client.get(f"{adress}xlsx/").status_code == 404
    sida = text(inloggad(alva).get(adress))
    assert "Rapporten innehåller exempeldata" in sida
    assert "exempelmarke" in sida
    assert "Källa: Kolada (" not in sida


def test_den_som_bestallt_avbryter(rapport, alva, inloggad):
    klient = inloggad(alva)
    svar = klient.post(f"/rapporter/{rapport.pk}/avbryt/", follow=True)
    rapport.refresh_from_db()
    assert rapport.lage == Lage.AVBRUTEN
    assert "Jämtlands län</strong> avbröts. Någon avbröt den" in text(svar)


def test_en_annan_far_inte_avbryta_men_forvaltaren_far(rapport, bo, folke, inloggad):
    adress = f"/rapporter/{rapport.pk}/avbryt/"
    assert adress not in text(inloggad(bo).get(f"/rapporter/{rapport.pk}/"))
    assert inloggad(bo).post(adress).status_code == 403
    rapport.refresh_from_db()
    assert rapport.lage == Lage.VANTAR
    inloggad(folke).post(adress)
    rapport.refresh_from_db()
    assert rapport.lage == Lage.AVBRUTEN


def test_avbryta_ar_en_post_och_kraver_inloggning(rapport, alva, client, inloggad):
    adress = f"/rapporter/{rapport.pk}/avbryt/"
    assert inloggad(alva).get(adress).status_code == 405
    assert client.post(adress).status_code == 302
    rapport.refresh_from_db()
    assert rapport.lage == Lage.VANTAR


def test_en_klar_rapport_gar_inte_att_avbryta(klar, alva, inloggad):
    inloggad(alva).post(f"/rapporter/{klar.pk}/avbryt/")
    klar.refresh_from_db()
    assert klar.lage == Lage.KLAR


def test_en_misslyckad_rapport_sager_vad_man_gor(rapport, alva, inloggad):
    Rapport.objects.update(lage=Lage.MISSLYCKAD, fel="ZeroDivisionError: hemlig sökväg")
    sida = text(inloggad(alva).get(f"/rapporter/{rapport.pk}/"))
    assert "Beställ den igen" in sida
    assert "Jämtlands län</strong> misslyckades." in sida
    assert "avbröts" not in sida
    assert "ZeroDivisionError" not in sida
