"""Reports: ordered, made in steps, cancelled, resumed, and the same figures everywhere."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from openpyxl import load_workbook

from kommuner import lasning
from kommuner.importer.skriv import Cell
from kommuner.jobb import Lage, avbryt
from kommuner.models import Grupptillhorighet, Kommungrupp, Matvarde
from rapporter import rapportdata, rapportjobb
from rapporter.models import Rapport, Rapportfil, Trend
from rapporter.rapportjobb import gor_rapport
from rapporter.rapporttabeller import TRENDFALT, TRENDKOLUMNER, VARDEKOLUMNER
from rapporter.resultat import Resultat
from rapporter.services import avbryt_rapport, bestall_rapport, far_avbryta, omrade
from rapporter.text import EXEMPEL
from tests.rapporter.varld import celler, importera

pytestmark = pytest.mark.django_db

LUGNT = [8.0, 8.1] * 8


@pytest.fixture(autouse=True)
def _filer(settings, tmp_path):
    lagring = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": lagring}


@pytest.fixture
def varden(register):
    importera(
        [
            *celler("N00090", {"2380": [*LUGNT, 12.0], "2480": [*LUGNT, 8.0], None: [*LUGNT, 8.1]}, forsta_ar=2000),
            *celler("N00216", {"2380": [9.0, None], "1737": [8.0, 7.0]}, forsta_ar=2014),
        ]
    )
    call_command("berakna_trender", "--allt", verbosity=0)


def gjord(omfang="riket", omrade="", nyckeltal=(), **val):
    rapport = bestall_rapport(omfang, omrade, nyckeltal, None, **val)
    gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.lage == Lage.KLAR, rapport.fel
    return rapport


def fil(rapport, format_: str) -> io.BytesIO:
    with rapport.filer.get(format=format_).fil.open("rb") as innehall:
        return io.BytesIO(innehall.read())


def bok(rapport):
    return load_workbook(fil(rapport, "xlsx"))


def blad(rapport, namn: str, forsta_kolumn: str = "Kommunkod") -> list[dict[str, Any]]:
    rader = list(bok(rapport)[namn].values)
    huvud = next(i for i, rad in enumerate(rader) if rad[0] == forsta_kolumn)
    return [dict(zip(rader[huvud], rad, strict=True)) for rad in rader[huvud + 1 :]]


def csvfil(rapport, namn: str) -> list[dict[str, Any]]:
    arkiv = zipfile.ZipFile(fil(rapport, "csv"))
    data = arkiv.read(namn).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data, newline=""), delimiter=";" if "svensk" in namn else ","))


def test_en_bestallning_ar_en_rad_som_vantar(varden, alva):
    rapport = bestall_rapport("lan", "23", ["N00090", "N00090"], alva)
    assert (rapport.lage, rapport.nyckeltal, rapport.av, rapport.exempel) == (Lage.VANTAR, ["N00090"], alva, False)
    assert rapport.totalt == 4


@pytest.mark.parametrize(
    ("omfang", "kod", "nyckeltal", "fel"),
    [
        ("lan", "99", [], "Länet ”99” finns inte"),
        ("kommun", "0000", [], "Kommunen ”0000” finns inte"),
        ("grupp", "Z9", [], "Kommungruppen ”Z9” finns inte"),
        ("riket", "23", [], "lämna det tomt"),
        ("varlden", "", [], "Omfånget ”varlden” finns inte"),
        ("riket", "", ["N99999"], "Nyckeltalet ”N99999” finns inte"),
    ],
)
def test_det_som_inte_finns_gar_inte_att_bestalla(register, omfang, kod, nyckeltal, fel):
    with pytest.raises(ValueError, match=fel):
        bestall_rapport(omfang, kod, nyckeltal, None)
    assert not Rapport.objects.exists()


def test_koen_nere_bestallningen_finns_kvar_och_gors_senare(varden, django_capture_on_commit_callbacks, caplog):
    with django_capture_on_commit_callbacks(execute=True):
        rapport = bestall_rapport("riket", "", [], None)
    assert "väntar i databasen" in caplog.text
    rapport.refresh_from_db()
    assert rapport.lage == Lage.VANTAR
    gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.lage == Lage.KLAR


def test_xlsx_har_samma_siffror_som_databasen(varden):
    rapport = gjord()
    i_filen = {(r["Kommunkod"], r["Nyckeltalskod"], r["Period"], r["Kön"]): r["Värde"] for r in blad(rapport, "Värden")}
    rader = lasning.varden(1).values_list(*("kommun_id", "nyckeltal_id", "period", "synligt"))
    i_basen = {(kommun or "0000", kod, period, "totalt"): varde for kommun, kod, period, varde in rader}
    assert i_filen == i_basen
    assert len(i_filen) == 3 * 17 + 4


def test_trendbladet_har_samma_siffror_som_trendtabellen(varden):
    rapport = gjord()
    rader = {(r["Kommunkod"], r["Nyckeltalskod"]): r for r in blad(rapport, "Trender")}
    for t in Trend.objects.vid(rapport.generation):
        rad = rader.pop((t.kommun_id or "0000", t.nyckeltal_id))
        assert rad["Värde"] == t.varde
        assert rad["Lutning per period"] == t.lutning
        assert rad["Plats"] == t.rang
    assert rader == {}


def test_bladen_och_deras_kolumner(varden):
    arbetsbok = bok(gjord())
    assert arbetsbok.sheetnames == ["Sammanfattning", "Värden", "Trender", "Definitioner och källor"]
    for namn, kolumner in (("Värden", VARDEKOLUMNER), ("Trender", TRENDKOLUMNER)):
        blad_ = arbetsbok[namn]
        assert tuple(cell.value for cell in blad_[4]) == kolumner
        assert blad_.freeze_panes == "C5"
        assert blad_.auto_filter.ref is not None
        assert blad_.print_title_rows == "$4:$4"
    assert arbetsbok["Värden"]["I5"].number_format == "#,##0.0"
    assert arbetsbok["Värden"]["A5"].data_type == "s"


def test_en_tom_cell_har_skalet_i_kolumnen_efter(varden):
    (rad,) = [r for r in blad(gjord(), "Värden") if r["Värde"] is None]
    assert rad["Varför värdet saknas"] == "uppgift saknas"
    assert (rad["Kommunkod"], rad["Period"]) == ("2380", "2015")


def test_dolda_varden_star_varken_i_filen_eller_i_resultatet(varden):
    Matvarde.objects.filter(kommun="2480", period="2016").update(skyddad=True)
    rapport = gjord()
    (rad,) = [r for r in blad(rapport, "Värden") if r["Kommunkod"] == "2480" and r["Period"] == "2016"]
    assert (rad["Värde"], rad["Varför värdet saknas"]) == (None, "visas inte, gruppen är för liten")
    assert rapport.resultat["saknade"]["visas inte, gruppen är för liten"] == 1


def test_csv_i_tva_dialekter_sager_samma_som_excel(varden):
    rapport = gjord()
    for namn, bladnamn in (("varden", "Värden"), ("trender", "Trender")):
        svensk, maskin = csvfil(rapport, f"{namn}-svensk.csv"), csvfil(rapport, f"{namn}-maskin.csv")
        excel = blad(rapport, bladnamn)
        assert len(svensk) == len(maskin) == len(excel) > 0
        for s, m, x in zip(svensk, maskin, excel, strict=True):
            assert s["Värde"].replace(",", ".") == m["Värde"]
            assert (float(m["Värde"]) if m["Värde"] else None) == x["Värde"]
            assert s["Kommunkod"] == m["Kommunkod"] == x["Kommunkod"]


def test_arkivet_beratter_vad_det_ar(varden):
    arkiv = zipfile.ZipFile(fil(gjord(), "csv"))
    assert "README.txt" in arkiv.namelist()
    assert len(arkiv.namelist()) == 7
    text = arkiv.read("README.txt").decode("utf-8-sig")
    assert "Trendrapport: hela landet" in text
    assert "3 av 290 kommuner, bland dem som svarat" in text


def test_resultatet_gar_fram_och_tillbaka_genom_json(varden):
    rapport = gjord()
    resultat = Resultat.fran_json(rapport.resultat)
    assert resultat.till_json() == rapport.resultat
    assert resultat.filnamn == f"Trendrapport hela landet {timezone.localdate()}"


def test_vandpunkten_syns_och_ar_rattvand(varden):
    del_ = Resultat.fran_json(gjord().resultat).delar[0]
    (punkt,) = del_.vandpunkter
    assert (punkt.kommun, punkt.ton, punkt.sida) == ("2380", "samre", 1)
    assert "över den övre gränsen (sämre)" in punkt.ord
    assert del_.med_ton("battre") == []
    assert del_.mening.endswith("En kommun har en tydlig signal om sämre värden, ingen om bättre.")


def test_en_kommuns_rapport_har_dess_egen_serie(varden):
    resultat = Resultat.fran_json(gjord("kommun", "2380").resultat)
    sjuk = next(d for d in resultat.delar if d.kod == "N00090")
    assert sjuk.egen == [*LUGNT, 12.0]
    assert sjuk.granser["signal"][-1] == "outside"
    assert sjuk.av == 290
    assert "i Östersund var 12,0\u00a0procent 2016" in sjuk.mening
    assert {r["Kommunkod"] for r in blad(Rapport.objects.get(), "Värden")} == {"2380", "0000"}


def test_lan_och_kommungrupp(varden):
    Kommungrupp.objects.get_or_create(kod="B3", defaults={"namn": "Större stad", "kolada_id": "G92790"})
    Grupptillhorighet.objects.create(kommun_id="2480", grupp_id="B3", fran="2023-01-01")
    assert omrade("grupp", "B3").kommuner == ("2480",)
    assert len(omrade("lan", "23").kommuner) == 8
    lan = Resultat.fran_json(gjord("lan", "23").resultat)
    assert lan.tackning == "1 av 8 kommuner, bland dem som svarat"
    assert gjord("grupp", "B3").resultat["omradesnamn"] == "Större stad"


JAMTLAND = ("2303", "2305", "2309", "2313", "2321", "2326", "2361", "2380")


def lanets_delar(serier, kod="N30214", **val):
    importera(celler(kod, serier, forsta_ar=2018, **val))
    call_command("berakna_trender", "--allt", verbosity=0)
    return Resultat.fran_json(gjord("lan", "23").resultat).delar


def test_medianen_ritas_bara_dar_nog_manga_har_svarat(register):
    alla = {kod: [20.0 + i, 21.0, None] for i, kod in enumerate(JAMTLAND[:4])}
    (del_,) = lanets_delar({**alla, "2380": [30.0, 31.0, 26.6]})
    assert del_.medianer == [22.0, 21.0, None]
    assert del_.band_lag == del_.band_hog == [None] * 3  # five municipalities make no "8 of 10"
    assert (del_.period, del_.median, del_.antal) == ("2019", 21.0, 5)
    assert "medianen för 5 av 8 kommuner var 21,0" in del_.mening


def test_for_fa_kommuner_har_ingen_median(register):
    (del_,) = lanets_delar({"2303": [27.3, None], "2380": [27.3, 26.6]})
    assert del_.medianer == [None, None]
    assert "2 av 8 kommuner har ett värde för 2018, för få för en median." in del_.mening


def test_den_senaste_perioden_ar_en_med_median(register):
    (del_,) = lanets_delar({"2303": [20.0, 21.0], "2305": [21.0, 22.0], "2380": [22.0, None]})
    assert (del_.period, del_.median) == ("2018", 21.0)


def test_ett_lan_med_en_kommun_ar_den_kommunen(register):
    importera(celler("N00090", {"0980": [7.0, 8.0]}, forsta_ar=2015))
    (del_,) = Resultat.fran_json(gjord("lan", "09").resultat).delar
    assert del_.medianer == [7.0, 8.0]
    assert ": 8,0 procent 2016." in del_.mening.replace("\u00a0", " ")


def test_faltet_finns_fran_tio_kommuner(register):
    koder = (*JAMTLAND, "2480", "1737")
    importera(celler("N00090", {kod: [5.0 + i, 6.0 + i] for i, kod in enumerate(koder)}, forsta_ar=2015))
    importera([Cell("1737", None, "N00090", "2016", "T", None, "saknas")])
    (del_,) = Resultat.fran_json(gjord().resultat).delar
    assert del_.band_lag[0] is not None
    assert (del_.band_lag[1], del_.medianer[1]) == (None, 10.0)


def test_varje_nyckeltal_med_en_rad_pa_nagot_blad_har_sin_definition(varden):
    importera([Cell("2380", None, "VP01", "2016-K1", "T", None, "saknas")], kalla="kommun")
    call_command("berakna_trender", "--allt", verbosity=0)
    rapport = gjord("lan", "23")
    assert "VP01" not in {d["kod"] for d in rapport.resultat["delar"]}
    i_bladen = {r["Nyckeltalskod"] for namn in ("Värden", "Trender") for r in blad(rapport, namn)}
    definierade = [r["Nyckeltalskod"] for r in blad(rapport, "Definitioner och källor", "Nyckeltalskod")]
    assert i_bladen == set(definierade) == {"VP01", "N00090", "N00216"}
    assert definierade[0] == "VP01"


def test_for_fa_varden_far_ingen_bedomning(varden):
    rapport = gjord("kommun", "1737")
    (del_,) = Resultat.fran_json(rapport.resultat).delar
    assert "Det finns för få värden för att bedöma om det är som vanligt." in del_.mening
    assert "preliminära" not in del_.mening
    (rad,) = [r for r in blad(rapport, "Trender") if r["Kommunkod"] == "1737"]
    assert rad["Bedömning"] == "för få värden"


def test_ett_ja_eller_nej_har_varken_granser_eller_signaler(register):
    rader = [Cell("2380", None, "VP02", f"{ar}-K{k}", "T", 1.0, "", 1, 1) for ar in (2015, 2016) for k in (1, 2, 3, 4)]
    importera([*rader, Cell("2303", None, "VP02", "2016-K4", "T", 0.0, "", 0, 1)], kalla="kommun")
    call_command("berakna_trender", "--allt", verbosity=0)
    (egen,) = Resultat.fran_json(gjord("kommun", "2380").resultat).delar
    assert egen.granser == {}
    assert egen.mening == (
        "I Östersund anlitades bemanningsföretag inom individ- och familjeomsorgen kvartal 4 2016, "
        "liksom kvartal 4 2015."
    )
    (lan,) = Resultat.fran_json(gjord("lan", "23").resultat).delar
    assert lan.mening.endswith(": ja i 1 av 2 kommuner kvartal 4 2016 (2 av 8 kommuner har svarat).")


def test_bara_de_nyckeltal_som_bestallts(varden):
    rapport = gjord(nyckeltal=["N00216"])
    assert {r["Nyckeltalskod"] for r in blad(rapport, "Värden")} == {"N00216"}
    assert [d["kod"] for d in rapport.resultat["definitioner"]] == ["N00216"]


def test_exempeldata_tas_inte_med_bland_riktiga(varden):
    importera([Cell("1737", None, "N00090", "2016", "T", 1.0)], exempel=True)
    call_command("berakna_trender", "--allt", verbosity=0)
    rapport = gjord()
    assert rapport.exempel is False
    assert not [r for r in blad(rapport, "Värden") if r["Exempeldata"] == "ja"]
    assert not [r for r in blad(rapport, "Trender") if r["Exempeldata"] == "ja"]
    assert rapport.resultat["exempel"] is False


def test_exempeldata_som_tas_med_sags_hogt_pa_varje_blad_och_i_varje_mening(varden):
    importera([Cell("1737", None, "N00090", "2016", "T", 1.0)], exempel=True)
    call_command("berakna_trender", "--allt", verbosity=0)
    rapport = gjord(med_exempel=True)
    for blad_ in bok(rapport).worksheets:
        assert EXEMPEL in [rad[0] for rad in blad_.iter_rows(max_row=3, values_only=True)]
    arkiv = zipfile.ZipFile(fil(rapport, "csv"))
    assert EXEMPEL.upper() in arkiv.read("README.txt").decode("utf-8-sig")
    delar = Resultat.fran_json(rapport.resultat).delar
    assert [d.exempel for d in delar if d.kod == "N00090"] == [False, True]
    assert all(d.mening.startswith("Exempeldata (påhittat)") == d.exempel for d in delar)


def test_finns_bara_exempeldata_ar_de_med(register):
    importera([Cell("1737", None, "N00090", "2016", "T", 1.0)], exempel=True)
    assert bestall_rapport("riket", "", [], None).exempel is True
    assert bestall_rapport("riket", "", [], None, med_exempel=False).exempel is False
    assert bestall_rapport("riket", "", ["N00216"], None).exempel is False


def test_en_rapport_utan_varden_sager_det(register):
    resultat = gjord().resultat
    assert resultat["delar"] == []
    assert "inga riktiga värden" in resultat["meningar"][0]


def test_en_rapport_laser_sin_version_ocksa_nar_nya_varden_kommer(varden):
    rapport = bestall_rapport("riket", "", [], None)
    rapportjobb._samla(_tagen(rapport), omrade("riket", ""))
    importera(celler("N00090", {"2380": [99.0]}, forsta_ar=2016))
    Rapport.objects.update(hjartslag=timezone.now() - timedelta(minutes=5))
    gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.version == 1
    assert 99.0 not in [r["Värde"] for r in blad(rapport, "Värden")]


def _tagen(rapport):
    from kommuner import jobb

    return jobb.ta(Rapport, rapport.pk)


def test_dodad_efter_varje_steg_tar_vid_dar_den_var(varden, monkeypatch):
    rapport = bestall_rapport("riket", "", [], None)
    skriv_fil, skrivna = rapportjobb._skriv_fil, []

    def skriv_och_do(rapport_, format_, *rest):
        skriv_fil(rapport_, format_, *rest)
        skrivna.append(format_.namn)
        raise SystemExit  # as kill -9 after the step: nothing is recorded

    monkeypatch.setattr(rapportjobb, "_skriv_fil", skriv_och_do)
    for _ in range(2):
        with pytest.raises(SystemExit):
            gor_rapport(rapport.pk)
        Rapport.objects.update(hjartslag=timezone.now() - timedelta(minutes=5))
    gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert skrivna == ["xlsx", "csv"]
    assert (rapport.lage, rapport.forsok, rapport.filer.count()) == (Lage.KLAR, 3, 2)


def test_avbruten_mellan_stegen_stannar_och_lamnar_ingen_fil(varden, monkeypatch):
    rapport = bestall_rapport("riket", "", [], None)
    bygg = rapportdata.bygg

    def bygg_medan_nagon_avbryter(*args):
        resultat = bygg(*args)
        avbryt_rapport(Rapport.objects.get(pk=rapport.pk))
        return resultat

    monkeypatch.setattr(rapportdata, "bygg", bygg_medan_nagon_avbryter)
    gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert (rapport.lage, rapport.resultat) == (Lage.AVBRUTEN, None)
    assert not Rapportfil.objects.exists()


def test_den_som_sov_medan_filen_skrevs_lamnar_ingen_fil(varden, monkeypatch, tmp_path):
    rapport = bestall_rapport("riket", "", [], None)
    spara = Rapportfil.fil.field.attr_class.save

    def spara_medan_nagon_avbryter(self, namn, innehall, **val):
        spara(self, namn, innehall, **val)
        avbryt(Rapport.objects.get(pk=rapport.pk))

    monkeypatch.setattr(Rapportfil.fil.field.attr_class, "save", spara_medan_nagon_avbryter)
    gor_rapport(rapport.pk)
    assert not Rapportfil.objects.exists()
    assert not list(tmp_path.rglob("rapport-*"))


def test_ett_fel_blir_ett_misslyckande_med_skal(varden, monkeypatch):
    rapport = bestall_rapport("riket", "", [], None)
    monkeypatch.setattr(rapportdata, "bygg", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.lage == Lage.MISSLYCKAD
    assert "Beställ den igen" in rapport.fel


def test_en_last_databas_ar_inget_misslyckande(varden, monkeypatch):
    rapport = bestall_rapport("riket", "", [], None)
    with monkeypatch.context() as last:
        last.setattr(rapportdata, "bygg", _last_databas)
        with pytest.raises(OperationalError):
            gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert (rapport.lage, rapport.fel) == (Lage.PAGAR, "")
    Rapport.objects.update(hjartslag=timezone.now() - timedelta(minutes=5))
    gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert (rapport.lage, rapport.forsok) == (Lage.KLAR, 2)


def test_en_databas_som_forblir_last_ges_upp(varden, monkeypatch):
    rapport = bestall_rapport("riket", "", [], None)
    Rapport.objects.update(forsok=rapportjobb.HOGST_FORSOK)
    monkeypatch.setattr(rapportdata, "bygg", _last_databas)
    gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.lage == Lage.MISSLYCKAD


def _last_databas(*_):
    raise OperationalError("database is locked")


def test_rapporten_vantar_medan_trenderna_raknas(varden):
    from rapporter.models import Trendfamilj
    from rapporter.trendbygge import bestall_bygge, gor_familj

    bygge = bestall_bygge([("N00090", "T", "A")], 1)
    rapport = bestall_rapport("riket", "", [], None)
    gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert (rapport.lage, rapport.forsok) == (Lage.VANTAR, 0)
    assert "trenderna" in rapport.steg
    gor_familj(Trendfamilj.objects.get(bygge=bygge).pk)
    gor_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert (rapport.lage, rapport.generation) == (Lage.KLAR, 2)


def test_vem_som_far_avbryta(varden, alva, bo, folke):
    rapport = bestall_rapport("riket", "", [], alva)
    assert far_avbryta(alva, rapport)
    assert far_avbryta(folke, rapport)
    assert not far_avbryta(bo, rapport)


def test_kommandot_skriver_filerna(varden, tmp_path, capsys):
    call_command("rapport", "--omfang", "lan", "--omrade", "23", "--till", str(tmp_path / "ut"))
    filer = sorted(fil.name for fil in (tmp_path / "ut").iterdir())
    dag = timezone.localdate()
    assert filer == [f"Trendrapport Jämtlands län {dag}.{a}" for a in ("xlsx", "zip")]
    assert str(tmp_path) in capsys.readouterr().out


def test_kommandot_med_fel_omrade(register):
    with pytest.raises(CommandError, match="Länet ”99” finns inte"):
        call_command("rapport", "--omfang", "lan", "--omrade", "99")


def test_trendfalten_finns_i_modellen():
    assert {f.split("__")[0].removesuffix("_id") for f in TRENDFALT} <= {f.name for f in Trend._meta.get_fields()}
