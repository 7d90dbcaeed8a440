"""UCDP's georeferenced events: yearly final releases and monthly candidate ones, of which the final one counts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import polars as pl

from vrede.sources.conflict.event_lines import EVENT_SCHEMA, events_of, month_of
from vrede.sources.conflict.event_tables import EVENT_FILE, EVENT_REFUSED
from vrede.sources.conflict.releases import CANDIDATE, FINAL, Release, find_releases, unbroken, vintage
from vrede.sources.conflict.series import SeriesError
from vrede.sources.conflict.states import IDS, numbers_of

CLEAR = "Clear"
"""UCDP's code_status of an event whose coding is finished. Any other counts too, and is shown apart: without them the newest months
would be told nearly half too low (2025: 138,955 deaths clear by then, 181,331 in all, 245,464 in the end)."""
STATES = ("used", "unclear", "covered", "replaced", "beyond")
"""What becomes of an event of a file."""


@dataclass(frozen=True, slots=True)
class Events:
    """What a folder's event files say.

    events: those that count, with columns `release` and `clear`. final, candidate: all events of each kind, the newest release's where
    two give one id. refused: table event_refused. files: table event_file. chain: the releases that count together, up to the month
    `until`; empty without a whole release, and then all count.
    """

    events: pl.DataFrame
    final: pl.DataFrame
    candidate: pl.DataFrame
    refused: pl.DataFrame
    files: pl.DataFrame
    chain: tuple[Release, ...] = ()
    until: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A release with its events and refused lines."""

    release: Release
    good: pl.DataFrame
    bad: pl.DataFrame
    sha256: str


def _newest(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Events of several releases of one kind, oldest first: of an id that two give, the newest one's, whatever its status."""
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


def _months_of(release: Release, good: pl.DataFrame) -> Release:
    """The release with the months that it covers; those of its events where its name does not say."""
    if good.is_empty() or (release.first and release.last):
        return release
    first, last = good.select(month_of("date_end").min(), last=month_of("date_end").max()).row(0)
    return replace(release, first=release.first or str(first), last=release.last or str(last))


def read_events(folder: Path) -> Events:
    """The events of a folder; without event files all tables are empty.

    Of an id that several releases give, the newest release leads, by the last month that it covers. A candidate event counts only
    where no final release holds its id or the month in which it ends, from the first month of the final ones to the end of their last
    year. With a whole release only that one and the candidate releases that follow it without a gap count.
    Raises SeriesError: a file cannot be unpacked, lacks a column, or is of absurd size.
    """
    found = find_releases(folder)
    hashes = tuple((release, hashlib.sha256(release.path.read_bytes()).hexdigest()) for release in found)
    ids = folder / IDS
    return _read_events(folder, hashes, hashlib.sha256(ids.read_bytes()).hexdigest() if ids.is_file() else "")


@lru_cache(maxsize=2)
def _read_events(folder: Path, found: tuple[tuple[Release, str], ...], _ids: str) -> Events:
    """The same of files with these hashes: half a million lines are not read again for each who asks."""
    numbers = numbers_of(folder, any(release.whole for release, _hash in found)) if found else pl.DataFrame()
    read = []
    for release, digest in found:
        good, bad = events_of(release.path, numbers)
        read.append(_Read(_months_of(release, good), good, bad, digest))
    read.sort(key=lambda one: one.release.order)
    chain, until = unbroken([one.release for one in read])
    counting = [one for one in read if not chain or one.release in chain]
    final, candidate = (
        _newest([one.good for one in counting if one.release.kind == kind]) for kind in (FINAL, CANDIDATE)
    )
    if chain and final.is_empty():
        raise SeriesError(f"{chain[0].path}: no event in a release of all countries; fetch it again")
    end = chain[0].last if chain else covered_until(final)
    begin = final.select(month_of("date_end").min()).item() if not final.is_empty() else ""
    ended = month_of("date_end")
    covered = ended.is_between(pl.lit(begin), pl.lit(end)) if begin else pl.lit(False)
    left = candidate.filter(~covered).join(final, on="event_id", how="anti", maintain_order="left")
    status = pl.col("code_status").is_null() | (pl.col("code_status") == CLEAR)
    chosen = (
        pl.concat([final.with_columns(release=pl.lit(FINAL)), left.with_columns(release=pl.lit(CANDIDATE))])
        .with_columns(clear=status)
        .sort("event_id")
    )
    fate = {one.release: _fate(one, chosen, final["event_id"], covered, (chain, until)) for one in read}
    return Events(
        chosen,
        final,
        _newest([one.good for one in read if one.release.kind == CANDIDATE]),
        EVENT_REFUSED.conform(pl.concat(one.bad for one in read)) if read else EVENT_REFUSED.empty(),
        EVENT_FILE.conform(pl.concat(_facts(one, fate[one.release]) for one in read)).sort("event_file")
        if read
        else EVENT_FILE.empty(),
        tuple(chain),
        until,
    )


def _fate(
    one: _Read, chosen: pl.DataFrame, final_ids: pl.Series, covered: pl.Expr, row: tuple[list[Release], str]
) -> dict[str, int]:
    """What became of a file's events, each in one of STATES."""
    chain, until = row
    mine = one.good.join(
        chosen.select("event_id", "event_file", "clear"),
        on=["event_id", "event_file"],
        how="left",
        maintain_order="left",
    )
    late = bool(chain) and one.release not in chain and one.release.kind == CANDIDATE and one.release.first > until
    held = pl.lit(one.release.kind == CANDIDATE) & (covered | pl.col("event_id").is_in(final_ids.implode()))
    state = (
        pl.when(pl.col("clear"))
        .then(pl.lit("used"))
        .when(pl.col("clear").is_not_null())
        .then(pl.lit("unclear"))
        .when(held)
        .then(pl.lit("covered"))
        .when(pl.lit(late))
        .then(pl.lit("beyond"))
        .otherwise(pl.lit("replaced"))
    )
    counts = dict(mine.group_by(state.alias("state")).len().iter_rows())
    return {name: counts.get(name, 0) for name in STATES}


def _facts(one: _Read, fate: dict[str, int]) -> pl.DataFrame:
    """One row of event_file."""
    months = one.good.select(first=month_of("date_end").min(), last=month_of("date_end").max()).row(0)
    row = {
        "event_file": one.release.path.name,
        "release": one.release.kind,
        "sha256": one.sha256,
        "lines": one.good.height + one.bad.height,
        **fate,
        "refused": one.bad.height,
        "first_month": months[0],
        "last_month": months[1],
    }
    return pl.DataFrame([row], schema=EVENT_FILE.schema)


def vintage_of(read: Events) -> str:
    """What the releases that count together are called; '' without a whole release."""
    return vintage(read.chain)
