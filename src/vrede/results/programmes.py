"""Programmes under a clause with what followed from them: results that they report, and work that carries on from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from vrede.article import Stage, stage_of
from vrede.money import Ledger

Tables = Mapping[str, pl.DataFrame]


def reporting(values: pl.DataFrame) -> pl.Series:
    """activity_key of the activities that report what was reached. values: table result_value."""
    return values.filter(pl.col("kind") == "actual")["activity_key"].unique()


def reports_among(slices: pl.DataFrame, values: pl.DataFrame) -> tuple[int, int]:
    """(activities in these slices, those among them that report a result)."""
    keys = slices["activity_key"].unique()
    return keys.len(), int(keys.is_in(reporting(values).implode()).sum() or 0) if keys.len() else 0


def without_result(slices: pl.DataFrame, values: pl.DataFrame) -> int:
    """Activities of the ministry and of partners in its chain that report no result."""
    ours = pl.col("measure").is_in(["own", "chain"]) & ~pl.col("activity_key").is_in(reporting(values).implode())
    return int(slices.filter(ours)["activity_key"].n_unique())


def placed_under(ledger: Ledger, part: str, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """activity_key -> (grade, rule) by which it stands under a part."""
    placed = (
        ledger.placement.filter(pl.col("part") == part)
        .join(ledger.slices.select("slice_key", "activity_key"), on="slice_key")
        .filter(pl.col("activity_key").is_in(list(keys)))
        .select("activity_key", "grade", "rule")
        .sort("activity_key", "grade", "rule")
        .unique("activity_key", keep="first", maintain_order=True)
    )
    return {key: (grade, rule) for key, grade, rule in placed.iter_rows()}


def stages(narrative: pl.DataFrame, keys: pl.Series, known: tuple[Stage, ...]) -> dict[int, str]:
    """activity_key -> id of the stage of an innovation, '' where its texts name none."""
    about = pl.col("element").is_in(["activity/title", "activity/description"]) & pl.col("text").is_not_null()
    texts = (
        narrative.filter(pl.col("activity_key").is_in(keys.implode()) & about)
        .group_by("activity_key", maintain_order=True)
        .agg(pl.col("text").str.join("\n"))
    )
    found = dict(texts.iter_rows())
    return {int(key): stage_of(found.get(key, ""), known) for key in keys}


def followed_by(tables: Tables, keys: pl.Series) -> tuple[dict[int, int], dict[int, int]]:
    """(activity_key -> results reported, activity_key -> activities that carry on its money or its work).

    tables: result_value, chain_edge, link.
    """
    mine = pl.col("activity_key").is_in(keys.implode())
    actual = tables["result_value"].filter((pl.col("kind") == "actual") & mine)
    results = dict(actual.group_by("activity_key").len().iter_rows())
    edges = tables["chain_edge"].filter(pl.col("payer_key").is_in(keys.implode()))
    links = tables["link"].filter(mine & (pl.col("direction") == "child") & pl.col("target_key").is_not_null())
    after = pl.concat(
        [edges.select(key="payer_key", to="receiver_key"), links.select(key="activity_key", to="target_key")]
    ).unique()
    return results, dict(after.group_by("key").len().iter_rows())


def grade_of(slices: pl.DataFrame) -> dict[int, str]:
    """activity_key -> the grade of its first slice in a view of one clause."""
    return dict(slices.select("activity_key", "grade").unique("activity_key", keep="first").iter_rows())
