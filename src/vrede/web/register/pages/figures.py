"""Figures over the whole register: open commitments from year to year, advances by age, what funds paid for F1, integrated programmes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from vrede.language import percent_of
from vrede.register import Act
from vrede.register.audit import (
    AGES,
    Integrated,
    OpenCommitments,
    OutstandingAdvances,
    Share,
    advances,
    integrated,
    rollforward,
    shares,
)
from vrede.register.desk import READERS
from vrede.web.register.access import entered
from vrede.web.register.connection import every_act
from vrede.web.register.context import shown
from vrede.web.register.files import answer
from vrede.web.site.request import language_of
from vrede.web.site.words import say

TABLES = ("rollforward", "advances", "shares", "integrated")


def rows_of(name: str, acts: Sequence[Act]) -> list[dict[str, Any]]:
    """The rows of a table, amounts in cents. Raises KeyError for another name."""
    if name == "rollforward":
        return [asdict(row) for row in rollforward(acts)]
    if name == "advances":
        made = []
        for row in advances(acts, timezone.localdate()):
            ages = {f"months_{age}_cents": row.cents[age] for age, _months in AGES}
            made.append({"dossier": row.dossier, "partner": row.partner, **ages, "total_cents": row.total_cents})
        return made
    if name == "shares":
        return [asdict(row) for row in shares(acts)]
    if name == "integrated":
        return [
            {**asdict(row), "efforts": ", ".join(row.efforts), "iso3": ", ".join(row.iso3)} for row in integrated(acts)
        ]
    raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Aged:
    """A dossier with outstanding advances, by age."""

    row: OutstandingAdvances
    ages: Sequence[int]


@dataclass(frozen=True, slots=True)
class Shared:
    """What a fund paid, and which share that is."""

    row: Share
    percent: str


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The context of figures.html. sums: of each age, in cents."""

    rollforward: Sequence[OpenCommitments]
    advances: Sequence[Aged]
    ages: Sequence[str]
    sums: Sequence[int]
    outstanding: int
    shares: Sequence[Shared]
    integrated: Sequence[Integrated]


@entered(*READERS["figures"])
def page(request: HttpRequest) -> HttpResponse:
    """All four tables."""
    acts, language = every_act(), language_of(request)
    names = [age for age, _months in AGES]
    aged = [Aged(row, [row.cents[age] for age in names]) for row in advances(acts, timezone.localdate())]
    context = FiguresPage(
        rollforward=rollforward(acts),
        advances=aged,
        ages=names,
        sums=[sum(one.ages[at] for one in aged) for at in range(len(names))],
        outstanding=sum(one.row.total_cents for one in aged),
        shares=[Shared(row, percent_of(row.paid_cents, row.all_cents, language)) for row in shares(acts)],
        integrated=integrated(acts),
    )
    return shown(request, "vrede/register/figures.html", context)


@entered(*READERS["figures"])
def as_file(request: HttpRequest, form: str) -> HttpResponse:
    """One of the tables as CSV or XLSX, in cents."""
    name = request.GET.get("table", "")
    if name not in TABLES:
        raise Http404(say("register.figures.there_is_no_such_table"))
    return answer(pl.DataFrame(rows_of(name, every_act()), infer_schema_length=None), f"register-{name}", form)
