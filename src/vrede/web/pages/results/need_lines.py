"""Need and money by country: each yardstick of need with its year, beside own, chain and field money."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from vrede.article import Language, load_policy
from vrede.money import in_countries, per_measure_and_country
from vrede.results import ForgottenRule, crisis_rule, forgotten, in_crisis, latest_values
from vrede.sources.conflict import Indicator, declared
from vrede.web.figure.cell import Cell, cells_per, selection_rows
from vrede.web.figure.filter import View
from vrede.web.figure.series import apart, has_page, label, of_countries
from vrede.web.pages.warning.lines import leading
from vrede.web.site.snapshot import State

DEATHS, DISPLACED = "deaths", "displaced_inside"

Value = tuple[int, Decimal]
"""The year of a value, and the value."""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A country with need or money: its value by yardstick, and by measure whether it is forgotten (None: unknown)."""

    iso3: str
    name: str
    linked: bool
    cells: dict[str, Cell]
    needs: dict[str, Value | None]
    forecast: int | None = None
    crisis: bool | None = None
    forgotten: dict[str, bool | None] = field(default_factory=dict)


def yardsticks() -> tuple[Indicator, ...]:
    """The series that are used as a yardstick of need, in the order of their file."""
    return tuple(one for source in declared() for one in source.indicators if one.use == "need")


def needs(state: State, view: View, elsewhere: bool = False) -> dict[str, dict[str, Value]]:
    """Yardstick -> country -> (year of the value, value): the newest up to the view's year, none older than policy allows.

    elsewhere: of people whose origin is no country instead.
    """
    day = date.fromisoformat(state.snapshot.manifest["policy_day"])
    oldest = load_policy().whole_number("need_age_years", day)
    year = int(view.year) if view.year.isdigit() else None
    every = state.snapshot.table("country_series")
    series = apart(every) if elsewhere else of_countries(every)
    return {
        one.id: {iso3: (y, n) for iso3, y, n in latest_values(series, one.id, year, oldest).iter_rows()}
        for one in yardsticks()
    }


def money(state: State, view: View, clause: str) -> dict[str, dict[str, int]]:
    """Measure -> country -> cents under a clause."""
    return per_measure_and_country(selection_rows(state, view, clause=clause))


def rule_of(state: State) -> tuple[ForgottenRule, str]:
    """The rule for a forgotten crisis on the snapshot's day, and its source."""
    day = date.fromisoformat(state.snapshot.manifest["policy_day"])
    entry = load_policy().entry("forgotten_crisis", day)
    return crisis_rule(load_policy().mapping("forgotten_crisis", day)), entry.source


def lines(state: State, view: View, clause: str, language: Language) -> list[NeedLine]:
    """One line a country with need or money, as data and in words; what is forgotten per measure."""
    known, paid = needs(state, view), money(state, view, clause)
    linked = cells_per(
        in_countries(selection_rows(state, view, clause=clause)),
        "place_code",
        lambda m, iso3, cents: view.query(cents, clause=clause, country=iso3, measure=m),
    )
    rule, _source = rule_of(state)
    expected = leading(state)[1]
    codes = sorted(
        {*(c for of in paid.values() for c in of), *(c for of in known.values() for c, v in of.items() if v[1] > 0)}
    )
    made = []
    for iso3 in codes:
        found = {one: known[one].get(iso3) for one in known}
        deaths, displaced = found[DEATHS], found[DISPLACED]
        # A crisis is one of the money's own year; a value of another year, or money of all years, does not show it.
        of_year = [found_ if found_ and str(found_[0]) == view.year else None for found_ in (deaths, displaced)]
        bounds = (int(of_year[0][1]) if of_year[0] else None, int(of_year[1][1]) if of_year[1] else None)
        cells = {m: cell for m, cell in linked.get(iso3, {}).items() if m in view.measures}
        made.append(
            NeedLine(
                iso3,
                label(iso3, language),
                has_page(iso3),
                cells,
                {one: found[one] for one in known},
                expected.get(iso3),
                in_crisis(rule, *bounds),
                # A measure without any money in this view is not known here: it forgets nobody.
                {m: forgotten(rule, *bounds, paid[m].get(iso3, 0)) if paid[m] else None for m in view.measures},
            )
        )
    return made


def elsewhere(state: State, view: View, language: Language) -> list[NeedLine]:
    """One line for each origin that is no country and has people in this view; the most refugees first."""
    known = needs(state, view, elsewhere=True)
    codes = sorted({iso3 for of in known.values() for iso3, (_y, value) in of.items() if value > 0})
    made = [
        NeedLine(iso3, label(iso3, language), False, {}, {one: known[one].get(iso3) for one in known}) for iso3 in codes
    ]
    return sorted(made, key=lambda line: -sum(value[1] for value in line.needs.values() if value))
