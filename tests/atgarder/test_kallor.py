"""Documents: taken in by what they are; given to those who may see what rests on them."""

import hashlib
import io
import zipfile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile

from atgarder import exempel, kallor, services
from atgarder.models import GottExempel, Kalla
from atgarder.regler import Regelfel
from atgarder.services import Delar
from tests.atgarder.varld import atgard, gott_exempel

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20
PDF = b"%PDF-1.7\n1 0 obj\n"
ORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BLAD = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MAKRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


def zippad(**delar: str) -> bytes:
    minne = io.BytesIO()
    with zipfile.ZipFile(minne, "w", zipfile.ZIP_DEFLATED) as arkiv:
        for namn, text in delar.items():
            arkiv.writestr({"typer": "[Content_Types].xml", "mimetype": "mimetype"}.get(namn, namn), text)
    return minne.getvalue()


def ooxml(typ: str) -> bytes:
    return zippad(typer=f'<Types><Override PartName="/x" ContentType="{typ}"/></Types>')


ODT = zippad(mimetype="application/vnd.oasis.opendocument.text")


def prova(innehall: bytes, namn: str) -> str:
    return kallor.prova(ContentFile(innehall), namn)


@pytest.mark.parametrize(
    ("innehall", "namn", "slag"),
    [
        (PDF, "beslut.pdf", "pdf"),
        (PDF, "BESLUT.PDF", "pdf"),
        (PNG, "bild.png", "png"),
        (JPG, "bild.jpeg", "jpg"),
        (ooxml(ORD), "beslut.docx", "docx"),
        (ooxml(BLAD), "kalkyl.xlsx", "xlsx"),
        (ODT, "beslut.odt", "odt"),
        ("Åtta timmar blev sex.\r\n".encode(), "text.txt", "txt"),
        ("\ufeffMed BOM".encode(), "text.txt", "txt"),
    ],
)
def test_what_is_let_in(innehall, namn, slag):
    assert prova(innehall, namn) == slag


@pytest.mark.parametrize(
    ("innehall", "namn"),
    [
        (PDF, "beslut.docx"),
        (b"<html><script>alert(1)</script>", "beslut.pdf"),
        (PNG, "bild.jpg"),
        (ooxml(BLAD), "beslut.docx"),
        (ooxml(MAKRO), "beslut.docx"),
        (ODT, "beslut.docx"),
        (zippad(**{"a.txt": "x"}), "beslut.docx"),
        (b"PK\x03\x04trasig", "beslut.docx"),
        (zippad(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "beslut.odt"),
        (b"\x00\x01\x02", "text.txt"),
        ("åäö".encode("latin-1"), "text.txt"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(innehall, namn):
    with pytest.raises(Regelfel, match=r"Filen heter som .* men innehåller"):
        prova(innehall, namn)


@pytest.mark.parametrize("namn", ["sida.html", "program.exe", "bild.svg", "utan", "makro.docm", ".pdf.js"])
def test_a_kind_that_is_not_allowed_is_refused_with_those_that_are(namn):
    with pytest.raises(Regelfel, match=r"Välj PDF, Word"):
        prova(PDF, namn)


def test_too_big_and_empty_are_refused_with_the_size():
    with pytest.raises(Regelfel, match=r"Filen är 10,0 MB. Den får vara högst 10 MB"):
        prova(PDF + b" " * kallor.HOGST, "stor.pdf")
    with pytest.raises(Regelfel, match="tom"):
        prova(b"", "tom.pdf")
    assert prova(PDF + b" " * (kallor.HOGST - len(PDF)), "precis.pdf") == "pdf"


def test_a_zip_that_unpacks_to_much_is_only_read_at_its_beginning():
    bomb = zippad(typer="<Types>" + " " * (40 * 1024 * 1024))
    assert len(bomb) < 100_000
    with pytest.raises(Regelfel):
        prova(bomb, "bomb.docx")


@pytest.mark.django_db
class TestTaEmot:
    def ta(self, namn="beslut.txt", innehall=b"Beslutet.", av=None, **falt):
        return kallor.ta_emot(ContentFile(innehall), namn, falt=falt, av=av)

    def test_it_lies_under_a_random_name_and_keeps_its_own(self, bo):
        ny = self.ta(av=bo)
        assert "beslut" not in ny.fil.name
        assert ny.fil.name.endswith(".txt")
        assert (ny.filnamn, ny.titel, ny.slag) == ("beslut.txt", "beslut.txt", "dokument")
        assert ny.filhash == hashlib.sha256(b"Beslutet.").hexdigest()
        assert ny.av_roll == "uppgiftslämnare i Östersund"
        assert ny.fil.read() == b"Beslutet."
        ny.fil.close()

    @pytest.mark.parametrize(
        ("skrivet", "kvar"),
        [("../../etc/passwd.txt", "passwd.txt"), ("C:\\mapp\\fil.txt", "fil.txt"), ("ra\r\nd.txt", "rad.txt")],
    )
    def test_folders_and_control_characters_are_left_out_of_the_name(self, skrivet, kvar):
        assert self.ta(skrivet).filnamn == kvar

    def test_a_long_name_keeps_its_ending(self):
        namn = self.ta("a" * 400 + ".txt").filnamn
        assert len(namn) <= 200
        assert namn.endswith(".txt")

    def test_a_personnummer_in_the_title_keeps_nothing(self):
        with pytest.raises(Regelfel, match="personnummer"):
            self.ta(titel="Gäller 811228-9874")
        assert not Kalla.objects.exists()

    @pytest.mark.parametrize(
        "namn", ["811228-9874.txt", "beslut-811228-9874.txt", "Beslut 8112289874.txt", "b_19811228-9874_2.txt"]
    )
    @pytest.mark.parametrize("titel", ["", "Beslutet"])
    def test_a_personnummer_in_the_files_name_keeps_nothing(self, namn, titel):
        with pytest.raises(Regelfel, match="Byt namn på filen") as fel:
            self.ta(namn, titel=titel)
        assert set(fel.value.fel) == {"fil"}
        assert not Kalla.objects.exists()

    def test_a_file_that_is_named_by_its_date_and_number_is_taken(self):
        assert self.ta("2016-05-14-dnr-2016-1234.txt").titel == "2016-05-14-dnr-2016-1234.txt"

    def test_a_refused_file_keeps_nothing(self):
        with pytest.raises(Regelfel):
            self.ta("beslut.pdf")
        assert not Kalla.objects.exists()

    def test_the_same_source_without_a_document_is_one(self):
        falt = {"slag": "artikel", "titel": "Kommunerna som vänder krisen", "datum": "2016"}
        ena, andra = (kallor.hamta_eller_skapa(falt=falt, av=None) for _ in range(2))
        assert ena == andra
        assert kallor.hamta_eller_skapa(falt={**falt, "datum": "2017"}, av=None) != ena


class TestSynlighet:
    @pytest.fixture
    def kalla(self, typer):
        return Kalla.objects.create(titel="Beslut", fil="kallor/x.txt")

    def ser(self, vem, kalla) -> bool:
        return kallor.synliga_for(vem).filter(pk=kalla.pk).exists()

    def test_nobody_sees_a_source_that_nothing_rests_on(self, kalla, alva):
        assert not self.ser(alva, kalla)

    def test_a_public_measures_source_is_everybodys(self, kalla):
        atgard(delar=Delar(kallor=[kalla]))
        assert self.ser(AnonymousUser(), kalla)

    def test_a_drafts_source_is_its_writers(self, kalla, alva, bo, cilla):
        atgard(publik=False, delar=Delar(kallor=[kalla]))
        assert [self.ser(vem, kalla) for vem in (alva, bo, cilla, AnonymousUser())] == [True, True, False, False]

    def test_a_withdrawn_measures_source_is_hidden_again(self, kalla, bo):
        ny = atgard(delar=Delar(kallor=[kalla]))
        services.dra_tillbaka(ny.pk, skal="Fel.", av=bo)
        assert not self.ser(AnonymousUser(), kalla)
        assert self.ser(bo, kalla)

    def test_a_drafts_document_stays_hidden_when_its_example_is_published(self, kalla, bo):
        dold = atgard("2480", publik=False, delar=Delar(kallor=[kalla]))
        gott = gott_exempel(atgard(), dold, publik=False)
        gott.kallor.add(kalla)
        with pytest.raises(Regelfel):
            exempel.publicera(gott.pk, av=None)
        gott.atgarder.remove(dold)
        exempel.publicera(gott.pk, av=None)
        assert not self.ser(AnonymousUser(), kalla)

    def test_a_withdrawn_measures_document_is_hidden_in_a_published_example_too(self, kalla):
        med = atgard("2480", delar=Delar(kallor=[kalla]))
        gott = gott_exempel(atgard(), med, publik=False)
        gott.kallor.add(kalla)
        exempel.publicera(gott.pk, av=None)
        services.dra_tillbaka(med.pk, skal="Fel.", av=None)
        assert GottExempel.objects.publika().exists()
        assert not self.ser(AnonymousUser(), kalla)

    def test_a_document_is_readable_as_long_as_the_published_version_names_it(self, kalla, rut):
        gott = gott_exempel(publik=False)
        gott.kallor.add(kalla)
        exempel.publicera(gott.pk, av=rut)
        gott.refresh_from_db()
        exempel.andra(gott.pk, revision=gott.revision, falt={}, delar=exempel.Delar(kallor=[]), av=rut)
        assert self.ser(AnonymousUser(), kalla)
        exempel.arkivera(gott.pk, av=rut)
        assert self.ser(AnonymousUser(), kalla)
        exempel.ateruppta(gott.pk, av=rut)
        exempel.publicera(gott.pk, av=rut)
        assert not self.ser(AnonymousUser(), kalla)

    def test_a_document_that_only_the_working_copy_has_is_its_writers(self, kalla, rut):
        gott = gott_exempel()
        delar = exempel.Delar(kallor=[kalla])
        exempel.andra(gott.pk, revision=gott.revision, falt={}, delar=delar, av=rut)
        assert [self.ser(vem, kalla) for vem in (AnonymousUser(), rut)] == [False, True]

    def test_a_published_examples_source_is_everybodys(self, kalla):
        gott = gott_exempel(publik=False)
        gott.kallor.add(kalla)
        assert not self.ser(AnonymousUser(), kalla)
        assert self.ser(AnonymousUser(), _publicerad(gott, kalla))


def _publicerad(gott, kalla):
    exempel.publicera(gott.pk, av=None)
    return kalla


def test_a_source_that_says_more_is_another(typer):
    """Or its address, which only a draft may show, would come along."""
    hemlig = kallor.hamta_eller_skapa(falt={"titel": "Beslut", "url": "https://exempel.test/hemlig"}, av=None)
    oppen = kallor.hamta_eller_skapa(falt={"titel": "Beslut"}, av=None)
    assert oppen != hemlig
    assert oppen.url == ""
    assert kallor.hamta_eller_skapa(falt={"titel": "Beslut"}, av=None) == oppen
