"""Imports go one way, down the list of layers; numbers know nothing of Django."""

import ast
from collections.abc import Iterator
from pathlib import Path

BAS = Path(__file__).resolve().parent.parent
LAGER = ["kommuner", "konton", "atgarder", "besok", "rapporter", "socialtjanst"]
TILLATET_I_BERAKNING = {"numpy", "pandas", "scipy"}
# What may be imported from the project's own frame, by anybody: its place in the list is outermost otherwise.
STANDARD = set(__import__("sys").stdlib_module_names)


def importer(fil: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything that the file imports, lazily or not."""
    paket = fil.relative_to(BAS).parent.parts
    for nod in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))):
        if isinstance(nod, ast.Import):
            yield from ((nod.lineno, namn.name) for namn in nod.names)
        elif isinstance(nod, ast.ImportFrom):
            bas = ".".join(paket[: len(paket) - nod.level + 1]) if nod.level else ""
            yield nod.lineno, ".".join(filter(None, [bas, nod.module or ""]))


def filer(mapp: str) -> Iterator[Path]:
    return (fil for fil in sorted((BAS / mapp).rglob("*.py")) if "migrations" not in fil.parts)


def i_type_checking(fil: Path) -> set[int]:
    """Lines under `if TYPE_CHECKING:`; they import nothing when the program runs."""
    rader: set[int] = set()
    for nod in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))):
        if isinstance(nod, ast.If) and getattr(nod.test, "id", "") == "TYPE_CHECKING":
            rader.update(range(nod.lineno, (nod.end_lineno or nod.lineno) + 1))
    return rader


def brott(lager: list[str]) -> list[str]:
    funna = []
    for niva, mapp in enumerate(lager):
        for fil in filer(mapp):
            undantag = i_type_checking(fil)
            funna += [
                f"{fil.relative_to(BAS)}:{rad} importerar {namn}"
                for rad, namn in importer(fil)
                if namn.split(".")[0] in lager[niva + 1 :] and rad not in undantag
            ]
    return funna


def test_imports_go_one_way():
    assert brott(LAGER) == []


def test_the_check_sees_a_breach():
    assert any("importerar kommuner" in rad for rad in brott(list(reversed(LAGER))))


def test_web_and_api_are_imported_by_nobody():
    """Each is joined to the site by socialtjanst/urls.py, and otherwise known to itself only."""
    funna = [
        f"{fil.relative_to(BAS)}:{rad} importerar {namn}"
        for yttersta in ("socialtjanst/web", "socialtjanst/api")
        for mapp in LAGER
        for fil in filer(mapp)
        if not fil.is_relative_to(BAS / yttersta) and fil != BAS / "socialtjanst/urls.py"
        for rad, namn in importer(fil)
        if namn.startswith(yttersta.replace("/", "."))
    ]
    assert funna == []


def test_computations_know_numbers_only():
    funna = [
        f"{fil.name}:{rad} importerar {namn}"
        for fil in filer("rapporter/berakning")
        for rad, namn in importer(fil)
        if namn.split(".")[0] not in TILLATET_I_BERAKNING | STANDARD and not namn.startswith("rapporter.berakning")
    ]
    assert funna == []


def test_only_underlag_knows_both_rows_and_computations():
    funna = {
        str(fil.relative_to(BAS))
        for mapp in LAGER
        for fil in filer(mapp)
        if not fil.is_relative_to(BAS / "rapporter/berakning")
        and any(namn.startswith("rapporter.berakning") for _, namn in importer(fil))
        and any(
            namn.startswith(("kommuner.models", "kommuner.lasning", "rapporter.models")) for _, namn in importer(fil)
        )
    }
    assert funna <= {"rapporter/underlag.py"}


def test_values_are_read_through_the_one_way_out():
    """Suppression holds only if nobody above kommuner reads Matvarde's own columns."""
    funna = [
        f"{fil.relative_to(BAS)}"
        for mapp in LAGER[1:]
        for fil in filer(mapp)
        if "management" not in fil.parts and "Matvarde.objects" in fil.read_text(encoding="utf-8")
    ]
    assert funna == []
