"""CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import polars as pl
from django.http import HttpResponse

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


def csv_answer(frame: pl.DataFrame, name: str) -> HttpResponse:
    """The frame as a CSV download in UTF-8 with a byte order mark, so that spreadsheets read it right."""
    body = "\ufeff" + neutral(frame).write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ")
    return HttpResponse(
        body, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
