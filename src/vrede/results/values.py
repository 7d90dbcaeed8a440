"""All results of all activities as one tidy table: a row for each baseline, target and actual value.

Source of the rules: https://iatistandard.org/en/iati-standard/203/activity-standard/iati-activities/iati-activity/result/
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.lake.tables import RESULT_TABLES
from vrede.sources import AMOUNT

VALUES = next(table for table in RESULT_TABLES if table.name == "result_value")
MEASURES = {"1": "unit", "2": "percentage", "3": "nominal", "4": "ordinal", "5": "qualitative"}
"""List IndicatorMeasure; any other code is `unknown`."""
KINDS = ("baseline", "target", "actual")
NUMERIC = ("unit", "percentage")
NUMBER = r"^[+-]?([0-9]{1,18}(\.[0-9]*)?|\.[0-9]+)$"
"""What is a number in a value: digits and a point. '1,234' is none: it may be 1234 or 1.234."""


def number_of(value: str) -> pl.Expr:
    """The column `value` as an exact decimal; null where it is no number. Beyond six decimals it is rounded."""
    text = pl.col(value).str.strip_chars()
    return pl.when(text.str.contains(NUMBER)).then(text.str.strip_prefix("+")).cast(AMOUNT, strict=False)


def _dimensions(frame: pl.DataFrame) -> pl.DataFrame:
    """activity_key, value_no, dimension: the dimensions of a value as one text, in a fixed order."""
    piece = pl.concat_str(
        pl.col("name").fill_null("").str.strip_chars(), pl.col("value").fill_null("").str.strip_chars(), separator="="
    )
    return (
        frame.select("activity_key", value_no="parent_no", piece=piece)
        .filter(pl.col("piece") != "=")
        .group_by("activity_key", "value_no")
        .agg(dimension=pl.col("piece").unique().sort().str.join("; "))
    )


def indicators(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """activity_key, indicator_no, result_no, result_type, measure, direction, aggregation, vocabulary, reference.

    The indicator's word on aggregation counts before the result's; `1` is unit and so on; more is better where
    nothing else is stated.
    """
    results = tables["result"].select(
        "activity_key", result_no="row_no", result_type="type", _result="aggregation_status"
    )
    stated = pl.coalesce("aggregation_status", "_result")
    return (
        tables["indicator"]
        .rename({"row_no": "indicator_no", "parent_no": "result_no"})
        .join(results, on=["activity_key", "result_no"], how="left", maintain_order="left")
        .select(
            "activity_key",
            "indicator_no",
            "result_no",
            "result_type",
            measure=pl.col("measure")
            .str.strip_chars()
            .replace_strict(MEASURES, default="unknown")
            .fill_null("unknown"),
            direction=pl.when(pl.col("ascending").fill_null(True)).then(pl.lit("up")).otherwise(pl.lit("down")),
            aggregation=pl.when(stated.is_null())
            .then(pl.lit("not stated"))
            .when(stated)
            .then(pl.lit("allowed"))
            .otherwise(pl.lit("not allowed")),
            vocabulary=pl.col("reference_vocabulary").str.strip_chars().replace("", None),
            reference=pl.col("reference").str.strip_chars().replace("", None),
        )
    )


def values(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Table result_value without its `adding`: baselines, targets and actuals, each with its indicator's facts.

    tables: result, indicator, baseline, period, target, actual and the three *_dimension tables of a snapshot.
    """
    periods = tables["period"].select(
        "activity_key", "period_start", "period_end", period_no="row_no", indicator_no="parent_no"
    )
    parts = []
    for kind in KINDS:
        rows = tables[kind].rename({"row_no": "value_no"})
        if kind == "baseline":
            rows = rows.with_columns(
                indicator_no="parent_no",
                period_no=pl.lit(None, dtype=pl.Int32),
                period_start=pl.lit(None, dtype=pl.Date),
                period_end="iso_date",
                year=pl.coalesce(pl.col("iso_date").dt.year().cast(pl.Int64), pl.col("year").cast(pl.Int64)),
            )
        else:
            rows = (
                rows.rename({"parent_no": "period_no"})
                .join(periods, on=["activity_key", "period_no"], how="left", maintain_order="left")
                .with_columns(year=pl.col("period_end").dt.year().cast(pl.Int64))
            )
        named = _dimensions(tables[f"{kind}_dimension"])
        rows = rows.join(named, on=["activity_key", "value_no"], how="left", maintain_order="left")
        parts.append(
            rows.select(
                "activity_key",
                "indicator_no",
                "period_no",
                pl.lit(kind).alias("kind"),
                "value_no",
                "period_start",
                "period_end",
                "year",
                pl.col("dimension").fill_null(""),
                "value",
                number_of("value").alias("number"),
            )
        )
    every = pl.concat(parts).join(
        indicators(tables), on=["activity_key", "indicator_no"], how="left", maintain_order="left"
    )
    return VALUES.conform(every).sort("activity_key", "kind", "value_no")
