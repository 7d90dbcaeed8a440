"""Partners' indicators beside the ministry's: how far those that match came, and how many there are."""

from __future__ import annotations

import polars as pl

GRADE_ORDER = {"coded": 0, "likely": 1, "text": 2}


def last_achievement(achievement: pl.DataFrame, matched: pl.DataFrame) -> pl.DataFrame:
    """Matched indicators with year, target, actual, share_ppm, state and measure of their last achievement."""
    last = (
        achievement.join(
            matched.select("activity_key", "indicator_no"), on=["activity_key", "indicator_no"], how="semi"
        )
        .sort(
            "activity_key", "indicator_no", "year", "dimension", descending=[False, False, True, False], nulls_last=True
        )
        .unique(["activity_key", "indicator_no"], keep="first", maintain_order=True)
        .select("activity_key", "indicator_no", "year", "target", "actual", "share_ppm", "state", "measure")
    )
    return matched.join(last, on=["activity_key", "indicator_no"], how="left", maintain_order="left")


def strongest_first(matched: pl.DataFrame) -> pl.DataFrame:
    """By grade; within a grade those with an achievement first."""
    grade = pl.col("grade").replace_strict(GRADE_ORDER, return_dtype=pl.Int8)
    return matched.sort(grade, pl.col("share_ppm").is_null(), "activity_key", "indicator_no")
