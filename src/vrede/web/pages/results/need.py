"""Need beside money: per country and year, each yardstick with its age beside own, chain and field money. No index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.article import Language
from vrede.language import chance_text, month, number_text, percent_of
from vrede.results import ForgottenRule, Point, curve, rank_by, to_the_neediest
from vrede.sources.conflict import Indicator, indicator
from vrede.sources.countries import country_name
from vrede.web.charts.curve import curve as draw
from vrede.web.figure.cell import Cell, measures
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.page import rendered
from vrede.web.figure.plans import Plans, need_plans
from vrede.web.figure.series import hidden_words, label, signs, why
from vrede.web.pages.results.need_lines import NeedLine, Value, elsewhere, lines, money, needs, rule_of, yardsticks
from vrede.web.pages.warning.lines import MILLION, leading
from vrede.web.site.problem import helpful
from vrede.web.site.request import BadFilter, language_of, parameters, state_of
from vrede.web.site.snapshot import text_of
from vrede.web.site.words import say

CLAUSES = ("A5", "F3", "F5")
FEW = 10


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country in words: (value, its year where that is not the money's) by yardstick, and the measures that forget it."""

    iso3: str
    name: str
    linked: bool
    cells: dict[str, Cell]
    shown: list[tuple[str, int | str]]
    forecast: int | None
    chance: str
    crisis: bool | None
    lost: list[str]


@dataclass(frozen=True, slots=True)
class OriginRow:
    """An origin that is no country: (yardstick, value, its year where that is not the money's)."""

    name: str
    shown: list[tuple[str, str, int | str]]


@dataclass(frozen=True, slots=True)
class YardstickRow:
    """What one yardstick would change: the share of money to its neediest countries, and which of these get none."""

    id: str
    title: str
    share: str
    without: list[str]
    first: list[str]
    years: list[int]


@dataclass(frozen=True, slots=True)
class RankRow:
    """A country with much money, and its place by each yardstick."""

    name: str
    cell: Cell
    places: list[int | None]


@dataclass(frozen=True, slots=True)
class NeedPage:
    """Need beside money under one clause, in the order of one yardstick."""

    view: View
    form: FilterForm
    keep: dict[str, str]
    clause: str
    title: str
    clauses: list[tuple[str, str]]
    by: str
    yardsticks: list[tuple[str, str, str]]
    cells: dict[str, Cell | None]
    measure: str
    lines: list[CountryRow]
    series: str
    hidden_words: str
    elsewhere: list[OriginRow]
    elsewhere_by: list[tuple[str, str]]
    curve: SafeString | str
    points: list[tuple[str, str, str]]
    compared: list[YardstickRow]
    adds: bool
    few: int
    moves: list[RankRow]
    forecast_month: str
    rule: ForgottenRule
    rule_source: str
    forgotten: list[CountryRow]
    csv: str
    plans: Plans


def condition_of(request: HttpRequest) -> tuple[str, str]:
    """(clause, yardstick) of an address. Raises BadFilter."""
    words = parameters(request)
    clause = words.get("clause", "") or CLAUSES[0]
    by = words.get("by", "") or yardsticks()[0].id
    if clause not in CLAUSES:
        raise BadFilter(say("results.need.clause_is_one_of_known", known=", ".join(CLAUSES)))
    if by not in {one.id for one in yardsticks()}:
        raise BadFilter(say("site.by_is_one_of_known", known=", ".join(one.id for one in yardsticks())))
    return clause, by


def _millionths(values: Mapping[str, Value]) -> dict[str, int]:
    """Country -> need in millionths, above nothing: whole numbers, so that shares are exact."""
    return {iso3: int(value * 1_000_000) for iso3, (_year, value) in values.items() if value > 0}


def _in_words(line: NeedLine, language: Language, year: str, none: Mapping[str, str]) -> list[tuple[str, int | str]]:
    """(value, its year where that is not the money's) by yardstick. none: what stands where a yardstick has no value."""
    return [
        (number_text(value[1], language), "" if str(value[0]) == year else value[0]) if value else (none[one], "")
        for one, value in line.needs.items()
    ]


def _origins(
    found: list[NeedLine], counted: list[Indicator], language: Language, year: str, none: Mapping[str, str]
) -> list[OriginRow]:
    """The origins that are no country, by the yardsticks that count anybody among them."""
    kept = {one.id for one in counted}
    return [
        OriginRow(
            line.name,
            [
                (one.title[language], *cell)
                for one, cell in zip(yardsticks(), _in_words(line, language, year, none), strict=True)
                if one.id in kept
            ],
        )
        for line in found
    ]


def _countries(
    found: list[NeedLine], by: str, language: Language, year: str, none: Mapping[str, str]
) -> list[CountryRow]:
    """The lines in words, the neediest by one yardstick first, those without a value last."""

    def weight(line: NeedLine) -> tuple[bool, Decimal, str]:
        value = line.needs[by]
        return (value is None, -(value[1] if value else Decimal(0)), line.iso3)

    return [
        CountryRow(
            line.iso3,
            line.name,
            line.linked,
            line.cells,
            _in_words(line, language, year, none),
            line.forecast,
            chance_text(line.forecast, language),
            line.crisis,
            [m for m, lost in line.forgotten.items() if lost],
        )
        for line in sorted(found, key=weight)
    ]


def _compared(
    known: dict[str, dict[str, Value]], need: dict[str, dict[str, int]], paid: dict[str, int], language: Language
) -> list[YardstickRow]:
    """What each yardstick would change."""
    made = []
    for one in yardsticks():
        of = need[one.id]
        needy, every = to_the_neediest(of, paid, FEW)
        order = sorted(of, key=lambda iso3, of=of: (-of[iso3], iso3))[:FEW]  # type: ignore[misc]  # of is bound here
        made.append(
            YardstickRow(
                one.id,
                one.title[language],
                percent_of(needy, every, language) if every and order else "–",
                [country_name(iso3, language) for iso3 in order if paid.get(iso3, 0) <= 0],
                [country_name(iso3, language) for iso3 in order[:3]],
                sorted({year for year, _value in known[one.id].values()}),
            )
        )
    return made


def _moves(
    linked: dict[str, Cell], need: dict[str, dict[str, int]], paid: dict[str, int], language: Language
) -> list[RankRow]:
    """The countries with the most money, with their places."""
    ranks = {one.id: rank_by(need[one.id], sorted(need[one.id])) for one in yardsticks()}
    largest = sorted(paid, key=lambda iso3: (-paid[iso3], iso3))[:FEW]
    return [
        RankRow(
            label(iso3, language),
            linked[iso3],
            [ranks[one.id].get(iso3) for one in yardsticks()],
        )
        for iso3 in largest
    ]


def _drawn(points: list[Point], chosen: Indicator, language: Language) -> SafeString | str:
    """The curve of money over need; none for an index, whose values do not add up."""
    if not points or not chosen.adds:
        return ""
    return draw(
        "chart-curve",
        say("results.need.money_against_need_need", need=chosen.title[language]),
        [(p.need_ppm, p.money_ppm, country_name(p.iso3, language)) for p in points],
        say("results.need.share_of_need_percent"),
        say("results.need.share_of_money_percent"),
    )


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """One clause (`clause`), in the order of one yardstick (`by`)."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    clause, by = condition_of(request)
    text, _before = text_of(view.year)
    titles = {c.id: c.title.get(language) for c in text.clauses}
    paid = money(state, view, clause)
    measure = next((m for m in view.measures if sum(paid[m].values()) > 0), "own")
    known = needs(state, view)
    need = {one: _millionths(of) for one, of in known.items()}
    points = curve(need[by], paid[measure])
    found = lines(state, view, clause, language)
    linked = {line.iso3: line.cells[measure] for line in found if measure in line.cells}
    chosen = indicator(by)
    rule, source = rule_of(state)
    none = signs(state, [one.id for one in yardsticks()])
    countries = _countries(found, by, language, view.year, none)
    others = elsewhere(state, view, language)
    counted = [one for one in yardsticks() if any((line.needs[one.id] or (0, 0))[1] > 0 for line in others)]
    context = NeedPage(
        view=view,
        form=form_of(view, state, language),
        keep={"clause": clause, "by": by},
        clause=clause,
        title=titles.get(clause, clause),
        clauses=[(c, titles.get(c, c)) for c in CLAUSES],
        by=by,
        yardsticks=[(one.id, one.title[language], one.unit[language]) for one in yardsticks()],
        cells=measures(state, view, clause=clause),
        measure=measure,
        lines=countries,
        series=why(state, [one.id for one in yardsticks()], any(known.values())),
        hidden_words=hidden_words(),
        elsewhere=_origins(others, counted, language, view.year, none),
        elsewhere_by=[(one.title[language], one.unit[language]) for one in counted],
        curve=_drawn(points, chosen, language),
        points=[
            (
                country_name(p.iso3, language),
                percent_of(p.need_ppm, MILLION, language),
                percent_of(p.money_ppm, MILLION, language),
            )
            for p in points[: 4 * FEW]
        ],
        compared=_compared(known, need, paid[measure], language),
        adds=chosen.adds,
        few=FEW,
        moves=_moves(linked, need, paid[measure], language),
        forecast_month=month(when, language) if (when := leading(state)[0]) else "",
        rule=rule,
        rule_source=source,
        forgotten=[row for row in countries if row.crisis and row.lost],
        csv=urlencode({"clause": clause, "by": by, **view.filters()}),
        plans=need_plans(state, view.year, language),
    )
    return rendered(request, "results/need.html", context)
