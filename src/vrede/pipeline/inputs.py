"""What a sources folder holds: IATI files, the budget, fetched rates, and whether it is the made-up sample."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vrede.sources import Source, all_sources
from vrede.sources.iati import DatasetFile, find_files

MADE_UP = "made-up.txt"


class SourcesError(Exception):
    """The sources folder cannot be used; the message says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of one build. found: source -> the file or folder in which it is, for every source that is there."""

    root: Path
    files: list[DatasetFile]
    found: Mapping[str, Path]
    made_up: bool

    @property
    def series(self) -> Path | None:
        """The folder of country series and deaths by month."""
        return self.found.get("conflict")

    @property
    def rates(self) -> Path | None:
        """The fetched exchange rates."""
        return self.found.get("rates")

    def hash_of(self, source: Source) -> str:
        """Hash over the files of a source; '' where it is not there."""
        place = self.found.get(source.name)
        if place is None:
            return ""
        digest = hashlib.sha256()
        for path in source.inputs(place):
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def find_sources(root: Path) -> Sources:
    """What a sources folder holds: IATI files in `root/iati`, or in `root` itself where there is no such folder, and every other source
    in the folder of its name.

    Raises SourcesError: no such folder, no permission, nothing to read in it.
    """
    if not root.exists():
        raise SourcesError(f"{root}: no such folder. Name a folder with IATI files, or use --sample.")
    if not root.is_dir():
        raise SourcesError(f"{root} is a file. Name the folder that it stands in.")
    try:
        iati = root / "iati"
        files = find_files(iati if iati.is_dir() else root)
        places = {source.name: source.find(root) for source in all_sources() if source.find is not None}
    except OSError as error:
        raise SourcesError(f"{root} cannot be read: {error.strerror}. Check its permissions.") from error
    found = {name: place for name, place in places.items() if place is not None}
    if not files and "budget" not in found:
        raise SourcesError(f"{root}: no .xml or .xml.gz files in it or below it.")
    return Sources(root, files, found, (root / MADE_UP).is_file())
