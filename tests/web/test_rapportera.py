import pytest
from django.urls import reverse

from kommuner.models import Import, Matvarde

HELA = {
    "inrattade": "100",
    "vakanta": "12,5",
    "inhyrda": "4",
    "sjuktimmar": "1 000",
    "ordinarie_timmar": "10000",
    "personer": "60",
    "slutat": "10",
    "medeltal_anstallda": "80",
}
ADRESS = "/rapportera/?kommun=2380&period=2025-K2"


@pytest.fixture(autouse=True)
def utan_arbetare(monkeypatch):
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})


def _posta(klient, data: dict[str, str], steg: str = "spara", adress: str = ADRESS, **mer):
    return klient.post(adress, {**data, "steg": steg}, **mer)


def test_the_form_asks_what_the_period_asks(bo, inloggad):
    sida = inloggad(bo).get("/rapportera/").content.decode()
    assert "Uppgifter från Östersund" in sida
    assert "Inrättade tjänster" in sida
    assert "All arbetad tid" not in sida
    aret = inloggad(bo).get("/rapportera/?period=2024").content.decode()
    assert "All arbetad tid" in aret
    assert "Vakanta tjänster" not in aret


def test_the_site_divides_and_publishes(bo, inloggad):
    svar = _posta(inloggad(bo), HELA, follow=True)
    sida = svar.content.decode()
    assert "Tack. Uppgifterna för kvartal 2 2025 är sparade" in sida
    assert "Vakanta tjänster, IFO: 12,5\xa0%." in sida
    vakanta = Matvarde.objects.get(nyckeltal="VP01")
    assert (vakanta.varde, vakanta.taljare, vakanta.namnare) == (12.5, 12.5, 100)
    assert vakanta.preliminar
    assert vakanta.importen.version == 1
    assert Matvarde.objects.get(nyckeltal="VP06").personer == 60


def test_the_signer_makes_it_final(bo, person, inloggad):
    _posta(inloggad(bo), HELA)
    gunnar = inloggad(person("gunnar", "godkannare", "2380"))
    assert 'value="12,5"' in gunnar.get(ADRESS).content.decode(), "what was reported is filled in"
    _posta(gunnar, HELA)
    gallande = Matvarde.objects.filter(ersatt_i__isnull=True)
    assert set(gallande.values_list("preliminar", flat=True)) == {False}
    avvisat = _posta(inloggad(bo), {**HELA, "vakanta": "20"}, follow=True).content.decode()
    assert "<h1>Uppgifterna för kvartal 2 2025 togs inte emot</h1>" in avvisat
    assert "Vakanta tjänster, IFO: ett slutligt värde finns, och ditt är preliminärt." in avvisat
    assert "Oförändrat: samma uppgifter fanns redan" in avvisat, "the other four"
    assert "Tack" not in avvisat
    assert "sparade" not in avvisat


def test_the_receipt_parts_what_was_taken_from_what_was_not(bo, person, inloggad):
    _posta(inloggad(person("gunnar", "godkannare", "2380")), HELA)
    bos = {**HELA, "vakanta": "20", "arenden": "30", "socialsekreterare": "3"}
    sida = _posta(inloggad(bo), bos, follow=True).content.decode()
    ordning = [
        *("Tack. Uppgifterna för kvartal 2 2025 är sparade", "publicerade som preliminära i version 2"),
        *("Det här togs inte emot", "Vakanta tjänster, IFO: ett slutligt", "Det här sparades", "Ärenden per social"),
        *("Oförändrat: samma uppgifter fanns redan", "Inhyrda, IFO: 4,0"),
    ]
    platser = [sida.find(text) for text in ordning]
    assert -1 not in platser
    assert platser == sorted(platser)
    assert "Inget ändrades" not in sida


def test_last_period_stands_beside_and_unchanged_is_one_click(bo, inloggad):
    klient = inloggad(bo)
    _posta(klient, HELA, adress=ADRESS.replace("K2", "K1"))
    sida = klient.get(ADRESS).content.decode()
    assert "kv 1 2025: 12,5" in sida
    assert 'data-forra="12,5"' in sida
    ett = klient.post(ADRESS, {"oforandrat": "vakanta", "inrattade": "110"}).content.decode()
    assert 'name="vakanta" value="12,5"' in ett
    assert 'name="inrattade" value="110"' in ett
    assert 'name="slutat" value' not in ett
    alla = klient.post(ADRESS, {"oforandrat": "alla", "inrattade": "110"}).content.decode()
    assert 'name="inrattade" value="110"' in alla, "what was typed is kept"
    assert 'name="slutat" value="10"' in alla


def test_the_result_is_shown_at_once_beside_last_period(bo, inloggad):
    klient = inloggad(bo)
    _posta(klient, HELA, adress=ADRESS.replace("K2", "K1"))
    bit = _posta(klient, {**HELA, "vakanta": "10"}, "", headers={"HX-Request": "true"}).content.decode()
    assert "Vakanta tjänster, IFO: 10,0\xa0%. Kvartal 1 2025 var det 12,5\xa0% (−2,5\xa0procentenheter)." in bit
    assert "<html" not in bit
    assert Matvarde.objects.filter(period="2025-K2").count() == 0


def test_a_live_answer_presses_no_button(bo, inloggad):
    klient = inloggad(bo)
    _posta(klient, HELA, adress=ADRESS.replace("K2", "K1"))
    fokus = {**HELA, "vakanta": "30", "oforandrat": "vakanta"}
    bit = _posta(klient, fokus, headers={"HX-Request": "true"}).content.decode()
    assert "Vakanta tjänster, IFO: 30,0" in bit
    assert not Matvarde.objects.filter(period="2025-K2").exists()


@pytest.mark.parametrize(
    ("skrivet", "text"),
    [
        ("många", "Inrättade tjänster: ”många” är inte ett tal."),
        ("1.234", "Inrättade tjänster: ”1.234” kan betyda både 1234 och 1,234."),
        ("9" * 40, "Inrättade tjänster: Svaret är för långt."),
    ],
)
def test_what_is_no_number_is_said_at_once(bo, inloggad, skrivet, text):
    bit = _posta(inloggad(bo), {**HELA, "inrattade": skrivet}, "", headers={"HX-Request": "true"}).content.decode()
    assert "Ett svar behöver rättas" in bit
    assert text in bit
    bit = _posta(inloggad(bo), {**HELA, "slutat": "-1", "inrattade": skrivet}, "", headers={"HX-Request": "true"})
    assert "2 svar behöver rättas" in bit.content.decode()


def test_an_emptied_answer_stands_and_says_so_unless_a_reason_is_given(bo, inloggad):
    klient = inloggad(bo)
    _posta(klient, HELA)
    tomd = {**HELA, "inhyrda": ""}
    text = "Rutan är tom, men svaret 4 är redan lämnat och står då kvar."
    assert text in _posta(klient, tomd, "", headers={"HX-Request": "true"}).content.decode()
    svar = _posta(klient, tomd)
    assert svar.status_code == 400
    assert text in svar.content.decode()
    assert Import.objects.count() == 1
    assert _posta(klient, {**tomd, "inhyrda_skal": "saknas"}).status_code == 302
    gallande = Matvarde.objects.filter(ersatt_i__isnull=True, nyckeltal__in=["VP03", "VP04"])
    assert set(gallande.values_list("saknas", flat=True)) == {"saknas"}


def test_an_emptied_answer_that_only_the_form_keeps_goes(bo, inloggad):
    klient = inloggad(bo)
    _posta(klient, {**HELA, "slutat_pension": "3"})
    assert _posta(klient, HELA | {"slutat_pension": "", "vakanta": "13"}).status_code == 302
    assert 'name="slutat_pension" value' not in klient.get(ADRESS).content.decode()


def test_a_reason_is_chosen_already_when_the_period_is_opened_again(bo, inloggad):
    klient = inloggad(bo)
    _posta(klient, HELA, adress=ADRESS.replace("K2", "K1"))
    utan = {**HELA, "inhyrda": "", "inhyrda_skal": "saknas"}
    _posta(klient, utan)
    sida = klient.get(ADRESS).content.decode()
    assert sida.count('<option value="saknas" selected>') == 1
    alla = klient.post(ADRESS, {**utan, "slutat": "", "oforandrat": "alla"}).content.decode()
    assert 'name="inhyrda" value' not in alla, "it has its reason"
    assert 'name="slutat" value="10"' in alla
    ett = klient.post(ADRESS, {**utan, "oforandrat": "inhyrda"}).content.decode()
    assert 'name="inhyrda" value="4"' in ett
    assert '<option value="saknas" selected>' not in ett, "an answer and a reason never stand together"


def test_partial_answers_are_welcome(bo, inloggad):
    _posta(inloggad(bo), {"inrattade": "100", "vakanta": "10", "slutat": "4"})
    assert set(Matvarde.objects.values_list("nyckeltal", flat=True)) == {"VP01"}


def test_missing_is_kept_apart_from_zero(bo, inloggad):
    _posta(inloggad(bo), {"inrattade": "100", "vakanta": "0", "inhyrda_skal": "saknas"})
    assert Matvarde.objects.get(nyckeltal="VP01").varde == 0
    inhyrda = Matvarde.objects.get(nyckeltal="VP03")
    assert (inhyrda.varde, inhyrda.saknas) == (None, "saknas")


def test_nothing_to_divide_by_is_not_applicable(bo, inloggad):
    _posta(inloggad(bo), {"utlysta": "0", "sokande": "0"})
    assert Matvarde.objects.get(nyckeltal="VP08").saknas == "ej_tillampligt"


@pytest.mark.parametrize(
    ("fel", "text"),
    [
        ({"vakanta": "tolv"}, "är inte ett tal"),
        ({"vakanta": "9" * 300}, "Svaret är för långt"),
        ({"konsultkostnad": "9" * 20}, "Talet är orimligt stort"),
        ({"konsultkostnad": "-1 000 000 000 001"}, "Talet är orimligt stort"),
        ({"vakanta": "120"}, "Antalet är större än ”Inrättade tjänster” (100)"),
        ({"slutat": "2,5"}, "Antalet ska vara ett helt tal"),
        ({"slutat": "-1"}, "Antalet är mindre än noll"),
        ({"personer": ""}, "Antalet personer saknas"),
        ({"vakanta_skal": "saknas"}, "både ett svar och ett skäl"),
        ({"ordinarie_timmar": "0", "sjuktimmar": "0,0"}, None),
        (
            {"medeltal_anstallda": "0"},
            "”Tillsvidareanställda i genomsnitt” är 0 men ”Slutat de senaste tolv månaderna”",
        ),
    ],
)
def test_faults_are_named_and_nothing_typed_is_lost(bo, inloggad, fel, text):
    svar = _posta(inloggad(bo), {**HELA, **fel})
    if text is None:
        assert svar.status_code == 302
        return
    sida = svar.content.decode()
    assert svar.status_code == 400
    assert text in sida
    assert "felsammanfattning" in sida
    assert 'name="inrattade" value="100"' in sida
    assert not Matvarde.objects.exists()


def test_an_implausible_value_needs_a_tick(bo, inloggad):
    klient = inloggad(bo)
    ovanligt = {**HELA, "slutat": "100"}
    sida = _posta(klient, ovanligt).content.decode()
    assert "kryssa i att de stämmer" in sida
    assert not Matvarde.objects.exists()
    _posta(klient, {**ovanligt, "bekrafta": "on"})
    assert Matvarde.objects.get(nyckeltal="VP07").varde == 125


def test_an_empty_form_saves_nothing(bo, inloggad):
    svar = _posta(inloggad(bo), {})
    assert svar.status_code == 400
    assert "Fyll i de antal som behövs" in svar.content.decode()
    assert not Import.objects.exists()


def test_reporting_again_revises_and_the_same_again_does_nothing(bo, inloggad):
    klient = inloggad(bo)
    _posta(klient, HELA)
    _posta(klient, {**HELA, "vakanta": "20"})
    assert list(Matvarde.objects.filter(nyckeltal="VP01").order_by("pk").values_list("varde", "ersatt_i")) == [
        (12.5, 2),
        (20.0, None),
    ]
    igen = _posta(klient, {**HELA, "vakanta": "20"}, follow=True).content.decode()
    assert "<h1>Uppgifterna för kvartal 2 2025 fanns redan</h1>" in igen
    assert "Inget ändrades" in igen
    assert "sparade" not in igen
    assert Matvarde.objects.filter(nyckeltal="VP01").count() == 2


def test_answers_that_no_nyckeltal_counts_are_kept(bo, inloggad):
    klient = inloggad(bo)
    _posta(klient, {**HELA, "slutat_pension": "3"})
    assert 'name="slutat_pension" value="3"' in klient.get(ADRESS).content.decode()


def test_only_for_the_own_municipality(bo, cilla, alva, client, inloggad):
    assert inloggad(cilla).get(ADRESS).status_code == 404
    assert _posta(inloggad(cilla), HELA).status_code == 404
    assert inloggad(alva).get(ADRESS).status_code == 403
    assert reverse("logga-in") in client.get(ADRESS)["Location"]
    _posta(inloggad(bo), HELA)
    kvitto = reverse("rapportera-kvitto", args=[Import.objects.get().pk])
    assert inloggad(cilla).get(kvitto).status_code == 404
    assert inloggad(bo).get(kvitto).status_code == 200


@pytest.mark.parametrize("period", ["2025-K9", "2099-K1", "2025-05", "skräp", "1900", "1900-K1", "1900-T1"])
def test_periods_that_cannot_be_reported(bo, inloggad, period):
    assert inloggad(bo).get(f"/rapportera/?period={period}").status_code == 404


def test_who_reports_for_several_chooses(folke, inloggad):
    sida = inloggad(folke).get("/rapportera/").content.decode()
    assert "Välj kommun" in sida
    assert 'name="inrattade"' not in sida
    assert 'name="inrattade"' in inloggad(folke).get("/rapportera/?kommun=0180").content.decode()
