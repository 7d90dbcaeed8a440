"""The gate before a new snapshot: where half of the files or publishers are gone since the last one, that one stays.

A source that came in half (a broken fetch, a disk that was not mounted) must not look like money that stopped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import polars as pl

from vrede.lake import Gathered
from vrede.pipeline.inputs import Sources, SourcesError
from vrede.sources import Source, all_sources, judge
from vrede.sources.countries import country_codes
from vrede.sources.rates import Rates

NAME, REASON, PUBLISHER = 0, 2, 4  # of a row in a manifest's `files`
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}/")


def _of(rows: Sequence[Sequence[str]], column: int) -> set[str]:
    """The day under which a file was fetched is no part of its name: tomorrow it stands under another."""
    return {DAY.sub("", row[column]) for row in rows if not row[REASON] and row[column]}


def _lost(before: Collection[str], now: Collection[str]) -> int:
    gone = set(before) - set(now)
    return len(gone) if len(gone) * 2 >= len(before) and len(before) > 1 else 0


def loss(before: Mapping[str, Any] | None, root: str, rows: Sequence[Sequence[str]]) -> str:
    """What was lost since the last snapshot of the same sources folder, in words; empty where less than half was.

    before: the manifest of the current snapshot, None where there is none. rows: the files of the new one, as in a manifest.
    """
    if before is None or before.get("root") != root:
        return ""
    for column, words in ((NAME, "files"), (PUBLISHER, "publishers")):
        old = _of(before.get("files", []), column)
        if lost := _lost(old, _of(rows, column)):
            return f"{lost} of the {len(old)} {words} of the last snapshot are gone or cannot be read"
    return ""


def judged(
    sources: Sources,
    tables: Mapping[str, pl.DataFrame | Gathered],
    parts: Mapping[str, Mapping[str, pl.DataFrame]],
    rates: Rates,
) -> dict[str, dict[str, Any]]:
    """Each source against the bounds of its card, with its newest fact. parts: what each source gave by itself.

    Raises SourcesError where one has fewer rows than it may.
    """
    rows = {"rates": rates.rows, "countries": country_codes().height}
    if sources.files:
        rows["iati"] = tables["activity"].height + tables["organisation"].height
    for source in all_sources():
        if source.counted and source.name in sources.found:
            own = {**tables, **parts[source.name]}
            rows[source.name] = sum(own[name].height for name in source.counted)
    small = {name: table for name, table in tables.items() if isinstance(table, pl.DataFrame)}
    newest = {source.name: _newest(source, sources, small) for source in all_sources() if source.name in sources.found}
    newest |= {"rates": rates.last_day.isoformat()}
    newest |= {"iati": max((file.retrieved for file in sources.files), default="")} if sources.files else {}
    made: dict[str, dict[str, Any]] = {}
    for name, number in sorted(rows.items()):
        found = judge(name, number)
        if found.verdict == "stop":
            raise SourcesError(
                f"{sources.root}: {name} gives {number} {found.card.rows}, fewer than the {found.card.rows_min} that its card "
                "asks for; the last snapshot stays. Look at the files that were not used."
            )
        made[name] = {"rows": number, "verdict": found.verdict, "newest": newest.get(name, "")}
    made["rates"] |= {
        "origin": rates.origin,
        "sha256": rates.sha256,
        "last_day": rates.last_day.isoformat(),
        "refused": rates.refused,
    }
    return made


def _newest(source: Source, sources: Sources, tables: Mapping[str, pl.DataFrame]) -> str:
    """The period of a source's newest fact: as its tables tell it, else as its place does; '' where neither does."""
    return source.newest(tables) or source.told(sources.found[source.name])
