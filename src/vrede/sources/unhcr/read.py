"""Reads UNHCR's answers: whole numbers and texts of them beside one another, `-` where nothing is known, "0" for nobody."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from vrede.fetch import read_answers
from vrede.sources.country_series import Fact, FileFacts, exact, files_of, name_of, records_of, series_of, year_of

INDICATORS = {
    "idps": "displaced_inside",
    "refugees": "refugees_from",
    "asylum_seekers": "asylum_seekers_from",
    "hst": "host_community",
}
"""Field of a record -> our series. Counts of people who came home, or are stateless, are not asked for."""
MISSING, EVERYWHERE = "-", "-"


def facts_of(path: Path) -> tuple[int, list[Fact]]:
    """(records on the page, their values). A record of one country of asylum is a part of another and is left out.

    Raises ValueError, TypeError, KeyError for another shape.
    """
    items = records_of(path)["items"]
    made = [
        Fact(ours, str(one["coo_iso"]).strip(), year_of(one["year"]), exact(one[theirs]), at)
        for at, one in enumerate(items, 1)
        if str(one.get("coa_iso", EVERYWHERE)).strip() == EVERYWHERE
        for theirs, ours in INDICATORS.items()
        if one.get(theirs) is not None and str(one[theirs]).strip() not in (MISSING, "")
    ]
    return len(items), made


def unhcr_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Tables country_series and series_file, from the last good answer. Raises ValueError."""
    read = []
    for answer, file in files_of(list(read_answers(folder).values())):
        lines, facts = facts_of(file.path)
        read.append(FileFacts("unhcr", name_of(folder.name, file), file, answer.day, lines, facts))
    return series_of(read)
