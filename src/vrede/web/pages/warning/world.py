"""The forecast of all countries: a map and a ranking, each with its uncertainty, beside the money."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from vrede.article import Language
from vrede.language import month, number_text, whole
from vrede.money import in_countries, per_measure_and_country
from vrede.sources.countries import country_name
from vrede.warning import most_left_out
from vrede.web.charts.worldmap import Band, Unit, choropleth
from vrede.web.figure.cell import Cell, cells_per, selection_rows
from vrede.web.figure.filter import View, view_of
from vrede.web.figure.page import rendered
from vrede.web.pages.warning.lines import (
    FURTHEST,
    MILLION,
    ORDERS,
    TARGETS,
    ForecastChoice,
    chance_text,
    choice_of,
    chosen,
    forecast_csv,
    headline,
    newest,
    order_words,
    points_text,
    share_left_out,
    share_text,
    target_words,
    use,
    why_none,
)
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State
from vrede.web.site.words import say

STOPS = (50_000, 200_000, 500_000, 800_000)
LEAST_SHOWN = 10_000
"""Chances below one per cent are in the CSV and counted, not listed."""
RISEN = 100_000
HALF = MILLION // 2


def _range(low: int | None, high: int | None, language: Language) -> str:
    if low is None:
        return say("warning.world.less_than_high", high=chance_text(high, language))
    if high is None:
        return say("warning.world.low_or_more", low=chance_text(low, language))
    return say("warning.world.low_to_high", low=chance_text(low, language), high=chance_text(high, language))


CHANCE = Unit(chance_text, _range, 1)


def money(state: State, view: View) -> dict[str, dict[str, int]]:
    """Measure -> country -> cents of the view, whatever clause."""
    found = per_measure_and_country(selection_rows(state, view))
    return {measure: found[measure] for measure in view.measures}


@dataclass(frozen=True, slots=True)
class CountryChance:
    """The forecast of a country in words, with its money."""

    iso3: str
    name: str
    chance: str
    chance_1: str
    chance_1000: str
    ppm: int
    expected: str
    low: str
    high: str
    change: str
    change_ppm: int | None
    onset: str
    cells: dict[str, Cell]


def lines(state: State, wanted: ForecastChoice, language: Language, view: View) -> list[CountryChance]:
    """The ranking in words, all countries."""
    paid = cells_per(
        in_countries(selection_rows(state, view)),
        "place_code",
        lambda m, code, cents: view.query(cents, country=code, measure=m),
    )
    made = []
    for row in chosen(state, wanted).iter_rows(named=True):
        code = row["iso3"]
        made.append(
            CountryChance(
                iso3=code,
                name=country_name(code, language),
                chance=chance_text(row["p25_ppm"], language),
                chance_1=chance_text(row["p1_ppm"], language),
                chance_1000=chance_text(row["p1000_ppm"], language),
                ppm=row["p25_ppm"],
                expected=number_text(round(row["expected"], 0 if row["expected"] >= 10 else 1), language),
                low=whole(row["q10"], language),
                high=whole(row["q90"], language),
                change=points_text(row["change_ppm"]),
                change_ppm=row["change_ppm"],
                onset=chance_text(row["onset_ppm"], language) if row["quiet"] else "–",
                cells={m: cell for m, cell in paid.get(code, {}).items() if m in view.measures},
            )
        )
    return made


@dataclass(frozen=True, slots=True)
class ForecastPage:
    """The forecast of all countries: a map and a ranking."""

    view: View
    none: str
    issue: dict[str, Any]
    choice: ForecastChoice
    month: str
    month_number: str
    targets: list[tuple[str, str]]
    target: str
    orders: list[tuple[str, str]]
    aheads: list[int]
    headline: int
    map: SafeString
    classes: tuple[Band, ...]
    lines: list[CountryChance]
    rest: int
    likely: int
    risen: int
    compared: bool
    left_out: list[LeftOutCountry]
    left_share: str
    csv: str


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """One target and month ahead; the month that pages lead with unless another is asked for."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    wanted = choice_of(request, state)
    rows = chosen(state, wanted)
    shown = lines(state, wanted, language, view)
    carry = urlencode({"target": wanted.target, "ahead": wanted.ahead})
    drawn = choropleth(
        "chart-map",
        say("warning.world.chance_of_25_deaths"),
        dict(rows.select("iso3", "p25_ppm").iter_rows()),
        language,
        lambda code: f"{reverse('outlook', args=[code])}?{carry}",
        unit=CHANCE,
        stops=STOPS,
        prefix="r",
    )
    listed = [row for row in shown if row.ppm >= LEAST_SHOWN]
    known = [row.change_ppm for row in shown if row.change_ppm is not None]
    context = ForecastPage(
        view=view,
        none=why_none(state),
        issue=newest(state, language),
        choice=wanted,
        month=month(rows["month"][0], language) if rows.height else "",
        month_number=rows["month"][0] if rows.height else "",
        targets=[(t, target_words()[t]) for t in TARGETS],
        target=target_words()[wanted.target],
        orders=[(name, order_words()[name]) for name in ORDERS],
        aheads=list(range(1, FURTHEST + 1)),
        headline=headline(state),
        map=drawn.svg,
        classes=drawn.bands,
        lines=listed,
        rest=len(shown) - len(listed),
        likely=sum(1 for row in shown if row.ppm >= HALF),
        risen=sum(1 for change in known if change >= RISEN),
        compared=bool(known),
        left_out=left_out(state, language),
        left_share=share_left_out(state, language),
        csv=urlencode({"target": wanted.target, "ahead": wanted.ahead, "by": wanted.by}),
    )
    return rendered(request, "warning/warning.html", context)


@dataclass(frozen=True, slots=True)
class LeftOutCountry:
    """A country of which the forecast leaves out half or more of the deaths."""

    name: str
    share: str
    deaths: str
    years: str


def left_out(state: State, language: Language) -> list[LeftOutCountry]:
    """Countries of which the target leaves out half or more of the deaths in organised violence, the most deaths first."""
    rows = most_left_out(state.snapshot.table("target_share"), HALF)
    return [
        LeftOutCountry(
            name=country_name(row["iso3"], language),
            share=share_text(row["share_left_out_ppm"], language),
            deaths=whole(int(row["left"]), language),
            years=f"{row['from_year']}–{row['to_year']}",
        )
        for row in rows.head(10).iter_rows(named=True)
    ]


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """All countries of one target and month; with ahead=all every month."""
    state = state_of(request)
    words = request.GET.get("ahead", "")
    if words == "all":
        rows = state.snapshot.table("forecast")
        return forecast_csv(rows, "forecast.csv")
    wanted = choice_of(request, state)
    return forecast_csv(chosen(state, wanted), f"forecast-{wanted.target}-{wanted.ahead}.csv")


@helpful
def as_parquet(request: HttpRequest) -> HttpResponse:
    """The whole newest forecast as Parquet, with what it must not be used for in the file's own facts."""
    out = io.BytesIO()
    state_of(request).snapshot.table("forecast").write_parquet(out, metadata={"use": use()})
    headers = {"Content-Disposition": 'attachment; filename="forecast.parquet"'}
    return HttpResponse(out.getvalue(), content_type="application/vnd.apache.parquet", headers=headers)
