"""Files into imports: what is taken, what is said of the rest, and that nothing is half-taken."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from kommuner import jobb, services
from kommuner.importer import fil, granskning
from kommuner.importer.fil import las_in, ta_emot
from kommuner.jobb import Lage
from kommuner.lasning import senaste_version
from kommuner.models import Avvikelse, Enhet, Import, Matvarde

pytestmark = pytest.mark.django_db
IDAG = date(2025, 11, 21)
RUBRIK = "kommun;enhet;nyckeltal;period;kön;värde;täljare;nämnare;personer;saknas;status\n"


@pytest.fixture(autouse=True)
def i_egen_mapp(settings, tmp_path, register, monkeypatch):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    monkeypatch.setattr("kommuner.jobb.ARBETEN", {})


def _in(text: str | bytes, namn: str = "x.csv", kommuner=None, preliminar=False) -> Import:
    innehall = text if isinstance(text, bytes) else text.encode()
    importen = ta_emot(io.BytesIO(innehall), namn, av=None, kommuner=kommuner, preliminar=preliminar)
    las_in(importen.pk, idag=IDAG)
    importen.refresh_from_db()
    return importen


def _rader(*rader: str) -> str:
    return RUBRIK + "".join(rad + "\n" for rad in rader)


def _enda_fel(*rader: str, **mer) -> Avvikelse:
    importen = _in(_rader(*rader), **mer)
    assert importen.avvisade == 1, [str(a) for a in importen.avvikelser.all()]
    return importen.avvikelser.get(slag="fel")


def _godkann(importen: Import, **mer) -> Import:
    return granskning.godkann(importen, av=None, sedd_version=senaste_version(), **mer)


def test_counts_are_divided_and_published():
    importen = _in(_rader("2380;;VP01;2025-K1;;;12,5;100;;;", "0180;;VP03;2025-T1;T;;4;;;;"))
    assert importen.lage == Lage.GRANSKAS
    assert not Matvarde.objects.vid(99).exists(), "nothing is public before it is accepted"
    _godkann(importen)
    assert list(Matvarde.objects.order_by("rad").values_list("kommun", "nyckeltal", "varde", "namnare", "rad")) == [
        ("2380", "VP01", 12.5, 100.0, 2),
        ("0180", "VP03", 4.0, 1.0, 3),
    ]


@pytest.mark.parametrize("skrivet", ["7,9", "7.9", "7,9 %", "7,9\u00a0%", "7,9\u202f%", " 7,9 "])
def test_a_given_value_must_agree_with_its_counts(skrivet):
    assert _in(_rader(f"2380;;VP01;2025-K1;;{skrivet};79;1000;;;")).avvisade == 0
    fel = _enda_fel(f"2380;;VP01;2025-K1;;{skrivet};90;1000;;;")
    assert (fel.rad, fel.kolumn) == (2, "värde")
    assert "9,0" in fel.skal


@pytest.mark.parametrize("skrivet", ["1 000", "1\u00a0000", "1\u202f000", "1.000,0"])
def test_thousands_in_swedish_dress(skrivet):
    _in(_rader(f"2380;;VP01;2025-K1;;;10;{skrivet};;;"))
    assert Matvarde.objects.get().namnare == 1000


def test_a_zero_that_excel_ate_is_given_back_and_said():
    importen = _in(_rader("180;;VP01;2025-K1;;;10;100;;;", "Habo;;VP01;2025-K1;;;10;100;;;"))
    assert set(Matvarde.objects.values_list("kommun", flat=True)) == {"0180", "0643"}
    assert importen.urval["anmarkningar"] == ["Kommunkoden 180 har lästs som 0180: Excel tar bort en inledande nolla."]


@pytest.mark.parametrize(
    ("rad", "kolumn", "text"),
    [
        ("9999;;VP01;2025-K1;;;1;10;;;", "kommun", "Kommunen ”9999” finns inte"),
        ("0000;;VP01;2025-K1;;;1;10;;;", "kommun", "finns inte"),
        (";;VP01;2025-K1;;;1;10;;;", "kommun", "Kommunen saknas"),
        ("2380;Barn;VP01;2025-K1;;;1;10;;;", "enhet", "ingen enhet som heter ”Barn”"),
        ("2380;;VP99;2025-K1;;;1;10;;;", "nyckeltal", "”VP99” finns inte"),
        ("2380;;N00090;2025;;;1;10;;;", "nyckeltal", "hämtas från Kolada"),
        ("2380;;VP01;2025-K5;;;1;10;;;", "period", "fyra kvartal"),
        ("2380;;VP01;2025-K4;;;1;10;;;", "period", "inte slut ännu"),
        ("2380;;VP01;2025;;;1;10;;;", "period", "lämnas per kvartal eller tertial"),
        ("2380;;VP01;2025-03-31;;;1;10;;;", "period", "datum"),
        ("2380;;VP01;2025-K1;K;;1;10;;;", "kön", "inte uppdelat på kön"),
        ("2380;;VP01;2025-K1;X;;1;10;;;", "kön", "okänt"),
        ("2380;;VP01;2025-K1;;;tio;10;;;", "täljare", "”tio” är inte ett tal"),
        ("2380;;VP01;2025-K1;;;=1+1;10;;;", "täljare", "formel"),
        ("2380;;VP01;2025-K1;;;nan;10;;;", "täljare", "är inte ett tal"),
        ("2380;;VP01;2025-K1;;;1e400;10;;;", "täljare", "är inte ett tal"),
        ("2380;;VP01;2025-K1;;;-1;10;;;", "täljare", "mindre än noll"),
        ("2380;;VP01;2025-K1;;;1;0;;;", "nämnare", "Nämnaren är noll"),
        ("2380;;VP01;2025-K1;;;1;;;;", "nämnare", "Nämnaren saknas"),
        ("2380;;VP01;2025-K1;;;;10;;;", "täljare", "Täljaren saknas"),
        ("2380;;VP01;2025-K1;;;11;10;;;", "täljare", "större än nämnaren"),
        ("2380;;VP03;2025-K1;;;1;10;;;", "nämnare", "har ingen nämnare"),
        ("2380;;VP06;2025-K1;;;1;10;;;", "personer", "Antalet personer saknas"),
        ("2380;;VP07;2025-K1;;;1,5;10;;;", "täljare", "ett helt tal"),
        ("2380;;VP02;2025-K1;;;3;;;;", "täljare", "ja eller nej"),
        ("2380;;VP01;2025-K1;;;1;10;;saknas;", "saknas", "både ett värde och ett skäl"),
        ("2380;;VP01;2025-K1;;;;;;vet ej;", "saknas", "”vet ej” är okänt"),
        ("2380;;VP01;2025-K1;;;1;10;;;klar", "status", "okänd"),
        ("2380;;VP01;2025-K1;;;1;10;;;;extra", "hela raden", "12 kolumner"),
        ("2380;;VP01;2025-K1;;;1;9999999999999;;;", "nämnare", "orimligt stort"),
    ],
)
def test_a_fault_names_row_column_value_and_remedy(rad, kolumn, text):
    fel = _enda_fel("2480;;VP01;2025-K1;;;1;10;;;", rad)
    assert (fel.rad, fel.kolumn) == (3, kolumn)
    assert text in fel.skal
    assert fel.atgard


def test_a_row_tells_all_its_faults_at_once():
    importen = _in(_rader("9999;;VPX;2099-K1;;;x;10;;;"))
    assert set(importen.avvikelser.values_list("kolumn", flat=True)) == {"kommun", "nyckeltal"}


def test_nothing_is_taken_with_a_single_fault():
    importen = _in(_rader("2480;;VP01;2025-K1;;;1;10;;;", "2380;;VP01;2025-K9;;;1;10;;;"))
    with pytest.raises(services.InteGodkannbar, match="inget av den har tagits in"):
        _godkann(importen)
    assert senaste_version() == 0


def test_another_municipality_than_ones_own():
    fel = _enda_fel("2480;;VP01;2025-K1;;;1;10;;;", kommuner=["2380"])
    assert fel.skal == "Raden gäller Umeå. Du får lämna uppgifter för Östersund."


def test_two_values_for_a_cell_name_both_rows_and_twice_the_same_is_harmless(monkeypatch):
    monkeypatch.setattr(fil, "BUNT", 2)
    lika = "2380;;VP01;2025-K1;;;1;10;;;"
    importen = _in(_rader(lika, "0180;;VP01;2025-K1;;;1;10;;;", "Östersund;;vp01;2025K1;T;;1,0;10;;;", lika))
    assert (importen.avvisade, importen.urval["lika"]) == (0, 2)
    fel = _enda_fel(
        lika, "0180;;VP01;2025-K1;;;1;10;;;", "0180;;VP01;2025-K2;;;1;10;;;", "2380;;VP01;kv 1 2025;;;2;10;;;"
    )
    assert "Rad 2 och rad 5 säger olika" in fel.skal
    assert "1 av 10 och 2 av 10" in fel.skal


def test_an_implausible_value_is_kept_aside_with_its_cell():
    importen = _in(_rader("2380;;VP07;2025-K1;;;200;100;;;", "2380;;VP01;2025-K1;;;1;10;;;"))
    orimlig = importen.avvikelser.get()
    assert orimlig.cell is not None
    assert (orimlig.slag, orimlig.cell["varde"], orimlig.cell["kommun"]) == ("orimlig", 200.0, "2380")
    _godkann(importen)
    assert Matvarde.objects.count() == 1
    granskning.bekrafta(importen, [orimlig.pk], av=None)
    assert Matvarde.objects.filter(nyckeltal="VP07").values_list("varde", flat=True)[0] == 200
    igen = _in(_rader("2380;;VP07;2025-K1;;;200;100;;;", "2380;;VP01;2025-K1;;;1;10;;;"))
    assert (igen.lage, igen.version) == (Lage.KLAR, None), "what a person confirmed is not asked again"


def test_a_conflict_with_a_value_kept_aside_is_seen():
    fel = _enda_fel("2380;;VP07;2025-K1;;;200;100;;;", "2380;;VP07;2025-K1;;;20;100;;;")
    assert "Rad 2 och rad 3" in fel.skal


def test_missing_has_its_reason_and_empty_rows_are_passed_over():
    importen = _in(
        _rader(
            "2380;;VP01;2025-K1;;;;;;Uppgift saknas;",
            "2380;;VP01;2025-K2;;;;;;;",
            "2380;;VP04;2025-K2;;;;;;ej tillämpligt;",
        )
    )
    assert importen.urval["tomma"] == 1
    assert list(Matvarde.objects.order_by("rad").values_list("varde", "saknas")) == [
        (None, "saknas"),
        (None, "ej_tillampligt"),
    ]


def test_status_by_row_and_by_who_lends():
    _in(_rader("2380;;VP01;2025-K1;;;1;10;;;prel", "2380;;VP01;2025-K2;;;1;10;;;slutlig"))
    assert list(Matvarde.objects.order_by("rad").values_list("preliminar", flat=True)) == [True, False]
    importen = _in(_rader("2380;;VP01;2025-K2;;;1;10;;;slutlig"), preliminar=True)
    assert importen.matvarden.get().preliminar
    assert "preliminära tills" in importen.urval["anmarkningar"][0]


def test_units_are_cells_of_their_own():
    Enhet.objects.create(kommun_id="2380", namn="Barn och unga")
    _in(_rader("2380;;VP01;2025-K1;;;1;10;;;", "2380;barn och unga;VP01;2025-K1;;;1;5;;;"))
    assert Matvarde.objects.filter(enhet__isnull=False).get().varde == 20


def test_the_same_file_twice_changes_nothing():
    text = _rader("2380;;VP01;2025-K1;;;1;10;;;", "2380;;VP01;2025-K2;;;;;;saknas;")
    forsta = _godkann(_in(text))
    andra = _in(text)
    assert (andra.lage, andra.version, andra.oforandrade) == (Lage.KLAR, None, 2)
    assert granskning.tidigare_inlast(andra) == forsta
    assert Matvarde.objects.count() == 2


def test_the_preview_counts_what_will_happen():
    _godkann(_in(_rader("2380;;VP01;2025-K1;;;1;10;;;", "2380;;VP01;2025-K2;;;1;10;;;", "2380;;VP03;2025-K2;;;1;;;;")))
    importen = _in(
        _rader(
            "2380;;VP01;2025-K1;;;1;10;;;",
            "2380;;VP01;2025-K2;;;2;10;;;",
            "2380;;VP04;2025-K2;;;1;10;;;",
            "2380;;VP03;2025-K2;;;1;;;;prel",
        )
    )
    assert granskning.utfall(importen) == granskning.Utfall(nya=1, reviderade=1, oforandrade=1, svagare=1)
    assert [m.rad for m in granskning.rader(importen, "nya")] == [4]
    assert [m.rad for m in granskning.rader(importen, "oforandrade")] == [2]
    publicerad = _godkann(importen)
    assert (publicerad.tagna, publicerad.reviderade, publicerad.oforandrade, publicerad.avvisade) == (1, 1, 1, 1)
    assert [m.rad for m in granskning.rader(publicerad, "reviderade")] == [3]


def test_something_published_in_between_must_be_seen():
    importen = _in(_rader("2380;;VP01;2025-K1;;;1;10;;;"))
    assert granskning.utfall(importen).nya == 1
    _godkann(_in(_rader("2380;;VP01;2025-K1;;;2;10;;;")))
    with pytest.raises(granskning.Andrat):
        granskning.godkann(importen, av=None, sedd_version=0)
    importen.refresh_from_db()
    assert granskning.utfall(importen).reviderade == 1


def test_a_large_import_is_published_by_a_worker(monkeypatch):
    monkeypatch.setattr(granskning, "HOGST_I_BEGARAN", 1)
    importen = _godkann(_in(_rader("2380;;VP01;2025-K1;;;1;10;;;", "2480;;VP01;2025-K1;;;1;10;;;")))
    assert (importen.lage, importen.version) == (Lage.VANTAR, None)
    las_in(importen.pk)
    importen.refresh_from_db()
    assert (importen.lage, importen.version, importen.tagna) == (Lage.KLAR, 1, 2)


def test_a_reading_that_was_cut_off_starts_over(monkeypatch):
    monkeypatch.setattr(fil, "BUNT", 1)
    text = _rader("2380;;VP01;2025-K1;;;1;10;;;", "2380;;VP07;2025-K1;;;200;100;;;", "2480;;VP01;2025-K1;;;1;10;;;")
    importen = ta_emot(io.BytesIO(text.encode()), "x.csv", av=None, kommuner=None, preliminar=False)
    bunt, kvar = fil.Lasning._ta_bunt, [2]

    def dor(self, *args):
        if not kvar[0]:
            raise MemoryError
        kvar[0] -= 1
        bunt(self, *args)

    monkeypatch.setattr(fil.Lasning, "_ta_bunt", dor)
    with pytest.raises(MemoryError):
        las_in(importen.pk)
    assert Matvarde.objects.count() == 1
    monkeypatch.setattr(fil.Lasning, "_ta_bunt", bunt)
    Import.objects.update(lage=Lage.VANTAR)
    las_in(importen.pk)
    assert Matvarde.objects.count() == 2
    assert importen.avvikelser.count() == 1


def test_a_cancelled_reading_writes_no_more(monkeypatch):
    monkeypatch.setattr(fil, "BUNT", 1)
    text = _rader("2380;;VP01;2025-K1;;;1;10;;;", "2480;;VP01;2025-K1;;;1;10;;;")
    importen = ta_emot(io.BytesIO(text.encode()), "x.csv", av=None, kommuner=None, preliminar=False)

    def avbryt(klart: int, totalt: int) -> None:
        services.avbryt_import(importen)

    las_in(importen.pk, visa=avbryt)
    importen.refresh_from_db()
    assert importen.lage == Lage.AVBRUTEN
    assert not Matvarde.objects.exists()


def test_whole_files_that_cannot_be_read_fail_with_a_text():
    for text, namn, vantat in (
        (RUBRIK, "x.csv", "inga uppgifter"),
        (RUBRIK + ";;;;;;;;;;\n", "x.csv", "inga uppgifter"),
        ("a;b\n1;2\n", "x.csv", "Rubrikraden saknar"),
        ("%PDF", "x.csv", "inte vad namnet säger"),
        (_rader("2380;;VP01;2025-K1;;;1;10;;;", '2380;"x;'), "x.csv", "Rad 3 går inte att läsa"),
    ):
        importen = _in(text, namn)
        assert (importen.lage, importen.version) == (Lage.MISSLYCKAD, None)
        assert vantat in importen.fel
    assert not Matvarde.objects.exists()


def test_the_list_of_faults_is_capped_but_all_are_counted(monkeypatch):
    monkeypatch.setattr(fil, "HOGST_FEL", 5)
    importen = _in(_rader(*["9999;;VP01;2025-K1;;;1;10;;;"] * 12))
    assert importen.avvisade == 12
    assert importen.avvikelser.count() == 5


def test_too_many_implausible_values_are_a_fault(monkeypatch):
    monkeypatch.setattr(fil, "HOGST_ORIMLIGA", 1)
    importen = _in(_rader("2380;;VP07;2025-K1;;;200;100;;;", "2480;;VP07;2025-K1;;;200;100;;;"))
    assert (importen.avvisade, importen.avvikelser.filter(slag="orimlig").count()) == (1, 1)


def test_xlsx_with_numbers_for_codes_and_dates_for_periods():
    bok = openpyxl.Workbook()
    for rad in (
        ["kommun", "nyckeltal", "period", "täljare", "nämnare"],
        [180, "VP01", "2025-K1", 12.5, 100],
        [2380.0, "VP10", 2024, 10, 100],
        [2380, "VP01", date(2025, 3, 31), 1, 10],
        [2380, "VP01", "2025-K1", "=B1", 10],
        [2380, "VP01", "2025-K1", True, 10],
    ):
        bok.active.append(rad)
    ut = io.BytesIO()
    bok.save(ut)
    importen = _in(ut.getvalue(), "x.xlsx")
    assert list(importen.matvarden.values_list("kommun", "varde")) == [("0180", 12.5)]
    assert list(importen.avvikelser.values_list("rad", "kolumn")) == [
        (3, "personer"),
        (4, "period"),
        (5, "täljare"),
        (6, "täljare"),
    ]
    assert "Excel har gjort om perioden till datumet 2025-03-31" in importen.avvikelser.get(rad=4).skal


def test_a_machine_csv_has_decimal_points():
    _in("kommun,nyckeltal,period,täljare,nämnare\n2380,VP01,2025-K1,1.234,12.340\n")
    assert Matvarde.objects.get().varde == pytest.approx(10)
    fel = _in("kommun,nyckeltal,period,täljare,nämnare\n2380,VP01,2025-K1,1,5,10\n").avvikelser.get()
    assert "decimalkomma" in fel.atgard


def test_a_job_somebody_else_holds_is_left_alone():
    importen = ta_emot(io.BytesIO(b"x"), "x.csv", av=None, kommuner=None, preliminar=False)
    assert jobb.ta(Import, importen.pk)
    las_in(importen.pk)
    importen.refresh_from_db()
    assert (importen.lage, importen.forsok) == (Lage.PAGAR, 1)


@pytest.fixture
def fil_pa_disk(tmp_path):
    def skriv(*rader: str):
        sokvag = tmp_path / "uppgifter.csv"
        sokvag.write_text(_rader(*rader), encoding="utf-8-sig")
        return str(sokvag)

    return skriv


def test_the_command_shows_then_takes(fil_pa_disk, capsys):
    sokvag = fil_pa_disk("2380;;VP01;2025-K1;;;1;10;;;")
    call_command("las_in", sokvag)
    assert "1 nya, 0 reviderade" in capsys.readouterr().out
    assert not Matvarde.objects.exists()
    call_command("las_in", sokvag, godkann=True)
    assert "version 1" in capsys.readouterr().out
    call_command("las_in", sokvag, godkann=True)
    assert "Inget ändras" in capsys.readouterr().out
    assert Matvarde.objects.count() == 1


def test_the_command_fails_on_faults(fil_pa_disk, tmp_path):
    with pytest.raises(CommandError, match=r"1 fel\. Inget har tagits in"):
        call_command("las_in", fil_pa_disk("9999;;VP01;2025-K1;;;1;10;;;"), godkann=True)
    with pytest.raises(CommandError, match="går inte att läsa"):
        call_command("las_in", str(tmp_path / "finns-inte.csv"))
    with pytest.raises(CommandError, match="1 fel"):
        call_command("las_in", fil_pa_disk("2380;;VP01;2025-K1;;;1;10;;;"), kommun=["2480"])
    with pytest.raises(CommandError, match="Kommunkoden 1 finns inte"):
        call_command("las_in", fil_pa_disk("2380;;VP01;2025-K1;;;1;10;;;"), kommun=["1"])
    assert not Matvarde.objects.exists()


def test_the_command_takes_implausible_values_only_when_told(fil_pa_disk, capsys):
    sokvag = fil_pa_disk("2380;;VP07;2025-K1;;;200;100;;;", "2380;;VP01;2025-K1;;;1;10;;;")
    call_command("las_in", sokvag, godkann=True)
    assert "1 orimliga värden ligger åt sidan" in capsys.readouterr().out
    call_command("las_in", sokvag, godkann=True, bekrafta=True)
    assert Matvarde.objects.filter(nyckeltal="VP07").count() == 1
