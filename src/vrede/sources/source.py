"""What a source is: a folder below `sources` whose face has a SOURCE. Everything that uses sources walks the folder."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import polars as pl

from vrede.fetch import Client, Outcome, Progress, fetch_all, quiet, read_answers, wants
from vrede.sources.card import Card, load_card
from vrede.sources.table import Table

Fetch = Callable[[Path, Client, str, Progress], list[Outcome]]
Read = Callable[[Path], dict[str, pl.DataFrame]]


def _only(path: Path) -> list[Path]:
    return [path]


def _unknown(tables: Mapping[str, pl.DataFrame]) -> str:
    return ""


def newest_answer(place: Path) -> str:
    """The period of the newest fact among a source's answers, as text that sorts by time; '' where it has none."""
    if not place.is_dir():
        return ""
    return max((answer.newest for answer in read_answers(place).values()), default="")


def file_in(folder: str, name: str) -> Callable[[Path], Path | None]:
    """Finds one file of a folder below a sources folder."""

    def find(root: Path) -> Path | None:
        path = root / folder / name
        return path if path.is_file() else None

    return find


def answered(folder: str, *lists: str) -> Callable[[Path], Path | None]:
    """Finds the folder below a sources folder in which a source's answers are kept; None where it never answered.

    lists: how the names of answers begin that only say what there is to ask for. A source of which nothing else came yet gave nothing, and
    must not stop the others.
    """

    def find(root: Path) -> Path | None:
        path = root / folder
        return path if any(not name.startswith(lists) for name in read_answers(path)) else None

    return find


def answer_files(folder: Path) -> list[Path]:
    """Every file of the last good answers of a source."""
    return [file.path for answer in read_answers(folder).values() for file in answer.files]


def fetch_listed(source: Path) -> Fetch:
    """Fetches the files of addresses.toml into the folder of the source's name. source: its folder in the package.

    Another address is that of the file where there is one, else of the folder in which the files have the same names.
    """

    def fetch(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
        return fetch_all(wants(source, base), folder / source.name, client, progress)

    return fetch


@dataclass(frozen=True, slots=True)
class Source:
    """One supplier of outside data.

    name: that of its folder, here and below a sources folder. find: where it is in a sources folder, a file or a folder; None where it
    is not. inputs: the files there that it is made from. read, tables: what it gives to a snapshot by itself; a table that several sources
    give is put together (pipeline.together). counted: the tables whose rows its card judges. fetch: brings it from outside into a sources
    folder, from another address where one is given. newest: the period of its newest fact in a snapshot's tables; told: as its place tells it, where
    the tables do not.
    """

    name: str
    find: Callable[[Path], Path | None] | None = None
    inputs: Callable[[Path], Iterable[Path]] = _only
    read: Read | None = None
    tables: tuple[Table, ...] = ()
    counted: tuple[str, ...] = ()
    fetch: Fetch | None = None
    newest: Callable[[Mapping[str, pl.DataFrame]], str] = _unknown
    told: Callable[[Path], str] = newest_answer

    @property
    def card(self) -> Card:
        """Its card. Raises CardError."""
        return load_card(self.name)

    def tables_of(self, place: Path | None) -> dict[str, pl.DataFrame]:
        """Its tables; empty ones where it is not there. Raises what its reader raises."""
        if self.read is None or place is None:
            return {table.name: table.empty() for table in self.tables}
        return self.read(place)


@cache
def all_sources() -> tuple[Source, ...]:
    """Every source, by name."""
    packages = import_module(__package__)
    found = []
    for module in pkgutil.iter_modules(packages.__path__):
        if module.ispkg:
            source = getattr(import_module(f"{__package__}.{module.name}"), "SOURCE", None)
            if isinstance(source, Source):
                found.append(source)
    return tuple(sorted(found, key=lambda one: one.name))
