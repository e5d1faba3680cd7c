"""The map of states: every municipality is drawn, and what is said of each does not rest on colour."""

from rapporter.diagram import Lagesklass, lageskarta

VAGAR = {"2380": "M0 0h1v1z", "2480": "M1 0h1v1z", "0180": "M2 0h1v1z"}
NAMN = {"2380": "Östersund", "2480": "Umeå", "0180": "Stockholm"}


def rita(lagen):
    return lageskarta(
        titel="Omgången",
        beskrivning="En av två.",
        lagen=lagen,
        klasser=[Lagesklass("q4", "besökt"), Lagesklass("q2", "ska besökas")],
        utanfor="utanför",
        namn=NAMN,
        adresser={kod: f"/kommuner/{kod}/" for kod in NAMN},
        vagar=VAGAR,
        storlek=(300, 660),
    )


def test_each_has_its_class_and_its_words():
    vagar = {v.titel: (v.klass, v.lank) for v in rita({"2380": "q4", "2480": "q2"}).bred.vagar}
    assert vagar == {
        "Östersund: besökt": ("q4", "/kommuner/2380/"),
        "Umeå: ska besökas": ("q2", "/kommuner/2480/"),
        "Stockholm: utanför": ("utanfor", ""),
    }


def test_those_of_the_round_are_drawn_on_top():
    assert rita({"2380": "q4"}).bred.vagar[-1].titel == "Östersund: besökt"


def test_the_table_says_the_same_in_the_given_order():
    tabell = rita({"2480": "q2", "2380": "q4"}).tabell
    assert [[c.text for c in rad.celler] for rad in tabell.rader] == [["Umeå", "ska besökas"], ["Östersund", "besökt"]]


def test_nobody_in_the_round_still_gives_the_country():
    ritad = rita({})
    assert len(ritad.bred.vagar) == 3
    assert ritad.tabell.rader == ()
