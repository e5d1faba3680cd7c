"""What the documents name exists, and the other way round."""

import re
from pathlib import Path

from django.core.management import get_commands

BAS = Path(__file__).resolve().parent.parent
LAS = {namn: (BAS / namn).read_text(encoding="utf-8") for namn in ("README.md", "docs/drift.md", ".env.example")}
MILJO = (BAS / "socialtjanst/miljo.py").read_text(encoding="utf-8")
KANDA = set(re.findall(r'env(?:\.get\(|, )"([A-Z_]+)"', MILJO))
UTANFOR = {"POSTGRES_PASSWORD", "CI", "CHROMIUM", "TEST_POSTGRES_URL"}


def test_every_setting_is_described():
    assert KANDA
    for fil in (".env.example", "docs/drift.md"):
        assert set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)*\b", LAS[fil])) >= KANDA, fil


def test_every_setting_in_the_example_file_exists():
    assert set(re.findall(r"^([A-Z_]+)=", LAS[".env.example"], re.M)) <= KANDA | UTANFOR


def test_every_make_target_that_is_named_exists():
    mal = set(re.findall(r"^([a-z-]+):", (BAS / "Makefile").read_text(encoding="utf-8"), re.M))
    for fil, text in LAS.items():
        assert set(re.findall(r"`make ([a-z-]+)", text)) <= mal, fil


def test_every_command_that_is_named_exists():
    for fil, text in LAS.items():
        assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands()), fil


def test_every_own_command_is_described():
    egna = {namn for namn, app in get_commands().items() if app in {"kommuner", "rapporter", "socialtjanst", "konton"}}
    assert egna <= set(re.findall(r"\b[a-z_]+\b", LAS["docs/drift.md"]))


def test_links_between_documents_lead_somewhere():
    for fil in BAS.glob("**/*.md"):
        if ".venv" in fil.parts or "node_modules" in fil.parts:
            continue
        for lank in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", fil.read_text(encoding="utf-8")):
            assert (fil.parent / lank).exists(), f"{fil.name}: {lank}"
