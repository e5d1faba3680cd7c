"""What the two articles tell stands in the database, fact by fact; what they do not tell is empty."""

import pytest
from django.core.management import call_command
from django.db.models import Q

from atgarder import artiklar, services, strukturer, uppgifter
from atgarder.models import (
    Arbetstid,
    Atgard,
    Atgardstyp,
    Exempelcitat,
    GottExempel,
    Inlast,
    Inspiration,
    Kalla,
    Mal,
    Problem,
    Tema,
    Trappsteg,
    Uppgift,
)
from kommuner.models import Kommun, Matvarde
from konton.signatur import OKAND

UMEA, OSTERSUND, SUNDSVALL, ENKOPING, HABO, SUNDBYBERG = "2480", "2380", "2281", "0381", "0305", "0183"
HELSINGBORG, KUNGSBACKA, VAXJO, AMAL, TORSBY, VETLANDA, NORRTALJE = (
    *("1283", "1384", "0780", "1492", "1737", "0685", "0188"),
)
BERATTADE = (
    *(UMEA, OSTERSUND, SUNDSVALL, ENKOPING, HABO, SUNDBYBERG),
    *(HELSINGBORG, KUNGSBACKA, VAXJO, AMAL, TORSBY, VETLANDA, NORRTALJE),
)
VANDER, RIKTNING = "Kommunerna som vänder krisen", "Cecilia Grefve: Många kommuner tar steg i rätt riktning"


@pytest.fixture
def inlast(typer):
    call_command("las_artiklar", verbosity=0)


def atgard(kommun: str, typ: str) -> Atgard:
    return Atgard.objects.publika().get(kommun=kommun, typ=typ)


def sagt(text: str, kommun: str | None, tema: str, **falt) -> Uppgift:
    """The one public statement of the municipality (None: the country) with these words."""
    funna = Uppgift.objects.publika().filter(kommun=kommun, tema=tema, **falt)
    return funna.get(text__contains=text)


pytestmark = pytest.mark.usefixtures("inlast")


# Measures


@pytest.mark.parametrize("kommun", BERATTADE)
def test_every_municipality_of_the_articles_is_told_of(kommun):
    assert (
        Atgard.objects.publika().filter(kommun=kommun).exists()
        or Uppgift.objects.publika().filter(kommun=kommun).exists()
    )


@pytest.mark.parametrize("kommun", [SUNDSVALL, ENKOPING])
def test_two_have_decided_to_try_shorter_days_inspired_by_ostersund(kommun):
    nu = atgard(kommun, "arbetstidsforkortning")
    assert nu.lage == "beslutad"
    assert [rad.lage for rad in nu.lagesandringar.all()] == ["beslutad"]
    assert nu.forebilder.get().forebild == atgard(OSTERSUND, "arbetstidsforkortning")
    assert not Arbetstid.objects.filter(atgard=nu).exists()
    assert (nu.antal_berorda, nu.resultat, nu.beslutad, nu.start) == (None, "", "", "")


def test_ostersund_inspired_exactly_those_two():
    forebild = atgard(OSTERSUND, "arbetstidsforkortning")
    assert {rad.atgard.kommun_id for rad in forebild.efterfoljare.all()} == {SUNDSVALL, ENKOPING}
    assert Inspiration.objects.count() == 2


def test_umeas_ladder_has_supplements_and_the_yearly_review_but_no_amounts():
    nu = atgard(UMEA, "kompetenstrappa")
    assert strukturer.las(nu) == {"kompetenstrappa": {"lonerevision_utover": True}, "steg": []}
    assert "lönetillägg" in nu.vad
    assert "lönerevisionen varje år" in nu.vad
    assert not Trappsteg.objects.exists()


def test_umeas_four_specialists_and_the_task_that_is_not_told():
    nu = atgard(UMEA, "specialistsocionom")
    tva, en, okand = nu.specialister.all()
    assert (tva.antal, en.antal, okand.antal) == (2, 1, 1)
    assert "nya socialsekreterare stöd och handledning" in tva.uppgift
    assert "medhandläggare när en LVU-utredning" in en.uppgift
    assert okand.uppgift == ""
    assert {s.andel_tid for s in nu.specialister.all()} == {None}
    assert {s.egna_arenden for s in nu.specialister.all()} == {None}
    assert nu.antal_berorda == 4


def test_umeas_applications_went_from_0_to_40_as_a_claim():
    nu = atgard(UMEA, "specialistsocionom")
    assert nu.resultatlage == "pastatt"
    assert "från 0 till 40" in nu.resultat
    assert sagt("från 0 till 40", UMEA, "rekrytering").atgard == nu
    assert "jobbannonserna" in nu.resultat


def test_umeas_new_ones_get_more_support():
    assert "stöd och handledning" in atgard(UMEA, "introduktion-och-mentor").vad


def test_ostersunds_trial():
    nu = atgard(OSTERSUND, "arbetstidsforkortning")
    assert nu.enhet is not None
    assert (nu.enhet.namn, nu.antal_berorda) == ("Försörjningsstöd", 18)
    tid = nu.arbetstid
    assert tid.timmar_efter == tid.langd_manader == 6
    assert tid.antal_deltagare == 18
    assert (tid.timmar_fore, tid.lon_behalls, tid.beslut_efter) == (None, None, "")
    assert "ett halvår" in nu.vad


def test_ostersunds_full_staffing_is_claimed_and_the_effect_not_yet_known():
    nu = atgard(OSTERSUND, "arbetstidsforkortning")
    assert nu.resultatlage == "pastatt"
    assert "full bemanning" in nu.resultat
    assert "sjukfrånvaron är ännu inte känt" in nu.resultat
    assert sagt("full bemanning", OSTERSUND, "bemanning").atgard == nu
    assert sagt("ännu inte känt", OSTERSUND, "sjukfranvaro").atgard == nu


def test_ostersunds_sick_leave_rose_markedly_from_2014_to_2015():
    uppgift = sagt("markant mellan 2014 och 2015", OSTERSUND, "sjukfranvaro")
    assert "försörjningsstöd" in uppgift.text
    assert (uppgift.datum, uppgift.slag) == ("2015", "utmaning")


def test_helsingborg_support_and_16_socialsekreterare():
    assert "16 socialsekreterare" in atgard(HELSINGBORG, "utokad-bemanning").vad
    stod = atgard(HELSINGBORG, "administrativt-stod")
    assert stod.statliga_medel is True
    assert (stod.statliga_medel_slut, stod.statliga_arsarbetare, stod.efter_statliga_medel) == ("", None, "")
    assert "16 socialsekreterare" in sagt("extra statliga stödet", HELSINGBORG, "statliga-medel").text


def test_kungsbackas_administrators_and_what_they_lift():
    nu = atgard(KUNGSBACKA, "administrativt-stod")
    assert nu.stod.uppgifter == ["boka bilar, tolkar och boenden", "rensa och arkivera journaler"]
    assert (nu.stod.arsarbetare, nu.stod.timmar_per_vecka) == (None, None)
    assert "myndighetsutövning" in nu.berorda
    assert "svårt att rekrytera" in nu.bakgrund
    assert nu.statliga_medel is None
    ombud = Uppgift.objects.get(kommun=KUNGSBACKA, citat=True)
    assert (ombud.sagt_av, ombud.text[:16]) == ("regionombud för Akademikerförbundet SSR", "Det är jättebra.")


def test_habos_leaders_and_one_manager():
    assert "på plats" in atgard(HABO, "nara-ledarskap").vad
    assert "öppenvården ligger numera under samma chef" in atgard(HABO, "samlad-organisation").vad
    sagt("Alla tjänster inom barn och unga är tillsatta", HABO, "bemanning")
    sagt("Samarbetet inom förvaltningen fungerar bättre", HABO, "organisation")


def test_sundbybergs_trainees_step_by_step():
    nu = atgard(SUNDBYBERG, "traineeprogram")
    vfu, arbete, mentor = nu.faser.all()
    assert ("Verksamhetsförlagd" in vfu.namn, vfu.termin_fran, vfu.termin_till) == (True, 5, 5)
    assert (arbete.omfattning, arbete.termin_fran, arbete.termin_till) == ("en dag i veckan", 6, 7)
    assert "mentor" in mentor.namn
    assert (mentor.termin_fran, mentor.termin_till, mentor.omfattning) == (None, None, "efter examen")
    assert {fas.antal for fas in nu.faser.all()} == {None}
    assert "mentor efter examen" in nu.vad


def test_sundbybergs_way_out_of_the_crisis():
    aterkoppling = atgard(SUNDBYBERG, "aterkoppling-och-handlingsutrymme")
    assert "Positiv återkoppling" in aterkoppling.titel
    assert "handlingsutrymme" in aterkoppling.vad
    assert "sociala arbetsmiljön" in atgard(SUNDBYBERG, "arbetsmiljo").vad
    ringer = sagt("frågar om det finns lediga tjänster", SUNDBYBERG, "rekrytering")
    assert ringer.enhet is not None
    assert ringer.enhet.namn == "Mottagningsenheten"
    sagt("förutsättningar att arbeta med förändring", SUNDBYBERG, "arbetsmiljo")


def test_vaxjos_staff_says_what_is_needed():
    assert "utvecklingsdagar" in atgard(VAXJO, "personalens-delaktighet").vad
    assert sagt("utvecklingsdagar", VAXJO, "arbetsmiljo").citat


def test_vetlandas_questionnaire():
    vad = atgard(VETLANDA, "barns-och-ungas-delaktighet").vad
    assert all(ord_ in vad for ord_ in ("enkät", "barn i familjehem", "skolan", "familjehemsföräldrarna"))


# Statements


@pytest.mark.parametrize("kommun", [VAXJO, AMAL])
def test_two_kept_their_staff_without_consultants(kommun):
    sagt("behålla personal", kommun, "personalomsattning")
    sagt("inte använt konsulter", kommun, "bemanning")


def test_torsbys_sick_leave():
    assert sagt("landets lägsta sjukfrånvaro", TORSBY, "sjukfranvaro").sagt_av == "den nationella samordnaren"


def test_norrtalje_lacks_applicants_not_ideas():
    uppgift = sagt("saknas inte förslag", NORRTALJE, "rekrytering")
    assert "saknas sökande till tjänster" in uppgift.text
    assert (uppgift.slag, uppgift.citat) == ("utmaning", True)


def test_svts_survey_names_two_of_six():
    riket = sagt("40 kommuner", None, "bemanning")
    assert "Sex av de 40" in riket.text
    assert "De fyra andra namnges inte" in riket.text
    utan = Uppgift.objects.filter(text__contains="SVT gick igenom 40 kommuner")
    assert {u.kommun_id for u in utan} == {OSTERSUND, UMEA}


@pytest.mark.parametrize(
    ("text", "tema"),
    [
        ("50 kommuner", "organisation"),
        ("återbesökt 18 kommuner", "organisation"),
        ("handlingsplaner", "organisation"),
        ("nu har medarbetare på tjänsterna", "bemanning"),
        ("lite tid med barnen och familjerna", "tid-med-barn"),
        ("anställa administrativ personal", "statliga-medel"),
        ("involverar personalen mer i arbetsmiljöarbetet", "arbetsmiljo"),
        ("personalomsättningen på ett bra sätt", "personalomsattning"),
        ("kompetensutvecklingen på ett bra sätt", "kompetensutveckling"),
        ("involvera barn och unga mer", "barns-delaktighet"),
        ("kan nu åtminstone tillsätta", "rekrytering"),
    ],
)
def test_what_is_said_of_the_country(text, tema):
    assert sagt(text, None, tema).slag in {"framsteg", "iakttagelse"}


@pytest.mark.parametrize(
    ("text", "tema"),
    [
        ("tillgänglig för invånarna", "tillganglighet"),
        ("medskapare", "medskapande"),
        ("bostäder och på jobb för dem som saknar gymnasiebetyg", "bostad-och-arbete"),
        ("digitaliseras", "digitalisering"),
        ("nära ledarskap återstår", "ledarskap"),
        ("vidareutbildning återstår", "kompetensutveckling"),
        ("ensamkommande barn", "ensamkommande"),
        ("brist på socialsekreterare", "bemanning"),
        ("saknar, som Norrtälje, sökande", "rekrytering"),
    ],
)
def test_what_remains(text, tema):
    assert sagt(text, None, tema).slag == "utmaning"


# Dates, sources and what is not told


def test_only_what_is_certain_is_dated():
    assert {u.datum for u in Uppgift.objects.exclude(datum="")} == {"2015", "2016", "2016-10"}
    assert sagt("slutet av oktober", None, "organisation").datum == "2016-10"
    assert "första halvan av 2016" in sagt("50 kommuner", None, "organisation").text
    assert not Atgard.objects.exclude(beslutad="", start="", slut="").exists()
    assert not Kalla.objects.exclude(datum="", url="").exists()
    assert not Inspiration.objects.exclude(ar="").exists()


def test_everything_has_its_source():
    assert {k.titel for k in Kalla.objects.all()} == {VANDER, RIKTNING}
    assert all(k.utgivare and k.slag == "artikel" for k in Kalla.objects.all())
    for modell in (Atgard, Uppgift, GottExempel):
        assert not modell._default_manager.filter(kallor=None).exists()


def test_nothing_is_example_data_nothing_is_signed_nothing_is_a_figure():
    assert not Atgard.objects.filter(exempel=True).exists()
    assert not GottExempel.objects.filter(exempel=True).exists()
    assert not Atgard.objects.filter(Q(av__isnull=False) | ~Q(av_roll=OKAND)).exists()
    assert not Matvarde.objects.exists()


def test_what_no_article_tells_is_empty():
    for falt in ("kostnad_engang", "kostnad_per_ar", "statliga_arsarbetare"):
        assert not Atgard.objects.filter(**{f"{falt}__isnull": False}).exists()
    assert not Atgard.objects.exclude(avtalsform="oklart", statliga_medel_slut="", efter_statliga_medel="").exists()
    assert not Mal.objects.exists()
    assert not GottExempel.objects.exclude(kostnad="", gick_inte="", lardomar="", kontaktroll="").exists()
    assert [a.kommun_id for a in Atgard.objects.filter(statliga_medel=True)] == [HELSINGBORG]
    assert not Atgard.objects.filter(statliga_medel=False).exists()
    assert set(Uppgift.objects.values_list("lage", flat=True)) == {"pastadd"}


def test_a_state_that_claims_more_than_the_article_says_what_is_open():
    for nu in Atgard.objects.filter(lage__in=("permanent", "avslutad")):
        (andring,) = nu.lagesandringar.all()
        assert "framgår inte" in andring.skal
        assert andring.datum == ""


def test_people_are_roles_not_names():
    texter: list[tuple[str, ...]] = list(Uppgift.objects.values_list("text", "sagt_av"))
    texter += Exempelcitat.objects.values_list("text", "roll")
    texter += GottExempel.objects.values_list("ingress", "sa_gjorde_de", "resultat")
    texter += Atgard.objects.values_list("bakgrund", "vad", "resultat")
    for namn in ("Grefve", "Grahn", "Erkers", "Regnér"):
        assert not any(namn in text for rad in texter for text in rad)


# Good examples


@pytest.mark.parametrize(
    ("slug", "typer_"),
    [
        ("umea-kompetenstrappa-och-specialister", {"kompetenstrappa", "specialistsocionom", "introduktion-och-mentor"}),
        ("ostersund-sex-timmars-arbetsdag", {"arbetstidsforkortning"}),
        ("sundbyberg-traineeprogram", {"traineeprogram", "aterkoppling-och-handlingsutrymme", "arbetsmiljo"}),
        ("habo-chef-pa-plats", {"nara-ledarskap", "samlad-organisation"}),
        ("kungsbacka-administratorer", {"administrativt-stod"}),
        ("helsingborg-administrativt-stod", {"administrativt-stod", "utokad-bemanning"}),
        ("vaxjo-utvecklingsdagar", {"personalens-delaktighet"}),
        ("vetlanda-enkat-familjehem", {"barns-och-ungas-delaktighet"}),
    ],
)
def test_good_examples_are_published_as_descriptions(slug, typer_):
    gott = GottExempel.objects.publika().get(slug=slug)
    assert (gott.lage, gott.evidens) == ("publicerat", GottExempel.Evidens.BESKRIVNING)
    assert {a.typ_id for a in gott.atgarder.all()} == typer_
    assert gott.publik is not None
    assert gott.publik.innehall["sa_gjorde_de"]
    assert len({a.kommun_id for a in gott.atgarder.all()}) == 1


def test_quotes_in_examples_have_a_role():
    assert {c.roll for c in Exempelcitat.objects.all()} == {
        "regionombud för Akademikerförbundet SSR",
        "den nationella samordnaren",
    }


# Running again


def _allt() -> list[object]:
    modeller = (Atgard, Uppgift, GottExempel, Kalla, Inspiration, Inlast)
    rader = [list(modell._default_manager.order_by("pk").values()) for modell in modeller]
    return [*rader, *(list(a.lagesandringar.values()) for a in Atgard.objects.order_by("pk"))]


def test_a_second_run_changes_nothing():
    fore = _allt()
    call_command("las_artiklar", verbosity=0)
    assert _allt() == fore


def test_what_an_editor_changed_stays(rut):
    umea, torsby = atgard(UMEA, "kompetenstrappa"), sagt("lägsta", TORSBY, "sjukfranvaro")
    services.andra(umea.pk, revision=1, falt={"titel": "Trappan"}, av=rut)
    services.dra_tillbaka(atgard(VETLANDA, "barns-och-ungas-delaktighet").pk, skal="Fel.", av=rut)
    uppgifter.dra_tillbaka(torsby.pk, skal="Gäller inte längre.", av=rut)
    GottExempel.objects.filter(slug="habo-chef-pa-plats").update(slug="habo", titel="Chef på plats")
    fore = _allt()
    call_command("las_artiklar", verbosity=0)
    assert _allt() == fore


def test_a_new_fact_in_the_file_is_entered_and_the_old_ones_left():
    antal = Uppgift.objects.count()
    Inlast.objects.filter(nyckel="uppgifter:torsby-sjukfranvaro").delete()
    Uppgift.objects.filter(kommun=TORSBY).delete()
    call_command("las_artiklar", verbosity=0)
    assert Uppgift.objects.count() == antal
    sagt("lägsta sjukfrånvaro", TORSBY, "sjukfranvaro")


def test_an_editors_own_example_keeps_its_address():
    Inlast.objects.filter(nyckel="exempel:habo-chef-pa-plats").delete()
    call_command("las_artiklar", verbosity=0)
    assert GottExempel.objects.filter(slug__in=["habo-chef-pa-plats", "habo-chef-pa-plats-2"]).count() == 2


# The file


def test_every_code_in_the_file_exists():
    a = artiklar.las()
    assert {p.typ for p in a.atgarder.values()} <= set(Atgardstyp.objects.values_list("pk", flat=True))
    assert {k for p in a.atgarder.values() for k in p.problem} <= set(Problem.objects.values_list("pk", flat=True))
    assert {p.tema for p in a.uppgifter.values()} <= set(Tema.objects.values_list("pk", flat=True))
    koder = {p.kommun for p in a.atgarder.values()} | {p.kommun for p in a.uppgifter.values() if p.kommun}
    assert koder == set(Kommun.objects.filter(pk__in=BERATTADE).values_list("pk", flat=True))


KALLA = "kallor: [{kod: k, titel: En artikel, utgivare: En tidning}]\n"
ATGARD = "{kod: a, kommun: '2480', typ: arbetsmiljo, titel: T, vad: V, lage: beslutad, kallor: [k]%s}"
RESTEN = "uppgifter: [{kod: u, slag: framsteg, sagt_av: en roll, tema: bemanning, text: Något, kallor: [k]%s}]\n"
EXEMPEL = "exempel: [{kod: e, titel: T, ingress: I, sa_gjorde_de: S, atgarder: [a], kallor: [k]}]\n"


def fil(atgard: str = "", uppgift: str = "") -> str:
    return f"{KALLA}atgarder: [{ATGARD % atgard}]\n{RESTEN % uppgift}{EXEMPEL}"


def test_the_smallest_file_is_right():
    a = artiklar.las(fil())
    assert (a.atgarder["a"].antal_berorda, a.uppgifter["u"].datum, a.uppgifter["u"].citat) == (None, "", False)


@pytest.mark.parametrize(
    ("text", "fel"),
    [
        (fil(atgard=", kostnad: 3"), "okänt fält kostnad"),
        (fil(atgard=", inspirerad_av: [b]"), "nämner b, som inte finns"),
        (fil(atgard=", struktur: {trappa: {}}"), "ska ha delar bland"),
        (fil(atgard=", struktur: {stod: {personer: 3}}"), "okänt fält i delen stod"),
        (fil(atgard=", antal_berorda: 4.5"), "ska vara ett heltal"),
        (fil(atgard=", resultatlage: bevisat"), "ska vara okant, pastatt eller uppmatt"),
        (fil(uppgift=", datum: maj 2016"), "kan inte vara 'maj 2016'"),
        (fil(uppgift=", datum: 2016"), "kan inte vara 2016"),
        (fil(uppgift=", datum: 2016-13"), "fältet datum"),
        (fil(uppgift=", citat: ja"), "ska vara true eller false"),
        (fil(uppgift=", atgard: b"), "nämner b, som inte finns"),
        (fil().replace("kallor: [k]", "kallor: [x]"), "nämner x, som inte finns"),
        (fil().replace("kallor: [k]", "kallor: []"), "allt ska ha en källa"),
        (fil().replace("tema: bemanning, ", ""), "fältet tema saknas"),
        (fil().replace("exempel:", "goda:"), "ska ha listorna"),
        ("kallor: [", "inte giltig YAML"),
    ],
)
def test_a_fault_in_the_file_is_told(text, fel):
    with pytest.raises(ValueError, match=fel):
        artiklar.las(text)
