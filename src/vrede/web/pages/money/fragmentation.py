"""Fragmentation: how many activities, how small, and through how few partners the money goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse

from vrede.article import load_policy
from vrede.lake import where
from vrede.language import percent_of
from vrede.money import AT_MOST, CHAIN, MEASURES, FragmentationYear, Selection, fragmentation_per_year
from vrede.web.figure.names import measure_names
from vrede.web.figure.page import rendered
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.words import say


@dataclass(frozen=True, slots=True)
class Target:
    """The aim of fewer activities, by policy."""

    percent: str
    first: int
    last: int
    source: str
    happened: str | None


def _target(years: list[FragmentationYear], language: str, day: date) -> Target:
    """The policy's target and what happened, as far as both of its years are in the data."""
    entry = load_policy().entry("fewer_activities_percent", day)
    wanted = entry.value if isinstance(entry.value, dict) else {}
    first, last = int(wanted["first"]), int(wanted["last"])
    found = {year.year: year.activities for year in years}
    known = first in found and last in found
    return Target(
        percent=wanted["percent"],
        first=first,
        last=last,
        source=entry.source,
        happened=percent_of(found[first] - found[last], found[first], language) if known else None,
    )


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year: per bound the shares of activities and of money below it, and the share of the largest partners."""

    year: FragmentationYear
    below: list[tuple[str, str]]
    top: str


@dataclass(frozen=True, slots=True)
class FragmentationPage:
    """How many activities are below each bound, and through how few partners the money goes."""

    tables: list[tuple[str, str, list[YearRow]]]
    bounds: list[int]
    target: Target


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Per measure and year, spending under the article."""
    state, language = state_of(request), language_of(request)
    day = date.fromisoformat(state.snapshot.manifest["policy_day"])
    bounds = sorted(int(v) for v in load_policy().mapping("small_activity_eur_cents", day).values())
    spent = state.ledger.select(Selection(kind="spent", bound=AT_MOST))
    tables = []
    for measure in MEASURES:
        years = fragmentation_per_year(where(spent, measure=measure), bounds)
        rows = [
            YearRow(
                y,
                [(percent_of(n, y.activities, language), percent_of(c, y.cents, language)) for _, n, c in y.below],
                percent_of(y.top_cents, y.cents, language),
            )
            for y in years
        ]
        tables.append((measure, {**measure_names(), CHAIN: say("site.chain_at_most")}[measure], rows))
        if measure == "own":
            target = _target(years, language, day)
    return rendered(request, "money/fragmentation.html", FragmentationPage(tables=tables, bounds=bounds, target=target))
