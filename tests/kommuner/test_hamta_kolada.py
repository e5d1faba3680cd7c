"""The command `hamta_kolada`."""

import pytest
from django.core.management import CommandError, call_command

from kommuner import jobb
from kommuner.importer import kolada as importer
from kommuner.importer.kolada import bestall_kolada
from kommuner.jobb import Lage
from kommuner.models import Import, Matvarde
from tests.kolada_server import koladaserver

pytestmark = pytest.mark.usefixtures("register")


@pytest.fixture
def kolada():
    with koladaserver() as server:
        yield server


def test_it_prints_what_came(kolada, capsys):
    call_command("hamta_kolada", "N00090", "--ar", "2015", "2016", "--bas-url", kolada.bas_url)
    ut, stapel = capsys.readouterr()
    assert ut.startswith(f"Källa: Kolada ({kolada.bas_url}). {291 * 6} nya, 0 oförändrade, 0 reviderade")
    assert "100%" in stapel


def test_it_prints_the_refused_with_reasons(kolada, capsys):
    kolada.extra = ["skräp"] * 30
    kolada.kanda = {"U30200"}
    args = ["N00090", "U30200", "--fran", "2014", "--till", "2015", "--bas-url", kolada.bas_url]
    call_command("hamta_kolada", *args)
    ut = capsys.readouterr().out
    assert "Utan värden hos Kolada: " not in ut  # the rubbish came for U30200 too
    assert "Avvisad: rad skräp. Raden är inget objekt." in ut
    assert "… och 40 till" in ut


def test_it_names_those_without_values(kolada, capsys):
    kolada.kanda = {"U30200"}
    call_command("hamta_kolada", "U30200", "--ar", "2015", "--bas-url", kolada.bas_url)
    assert "Utan värden hos Kolada: U30200." in capsys.readouterr().out


def test_a_failure_is_one_line(kolada):
    kolada.alltid = 410
    with pytest.raises(CommandError, match=r"\AKolada har stängt .*\Z"):
        call_command("hamta_kolada", "N00090", "--bas-url", kolada.bas_url)


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (["N99999"], "hämtas inte från Kolada"),
        (["--ar", "1066"], "går inte att hämta"),
        (["--fran", "2015"], "Ange antingen"),
        (["--fran", "2016", "--till", "2015"], "Ange antingen"),
        (["--fran", "2015", "--till", "2016", "--ar", "2015"], "Ange antingen"),
        (["--fran", "1", "--till", "999999999"], "Så många år"),
        (["--ar", "tjugo"], "invalid int"),
    ],
)
def test_what_cannot_be_asked_for(args, text):
    with pytest.raises(CommandError, match=text):
        call_command("hamta_kolada", *args)
    assert not Import.objects.exists()


def test_it_leaves_another_fetch_alone(kolada):
    pagar = bestall_kolada(nyckeltal=["N00090"])
    assert jobb.ta(Import, pagar.pk)
    with pytest.raises(CommandError, match=rf"import {pagar.pk}\) är pågår|En annan hämtning"):
        call_command("hamta_kolada")


def test_it_does_not_do_another_order_than_the_one_asked_for(kolada):
    vantar = bestall_kolada(nyckeltal=["N00090"], bas_url=kolada.bas_url)
    with pytest.raises(CommandError, match="En annan hämtning"):
        call_command("hamta_kolada", "N30001", "--bas-url", kolada.bas_url)
    vantar.refresh_from_db()
    assert (vantar.lage, kolada.fragor) == (Lage.VANTAR, [])


def test_it_takes_up_the_order_that_waits(kolada, capsys):
    vantar = bestall_kolada(nyckeltal=["N00090"], ar=[2015], bas_url=kolada.bas_url)
    call_command("hamta_kolada")
    vantar.refresh_from_db()
    assert (vantar.lage, vantar.tagna) == (Lage.KLAR, 291 * 3)


def test_ctrl_c_cancels_and_leaves_nothing(kolada, monkeypatch):
    def avbrutet(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importer, "publicera", avbrutet)
    with pytest.raises(CommandError, match=r"Hämtningen avbröts\. Ingenting har ändrats"):
        call_command("hamta_kolada", "N00090", "--bas-url", kolada.bas_url)
    assert Import.objects.get().lage == Lage.AVBRUTEN
    assert not Matvarde.objects.exists()
