"""What can be searched in a snapshot: per activity its titles, names and descriptions. Tables in, rows out."""

from __future__ import annotations

import polars as pl


def _joined(narrative: pl.DataFrame, name: str, *elements: str) -> pl.DataFrame:
    return (
        narrative.filter(pl.col("element").is_in(elements))
        .group_by("activity_key", maintain_order=True)
        .agg(pl.col("text").unique(maintain_order=True).str.join("\n").alias(name))
    )


def search_texts(activity: pl.DataFrame, narrative: pl.DataFrame) -> pl.DataFrame:
    """activity_key, title, iati_identifier, organisation, description: all texts of one kind in one, each once; empty where there
    is none."""
    frame = activity.select("activity_key", "iati_identifier")
    for part in (
        _joined(narrative, "title", "activity/title"),
        _joined(narrative, "organisation", "activity/reporting-org", "participating_org"),
        _joined(narrative, "description", "activity/description"),
    ):
        frame = frame.join(part, on="activity_key", how="left", maintain_order="left")
    return frame.select(
        "activity_key",
        *(pl.col(name).fill_null("") for name in ("title", "iati_identifier", "organisation", "description")),
    )
