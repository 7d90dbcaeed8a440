"""Files of UCDP events that a test writes itself, with all 49 columns."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import polars as pl

COLUMNS = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
]
IDS = (
    "country_id,gwcode,iso3,in_panel\n1,432,MLI,1\n2,530,ETH,1\n3,345,SCG,0\n4,345,YUG,0\n5,340,SRB,1\n6,347,XKX,1\n"
    "7,625,SDN,1\n8,626,SSD,1\n"
)
PLAIN = {
    "active_year": "1",
    "code_status": "Clear",
    "type_of_violence": "1",
    "country_id": "432",
    "event_clarity": "1",
    "date_start": "2020-05-03 00:00:00.000",
    "best": "10",
    "high": "12",
    "low": "8",
    "source_headline": 'Fighting in "Mopti", the mayor said\nlater that day',
}


def line(ident: object, **given: object) -> dict[str, str]:
    """One event; date_end is date_start unless given."""
    row = dict.fromkeys(COLUMNS, "") | PLAIN | {name: str(value) for name, value in given.items()}
    row["id"] = str(ident)
    row["date_end"] = row["date_end"] or row["date_start"]
    return row


def text(*rows: dict[str, str], without: tuple[str, ...] = ()) -> str:
    """The file's text; without: columns left out."""
    out = io.StringIO()
    writer = csv.DictWriter(
        out, [name for name in COLUMNS if name not in without], extrasaction="ignore", lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def folder(root: Path, **files: str) -> Path:
    """A folder with the list of states and these files, named without their .csv."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "country_ids.csv").write_text(IDS, encoding="utf-8")
    for name, content in files.items():
        (root / f"{name}.csv").write_text(content, encoding="utf-8")
    return root


def event(
    target: str, iso3: str, start: date, end: date, best: int, ident: int = 0, release: str = "final"
) -> dict[str, object]:
    """One row of the table of events, for what takes tables."""
    return {
        "event_id": ident,
        "target": target,
        "iso3": iso3,
        "date_start": start,
        "date_end": end,
        "best": best,
        "release": release,
    }


SCHEMA = {
    "event_id": pl.Int64(),
    "target": pl.String(),
    "iso3": pl.String(),
    "date_start": pl.Date(),
    "date_end": pl.Date(),
    "best": pl.Int64(),
    "release": pl.String(),
}


def table(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows as a table of events."""
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
