"""A small folder of deaths by month that a test writes itself: three countries over two years, so that a forecast takes no time."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from vrede.warning.panel import month_id

FIRST, LAST = month_id(2020, 1), month_id(2021, 12)
IDS = "country_id,iso3,name,predecessor_country_id,in_africa,in_middle_east\n1,AAA,Aland,,1,0\n2,MLI,Mali,,1,0\n3,SDN,Sudan,,1,0\n"
NEAR = "country_id,neighbour_country_id\n1,2\n2,1\n2,3\n3,2\n"
CODES = ("AAA", "MLI", "SDN")


def deaths(row: int, month: int) -> int:
    """None in AAA, a few in MLI, a war in SDN."""
    return (0, month * 7 % 40, 60 + month * 11 % 90)[row]


def write_panel(folder: Path, last: int = LAST, first: int = FIRST) -> Path:
    """The folder, with months up to `last`."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = {
        "country_id": pl.Int64,
        "iso3": pl.String,
        "month_id": pl.Int64,
        "in_challenge": pl.Int64,
        "ged_sb": pl.Int64,
        "ged_sb_v221": pl.Int64,
        "ged_ns": pl.Int64,
        "ged_os": pl.Int64,
    }
    rows = [
        (row + 1, code, month, 1, deaths(row, month), deaths(row, month), None, None)
        for row, code in enumerate(CODES)
        for month in range(first, last + 1)
    ]
    pl.DataFrame(rows, schema=schema, orient="row").write_parquet(folder / "country_month.parquet")
    (folder / "country_ids.csv").write_text(IDS, encoding="utf-8")
    (folder / "neighbours.csv").write_text(NEAR, encoding="utf-8")
    return folder
