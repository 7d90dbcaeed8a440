"""One dossier: its acts in order, its money, and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse

from vrede.language import Language, euro_exact
from vrede.register import Act, Kind, acts_of
from vrede.register.desk import Offer, offers, readable
from vrede.register.dossier import Dossier
from vrede.register.rules import masked
from vrede.register.table import Ranking, RankingRow, field_of
from vrede.web.charts.award import award
from vrede.web.register.access import dossier_of, entered, person_of, projection_of, two_factors
from vrede.web.register.connection import database
from vrede.web.register.context import shown
from vrede.web.register.files import answer
from vrede.web.register.pages.call import Application, applications, score
from vrede.web.register.words import fact_word, kind_word, role_word, sort_word, state_word, why_word
from vrede.web.site.request import language_of

CENTS = ("cleared", "released", "ceiling")
"""Amounts that rules derive."""


def facts_in_words(act: Act, language: Language) -> list[tuple[str, str]]:
    """The facts of an act as (name, text); an account number is masked, for whoever reads."""
    made = []
    facts = act.facts
    for name, value in facts.items():
        if value in (None, "", [], {}) or name.endswith("_before"):
            continue
        one = field_of(act.kind, name)
        type_ = one.type if one and not one.derived else ""
        if name == "account":
            text = masked(str(value))
        elif isinstance(value, bool):
            text = "✓" if value else "–"
        elif name == "rows":
            text = "; ".join(_ranked(row, language) for row in act.read(Ranking).rows)
        elif act.kind == Kind.BUDGET_LAW and name == "level":
            text = _change(facts.get("level_before", 0), value, language)
        elif act.kind == Kind.BUDGET_LAW and name == "lines":
            before = facts.get("lines_before", {})
            text = "; ".join(f"{n}: {_change(before.get(n, 0), cents, language)}" for n, cents in value.items())
        elif type_ == "amount" or (isinstance(value, int) and name in CENTS):
            text = euro_exact(int(value), language)
        elif one is not None and type_ == "choice":
            text = next((getattr(c, language) for c in one.choices if c.id == value), str(value))
        elif isinstance(value, dict):
            text = "; ".join(f"{key}: {_part(part, type_, language)}" for key, part in value.items())
        elif isinstance(value, list):
            text = ", ".join(_cell(part) for part in value)
        else:
            text = str(value)
        made.append((fact_word(act.kind, name), text))
    return made


def _ranked(row: RankingRow, language: Language) -> str:
    """A proposal in a ranking: place, dossier, score with one decimal, amount, and what came of it."""
    place = f"{row.place}. " if row.place else ""
    mean = score(row, language)
    return f"{place}{row.dossier}: {mean}{', ' if mean else ''}{euro_exact(row.cents, language)}, {why_word(row.why)}"


def _change(before: int, after: int, language: Language) -> str:
    """From what to what."""
    return f"{euro_exact(before, language)} → {euro_exact(after, language)}"


def _part(value: Any, type_: str, language: Language) -> str:
    if type_ == "amounts" and isinstance(value, int):
        return euro_exact(value, language)
    if isinstance(value, dict):
        return f"{value.get('score')} ({value.get('reason')})"
    return _cell(value)


def _cell(value: Any) -> str:
    return ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act as the timeline shows it. facts: (name, text)."""

    act: Act
    title: str
    role: str
    facts: Sequence[tuple[str, str]]


def line_of(act: Act, language: Language) -> ActLine:
    """An act as the timeline shows it."""
    return ActLine(act, kind_word(act.kind), role_word(act.role), facts_in_words(act, language))


@dataclass(frozen=True, slots=True)
class DossierPage:
    """The context of dossier.html. stands: its state in words. by_year: (year, planned, paid) in cents. left_out: acts that are not for
    this person."""

    d: Dossier
    sort: str
    stands: str
    acts: Sequence[ActLine]
    can: Sequence[Offer]
    needs_second: bool
    drawing: str
    by_year: Sequence[tuple[int, int | None, int]]
    applications: Sequence[Application]
    left_out: int


@entered()
def page(request: HttpRequest) -> HttpResponse:
    """The dossier that the address names."""
    language, person = language_of(request), person_of(request)
    dossier = dossier_of(request, request.GET.get("name", ""))
    every = acts_of(database(), dossier.name)
    acts = readable(person, dossier, every)
    can = offers(person, dossier, every)
    committed = dossier.committed - dossier.released
    years = sorted({*dossier.schedule, *dossier.paid_by_year})
    context = DossierPage(
        d=dossier,
        sort=sort_word(dossier.sort),
        stands=state_word(dossier.state),
        acts=[line_of(act, language) for act in acts],
        can=can,
        needs_second=any(one.row.second_factor for one in can) and not two_factors(request),
        drawing=award("chart-d", committed, dossier.paid, dossier.open, language) if dossier.committed else "",
        by_year=[(year, dossier.schedule.get(year), dossier.paid_by_year.get(year, 0)) for year in years],
        applications=applications(projection_of(request), person, dossier, every, language),
        left_out=len(every) - len(acts),
    )
    return shown(request, "vrede/register/dossier.html", context)


ACT_COLUMNS = {
    "act": pl.Int64,
    "moment": pl.String,
    "who": pl.String,
    "role": pl.String,
    "kind": pl.String,
    "dossier": pl.String,
    "approves": pl.Int64,
    "amount_cents": pl.Int64,
    "year": pl.Int64,
    "reason": pl.String,
    "facts": pl.String,
    "hash": pl.String,
}


def acts_frame(acts: list[Act], language: Language) -> pl.DataFrame:
    """Acts as a table for a file: amounts in cents, facts in words with account numbers masked."""
    rows = [
        (a.seq, a.moment, a.who, a.role, a.kind, a.dossier, a.approves, a.cents, a.year, a.reason)
        + ("; ".join(f"{name}: {text}" for name, text in facts_in_words(a, language)), a.hash)
        for a in acts
    ]
    return pl.DataFrame(rows, schema=ACT_COLUMNS, orient="row")


@entered()
def as_file(request: HttpRequest, form: str) -> HttpResponse:
    """The acts of the dossier as CSV or XLSX."""
    person = person_of(request)
    dossier = dossier_of(request, request.GET.get("name", ""))
    acts = readable(person, dossier, acts_of(database(), dossier.name))
    return answer(acts_frame(acts, language_of(request)), "register-dossier", form)
