"""From the raw tables of all files to one set of tables in which every activity stands once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from vrede.lake.identity import FINGERPRINT, identify, settle
from vrede.lake.raw import ISSUE, RawFile
from vrede.sources.iati import TABLES, DatasetFile

Reader = Callable[[str], pl.DataFrame]
TRANSACTION_CHILDREN = ("transaction_sector", "transaction_country", "transaction_region")
COPY = ["file", "activity_ordinal"]
ISSUE_SHAPE = ["dataset", "activity_key", "activity_ordinal", "level", "element", "value", "reason", "state"]
ISSUE_ORDER = ["dataset", "activity_ordinal", "level", "element", "value", "reason"]
# table -> column: the activity's default that it inherits. A transaction's currency stays as stated: price_currency has it.
INHERITED = {
    "transaction": {name: f"default_{name}" for name in ("flow_type", "finance_type", "aid_type", "tied_status")},
    "budget": {"currency": "default_currency"},
    "planned_disbursement": {"currency": "default_currency"},
    "narrative": {"language": "default_language"},
}


def dataset_table(files: Sequence[DatasetFile], read: dict[str, RawFile]) -> pl.DataFrame:
    """One row a file, read or not, with what is known of it and why it was not read."""
    rows = [
        {
            "dataset": file.name,
            "retrieved": file.retrieved,
            "publisher": file.publisher,
            "source_type": file.source_type,
            "licence": file.licence,
            "address": file.address,
            "selection": file.selection,
            "sha256": read[file.name].sha256,
            "xml_sha256": read[file.name].xml_sha256,
            "version": read[file.name].version,
            "generated": read[file.name].generated,
            "kind": read[file.name].kind,
            "activities": read[file.name].activities,
            "reason": read[file.name].reason,
            "detail": read[file.name].detail,
        }
        for file in files
    ]
    text = dict.fromkeys(
        (
            "dataset",
            "retrieved",
            "publisher",
            "source_type",
            "licence",
            "address",
            "selection",
            "sha256",
            "xml_sha256",
            "version",
            "generated",
            "kind",
        ),
        pl.String,
    )
    return pl.DataFrame(rows, schema={**text, "activities": pl.Int64, "reason": pl.String, "detail": pl.String})


def _copies(reader: Reader, files: pl.DataFrame, ministry: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    activity = reader("activity").join(files, on="file", how="left")
    transactions = reader("transaction")
    needed = transactions.select(*COPY, *FINGERPRINT)
    return activity, settle(identify(activity, ministry), needed, ministry)


def assemble(reader: Reader, datasets: pl.DataFrame, ministry: Sequence[str]) -> dict[str, pl.DataFrame]:
    """All tables of activities with activity_key instead of file and ordinal; issues of values and of copies, none of files.

    reader(name) gives a raw table with column `file` (Int32: row number in `datasets`). Child rows come from the copy
    that counts; transactions also from its parts, numbered on in the order of the copies (`transaction_no`).
    """
    files = file_frame(datasets)
    activity, copies = _copies(reader, files, ministry)
    counted = copies.filter(pl.col("state") == "counted").select(*COPY, "activity_key")
    money = copies.filter(pl.col("state").is_in(["counted", "part"])).select(*COPY, "activity_key", "copy_rank")
    result: dict[str, pl.DataFrame] = {}
    drop = ["file", "sha256", "xml_sha256", "retrieved", "generated", "publisher", "source_type", "dataset"]
    facts = copies.filter(pl.col("state") == "counted").select(
        *COPY, "activity_key", "vintage", "vintage_source", "dataset", "sha256", "publisher", "source_type"
    )
    result["activity"] = (
        activity.drop(drop)
        .hstack(activity.select("file"))
        .join(facts, on=COPY, how="inner")
        .drop("file")
        .sort("activity_key")
    )
    result["copy"] = copies.select(
        "activity_key",
        "dataset",
        "sha256",
        "activity_ordinal",
        "byte_start",
        "byte_end",
        "vintage",
        "vintage_source",
        "state",
        "copy_rank",
    )
    numbered = (
        reader("transaction")
        .join(money, on=COPY, how="inner")
        .sort("activity_key", "copy_rank", "row_no")
        .with_columns(transaction_no=pl.int_range(pl.len()).over("activity_key").cast(pl.Int32))
        .with_row_index("transaction_key")
        .with_columns(pl.col("transaction_key").cast(pl.Int64))
    )
    where = numbered.select(
        *COPY, pl.col("row_no").alias("parent_no"), "transaction_key", "transaction_no", "activity_key"
    )
    origin = files.select("file", "dataset")
    result["transaction"] = numbered.join(origin, on="file", how="left", maintain_order="left").drop(
        "file", "copy_rank", "row_no"
    )
    for name in TRANSACTION_CHILDREN:
        joined = reader(name).join(where, on=[*COPY, "parent_no"], how="inner")
        result[name] = joined.sort("transaction_key", "row_no").drop("file", "activity_ordinal", "parent_no")
    result["narrative"] = _narratives(reader("narrative"), counted, where)
    done = {"activity", "transaction", "narrative", *TRANSACTION_CHILDREN}
    for table in TABLES:
        if table.name not in done:
            joined = reader(table.name).join(counted, on=COPY, how="inner")
            result[table.name] = joined.sort("activity_key", "row_no").drop("file", "activity_ordinal")
    for name, columns in INHERITED.items():
        result[name] = _inherit(result[name], result["activity"], columns)
    result["issue"] = _issues(reader(ISSUE), copies, files)
    return result


def file_frame(datasets: pl.DataFrame) -> pl.DataFrame:
    """What of each file decides which copy counts; `file` is its row number in `datasets`."""
    return datasets.with_row_index("file").select(
        pl.col("file").cast(pl.Int32),
        "sha256",
        "xml_sha256",
        "retrieved",
        "generated",
        "publisher",
        "source_type",
        "dataset",
    )


def _inherit(frame: pl.DataFrame, activity: pl.DataFrame, columns: dict[str, str]) -> pl.DataFrame:
    """What a row leaves open takes the default of its activity's counting copy."""
    defaults = activity.select(
        "activity_key", *(pl.col(default).alias(f"_{name}") for name, default in columns.items())
    )
    joined = frame.join(defaults, on="activity_key", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(name, f"_{name}").alias(name) for name in columns).drop(
        f"_{name}" for name in columns
    )


def _narratives(raw: pl.DataFrame, counted: pl.DataFrame, where: pl.DataFrame) -> pl.DataFrame:
    of_transaction = pl.col("element").str.starts_with("transaction/")
    plain = raw.filter(~of_transaction).join(counted, on=COPY, how="inner")
    keep = ["activity_key", "element", "parent_no", "row_no", "language", "text"]
    money = (
        raw.filter(of_transaction)
        .join(where, on=[*COPY, "parent_no"], how="inner")
        .with_columns(parent_no=pl.col("transaction_no"))
    )
    return pl.concat([plain.select(keep), money.select(keep)]).sort("activity_key", "element", "parent_no", "row_no")


def _issues(raw: pl.DataFrame, copies: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Value issues of every copy, and blank identifiers, in one shape."""
    values = (
        raw.join(copies.select(*COPY, "activity_key", "state"), on=COPY, how="left")
        .join(files.select("file", "dataset"), on="file", how="left")
        .with_columns(level=pl.lit("value"))
        .select(ISSUE_SHAPE)
    )
    blank = copies.filter(pl.col("iati_identifier").is_null()).select(
        "dataset",
        "activity_key",
        "activity_ordinal",
        pl.lit("activity").alias("level"),
        pl.lit("iati-identifier").alias("element"),
        pl.lit("").alias("value"),
        pl.lit("empty identifier: known by file and place in it").alias("reason"),
        "state",
    )
    return pl.concat([blank, values]).sort(ISSUE_ORDER, nulls_last=True)


def file_issues(datasets: pl.DataFrame) -> pl.DataFrame:
    """Files that were not read, in the shape of the other issues."""
    return datasets.filter(pl.col("reason") != "").select(
        "dataset",
        pl.lit(None, dtype=pl.Int64).alias("activity_key"),
        pl.lit(None, dtype=pl.Int32).alias("activity_ordinal"),
        pl.lit("file").alias("level"),
        pl.lit("").alias("element"),
        pl.col("detail").alias("value"),
        "reason",
        pl.lit("").alias("state"),
    )
