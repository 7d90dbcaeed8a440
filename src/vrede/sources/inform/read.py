"""Reads INFORM's answers: the releases of a year, and the scores of a release."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from vrede.fetch import read_answers
from vrede.sources.country_series import Fact, FileFacts, exact, name_of, records_of, series_of, year_of

INDEX, SERIES = "INFORM", "inform_risk"
RELEASE, SCORES = "INFORM Risk", "scores-"


def release_of(path: Path) -> tuple[int, str] | None:
    """(number, day) of the newest release of the risk index among the workflows of a year; None where it has none.

    Other products have workflows too (severity, subnational indices): the name tells. Raises ValueError, TypeError, KeyError.
    """
    found = [
        (str(one["WorkflowDate"])[:10], int(one["WorkflowId"]))
        for one in records_of(path)
        if str(one["Name"]).strip().casefold().startswith(RELEASE.casefold())
    ]
    return (max(found)[1], max(found)[0]) if found else None


def facts_of(path: Path) -> tuple[int, list[Fact]]:
    """(records, the scores of the whole index). Raises ValueError, TypeError, KeyError for another shape."""
    records = records_of(path)
    made = [
        Fact(SERIES, str(one["Iso3"]).strip(), year_of(one["GNAYear"]), exact(one["IndicatorScore"]), at)
        for at, one in enumerate(records, 1)
        if one["IndicatorId"] == INDEX and one["IndicatorScore"] is not None
    ]
    return len(records), made


def inform_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Tables country_series and series_file, of every release that was fetched, the oldest first. Raises ValueError."""
    read = []
    answers = [one for name, one in read_answers(folder).items() if name.startswith(SCORES)]
    for answer in sorted(answers, key=lambda one: (one.newest, int(one.name.removeprefix(SCORES)))):
        for file in answer.files:
            lines, facts = facts_of(file.path)
            read.append(FileFacts("inform", name_of(folder.name, file), file, answer.day, lines, facts))
    return series_of(read)
