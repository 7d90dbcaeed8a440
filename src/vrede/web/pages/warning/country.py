"""The forecast of one country: what was counted, what may come, why, and what followed situations like this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.article import Language
from vrede.lake import where
from vrede.language import month, number_text, whole
from vrede.sources.countries import country_name, is_country
from vrede.web.charts.fan import Ahead, Counted, fan
from vrede.web.figure.cell import Cell, measures
from vrede.web.figure.filter import View, view_of
from vrede.web.figure.page import rendered
from vrede.web.pages.warning.lines import (
    TARGETS,
    ForecastChoice,
    chance_text,
    choice_of,
    forecast_csv,
    newest,
    target_words,
    why_none,
)
from vrede.web.pages.warning.outlook_rows import (
    CrisisPart,
    NeighbourChance,
    Reason,
    ShareLeftOut,
    SimilarCase,
    cases,
    crisis_parts,
    explained,
    judgements,
    neighbours,
    not_clear_yet,
    reasons,
    share_left_out_of,
)
from vrede.web.pages.warning.views import SecondCountRow, ViewsBeside, beside, second_counts_of
from vrede.web.pages.warning.warnings import event_rows
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, text_of
from vrede.web.site.words import say

PAST = 60
SHOWN = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")


def _ahead(state: State, target: str, iso3: str) -> pl.DataFrame:
    return where(state.snapshot.table("forecast"), target=target, iso3=iso3).sort("ahead")


def _past(state: State, target: str, iso3: str) -> pl.DataFrame:
    months = state.snapshot.table("country_month")
    return where(months, target=target, iso3=iso3).sort("month")


def _drawing(past: pl.DataFrame, ahead: pl.DataFrame, name: str, language: Language) -> SafeString:
    counted = [Counted(m, n) for m, n in past.tail(PAST).select("month", "deaths").iter_rows()]
    if ahead.height and counted and counted[-1].month > ahead["origin"][0]:
        counted = [one for one in counted if one.month <= ahead["origin"][0]]
    coming = [Ahead(row[0], row[1:]) for row in ahead.select("month", *SHOWN).iter_rows()]
    return fan(
        "chart-fan",
        say("warning.country.deaths_by_month_in_country", country=name),
        counted,
        coming,
        language,
        (say("warning.country.n19_in_20"), say("warning.country.n8_in_10"), say("warning.country.one_in_two")),
        desc=say("warning.country.broken_red_line_marks_25"),
    )


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """The forecast of one month."""

    month: str
    middle: str
    low: str
    high: str
    chance: str


@dataclass(frozen=True, slots=True)
class OutlookPage:
    """The forecast of one country."""

    iso3: str
    name: str
    view: View
    none: str
    issue: dict[str, Any]
    choice: ForecastChoice
    targets: list[tuple[str, str]]
    target: str
    month: str
    month_number: str
    chances: list[tuple[int, str]]
    chance: str
    ppm: int
    before: str
    expected: str
    low: str
    high: str
    quiet: bool | None
    last_year: str
    last_month: str
    unclear: str
    chart: SafeString | str
    months: list[MonthAhead]
    why_month: str
    calm: list[Reason]
    moved: list[Reason]
    cases: list[SimilarCase]
    neighbours: list[NeighbourChance]
    crisis: list[CrisisPart]
    events: list[dict[str, Any]]
    judgements: list[dict[str, Any]]
    share: ShareLeftOut | None
    views: ViewsBeside | None
    second: list[SecondCountRow]
    unplaced: dict[str, Cell | None]
    clauses: list[tuple[str, str, dict[str, Cell | None]]]


@helpful
def page(request: HttpRequest, iso3: str) -> HttpResponse:
    """One country and target."""
    state, language = state_of(request), language_of(request)
    if not is_country(iso3):
        raise Http404(say("site.there_is_no_country", code=iso3[:10]))
    wanted = choice_of(request, state)
    name = country_name(iso3, language)
    ahead, past = _ahead(state, wanted.target, iso3), _past(state, wanted.target, iso3)
    here = where(ahead, ahead=wanted.ahead)
    view = view_of(request, country=iso3)
    text, _before = text_of(view.year)
    row = here.row(0, named=True) if here.height else {}
    context = OutlookPage(
        iso3=iso3,
        name=name,
        view=view,
        none=why_none(state) or ("" if ahead.height else say("warning.country.this_country_is_not_forecast")),
        issue=newest(state, language),
        choice=wanted,
        targets=[(t, target_words()[t]) for t in TARGETS],
        target=target_words()[wanted.target],
        month=month(row["month"], language) if row else "",
        month_number=row["month"] if row else "",
        chances=[(n, chance_text(row[f"p{n}_ppm"], language)) for n in (1, 25, 100, 1000)] if row else [],
        chance=chance_text(row["p25_ppm"], language) if row else "",
        ppm=row.get("p25_ppm", 0),
        before=chance_text(row["p25_before_ppm"], language) if row and row["p25_before_ppm"] is not None else "",
        expected=number_text(round(row["expected"], 0), language) if row else "",
        low=whole(row["q10"], language) if row else "",
        high=whole(row["q90"], language) if row else "",
        quiet=row.get("quiet"),
        last_year=whole(int(past.tail(12)["deaths"].sum()), language) if past.height >= 12 else "–",
        last_month=month(past["month"][-1], language) if past.height else "",
        unclear=not_clear_yet(state, wanted.target, iso3, past.tail(12)["month"], language),
        chart=_drawing(past, ahead, name, language) if ahead.height else "",
        months=[
            MonthAhead(
                month=month(m["month"], language),
                middle=whole(m["q50"], language),
                low=whole(m["q10"], language),
                high=whole(m["q90"], language),
                chance=chance_text(m["p25_ppm"], language),
            )
            for m in ahead.iter_rows(named=True)
        ],
        why_month=explained(ahead, language),
        calm=reasons(state, wanted.target, iso3, "calm"),
        moved=reasons(state, wanted.target, iso3, "before"),
        cases=cases(state, wanted.target, iso3, language),
        neighbours=neighbours(state, wanted, iso3, language),
        crisis=crisis_parts(state, iso3, language),
        events=event_rows(state, language, iso3),
        judgements=judgements(state, iso3, language),
        share=share_left_out_of(state, iso3, language),
        views=beside(state, ahead, wanted.target, iso3, language),
        second=second_counts_of(state, wanted.target, iso3, language),
        unplaced=measures(state, view, scope="unplaced"),
        clauses=[(c.id, c.title.get(language), measures(state, view, clause=c.id)) for c in text.clauses],
    )
    return rendered(request, "warning/outlook.html", context)


@helpful
def as_csv(request: HttpRequest, iso3: str) -> HttpResponse:
    """All months of a country, every target."""
    state = state_of(request)
    if not is_country(iso3):
        raise Http404(say("site.there_is_no_country", code=iso3[:10]))
    rows = where(state.snapshot.table("forecast"), iso3=iso3)
    return forecast_csv(rows, f"forecast-{iso3}.csv")
