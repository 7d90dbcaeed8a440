"""From raw texts to typed columns. What cannot be read as its type becomes null and a row in `issue`."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from vrede.sources.iati.walk import RawIssue, Row
from vrede.sources.table import AMOUNT, Column, Table

ISSUE_SCHEMA: dict[str, pl.DataType] = {
    "activity_ordinal": pl.Int32(),
    "element": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
}
REASONS = {
    "date": "not a date (YYYY-MM-DD)",
    "datetime": "not a date and time",
    "amount": "not an amount (at most 18 digits, a point before decimals, no thousands separator)",
    "number": "not a number",
    "integer": "not a whole number",
    "flag": "neither 0 nor 1",
}
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*|Z|[+-][0-9]{2}:[0-9]{2})?$"
AMOUNT_PATTERN = r"^[+-]?(\d{1,18}(\.\d*)?|\.\d+)$"
FINER_PATTERN = r"\.\d{6}\d*[1-9]"
ROUNDED = "more than six decimals: rounded to six, half away from zero"


def _typed(text: pl.Expr, kind: str) -> pl.Expr:
    if kind == "date":
        shaped = pl.when(text.str.contains(DATE_PATTERN)).then(text.str.slice(0, 10))
        return shaped.str.to_date("%Y-%m-%d", strict=False)
    if kind == "datetime":
        plain = text.str.replace(r"(\.\d+)?(Z|[+-]\d\d:?\d\d)?$", "")
        seconds = plain.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False)
        day = plain.str.to_datetime("%Y-%m-%d", strict=False)
        zone = text.str.extract(r"([+-]\d\d:?\d\d)$").str.replace(":", "")
        ahead = pl.duration(
            hours=zone.str.slice(0, 3).cast(pl.Int64), minutes=(zone.str.slice(0, 1) + zone.str.slice(3)).cast(pl.Int64)
        )
        utc = pl.coalesce(seconds, day).dt.cast_time_unit("us") - ahead.fill_null(pl.duration())
        return utc.dt.replace_time_zone("UTC")
    if kind in ("amount", "number"):
        return pl.when(text.str.contains(AMOUNT_PATTERN)).then(text.str.strip_prefix("+")).cast(AMOUNT, strict=False)
    if kind == "integer":
        return text.cast(pl.Int64, strict=False)
    lower = text.str.to_lowercase()
    return pl.when(lower.is_in(["1", "true"])).then(True).when(lower.is_in(["0", "false"])).then(False)


def _plausible(frame: pl.DataFrame, column: Column) -> pl.Expr:
    # A date such as 0001-01-01 or 20220-01-01 is a typing error that would make a year of its own.
    return pl.col(column.name).dt.year().is_between(1900, 2100)


def _rounded(texts: pl.Series) -> pl.Series:
    # Polars cuts what is past the sixth decimal; these few are rounded exactly.
    values = [Decimal(text).quantize(Decimal("0.000001"), ROUND_HALF_UP) for text in texts]
    return pl.Series(texts.name, values, dtype=AMOUNT)


def _round_finer(
    stripped: pl.DataFrame, typed: pl.DataFrame, table: Table, column: Column
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    text = stripped[column.name]
    finer = text.str.contains(FINER_PATTERN).fill_null(False) & typed[column.name].is_not_null()
    if not finer.any():
        return typed, None
    rounded = typed[column.name].scatter(finer.arg_true(), _rounded(text.filter(finer)))
    issue = stripped.filter(finer).select(
        pl.col("activity_ordinal"),
        pl.lit(f"{table.element}/{column.path}").alias("element"),
        pl.col(column.name).str.slice(0, 200).alias("value"),
        pl.lit(ROUNDED).alias("reason"),
    )
    return typed.with_columns(rounded), issue


def cast(table: Table, rows: list[Row]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Typed rows of one table, and the issues met. Texts are stripped of outer white space; an empty text is null."""
    if not rows:
        return table.empty(), pl.DataFrame(schema=ISSUE_SCHEMA)
    numbers = {"ordinal"}
    raw = pl.DataFrame(
        [
            pl.Series(
                column.name,
                values,
                dtype=column.dtype
                if column.kind in numbers or (column.kind == "integer" and not column.path)
                else pl.String,
            )
            for column, values in zip(table.columns, zip(*rows, strict=True), strict=True)
        ]
    )
    return cast_frame(table, raw)


def cast_frame(table: Table, raw: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same from a frame whose read columns are texts."""
    texts = [c.name for c in table.columns if raw.schema[c.name] == pl.String]
    stripped = raw.with_columns(pl.col(texts).str.strip_chars().replace("", None)) if texts else raw
    typed_columns = [c for c in table.columns if c.path and c.kind != "text"]
    typed = stripped.with_columns(_typed(pl.col(c.name), c.kind).alias(c.name) for c in typed_columns)
    dates = [c for c in typed_columns if c.kind == "date"]
    if dates:
        typed = typed.with_columns(pl.when(_plausible(typed, c)).then(pl.col(c.name)).alias(c.name) for c in dates)
    issues = []
    for column in typed_columns:
        if column.kind in ("amount", "number"):
            typed, finer = _round_finer(stripped, typed, table, column)
            if finer is not None:
                issues.append(finer)
        bad = stripped[column.name].is_not_null() & typed[column.name].is_null()
        if bad.any():
            issues.append(
                stripped.filter(bad).select(
                    pl.col("activity_ordinal"),
                    pl.lit(f"{table.element}/{column.path}").alias("element"),
                    pl.col(column.name).str.slice(0, 200).alias("value"),
                    pl.lit(REASONS[column.kind]).alias("reason"),
                )
            )
    issue = pl.concat(issues) if issues else pl.DataFrame(schema=ISSUE_SCHEMA)
    return table.conform(typed), issue


def issue_frame(issues: list[RawIssue]) -> pl.DataFrame:
    """The walker's issues as a frame of the same shape."""
    return pl.DataFrame(
        [(i.activity_ordinal, i.element, i.value, i.reason) for i in issues], schema=ISSUE_SCHEMA, orient="row"
    )
