"""What went into a snapshot: its files by folder, what was refused, and issues by reason."""

from __future__ import annotations

import polars as pl


def files_by_folder(dataset: pl.DataFrame) -> pl.DataFrame:
    """folder, files, used, activities, first and last day of retrieval, licences, publishers: table dataset by its first folder."""
    return (
        dataset.with_columns(folder=pl.col("dataset").str.split("/").list.first())
        .group_by("folder")
        .agg(
            files=pl.len(),
            used=(pl.col("reason") == "").sum(),
            activities=pl.col("activities").sum(),
            first=pl.col("retrieved").min(),
            last=pl.col("retrieved").max(),
            licences=pl.col("licence").filter(pl.col("licence") != "").unique().sort().str.join(", "),
            publishers=pl.col("publisher").filter(pl.col("publisher") != "").n_unique(),
        )
        .sort("folder")
    )


def refused_files(dataset: pl.DataFrame) -> pl.DataFrame:
    """The files that were not read."""
    return dataset.filter(pl.col("reason") != "")


def issues_by_reason(issue: pl.DataFrame) -> pl.DataFrame:
    """level, element, reason, len: issues that are not of whole files, the most frequent first."""
    rows = issue.filter(pl.col("level") != "file").group_by("level", "element", "reason").len()
    return rows.sort("len", "reason", "level", "element", descending=[True, False, False, False])


def own_files(activity: pl.DataFrame) -> pl.DataFrame:
    """dataset, owner_state, len: the files that own money comes from."""
    return activity.filter(pl.col("measure") == "own").group_by("dataset", "owner_state").len().sort("dataset")
