import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kommuner.importer.fil import las_in
from kommuner.jobb import Lage
from kommuner.lasning import senaste_version
from kommuner.models import Import, Matvarde

RAD = "kommun;nyckeltal;period;täljare;nämnare\r\n"
BRA = RAD + "2380;VP01;2025-K1;12,5;100\r\n2380;VP07;2025-K1;10;80\r\n"


@pytest.fixture(autouse=True)
def i_egen_mapp(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


@pytest.fixture
def ladda_upp(inloggad, monkeypatch):
    """Uploads as somebody and lets a worker read it; gives the client and the import."""
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})

    def upp(user, text: str, namn: str = "uppgifter.csv"):
        klient = inloggad(user)
        svar = klient.post(reverse("import-ny"), {"fil": SimpleUploadedFile(namn, text.encode())})
        assert svar.status_code == 302, svar.content.decode()
        importen = Import.objects.latest("pk")
        las_in(importen.pk)
        importen.refresh_from_db()
        return klient, importen

    return upp


def _sida(klient, importen, fraga: str = "") -> str:
    svar = klient.get(reverse("import-visa", args=[importen.pk]) + fraga)
    assert svar.status_code == 200
    return str(svar.content.decode())


def _version() -> int:
    return senaste_version()


def _godkann(klient, importen, **mer):
    data = {"version": _version(), **mer}
    return klient.post(reverse("import-godkann", args=[importen.pk]), data, follow=True).content.decode()


def test_a_file_is_seen_then_accepted(bo, ladda_upp):
    klient, importen = ladda_upp(bo, BRA)

    sida = _sida(klient, importen)
    assert "2 nya värden" in sida
    assert "12,5\xa0% (preliminärt)" in sida
    assert "Godkänn och ta in" in sida
    assert not Import.objects.filter(version__isnull=False).exists()

    efter = _godkann(klient, importen)
    assert "Det är version 1" in efter
    assert set(Matvarde.objects.values_list("preliminar", flat=True)) == {True}


def test_a_signer_makes_final_what_was_preliminary(bo, person, ladda_upp):
    _godkann(*ladda_upp(bo, BRA))
    klient, importen = ladda_upp(person("gunnar", "godkannare", "2380"), BRA)
    assert "blir slutligt" in _sida(klient, importen)
    _godkann(klient, importen)
    assert Matvarde.objects.filter(ersatt_i__isnull=True, preliminar=False).count() == 2


def test_the_same_file_twice_says_so_and_changes_nothing(bo, ladda_upp):
    _godkann(*ladda_upp(bo, BRA))
    klient, importen = ladda_upp(bo, BRA)
    assert importen.lage == Lage.KLAR
    assert importen.version is None
    sida = _sida(klient, importen)
    assert "Samma fil lästes in" in sida
    assert "Inget ändrades" in sida
    assert Matvarde.objects.count() == 2


def test_a_revision_shows_from_and_to(bo, ladda_upp):
    _godkann(*ladda_upp(bo, BRA))
    klient, importen = ladda_upp(bo, BRA.replace("12,5", "25"))
    sida = _sida(klient, importen, "?visa=reviderade")
    assert "12,5\xa0%" in sida
    assert "25,0\xa0%" in sida
    assert "VP07" not in sida.split("<tbody>")[1]
    assert "VP07" in _sida(klient, importen, "?visa=oforandrade").split("<tbody>")[1]


def test_faults_come_first_and_cannot_be_accepted(bo, ladda_upp):
    klient, importen = ladda_upp(bo, BRA + "2380;VP01;2025-K9;1;2\r\n")
    sida = _sida(klient, importen)
    assert "Ett fel behöver rättas" in sida
    assert "2025-K9" in sida
    assert "Godkänn och ta in" not in sida
    assert "Filen har fel" in _godkann(klient, importen)
    assert _version() == 0


def test_the_faults_can_be_downloaded_and_are_defused(bo, ladda_upp):
    klient, importen = ladda_upp(bo, BRA + "2380;=cmd;2025-K1;1;2\r\n")
    svar = klient.get(reverse("import-visa", args=[importen.pk]) + "?format=csv")
    text = svar.content.decode("utf-8-sig")
    assert text.startswith("rad;kolumn;värde;fel;åtgärd\r\n")
    assert "4;nyckeltal;'=cmd;" in text


def test_a_file_of_another_municipality_is_refused_row_by_row(cilla, ladda_upp):
    klient, importen = ladda_upp(cilla, BRA)
    assert importen.avvisade == 2
    assert "Raden gäller Östersund. Du får lämna uppgifter för Umeå." in _sida(klient, importen)


def test_implausible_values_are_confirmed_by_a_tick_or_later(bo, ladda_upp):
    klient, importen = ladda_upp(bo, BRA.replace("10;80", "100;80") + "2380;VP07;2025-K2;90;80\r\n")
    assert "Orimliga värden att bekräfta" in _sida(klient, importen)
    forsta, andra = importen.avvikelser.values_list("pk", flat=True)
    _godkann(klient, importen, bekrafta=[forsta])
    assert set(Matvarde.objects.filter(nyckeltal="VP07").values_list("varde", flat=True)) == {125.0}
    _godkann(klient, importen, bekrafta=[andra])
    assert set(Matvarde.objects.filter(nyckeltal="VP07").values_list("varde", flat=True)) == {125.0, 112.5}
    assert "Orimliga värden att bekräfta" not in _sida(klient, importen)


def test_what_was_published_in_between_is_seen_before_it_is_accepted(bo, folke, ladda_upp):
    klient, importen = ladda_upp(bo, BRA)
    sedd = _version()
    _godkann(*ladda_upp(folke, BRA.replace("12,5", "30").replace("2380;VP07;2025-K1;10;80\r\n", "")))
    svar = klient.post(reverse("import-godkann", args=[importen.pk]), {"version": sedd}, follow=True)
    assert "Andra värden har publicerats" in svar.content.decode()
    importen.refresh_from_db()
    assert importen.lage == Lage.GRANSKAS
    assert "avvisas: ett slutligt värde finns" in _sida(klient, importen)


def test_cancelling_takes_nothing_in(bo, ladda_upp):
    klient, importen = ladda_upp(bo, BRA)
    svar = klient.post(reverse("import-avbryt", args=[importen.pk]), follow=True).content.decode()
    assert "Inget av den har tagits in" in svar
    assert not Matvarde.objects.exists()
    assert (
        "Importen hade redan avslutats"
        in klient.post(reverse("import-avbryt", args=[importen.pk]), follow=True).content.decode()
    )


def test_a_file_that_cannot_be_read_says_why(bo, ladda_upp):
    klient, importen = ladda_upp(bo, "%PDF-1.4 något", "uppgifter.csv")
    sida = _sida(klient, importen)
    assert "Filen är inte vad namnet säger" in sida
    assert "Inget har tagits in" in sida


def test_progress_is_a_fragment_that_reloads_the_page_when_done(bo, ladda_upp, inloggad):
    klient, importen = ladda_upp(bo, BRA)
    adress = reverse("import-visa", args=[importen.pk])
    assert klient.get(adress, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    Import.objects.filter(pk=importen.pk).update(lage=Lage.PAGAR, klart=40, totalt=100, steg="400 rader lästa")
    bit = klient.get(adress, headers={"HX-Request": "true"}).content.decode()
    assert 'value="40"' in bit
    assert "<html" not in bit


def test_strangers_see_nothing(bo, cilla, alva, ladda_upp, inloggad, client):
    _, importen = ladda_upp(bo, BRA)
    for namn in ("import-visa", "import-godkann", "import-avbryt"):
        adress = reverse(namn, args=[importen.pk])
        metod = "get" if namn == "import-visa" else "post"
        assert getattr(inloggad(cilla), metod)(adress).status_code == 404
        assert getattr(inloggad(alva), metod)(adress).status_code == 403
        assert reverse("logga-in") in getattr(client, metod)(adress)["Location"]
    assert inloggad(alva).get(reverse("import-lista")).status_code == 403


def test_the_list_is_the_own_municipalitys(bo, cilla, folke, ladda_upp, inloggad):
    ladda_upp(bo, BRA, "bos-fil.csv")
    assert "bos-fil.csv" in inloggad(bo).get(reverse("import-lista")).content.decode()
    cillas = inloggad(cilla).get(reverse("import-lista")).content.decode()
    assert "bos-fil.csv" not in cillas
    assert "Inga importer ännu" in cillas
    folkes = inloggad(folke).get(reverse("import-lista")).content.decode()
    assert "bos-fil.csv" in folkes
    assert "Hämta från Kolada nu" in folkes
    assert "Hämta från Kolada nu" not in cillas


@pytest.mark.parametrize(("lage", "knapp"), [(Lage.MISSLYCKAD, "Försök hämta igen"), (Lage.AVBRUTEN, "Hämta igen")])
def test_a_fetch_that_came_to_nothing_can_be_ordered_again(folke, inloggad, register, lage, knapp):
    importen = Import.objects.create(slag=Import.Slag.KOLADA, fran="https://exempel.se", lage=lage)
    sida = _sida(inloggad(folke), importen)

    assert f'action="{reverse("import-kolada")}"' in sida
    assert f"<button>{knapp}</button>" in sida
    assert "Läs in en ny fil" not in sida


def test_a_file_that_failed_is_read_anew(bo, inloggad, register):
    importen = Import.objects.create(slag=Import.Slag.FIL, fran="a.csv", lage=Lage.MISSLYCKAD, av=bo)
    sida = _sida(inloggad(bo), importen)

    assert "Läs in en ny fil" in sida
    assert "Försök hämta igen" not in sida


def test_only_the_one_who_runs_the_site_orders_kolada(bo, folke, inloggad, monkeypatch):
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})
    assert inloggad(bo).post(reverse("import-kolada")).status_code == 403
    svar = inloggad(folke).post(reverse("import-kolada"))
    assert svar["Location"] == reverse("import-visa", args=[Import.objects.get(slag="kolada").pk])
    assert inloggad(folke).get(reverse("import-kolada")).status_code == 405


def test_the_list_asks_few_questions(bo, inloggad, django_assert_max_num_queries):
    for nr in range(30):
        Import.objects.create(slag="fil", fran=f"{nr}.csv", av=bo, kommun_id="2380")
    klient = inloggad(bo)
    with django_assert_max_num_queries(10):
        klient.get(reverse("import-lista"))


@pytest.mark.parametrize("slag", ["csv", "xlsx"])
def test_the_template_has_the_codes_and_can_be_filled_in(bo, inloggad, slag):
    klient = inloggad(bo)
    svar = klient.get(reverse("import-mall"), {"kommun": "2380", "period": "2026-K3", "format": slag})
    assert f"uppgifter-2380-2026-K3.{slag}" in svar["Content-Disposition"]
    if slag == "csv":
        rader = [rad.split(";") for rad in svar.content.decode("utf-8-sig").splitlines()]
    else:
        bok = openpyxl.load_workbook(io.BytesIO(svar.content))
        assert bok.sheetnames == ["Värden", "Så fyller du i", "Nyckeltal"]
        rader = [[str(c) for c in rad] for rad in bok["Värden"].iter_rows(values_only=True)]
    assert rader[0][:3] == ["kommun", "kommunnamn", "nyckeltal"]
    assert {rad[0] for rad in rader[1:]} == {"2380"}
    assert "VP01" in {rad[2] for rad in rader[1:]}
    assert "VP10" not in {rad[2] for rad in rader[1:]}, "VP10 is lent by year"


def test_no_template_for_other_municipalities(bo, inloggad):
    svar = inloggad(bo).get(reverse("import-mall"), {"kommun": "2480", "period": "2026-K3", "format": "csv"})
    assert svar.status_code == 404
    assert inloggad(bo).get(reverse("import-mall"), {"kommun": "2380", "period": "x"}).status_code == 404


def test_a_file_must_be_chosen(bo, inloggad):
    svar = inloggad(bo).post(reverse("import-ny"))
    assert svar.status_code == 400
    assert "Välj den fil som du vill läsa in" in svar.content.decode()
