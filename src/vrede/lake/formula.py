"""Texts that a spreadsheet would run: a formula in a cell of a CSV or a workbook is only a text here."""

from __future__ import annotations

import polars as pl

# What a spreadsheet may run: a formula's first sign, also behind blanks and in full width (＝＋－＠｜), and what begins with
# a tab, a line end or the | of a DDE call.
RISKY = r"^(?:[\t\r\n\v\f]|[\s\p{Z}\p{Cc}\p{Cf}]*[=+\-@|＝＋－＠｜﹢﹣−])"


def neutral(frame: pl.DataFrame) -> pl.DataFrame:
    """Texts that a spreadsheet would take for a formula get an apostrophe in front; numbers stay numbers."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(RISKY))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )


def neutral_texts(texts: list[str]) -> list[str]:
    """The same for a row of texts."""
    return neutral(pl.DataFrame({"text": texts}, schema={"text": pl.String}))["text"].to_list()
