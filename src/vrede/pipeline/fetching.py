"""Every source asked at once, each on its own: what one cannot give stops no other, and all are told of in one line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vrede.fetch import Client, Outcome, Progress, any_failed, read_answers
from vrede.sources import Source, age_days, all_sources
from vrede.sources.iati import Ask, get_iati
from vrede.sources.standard import get_standard

OPTIONAL = ("standard",)
"""Nothing on the site is made from it: a run in which only it failed did what it had to do."""
Work = Callable[[Progress], list[Outcome]]


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of one source. state: new, unchanged or failed (something of it could not be had). files, bytes: that are there now.

    newest: the period of its newest fact, '' where it has none; age: days from the end of it; lag: days that are normal. rows: an
    outcome for each thing that was asked.
    """

    name: str
    state: str
    files: int
    bytes: int
    newest: str
    age: int | None
    lag: int
    rows: tuple[Outcome, ...]

    @property
    def stale(self) -> bool:
        """Whether its newest fact is older than is normal."""
        return self.age is not None and self.age > self.lag

    @property
    def faults(self) -> list[Outcome]:
        """What could not be had."""
        return [row for row in self.rows if any_failed([row])]


def works(root: Path, client: Client, ask: Ask, standard: Path) -> dict[str, Work]:
    """Source -> how it is asked, for every source that can be fetched. standard: where the IATI standard is kept."""
    made: dict[str, Work] = {
        "iati": lambda progress: get_iati(root, client, client.today, ask, progress=progress),
        "standard": lambda progress: get_standard(standard, client, progress=progress),
    }
    for source in all_sources():
        if source.fetch is not None and source.name not in made:
            made[source.name] = _of(source, root, client)
    return made


def _of(source: Source, root: Path, client: Client) -> Work:
    fetch = source.fetch
    assert fetch is not None
    return lambda progress: fetch(root, client, "", progress)


def get_all(
    root: Path, client: Client, ask: Ask, standard: Path, progress: Callable[[str, Outcome], None] = lambda s, r: None
) -> list[SourceReport]:
    """Asks every source, those of different hosts side by side, and reports each, by name. Nothing that a source does raises.

    progress: told of each thing that was asked, under the name of its source, from several threads.
    """
    asked = works(root, client, ask, standard)

    def one(name: str) -> SourceReport:
        try:
            rows = asked[name](lambda row: progress(name, row))
        except Exception as error:  # a fault of ours in one source must not cost the others their answers
            row = Outcome(name, "", "failed", reason="fault", detail=f"{type(error).__name__}: {error}"[:200])
            progress(name, row)
            rows = [row]
        return report_of(name, rows, root, client.today)

    with ThreadPoolExecutor(len(asked), thread_name_prefix="source") as pool:
        return list(pool.map(one, sorted(asked)))


def report_of(name: str, rows: Sequence[Outcome], root: Path, today: date) -> SourceReport:
    """The report of a source, from what was asked of it and from what lies in its place now."""
    states = {row.state for row in rows}
    state = "failed" if any_failed(rows) else "new" if "new" in states else "unchanged"
    files, size = _there(root / name, rows)
    newest = newest_of(root).get(name, "")
    card = next(source.card for source in all_sources() if source.name == name)
    return SourceReport(name, state, files, size, newest, age_days(newest, today), card.lag_days, tuple(rows))


def _there(folder: Path, rows: Sequence[Outcome]) -> tuple[int, int]:
    """(files, bytes) that are there: of the last good answers, those that could not be asked for this time among them, else of the rows."""
    try:
        files = {file.path: file.path.stat().st_size for one in read_answers(folder).values() for file in one.files}
    except (OSError, ValueError):
        files = {}
    if files:
        return len(files), sum(files.values())
    there = [row for row in rows if row.sha256]
    return len(there), sum(row.bytes for row in there)


def newest_of(root: Path) -> dict[str, str]:
    """Source -> the period of its newest fact, of what lies in a sources folder."""
    return {source.name: told for source in all_sources() if (told := _told(source, root))}


def _told(source: Source, root: Path) -> str:
    try:
        place = source.find(root) if source.find is not None else root / source.name
        return source.told(place) if place is not None else ""
    except (OSError, ValueError):
        return ""


def failed(reports: Sequence[SourceReport]) -> list[SourceReport]:
    """The sources that the site is made from and of which something could not be had."""
    return [one for one in reports if one.state == "failed" and one.name not in OPTIONAL]
