"""CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import polars as pl
from django.http import HttpResponse

from vrede.lake import neutral


def csv_answer(frame: pl.DataFrame, name: str) -> HttpResponse:
    """The frame as a CSV download in UTF-8 with a byte order mark, so that spreadsheets read it right."""
    body = "\ufeff" + neutral(frame).write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ")
    return HttpResponse(
        body, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
