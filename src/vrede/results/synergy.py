"""Programmes that could strengthen each other: they share a place and a period, and their subjects complement.

A place is compared at the most precise level that both programmes state: points within a distance, else codes of the
same list of areas, else the country. Two programmes with points far apart do not share a place, though both are in
one country. Only programmes with Dutch money or of a Dutch partner are compared, and never two of the same partner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import polars as pl

from vrede.article import SynergyPair
from vrede.lake.tables import RESULT_TABLES
from vrede.money import normal_ref
from vrede.results.places import areas, distance, points

SYNERGY = next(table for table in RESULT_TABLES if table.name == "synergy")
SYNERGY_LEVELS = ("point", "area", "country")
DUTCH = "NL-"
GROUPS = r"^NONE-|^(1[0-3]|2[0-3]|3[0-2]|40|41|5[01]|6[0-3]|90)000$"
"""Words and channel codes of kinds of organisations (governments, NGOs in the North): no partner that one could work with."""
PAIR = ("first_key", "second_key")


def partners(activity: pl.DataFrame, slices: pl.DataFrame) -> pl.DataFrame:
    """activity_key, partner: the organisation through which most of an activity's money goes; where it has none, who publishes it, but of
    the ministry's own nobody."""
    paid = (
        slices.filter(pl.col("partner_ref").is_not_null())
        .group_by("activity_key", "partner_ref")
        .agg(pl.col("amount_eur_cents").sum())
        .sort("activity_key", "amount_eur_cents", "partner_ref", descending=[False, True, False])
        .unique("activity_key", keep="first", maintain_order=True)
        .select("activity_key", _paid="partner_ref")
    )
    rows = activity.join(paid, on="activity_key", how="left", maintain_order="left")
    publisher = pl.when(pl.col("measure") != "own").then(normal_ref(pl.col("reporting_org_ref")))
    return rows.select("activity_key", partner=pl.coalesce("_paid", publisher))


def programmes(activity: pl.DataFrame, slices: pl.DataFrame) -> pl.DataFrame:
    """activity_key, partner, start, end: the programmes that are compared; their period, by their money where no date is given.

    The partner is who publishes; of the ministry's own programmes it is who receives most of them.
    """
    years = slices.group_by("activity_key").agg(_first=pl.col("year").min(), _last=pl.col("year").max())
    rows = activity.join(partners(activity, slices), on="activity_key").join(years, on="activity_key", how="left")
    publisher = normal_ref(pl.col("reporting_org_ref"))
    start = pl.coalesce("start_date", pl.date(pl.col("_first"), 1, 1))
    end = pl.coalesce("end_date", pl.date(pl.col("_last"), 12, 31))
    return (
        rows.filter(pl.col("measure").is_in(["own", "chain"]) | publisher.str.starts_with(DUTCH).fill_null(False))
        .select("activity_key", "partner", start=start, end=end)
        .filter(
            ~pl.col("partner").str.contains(GROUPS).fill_null(True)
            & (pl.col("start") <= pl.col("end")).fill_null(False)
        )
        .sort("activity_key")
    )


def part_pairs(pairs: Sequence[SynergyPair], parts: Sequence[str]) -> pl.DataFrame:
    """pair, part, other: which part of the article complements which, both ways round."""
    rows = []
    for one in pairs:
        first, second = one.parts(parts)
        for a, b in product(first, second):
            rows += [(one.id, a, b), (one.id, b, a)]
    return pl.DataFrame(rows, schema={"pair": pl.String, "part": pl.String, "other": pl.String}, orient="row").unique()


def candidates(known: pl.DataFrame, placed: pl.DataFrame, complements: pl.DataFrame) -> pl.DataFrame:
    """first_key, second_key, country, pairs, start, end and the partners: what shares a country, a period and a pair.

    placed: activity_key, part, country. The first key is the smaller one; each pair of programmes and country once.
    """
    mine = placed.join(known, on="activity_key", how="inner")
    other = mine.rename({c: f"_{c}" for c in mine.columns if c != "country"})
    met = (
        mine.join(complements, on="part", how="inner")
        .join(other, left_on=["country", "other"], right_on=["country", "_part"], how="inner")
        .filter(
            (pl.col("activity_key") < pl.col("_activity_key"))
            & (pl.col("partner") != pl.col("_partner"))
            & (pl.col("start") <= pl.col("_end"))
            & (pl.col("_start") <= pl.col("end"))
        )
    )
    return (
        met.group_by(first_key="activity_key", second_key="_activity_key", place_code="country")
        .agg(
            pairs=pl.col("pair").unique().sort().str.join(" "),
            first_partner=pl.col("partner").first(),
            second_partner=pl.col("_partner").first(),
            overlap_start=pl.max_horizontal("start", "_start").first(),
            overlap_end=pl.min_horizontal("end", "_end").first(),
        )
        .sort(*PAIR, "place_code")
    )


def _nearest(couples: pl.DataFrame, where: pl.DataFrame) -> pl.DataFrame:
    """first_key, second_key, metres: the smallest distance between their points; only couples that both have points."""
    first = where.rename({"activity_key": "first_key"})
    second = where.rename({"activity_key": "second_key", "lat": "_lat", "lon": "_lon"})
    met = couples.select(PAIR).unique().join(first, on="first_key").join(second, on="second_key")
    return met.group_by(PAIR).agg(metres=distance("lat", "lon", "_lat", "_lon").min())


def _areas_of(couples: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """first_key, second_key, area: a code that both name, empty where they name different ones of the same list."""
    first = named.rename({"activity_key": "first_key"})
    second = named.rename({"activity_key": "second_key", "area": "_area"})
    met = couples.select(PAIR).unique().join(first, on="first_key").join(second, on=["second_key", "gazetteer"])
    same = pl.format("{}:{}", "gazetteer", "area").filter(pl.col("area") == pl.col("_area"))
    return met.group_by(PAIR).agg(area=same.sort().first())


def located(couples: pl.DataFrame, location: pl.DataFrame, near_metres: int) -> pl.DataFrame:
    """The couples that share a place at the most precise level both state, with level, area and metres."""
    rows = couples.join(_nearest(couples, points(location)), on=list(PAIR), how="left", maintain_order="left")
    named = _areas_of(couples, areas(location)).with_columns(_named=pl.lit(True))
    rows = rows.join(named, on=list(PAIR), how="left", maintain_order="left")
    level = (
        pl.when(pl.col("metres").is_not_null())
        .then(pl.when(pl.col("metres") <= near_metres).then(pl.lit("point")))
        .when(pl.col("_named").fill_null(False))
        .then(pl.when(pl.col("area").is_not_null()).then(pl.lit("area")))
        .otherwise(pl.lit("country"))
    )
    return rows.with_columns(level=level).filter(pl.col("level").is_not_null()).drop("_named")


def together(couples: pl.DataFrame, link: pl.DataFrame, partner_of: pl.DataFrame) -> pl.Series:
    """Whether the two partners of each couple are seen to work together: any activity of one names one of the other.

    link: activity_key, target_key of the links that are resolved. partner_of: activity_key, partner, of all activities.
    """
    a = partner_of.rename({"partner": "_a"})
    b = partner_of.rename({"activity_key": "target_key", "partner": "_b"})
    met = (
        link.filter(pl.col("target_key").is_not_null())
        .join(a, on="activity_key")
        .join(b, on="target_key")
        .select(_x=pl.min_horizontal("_a", "_b"), _y=pl.max_horizontal("_a", "_b"))
        .filter(pl.col("_x") != pl.col("_y"))
        .unique()
        .with_columns(_met=pl.lit(True))
    )
    rows = couples.select(
        _x=pl.min_horizontal("first_partner", "second_partner"), _y=pl.max_horizontal("first_partner", "second_partner")
    )
    return rows.join(met, on=["_x", "_y"], how="left", maintain_order="left")["_met"].fill_null(False)


def synergy(
    tables: Mapping[str, pl.DataFrame], pairs: Sequence[SynergyPair], parts: Sequence[str], near_metres: int
) -> pl.DataFrame:
    """Table synergy, ranked: the more precise place first, then more pairs of subjects, then the longer overlap.

    tables: activity, slice, placement, location, link of a snapshot. parts: of the article. near_metres: policy.
    """
    slices = tables["slice"]
    known = programmes(tables["activity"], slices)
    placed = (
        tables["placement"]
        .filter(pl.col("grade").is_in(["coded", "likely"]))
        .join(slices.select("slice_key", "activity_key", "place_kind", "place_code"), on="slice_key")
        .filter(pl.col("place_kind") == "country")
        .select("activity_key", "part", country="place_code")
        .unique()
    )
    couples = candidates(known, placed, part_pairs(pairs, parts))
    rows = located(couples, tables["location"], near_metres)
    partner_of = pl.concat(
        [
            known.select("activity_key", "partner"),
            partners(tables["activity"].join(known, on="activity_key", how="anti"), slices),
        ]
    )
    days = (pl.col("overlap_end") - pl.col("overlap_start")).dt.total_days() + 1
    rows = rows.with_columns(
        together=together(rows, tables["link"], partner_of),
        overlap_days=days,
        _level=pl.col("level").replace_strict(
            {name: i for i, name in enumerate(SYNERGY_LEVELS)}, return_dtype=pl.Int32
        ),
        _pairs=pl.col("pairs").str.count_matches(" "),
    ).sort("_level", "_pairs", "overlap_days", *PAIR, "place_code", descending=[False, True, True, False, False, False])
    return SYNERGY.conform(rows.with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64)))
