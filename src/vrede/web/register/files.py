"""Tables of the register as files: CSV and XLSX, in which no text is a formula."""

from __future__ import annotations

import polars as pl
from django.http import HttpResponse

from vrede.brief import workbook
from vrede.web.figure.csv import csv_answer


def answer(frame: pl.DataFrame, name: str, form: str) -> HttpResponse:
    """The frame as a download; form: csv or xlsx. Amounts are whole cents in the CSV and euro in the workbook."""
    if form == "csv":
        return csv_answer(frame, f"{name}.csv")
    shown = frame.rename(
        {column: column.removesuffix("_cents") + "_eur_cents" for column in frame.columns if column.endswith("_cents")}
    )
    return HttpResponse(
        workbook(shown, [("register", name)]),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )
