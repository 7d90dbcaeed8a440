"""The budget: the article and its sub-articles by year and phase, commitments and cash apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.money import CHANGES, LEVELS, NUMBER, Budget, Phases
from vrede.web.charts.phases import phases as phases_chart
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.names import budget_names
from vrede.web.figure.page import rendered
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State
from vrede.web.site.words import say


@dataclass(frozen=True, slots=True)
class UndividedLine:
    """An amount still to be divided, which lowers the free room."""

    phase: str
    cents: int
    source: str
    note: str | None
    year: int


@dataclass(frozen=True, slots=True)
class SubArticle:
    """A sub-article with its budget in cash and in commitments."""

    id: str
    name: str
    kinds: list[Sequence[str | Phases]]


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """The article in one year: (kind, its name, level by phase)."""

    year: int
    cells: list[tuple[str, str, dict[str, int | None]]]


@dataclass(frozen=True, slots=True)
class DrawnBudget:
    """The article in one year and kind, drawn by phase."""

    label: str
    svg: SafeString
    row: Phases
    kind: str


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """The budget of the article: one year drawn and divided, all years in a table."""

    years: list[int]
    year: int
    levels: list[tuple[str, str]]
    changes: list[tuple[str, str]]
    drawn: list[DrawnBudget]
    undivided: list[UndividedLine]
    sub: list[SubArticle]
    table: list[BudgetYear]
    detail: list[dict[str, Any]]
    differing: list[dict[str, Any]]
    issues: list[dict[str, Any]]
    unread: list[dict[str, Any]]
    files: list[dict[str, Any]]
    recipients: bool
    has_changes: bool
    kinds: dict[str, str]


RULES = {
    "draft + amendments = adopted": "money.budget_rule.draft_and_amendments",
    "adopted + change = first supplementary": "money.budget_rule.adopted_and_change",
    "first supplementary + change = September supplementary": "money.budget_rule.first_and_september",
    "first supplementary + change = second supplementary": "money.budget_rule.first_and_change",
    "September supplementary + change = second supplementary": "money.budget_rule.september_and_change",
    "schemes sum to the sub-article": "money.budget_rule.schemes",
    "sub-articles sum to the article": "money.budget_rule.sub_articles",
    "lines sum to the printed total": "money.budget_rule.printed_total",
    "the state's file and the collected file agree": "money.budget_rule.files_agree",
    "once": "money.budget_rule.once",
    "readable": "money.budget_rule.readable",
}
"""A rule of table budget_issue -> its words."""
PRINTED_TOTAL = "lines sum to the printed total"
UNREAD = ("readable", "once")


def _issues(state: State, names: dict[str, str], kinds: dict[str, str]) -> list[dict[str, Any]]:
    """What does not add up and what could not be read, in the page's words."""
    kinds = {**kinds, "receipts": say("money.budget.receipts")}
    return [
        {
            **row,
            "where": " ".join(filter(None, (row["budget_file"], str(row["line_no"] or "")))),
            "line": " ".join(filter(None, (row["subarticle"] or "4", row["instrument"], row["scheme"]))),
            "rule_name": say(RULES[row["rule"]]) if row["rule"] in RULES else row["rule"],
            "phase_name": names.get(row["phase"] or "", ""),
            "kind_name": kinds.get(row["kind"] or "", ""),
        }
        for row in state.snapshot.table("budget_issue").to_dicts()
    ]


def _files(state: State, names: dict[str, str]) -> list[dict[str, Any]]:
    """The files that the lines were read from; none in a snapshot that did not keep them."""
    if not state.snapshot.has("budget_file"):
        return []
    found = state.snapshot.table("budget_file").to_dicts()
    return [{**row, "phase_name": names.get(row["phase"] or "", "")} for row in found]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """All years in a table, one year drawn and divided."""
    state = state_of(request)
    language = language_of(request)
    budget = Budget(state.snapshot.table("budget_line"))
    years = budget.years
    asked = request.GET.get("year", "")
    if asked and asked != "all" and (not NUMBER.fullmatch(asked) or int(asked) not in years):
        raise Http404(say("money.budget.there_is_no_budget", year=asked[:10]))
    year = int(asked) if NUMBER.fullmatch(asked) else (years[-1] if years else 0)
    names = budget_names()
    kinds = {"cash": say("money.budget.cash"), "commitment": say("money.budget.commitments")}
    issues = _issues(state, names, kinds)
    drawn = []
    for kind, label in kinds.items():
        row = budget.article(year, kind)
        if row.any:
            title = say("money.budget.article_4_in_year_kind", year=year, kind=label)
            points = [(names[p], row.levels[p]) for p in LEVELS if row.levels[p] is not None]
            drawn.append(
                DrawnBudget(
                    label=label,
                    svg=phases_chart(f"chart-{kind}", title, points, language),
                    row=row,
                    kind=kind,
                )
            )
    context = BudgetPage(
        years=years,
        year=year,
        levels=[(p, names[p]) for p in LEVELS],
        changes=[(p, names[p]) for p in CHANGES],
        drawn=drawn,
        undivided=[
            UndividedLine(
                phase=names[r["phase"]],
                cents=r["amount_eur_cents"],
                source=r["source"],
                note=r["note"],
                year=r["year"],
            )
            for r in budget.undivided(year).to_dicts()
        ],
        sub=[
            SubArticle(
                id=s,
                name=names.get(s, s),
                kinds=[(label, budget.subarticle(s, year, kind)) for kind, label in kinds.items()],
            )
            for s in budget.subarticles(year)
        ],
        table=[
            BudgetYear(year=y, cells=[(kind, label, budget.article(y, kind).levels) for kind, label in kinds.items()])
            for y in years
        ],
        detail=[
            {**r, "phase_name": names.get(r["phase"], r["phase"]), "kind_name": kinds.get(r["kind"], r["kind"])}
            for r in budget.schemes(year).to_dicts()
        ],
        differing=[row for row in issues if row["rule"] == PRINTED_TOTAL and row["year"] == year],
        issues=[row for row in issues if row["rule"] not in UNREAD],
        unread=[row for row in issues if row["rule"] in UNREAD],
        files=_files(state, names),
        recipients=state.snapshot.has("budget_recipient"),
        has_changes=budget.has_changes(year),
        kinds=kinds,
    )
    return rendered(request, "money/budget.html", context)


def as_csv(request: HttpRequest) -> HttpResponse:
    """All lines of the budget, in thousands of euro and in cents."""
    state = state_of(request)
    return csv_answer(state.snapshot.table("budget_line"), f"vrede-{state.snapshot.name}-budget.csv")
