"""The lines of need beside money as CSV."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse

from vrede.money import MEASURES
from vrede.web.figure.filter import view_of
from vrede.web.figure.outliers import WITHOUT, cents_without
from vrede.web.pages.results.need import condition_of
from vrede.web.pages.results.need_lines import elsewhere, lines, yardsticks
from vrede.web.pages.warning.lines import forecast_csv, leading
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """The lines of the page."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    clause, _by = condition_of(request)
    made = []
    when = leading(state)[0] or None
    for row in [*lines(state, view, clause, language), *elsewhere(state, view, language)]:
        line: dict[str, Any] = {
            "iso3": row.iso3,
            "country": row.name,
            "clause": clause,
            "year": view.year,
            "kind": view.kind,
            "is_country": row.linked,
        }
        line |= {
            f"{m}_eur_cents": row.cells[m].cents if m in row.cells and row.cells[m].found else None for m in MEASURES
        }
        line |= cents_without(state, row.cells)
        for yardstick, value in row.needs.items():
            line[yardstick] = value[1] if value else None
            line[f"{yardstick}_year"] = value[0] if value else None
        line["forecast_month"], line["forecast_p25_ppm"] = when, row.forecast
        line["crisis"] = row.crisis
        line |= {f"forgotten_{m}": row.forgotten.get(m) for m in MEASURES}
        made.append(line)
    columns: dict[str, Any] = dict.fromkeys(("iso3", "country", "clause", "year", "kind"), pl.String)
    columns["is_country"] = pl.Boolean
    columns |= {f"{m}_eur_cents": pl.Int64 for m in MEASURES}
    columns |= dict.fromkeys(WITHOUT, pl.Int64)
    for one in yardsticks():
        columns |= {one.id: pl.Decimal(38, 6), f"{one.id}_year": pl.Int64}
    columns |= {"forecast_month": pl.String, "forecast_p25_ppm": pl.Int64}
    columns |= {"crisis": pl.Boolean} | {f"forgotten_{m}": pl.Boolean for m in MEASURES}
    return forecast_csv(pl.DataFrame(made, schema=columns, orient="row"), f"need-{clause}.csv")
