"""Organisation files in a snapshot: each organisation once, its budgets of all kinds in one table, with their lines."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from vrede.sources.iati import BUDGETS, LINES

Reader = Callable[[str], pl.DataFrame]
COPY = ["file", "activity_ordinal"]
KEY = "organisation_key"


def assemble_organisations(reader: Reader, files: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Tables organisation, organisation_budget, organisation_budget_line, organisation_narrative.

    An organisation is its identifier, else the publisher's ref; of several copies the newest retrieval counts, then the
    latest last_updated, then the larger hash. files: file, sha256, retrieved, generated, publisher, dataset.
    """
    read = reader("organisation").join(files, on="file", how="left")
    known = read.with_columns(
        _id=pl.coalesce("organisation_identifier", "reporting_org_ref").fill_null(""),
        vintage=pl.coalesce(pl.col("retrieved").replace("", None), pl.col("generated").str.slice(0, 10), pl.lit("")),
    ).sort(
        ["_id", "vintage", "last_updated", "sha256", "activity_ordinal"],
        descending=[False, True, True, True, False],
        nulls_last=True,
    )
    best = (
        known.unique("_id", keep="first", maintain_order=True)
        .with_row_index(KEY)
        .with_columns(pl.col(KEY).cast(pl.Int64))
    )
    where = best.select(*COPY, KEY)
    budgets, lines = [], []
    for kind, table in BUDGETS.items():
        rows = reader(table.name).join(where, on=COPY, how="inner")
        absent = [c for c in ("status", "recipient", "recipient_vocabulary") if c not in rows.columns]
        budgets.append(
            rows.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in absent).select(
                KEY,
                pl.lit(kind).alias("kind"),
                "row_no",
                "status",
                "recipient",
                "recipient_vocabulary",
                "period_start",
                "period_end",
                "amount",
                "currency",
                "value_date",
            )
        )
        lines.append(
            reader(LINES[kind].name)
            .join(where, on=COPY, how="inner")
            .select(KEY, pl.lit(kind).alias("kind"), "parent_no", "row_no", "ref", "amount", "currency", "value_date")
        )
    default = best.select(KEY, "default_currency")
    narrative = (
        reader("organisation_narrative")
        .join(where, on=COPY, how="inner")
        .select(KEY, "element", "parent_no", "row_no", "language", "text")
    )
    names = (
        narrative.filter(pl.col("element").is_in(["organisation/name", "organisation/reporting-org"]))
        .sort(KEY, "element", "row_no")
        .unique(KEY, keep="first", maintain_order=True)
        .select(KEY, pl.col("text").alias("name"))
    )
    return {
        "organisation": best.join(names, on=KEY, how="left", maintain_order="left").drop("_id", "file"),
        "organisation_budget": _currency(pl.concat(budgets), default).sort(KEY, "kind", "row_no"),
        "organisation_budget_line": _currency(pl.concat(lines), default).sort(KEY, "kind", "parent_no", "row_no"),
        "organisation_narrative": narrative.sort(KEY, "element", "parent_no", "row_no"),
    }


def _currency(rows: pl.DataFrame, default: pl.DataFrame) -> pl.DataFrame:
    joined = rows.join(default, on=KEY, how="left", maintain_order="left")
    return joined.with_columns(currency=pl.coalesce("currency", "default_currency")).drop("default_currency")
