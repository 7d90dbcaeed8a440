"""States and their numbers: the list that ships, or that of a folder of older files; and which country an UCDP number is in a month.

UCDP's numbers are those of Gleditsch and Ward but for one: 345 stays with Serbia to this day, whose number there is 340 since June 2006.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from vrede.sources.conflict.series import SeriesError

HERE = Path(__file__).parent
IDS, NEIGHBOURS = "country_ids.csv", "neighbours.csv"
STATES = HERE / "states.csv"
SERBIA, YUGOSLAVIA, SERBIA_FROM = "340", "345", "2006-06"
NUMBERS = {"gw": pl.String(), "iso3": pl.String(), "country_id": pl.Int64(), "since": pl.Int32()}


def read_list(path: Path) -> pl.DataFrame:
    """A small CSV file as text. Raises SeriesError."""
    try:
        return pl.read_csv(path.read_bytes(), infer_schema=False, encoding="utf8")
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SeriesError(f"{path} cannot be read ({error}); fetch it, or leave what needs it out") from error


@cache
def states() -> pl.DataFrame:
    """The states that ship: country_id, gwcode, iso3, name, first_month, last_month ('' open), predecessor_country_id,
    in_africa, in_middle_east, in_challenge."""
    number = pl.col("country_id", "predecessor_country_id").cast(pl.Int64)
    yes = pl.col("in_africa", "in_middle_east", "in_challenge") == "1"
    return read_list(STATES).with_columns(number, yes, pl.col("first_month", "last_month").fill_null(""))


@cache
def shipped_neighbours() -> pl.DataFrame:
    """country_id, neighbour_country_id, both ways, as it ships."""
    return read_list(HERE / NEIGHBOURS).select(pl.col("country_id", "neighbour_country_id").cast(pl.Int64))


def month_number(month: pl.Expr) -> pl.Expr:
    """YYYY-MM as a number that can be compared; 0 where there is none."""
    return (
        month.str.slice(0, 4).cast(pl.Int32, strict=False) * 12 + month.str.slice(5, 2).cast(pl.Int32, strict=False)
    ).fill_null(0)


@cache
def shipped_numbers() -> pl.DataFrame:
    """gw, iso3, country_id, since: the state that a number is from a month on. The first of each number is it from the beginning on."""
    listed = states().select("iso3", "country_id", gw="gwcode", since=month_number(pl.col("first_month")))
    serbia = listed.filter(pl.col("gw") == SERBIA).with_columns(gw=pl.lit(YUGOSLAVIA))
    every = pl.concat([listed, serbia]).sort("gw", "since", "country_id")
    first = pl.col("gw").is_first_distinct()
    return every.select("gw", "iso3", "country_id", since=pl.when(first).then(0).otherwise("since").cast(pl.Int32))


def listed_numbers(path: Path) -> pl.DataFrame:
    """The same of a list without months (country_ids.csv): of several states with a number the one that exists today. Raises SeriesError."""
    raw = read_list(path)
    if missing := sorted({"gwcode", "iso3", "in_panel"} - set(raw.columns)):
        raise SeriesError(f"{path}: the columns {', '.join(missing)} are missing")
    listed = (
        raw.select("gwcode", "iso3", _in=pl.col("in_panel").cast(pl.Int64, strict=False).fill_null(0))
        .sort("gwcode", "_in", "iso3", descending=[False, True, False])
        .unique("gwcode", keep="first", maintain_order=True)
        .select(gw="gwcode", iso3="iso3", country_id=pl.lit(None, dtype=pl.Int64), since=pl.lit(0, dtype=pl.Int32))
    )
    begin = int(SERBIA_FROM[:4]) * 12 + int(SERBIA_FROM[5:])
    there = YUGOSLAVIA in listed["gw"].to_list()
    serbia = listed.filter(pl.col("gw") == SERBIA).with_columns(
        gw=pl.lit(YUGOSLAVIA), since=pl.lit(begin if there else 0, dtype=pl.Int32)
    )
    return pl.concat([listed, serbia]).sort("gw", "since")


def numbers_of(folder: Path, whole: bool = False) -> pl.DataFrame:
    """Which state each number is. whole: events of a whole release are of the states that ship; else a folder's own list leads."""
    own = folder / IDS
    return listed_numbers(own) if own.is_file() and not whole else shipped_numbers()


def with_state(rows: pl.DataFrame, number: str, month: pl.Expr, numbers: pl.DataFrame) -> pl.DataFrame:
    """The rows, in their order, with iso3 and country_id of the state that a number (text) is in a month (as `month_number`).

    Null for a number that no state has. A month before a number's first state or after its last is that state's: UCDP itself says
    that it was there.
    """
    keyed = rows.with_row_index("_row").with_columns(_when=month.cast(pl.Int32))
    joined = keyed.sort("_when", maintain_order=True).join_asof(
        numbers.sort("since"), left_on="_when", right_on="since", by_left=number, by_right="gw", check_sortedness=False
    )
    return joined.sort("_row").drop("_row", "_when", "since")
