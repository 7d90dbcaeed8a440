"""Triggers: which dated rules a forecast fires, and how each rule would have done in the past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from vrede.article import Region, Trigger
from vrede.lake.tables import WARNING_TABLES

EVENT = next(table for table in WARNING_TABLES if table.name == "trigger_event")


def listed(rule: Trigger, regions: Iterable[Region]) -> frozenset[str] | None:
    """The countries of a rule; None: every country. Raises KeyError for a region that the article does not know."""
    if not rule.regions:
        return None
    known = {region.id: region.countries for region in regions}
    return frozenset(code for name in rule.regions for code in known[name])


def fires(rule: Trigger, now_ppm: int, before_ppm: int | None, quiet: bool) -> bool:
    """Whether a chance fires a rule. A rise cannot be told without a forecast before: then it does not fire."""
    if now_ppm < rule.least_ppm or (rule.quiet and not quiet):
        return False
    return not rule.rise_ppm or (before_ppm is not None and now_ppm - before_ppm >= rule.rise_ppm)


def fired(
    rules: Sequence[Trigger], forecast: pl.DataFrame, day: date, regions: Sequence[Region], target: str = "ged_sb"
) -> pl.DataFrame:
    """Table trigger_event: what one issue fires. forecast: table forecast of that issue; day: the day it was issued."""
    rows: list[tuple[object, ...]] = []
    for rule in rules:
        if rule.valid_from > day:
            continue
        where = listed(rule, regions)
        month = forecast.filter((pl.col("target") == target) & (pl.col("ahead") == rule.ahead)).sort("iso3")
        for row in month.iter_rows(named=True):
            if where is not None and row["iso3"] not in where:
                continue
            if fires(rule, row["p25_ppm"], row["p25_before_ppm"], row["quiet"]):
                rows.append(
                    (rule.id, row["iso3"], row["issue"], day, row["month"], row["p25_ppm"], row["p25_before_ppm"])
                )
    return EVENT.conform(pl.DataFrame(rows, schema=EVENT.schema, orient="row"))


@dataclass(frozen=True, slots=True)
class Record:
    """How a rule would have done. hits: warnings followed by a month of 25 deaths within a year; false: the others;
    missed: onsets that no warning came before; onsets: all. leads: months from warning to onset, of each onset warned of."""

    hits: int
    false: int
    missed: int
    onsets: int
    leads: tuple[int, ...]


def record(
    warned: Mapping[str, Sequence[int]],
    war: Mapping[str, Sequence[int]],
    onsets: Mapping[str, Sequence[int]],
    within: int = 12,
) -> Record:
    """warned: country -> months in which the rule fired (numbers); war: country -> months with 25 deaths; onsets: the first of
    those after a quiet year. A warning is a hit where a month of war follows within `within` months."""
    hits = wrong = 0
    for code, months in warned.items():
        for month in months:
            if any(month < w <= month + within for w in war.get(code, ())):
                hits += 1
            else:
                wrong += 1
    leads, missed, every = [], 0, 0
    for code, starts in onsets.items():
        for start in starts:
            every += 1
            before = [start - m for m in warned.get(code, ()) if 0 < start - m <= within]
            if before:
                leads.append(max(before))
            else:
                missed += 1
    return Record(hits, wrong, missed, every, tuple(sorted(leads)))
