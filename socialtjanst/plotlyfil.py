"""plotly.js as a static file, from the wheel: the one file of its folder that pages need."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FIL = "plotly.min.js"
PREFIX = "plotly"


def mapp() -> Path:
    """Where the wheel keeps it; found without importing plotly, which takes half a second."""
    plats = find_spec("plotly")
    if plats is None or not plats.submodule_search_locations:
        raise RuntimeError("Paketet plotly saknas: kör pip install -r requirements.txt")
    return Path(plats.submodule_search_locations[0]) / "package_data"


class Plotlyfinnare(BaseFinder):
    """Finds `plotly/plotly.min.js` and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=mapp())
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]  # where collectstatic puts it

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:  # type: ignore[override]
        if path != f"{PREFIX}/{FIL}":
            return []
        return [self.storage.path(FIL)] if find_all else self.storage.path(FIL)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        yield FIL, self.storage
