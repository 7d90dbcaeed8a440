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
        day = shaped.str.to_date("%Y-%m-%d", strict=False)
        # A date such as 0001-01-01 or 20220-01-01 is a typing error that would make a year of its own.
        return pl.when(day.dt.year().is_between(1900, 2100)).then(day)
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


def _rounded(texts: pl.Series) -> pl.Series:
    # Polars cuts what is past the sixth decimal; these few are rounded exactly.
    values = [Decimal(text).quantize(Decimal("0.000001"), ROUND_HALF_UP) for text in texts]
    return pl.Series(texts.name, values, dtype=AMOUNT)


def _issue(frame: pl.DataFrame, table: Table, column: Column, where: pl.Series, reason: str) -> pl.DataFrame:
    return frame.filter(where).select(
        pl.col("activity_ordinal"),
        pl.lit(f"{table.element}/{column.path}").alias("element"),
        pl.col(column.name).str.slice(0, 200).alias("value"),
        pl.lit(reason).alias("reason"),
    )


def raw_frame(table: Table, rows: list[Row]) -> pl.DataFrame:
    """The walker's rows of one table as a frame: numbers of our own as such, what was read as texts."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in table.columns)
    return pl.DataFrame(
        [
            pl.Series(
                column.name,
                values,
                dtype=column.dtype
                if column.kind in ("ordinal", "offset") or (column.kind == "integer" and not column.path)
                else pl.String,
            )
            for column, values in zip(table.columns, columns, strict=True)
        ]
    )


def cast(table: Table, rows: list[Row]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Typed rows of one table, and the issues met. Texts are stripped of outer white space; an empty text is null."""
    if not rows:
        return table.empty(), pl.DataFrame(schema=ISSUE_SCHEMA)
    return cast_frame(table, raw_frame(table, rows))


def cast_frame(table: Table, raw: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same from a frame whose read columns are texts."""
    texts = [c.name for c in table.columns if raw.schema[c.name] == pl.String]
    columns = [c for c in table.columns if c.path and not c.text]
    numbers = [c for c in columns if c.kind in ("amount", "number")]
    stripped = raw.with_columns(pl.col(texts).str.strip_chars().replace("", None)) if texts else raw
    # In one step: a batch has few rows, and each step costs as much as reading hundreds of them.
    both = stripped.with_columns(
        *(_typed(pl.col(c.name), c.kind).alias(f"typed {c.name}") for c in columns),
        *(pl.col(c.name).str.contains(FINER_PATTERN).fill_null(False).alias(f"finer {c.name}") for c in numbers),
    )
    chosen = [both[f"typed {c.name}" if c in columns else c.name].alias(c.name) for c in table.columns]
    typed = pl.DataFrame(
        [s if s.dtype == c.dtype else s.cast(c.dtype) for s, c in zip(chosen, table.columns, strict=True)]
    )
    issues = []
    for column in columns:
        text, value = both[column.name], both[f"typed {column.name}"]
        if column in numbers and both[f"finer {column.name}"].any():
            finer = both[f"finer {column.name}"] & value.is_not_null()
            rounded = typed[column.name].scatter(finer.arg_true(), _rounded(text.filter(finer)))
            typed = typed.with_columns(rounded)
            issues.append(_issue(both, table, column, finer, ROUNDED))
        if text.null_count() != value.null_count():
            bad = text.is_not_null() & value.is_null()
            issues.append(_issue(both, table, column, bad, REASONS[column.kind]))
    return typed, pl.concat(issues) if issues else pl.DataFrame(schema=ISSUE_SCHEMA)


def issue_frame(issues: list[RawIssue]) -> pl.DataFrame:
    """The walker's issues as a frame of the same shape."""
    return pl.DataFrame(
        [(i.activity_ordinal, i.element, i.value, i.reason) for i in issues], schema=ISSUE_SCHEMA, orient="row"
    )
