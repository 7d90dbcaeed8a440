"""On real files: a withheld country and a partner withheld by name leave no trace that a word finds."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from lakefolder import opened
from vrede.lake.snapshot import Snapshot
from vrede.lake.tables.money import BY_NAME
from vrede.withheld.suppression import parse_suppression

# line of the list | what must be found before and not after, in any text column of any table
WITHHELD = [
    ("place,mali", r"(?i)\bmal[ií](?:an|en|ens|enne|ennes|nees|nese)?\b|afdb-mali|aecid-ml|46002-P-ML|ECHO/MLI"),
    ("partner,United Nations Population Fund", r"(?i)\bunfpa\b|\bXM-DAC-41119\b|united nations population fund"),
]


def found(snapshot: Snapshot, pattern: str) -> dict[str, int]:
    """table.column -> texts in which the pattern stands."""
    hits = {}
    for name in BY_NAME:
        frame = snapshot.table(name)
        for column, kind in frame.schema.items():
            if kind == pl.String and (n := frame[column].str.contains(pattern).sum()):
                hits[f"{name}.{column}"] = int(n)
    return hits


@pytest.mark.parametrize(("line", "pattern"), WITHHELD, ids=[re.split("[ ,]", line)[1] for line, _ in WITHHELD])
def test_nothing_tells_it(real_lake: Path, real_snapshot: Snapshot, line: str, pattern: str) -> None:
    given = parse_suppression(f"kind,value\n{line}\n".encode())
    hidden = opened(real_lake, given, real_snapshot.name)
    assert len(found(real_snapshot, pattern)) > 4
    assert found(hidden, pattern) == {}


def test_money_of_a_withheld_country_stays_in_every_total(real_lake: Path, real_snapshot: Snapshot) -> None:
    hidden = opened(real_lake, parse_suppression(b"kind,value\nplace,MLI\n"), real_snapshot.name)

    def sums(snapshot: Snapshot) -> list[tuple[object, ...]]:
        joined = snapshot.table("placement").join(snapshot.table("slice"), on="slice_key")
        by = ["clause", "part", "grade", "measure", "kind", "year", "partner_ref"]
        return joined.group_by(by).agg(pl.col("amount_eur_cents").sum()).sort(by, nulls_last=True).rows()

    mali = pl.col("partner_ref").str.starts_with("ML-").fill_null(False)
    assert not real_snapshot.table("slice").filter(mali).height
    assert sums(hidden) == sums(real_snapshot)
