"""Fragmentation: how many activities, how small, and through how few partners the money goes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vrede.article import load_policy
from vrede.lake import where
from vrede.language import percent_of
from vrede.money import MEASURES, FragmentationYear, fragmentation_per_year
from vrede.web.figure.names import measure_names
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of


def _target(years: list[FragmentationYear], language: str, day: date) -> dict[str, Any]:
    """The policy's target and what happened, as far as both of its years are in the data."""
    entry = load_policy().entry("fewer_activities_percent", day)
    wanted = entry.value if isinstance(entry.value, dict) else {}
    first, last = int(wanted["first"]), int(wanted["last"])
    found = {year.year: year.activities for year in years}
    known = first in found and last in found
    return {
        "percent": wanted["percent"],
        "first": first,
        "last": last,
        "source": entry.source,
        "happened": percent_of(found[first] - found[last], found[first], language) if known else None,
    }


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Per measure and year, spending under the article."""
    state, language = state_of(request), language_of(request)
    day = date.fromisoformat(state.snapshot.manifest["policy_day"])
    bounds = sorted(int(v) for v in load_policy().mapping("small_activity_eur_cents", day).values())
    spent = where(state.ledger.slices, kind="spent", placed=True)
    tables = []
    for measure in MEASURES:
        years = fragmentation_per_year(where(spent, measure=measure), bounds)
        rows = [
            {
                "year": y,
                "below": [
                    (percent_of(n, y.activities, language), percent_of(c, y.cents, language)) for _, n, c in y.below
                ],
                "top": percent_of(y.top_cents, y.cents, language),
            }
            for y in years
        ]
        tables.append((measure, measure_names()[measure], rows))
        if measure == "own":
            target = _target(years, language, day)
    return render(request, "money/fragmentation.html", {"tables": tables, "bounds": bounds, "target": target})
