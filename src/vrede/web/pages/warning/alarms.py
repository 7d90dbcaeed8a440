"""Acute crisis by the dated rule, crossed with the programmes; and the warnings that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from vrede.article import Trigger, load_policy
from vrede.language import month, percent_of
from vrede.money import MEASURES, in_countries, per_country
from vrede.sources.countries import country_name
from vrede.warning import CRISIS_TESTS, CrisisRule, crisis_rule_of
from vrede.web.figure.cell import Cell, cells_per, selection_rows
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.page import rendered
from vrede.web.pages.warning.lines import answer_words, forecast_csv, funded, newest, test_words, why_none, within
from vrede.web.pages.warning.outlook_rows import CrisisPart, crisis_parts
from vrede.web.pages.warning.skill import skill
from vrede.web.pages.warning.warnings import event_rows, rules
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, texts

CLAUSE = "S1"
DUTCH = ("own", "chain")
"""Measures of money that names the ministry."""


def _programmes(state: State, view: Any, measure: str) -> dict[str, tuple[int, int]]:
    """Country -> (cents, activities) under the sentence on acute crisis."""
    return per_country(selection_rows(state, view, clause=CLAUSE, measure=measure))


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A country by the crisis rule, with its money under S1."""

    iso3: str
    name: str
    parts: dict[str, CrisisPart]
    tests: list[CrisisPart]
    cells: dict[str, Cell]
    activities: int


@dataclass(frozen=True, slots=True)
class CrisisPage:
    """Countries by the crisis rule, beside the money under S1."""

    view: View
    form: FilterForm
    month: str
    none: str
    rule: CrisisRule
    source: str
    tests: list[str]
    inside: list[CrisisLine]
    without: list[str]
    unneeded: list[CrisisLine]
    unsure: list[str]
    counts: list[tuple[str, int]]


@helpful
def crisis(request: HttpRequest) -> HttpResponse:
    """Countries by the answer of the rule, beside own and chain money under S1."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    rows = state.snapshot.table("crisis")
    paid = {m: _programmes(state, view, m) for m in MEASURES}
    linked = cells_per(
        in_countries(selection_rows(state, view, clause=CLAUSE, measure="")),
        "place_code",
        lambda m, code, cents: view.query(cents, clause=CLAUSE, country=code, measure=m),
    )
    states = {i: said for i, said in rows.select("iso3", "state").unique().iter_rows() if within(state, view, i)}
    day = date.fromisoformat(state.snapshot.manifest["policy_day"])
    entry = load_policy().entry("acute_crisis", day)

    def line(code: str) -> CrisisLine:
        return CrisisLine(
            iso3=code,
            name=country_name(code, language),
            parts={part.test: part for part in crisis_parts(state, code, language)},
            tests=crisis_parts(state, code, language),
            cells={m: cell for m, cell in linked.get(code, {}).items() if m in view.measures},
            activities=sum(paid[m][code][1] for m in DUTCH if code in paid[m]),
        )

    ours = {code for m in DUTCH for code in paid[m]}
    anyhow = funded(state, view, DUTCH, clause=CLAUSE)
    inside = sorted((code for code, said in states.items() if said == "yes"), key=lambda c: country_name(c, language))
    # A country without months, as a part of a state that has them, is not in the table: whether it is in crisis is unknown too.
    unsure = [code for code in ours if states.get(code, "cannot tell") == "cannot tell"]
    context = CrisisPage(
        view=view,
        form=form_of(view, state, language),
        month=month(rows["month"][0], language) if rows.height else "",
        none=why_none(state) if rows.is_empty() else "",
        rule=crisis_rule_of(load_policy().mapping("acute_crisis", day)),
        source=entry.source,
        tests=[test_words()[test] for test in CRISIS_TESTS],
        inside=[line(code) for code in inside],
        without=[country_name(code, language) for code in inside if code not in anyhow],
        unneeded=[
            line(code) for code in sorted(ours, key=lambda c: country_name(c, language)) if states.get(code) == "no"
        ],
        unsure=sorted(country_name(code, language) for code in unsure),
        counts=[(words, sum(1 for said in states.values() if said == name)) for name, words in answer_words().items()],
    )
    return rendered(request, "warning/crisis.html", context)


@helpful
def crisis_csv(request: HttpRequest) -> HttpResponse:
    """Every part of the rule for every country."""
    return forecast_csv(state_of(request).snapshot.table("crisis"), "crisis.csv")


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """A trigger rule with its record in the past."""

    rule: Trigger
    title: str
    where: list[str]
    least: int
    rise: int
    record: dict[str, Any] | None
    precision: str
    seen: str


@dataclass(frozen=True, slots=True)
class TriggersPage:
    """The trigger rules with their record, and the warnings that they fired."""

    none: str
    issue: dict[str, Any]
    rules: list[TriggerRow]
    years: list[int]
    events: list[dict[str, Any]]
    waiting: int
    places: int


@helpful
def triggers(request: HttpRequest) -> HttpResponse:
    """The rules with their record in the past, and what they fired."""
    state, language = state_of(request), language_of(request)
    regions = {region.id: region.title.get(language) for region in texts()[-1].regions}
    records = {row["rule"]: row for row in skill().get("triggers", [])}
    made = []
    for rule in rules():
        record = records.get(rule.id)
        made.append(
            TriggerRow(
                rule=rule,
                title=rule.title.get(language),
                where=[regions[name] for name in rule.regions],
                least=rule.least_ppm // 10_000,
                rise=rule.rise_ppm // 10_000,
                record=record,
                precision=percent_of(record["hits"], record["hits"] + record["false"], language) if record else "–",
                seen=percent_of(record["onsets"] - record["missed"], record["onsets"], language) if record else "–",
            )
        )
    events = event_rows(state, language)
    waiting = [event for event in events if not event["late"]]
    context = TriggersPage(
        none=why_none(state),
        issue=newest(state, language),
        rules=made,
        years=skill().get("reported", []),
        events=events,
        waiting=len(waiting),
        places=len({event["iso3"] for event in waiting}),
    )
    return rendered(request, "warning/triggers.html", context)


@helpful
def triggers_csv(request: HttpRequest) -> HttpResponse:
    """Every warning that was fired."""
    return forecast_csv(state_of(request).snapshot.table("trigger_event"), "warnings.csv")
