"""Which of the ministry's own indicators a partner's indicator speaks of: by its reference, else by its words."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vrede.article import NOT_A_WORD, OwnIndicator
from vrede.lake.tables import RESULT_TABLES

MATCH = next(table for table in RESULT_TABLES if table.name == "indicator_match")
TEXTS = ("indicator/title", "indicator/description")
MATCH_GRADES = ("coded", "likely", "text")
RULES = {"coded": "reference", "likely": "words and placement", "text": "words"}
SURE = ("coded", "likely")
LONGEST = 600
"""Characters: a longer text tells a story, in which any word turns up."""


def indicator_texts(narrative: pl.DataFrame) -> pl.DataFrame:
    """activity_key, indicator_no, text: titles and descriptions of each indicator, in every language, searchable."""
    words = pl.col("text").str.to_lowercase().str.replace_all(NOT_A_WORD, " ")
    return (
        narrative.filter(pl.col("element").is_in(TEXTS) & pl.col("text").is_not_null())
        .group_by("activity_key", indicator_no="parent_no", maintain_order=True)
        .agg(text=pl.col("text").str.join("\n"))
        .filter(pl.col("text").str.len_chars() <= LONGEST)
        .with_columns(text=pl.concat_str(pl.lit(" "), words, pl.lit(" ")).str.replace_all("  ", " ", literal=True))
        .sort("activity_key", "indicator_no")
    )


def activity_texts(narrative: pl.DataFrame, keys: pl.Series) -> pl.DataFrame:
    """activity_key, text: titles and descriptions of these activities, searchable."""
    words = pl.col("text").str.to_lowercase().str.replace_all(NOT_A_WORD, " ")
    return (
        narrative.filter(
            pl.col("element").is_in(["activity/title", "activity/description"])
            & pl.col("activity_key").is_in(keys.implode())
        )
        .group_by("activity_key", maintain_order=True)
        .agg(text=pl.col("text").str.join(" "))
        .with_columns(text=pl.concat_str(pl.lit(" "), words, pl.lit(" ")).str.replace_all("  ", " ", literal=True))
    )


def matches(
    indicator: pl.DataFrame,
    narrative: pl.DataFrame,
    placed: pl.DataFrame,
    own: Sequence[OwnIndicator],
) -> pl.DataFrame:
    """Table indicator_match: the strongest grade for each partner's indicator and each of the ministry's.

    indicator: activity_key, indicator_no, reference. placed: activity_key, part, grade of the money's placement, by
    which words alone become `likely` where the activity is placed under the same clause by more than words.
    """
    texts = indicator_texts(narrative)
    around = activity_texts(narrative, texts["activity_key"].unique()).rename({"text": "_around"})
    texts = texts.join(around, on="activity_key", how="left", maintain_order="left")
    found = []
    for one in own:
        hit = pl.all_horizontal(*(pl.col("text").str.contains_any(list(group)) for group in one.groups))
        if one.excluded:
            hit &= ~pl.col("text").str.contains_any(list(one.excluded))
        if one.subjects:
            hit &= pl.any_horizontal(
                pl.col(c).str.contains_any(list(one.subjects)).fill_null(False) for c in ("text", "_around")
            )
        clause = one.part.partition(".")[0]
        inside = placed.filter(pl.col("part").str.starts_with(f"{clause}.") & pl.col("grade").is_in(list(SURE)))
        spoken = (
            texts.filter(hit)
            .select("activity_key", "indicator_no")
            .with_columns(
                grade=pl.when(pl.col("activity_key").is_in(inside["activity_key"].unique().implode()))
                .then(pl.lit("likely"))
                .otherwise(pl.lit("text"))
            )
        )
        named = indicator.filter(pl.col("reference").is_in(list(one.references))).select(
            "activity_key", "indicator_no", grade=pl.lit("coded")
        )
        found.append(pl.concat([named, spoken]).with_columns(own=pl.lit(one.id)))
    every = pl.concat(found) if found else MATCH.empty().select("activity_key", "indicator_no", "grade", "own")
    rank = pl.col("grade").replace_strict({g: i for i, g in enumerate(MATCH_GRADES)}, return_dtype=pl.Int32)
    return MATCH.conform(
        every.with_columns(_rank=rank)
        .sort("activity_key", "indicator_no", "own", "_rank")
        .unique(["activity_key", "indicator_no", "own"], keep="first", maintain_order=True)
        .with_columns(rule=pl.col("grade").replace_strict(RULES, return_dtype=pl.String))
    )
