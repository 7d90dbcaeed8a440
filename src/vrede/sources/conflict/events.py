"""UCDP's georeferenced events: yearly final releases and monthly candidate ones, of which the final one counts."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from vrede.sources.conflict.event_lines import EVENT_SCHEMA, events_of, month_of
from vrede.sources.conflict.event_tables import EVENT_FILE, EVENT_REFUSED
from vrede.sources.conflict.read import country_numbers

FINAL, CANDIDATE = "final", "candidate"
CLEAR = "Clear"
"""UCDP's code_status of an event whose coding is finished; any other is not counted unless it is asked for."""
NAMES = (
    (re.compile(r"ucdp_ged_events.*\.csv(\.gz)?", re.I), FINAL),
    (re.compile(r"gedevent_v[0-9]+_[0-9]+\.csv(\.gz)?", re.I), FINAL),
    (re.compile(r"ucdp_candidate.*\.csv(\.gz)?", re.I), CANDIDATE),
    (re.compile(r"gedevent_v[0-9]+(_[0-9]+){2,}\.csv(\.gz)?", re.I), CANDIDATE),
)
"""UCDP names its files by version: two numbers are a yearly release (v25_1), more a candidate one (v25_0_3, v25_01_25_03)."""


@dataclass(frozen=True, slots=True)
class Events:
    """What a folder's event files say.

    events: those that count, with column `release`. final, candidate: all events of each kind, the later release's where two
    give one id. refused: table event_refused. files: table event_file.
    """

    events: pl.DataFrame
    final: pl.DataFrame
    candidate: pl.DataFrame
    refused: pl.DataFrame
    files: pl.DataFrame


def _version(path: Path) -> tuple[tuple[int, ...], str]:
    return tuple(int(number) for number in re.findall(r"[0-9]{1,9}", path.name)), path.name


def find_events(folder: Path) -> list[tuple[str, Path]]:
    """(release, file) for every event file in the folder, final before candidate, each kind by the numbers in its name."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        release = next((kind for name, kind in NAMES if name.fullmatch(path.name)), None)
        if release and path.is_file():
            found.append((release, path))
    return sorted(found, key=lambda one: (one[0] != FINAL, _version(one[1])))


def _newest(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Events of several releases of one kind, oldest first: of an id that two give, the later one's."""
    if not parts:
        return pl.DataFrame(schema=EVENT_SCHEMA)
    every = pl.concat(part.with_columns(_at=pl.lit(at)) for at, part in enumerate(parts))
    last = every.sort("_at", maintain_order=True).unique("event_id", keep="last", maintain_order=True)
    return last.drop("_at").sort("event_id")


def covered_until(final: pl.DataFrame) -> str:
    """The last month of the last year that a final release holds, YYYY-MM; '' without one. A final release is of whole years."""
    if final.is_empty():
        return ""
    return str(final.select(month_of("date_end").max().str.slice(0, 4)).item()) + "-12"


def read_events(folder: Path, unclear: bool = False) -> Events:
    """The events of a folder; without event files all tables are empty. unclear: count events whose coding is not finished too.

    A candidate event counts only where no final release holds its id or the month in which it ends, from the first month of
    the final ones to the end of their last year. Raises SeriesError: a file cannot be unpacked, lacks a column, or is of
    absurd size; or country_ids.csv is missing.
    """
    found = find_events(folder)
    numbers = country_numbers(folder) if found else pl.DataFrame()
    read = [(release, path, *events_of(path, numbers)) for release, path in found]
    status = pl.col("code_status").is_null() | (pl.col("code_status") == CLEAR)
    clear = {path.name: good if unclear else good.filter(status) for _kind, path, good, _bad in read}
    final = _newest([clear[path.name] for kind, path, _good, _bad in read if kind == FINAL])
    candidate = _newest([clear[path.name] for kind, path, _good, _bad in read if kind == CANDIDATE])
    until = covered_until(final)
    begin = final.select(month_of("date_end").min()).item() if until else ""
    ended = month_of("date_end")
    left = candidate.filter(~(ended.is_between(pl.lit(begin), pl.lit(until))) if until else pl.lit(True))
    left = left.join(final, on="event_id", how="anti", maintain_order="left")
    chosen = pl.concat([final.with_columns(release=pl.lit(FINAL)), left.with_columns(release=pl.lit(CANDIDATE))]).sort(
        "event_id"
    )
    files = [
        _facts(release, path, (good, clear[path.name], bad), {FINAL: final, CANDIDATE: candidate}[release], chosen)
        for release, path, good, bad in read
    ]
    refused = [bad for _kind, _path, _good, bad in read]
    return Events(
        chosen,
        final,
        candidate,
        EVENT_REFUSED.conform(pl.concat(refused)) if refused else EVENT_REFUSED.empty(),
        EVENT_FILE.conform(pl.concat(files)).sort("event_file") if files else EVENT_FILE.empty(),
    )


def _facts(
    release: str,
    path: Path,
    read: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame],
    newest: pl.DataFrame,
    chosen: pl.DataFrame,
) -> pl.DataFrame:
    """One row of event_file. read: (events, those of them that are clear, refused)."""
    good, clear, bad = read

    def mine(frame: pl.DataFrame) -> int:
        return frame.filter(pl.col("event_file") == path.name).height

    months = good.select(first=month_of("date_end").min(), last=month_of("date_end").max()).row(0)
    row = {
        "event_file": path.name,
        "release": release,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "lines": good.height + bad.height,
        "used": mine(chosen),
        "unclear": good.height - clear.height,
        "covered": mine(newest) - mine(chosen),
        "replaced": clear.height - mine(newest),
        "refused": bad.height,
        "first_month": months[0],
        "last_month": months[1],
    }
    return pl.DataFrame([row], schema=EVENT_FILE.schema)
