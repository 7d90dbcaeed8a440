"""How an activity is called, and from when to when it runs."""

from __future__ import annotations

import polars as pl

START_TYPES, END_TYPES = ("2", "1"), ("4", "3")


def titles(narrative: pl.DataFrame, activity: pl.DataFrame) -> pl.DataFrame:
    """activity_key, title_en, title_nl by the order: asked, English, the activity's own language, any."""
    given = narrative.filter(pl.col("element") == "activity/title").join(
        activity.select("activity_key", "default_language"), on="activity_key", how="left", maintain_order="left"
    )
    language = pl.coalesce("language", "default_language").fill_null("").str.to_lowercase().str.slice(0, 2)
    known = given.with_columns(
        _language=language, _own=pl.coalesce("default_language", pl.lit("")).str.to_lowercase().str.slice(0, 2)
    )
    result = activity.select("activity_key")
    for asked in ("en", "nl"):
        rank = (
            pl.when(pl.col("_language") == asked)
            .then(0)
            .when(pl.col("_language") == "en")
            .then(1)
            .when(pl.col("_language") == pl.col("_own"))
            .then(2)
            .otherwise(3)
        )
        best = (
            known.with_columns(_rank=rank)
            .sort("activity_key", "_rank", "row_no")
            .unique("activity_key", keep="first", maintain_order=True)
            .select("activity_key", pl.col("text").alias(f"title_{asked}"))
        )
        result = result.join(best, on="activity_key", how="left", maintain_order="left")
    return result


def dates(stated: pl.DataFrame, activity: pl.DataFrame) -> pl.DataFrame:
    """activity_key, start_date, end_date: the actual ones, else those that were planned."""
    result = activity.select("activity_key")
    for name, types in (("start_date", START_TYPES), ("end_date", END_TYPES)):
        best = (
            stated.filter(pl.col("type").is_in(list(types)) & pl.col("iso_date").is_not_null())
            .with_columns(
                _rank=pl.col("type").replace_strict({t: i for i, t in enumerate(types)}, return_dtype=pl.Int32)
            )
            .sort("activity_key", "_rank", "row_no")
            .unique("activity_key", keep="first", maintain_order=True)
            .select("activity_key", pl.col("iso_date").alias(name))
        )
        result = result.join(best, on="activity_key", how="left", maintain_order="left")
    return result
