"""What the tables of the warning say of a country, a month or an issue: ranked, compared, scored. Tables in, tables out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from vrede.warning.bounds import VIOLENT_MONTH

STATE_BASED = "ged_sb"
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Risks:
    """table: iso3, now_ppm, before_ppm, change_ppm, the largest chance first. now, before: origins; '' where there is none."""

    table: pl.DataFrame
    now: str
    before: str


def ranked(forecast: pl.DataFrame, target: str, ahead: int, by: str) -> pl.DataFrame:
    """The forecast of one target and month with change_ppm and onset_ppm, the largest of a column first; ties by code."""
    rows = forecast.filter((pl.col("target") == target) & (pl.col("ahead") == ahead)).with_columns(
        change_ppm=pl.col("p25_ppm") - pl.col("p25_before_ppm"),
        onset_ppm=pl.when(pl.col("quiet")).then("p25_ppm"),
    )
    return rows.sort(by, "iso3", descending=[True, False], nulls_last=True)


def leading(headline: pl.DataFrame) -> tuple[str, dict[str, int]]:
    """(its month, country -> chance in millionths) of the chance that the newest issue leads with; ('', {}) without one.

    headline: table forecast_headline. The newest is the one from the latest month: a past origin may be issued later, to try it.
    """
    rows = headline.filter(pl.col("target") == STATE_BASED)
    rows = rows.filter(pl.col("issue") == pl.col("issue").sort_by("origin", "issue").last())
    return (str(rows["month"][0]), dict(rows.select("iso3", "p25_ppm").iter_rows())) if rows.height else ("", {})


def risks(headline: pl.DataFrame) -> Risks:
    """Each country's chance now against that of the oldest issue of the last year. headline: table forecast_headline."""
    rows = headline.filter(pl.col("target") == STATE_BASED)
    if rows.is_empty():
        return Risks(rows.select("iso3", now_ppm="p25_ppm", before_ppm="p25_ppm", change_ppm="p25_ppm"), "", "")
    last = str(rows["origin"].max())
    since = f"{int(last[:4]) - 1}{last[4:]}"
    now = rows.filter(pl.col("origin") == last).sort("issue").unique("iso3", keep="last", maintain_order=True)
    earlier = rows.filter((pl.col("origin") < last) & (pl.col("origin") >= since))
    first = "" if earlier.is_empty() else str(earlier["origin"].min())
    before = earlier.filter(pl.col("origin") == first).unique("iso3", keep="last", maintain_order=True)
    made = now.select("iso3", now_ppm="p25_ppm").join(
        before.select("iso3", before_ppm="p25_ppm"), on="iso3", how="left", maintain_order="left"
    )
    made = made.with_columns(change_ppm=pl.col("now_ppm") - pl.col("before_ppm"))
    return Risks(made.sort("now_ppm", "iso3", descending=[True, False]), last, first)


def scored(scores: pl.DataFrame, issues: pl.DataFrame) -> pl.DataFrame:
    """Table forecast_score with in_time: whether the forecast was issued before the month began. issues: table forecast_issue."""
    issued = issues.select("issue", "target", "issued")
    rows = scores.join(issued, on=["issue", "target"], maintain_order="left")
    began = pl.concat_str("month", pl.lit("-01")).str.to_date("%Y-%m-%d")
    return rows.with_columns(in_time=pl.col("issued") < began).drop("issued")


def brier(judgements: pl.DataFrame) -> tuple[int, Decimal, Decimal] | None:
    """(months, Brier score of judgements, of the forecasts beside them), lower is better; None where no month can be scored.

    Only judgements that were signed in time count, over the months that have both and that came.
    """
    known = pl.col("deaths").is_not_null() & pl.col("forecast_ppm").is_not_null() & pl.col("in_time")
    rows = judgements.filter(known).select("p25_ppm", "forecast_ppm", "deaths")
    if rows.is_empty():
        return None
    mine = theirs = Decimal(0)
    for judged, forecast, deaths in rows.iter_rows():
        came = Decimal(1 if deaths >= VIOLENT_MONTH else 0)
        mine += (Decimal(judged) / MILLION - came) ** 2
        theirs += (Decimal(forecast) / MILLION - came) ** 2
    return rows.height, mine / rows.height, theirs / rows.height


def most_left_out(shares: pl.DataFrame, least_ppm: int) -> pl.DataFrame:
    """Table target_share with left: countries of which the target leaves out so much of the deaths, the most deaths first."""
    rows = shares.filter(pl.col("share_left_out_ppm") >= least_ppm)
    return rows.with_columns(left=pl.col("ged_ns") + pl.col("ged_os")).sort("left", "iso3", descending=[True, False])


def share_left_out(shares: pl.DataFrame) -> tuple[int, int, int] | None:
    """(millionths of all deaths that are not state-based, first year, last year); None where nobody died."""
    counted, other = (int(shares[name].sum() or 0) for name in (STATE_BASED, "ged_ns"))
    other += int(shares["ged_os"].sum() or 0)
    if not counted + other:
        return None
    first, last = shares.select(pl.col("from_year").min(), pl.col("to_year").max()).row(0)
    return other * MILLION // (counted + other), first, last


def in_order(rows: pl.DataFrame, targets: Sequence[str], *then: str, descending: Sequence[bool]) -> pl.DataFrame:
    """By target in the order given, then by columns."""
    order = pl.col("target").replace_strict({target: at for at, target in enumerate(targets)}, return_dtype=pl.Int64)
    return rows.sort(order, *then, descending=[False, *descending])


def largest_revisions(revision: pl.DataFrame) -> pl.DataFrame:
    """Table event_revision, the largest difference between the final and the candidate count first."""
    difference = (pl.col("deaths_final") - pl.col("deaths_candidate")).abs()
    return revision.sort(difference, "iso3", "target", descending=[True, False, False])


def revisions_per_target(revision: pl.DataFrame, targets: Sequence[str]) -> pl.DataFrame:
    """The same summed by target."""
    return in_order(revision.group_by("target").agg(pl.exclude("iso3", "target").sum()), targets, descending=[])


def exceptions_to_show(exceptions: pl.DataFrame, earlier: str) -> pl.DataFrame:
    """Where the panel and the yearly total differ; of the earlier vintage only where it explains the difference."""
    rows = exceptions.filter((pl.col("target") != earlier) | (pl.col("reason") == "vintages"))
    return rows.sort("year", "iso3", "target", descending=[True, False, False])
