"""An organisation: what it publishes and receives under the article. And all organisations on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.article import Language
from vrede.chain import Publishing, publishing
from vrede.lake import snapshot_names, where
from vrede.money import activity_count, left_out, link_reason
from vrede.sources.countries import country_name
from vrede.web.figure.address import linked_cell
from vrede.web.figure.cell import Cell, cents_of, measures, selection_rows
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.page import rendered
from vrede.web.figure.table import Table, channel_name, table
from vrede.web.pages.article.clause import MANY, bars_of, main_measure, yearly_chart
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, text_of
from vrede.web.site.snapshot import state as state_of_snapshot
from vrede.web.site.words import say

PER_PAGE = 100
SPELLINGS = 50
PUBLISHING = ("activity", "transaction", "link", "issue")
OLDER = 4  # snapshots before this one whose findings are counted


def _history(state: State, ref: str) -> list[tuple[str, Publishing]]:
    """What the kept snapshots say of how it publishes, the oldest first, this one last; one alone is no history."""
    names = snapshot_names(state.snapshot.store)
    names = names[: names.index(state.snapshot.name) + 1] if state.snapshot.name in names else [state.snapshot.name]
    found = []
    for name in names[-OLDER - 1 :]:
        then = state if name == state.snapshot.name else state_of_snapshot(name)
        keys = then.published(ref)
        found.append((name, publishing({n: then.snapshot.table(n) for n in PUBLISHING}, keys)))
    return found if len(found) > 1 else []


def _levels(state: State, ref: str, keys: pl.Series, language: Language) -> list[dict[str, Any]]:
    """The rule by which its levels count, by kind of money, with what counts nowhere for it; none where it uses none."""
    rules = where(state.snapshot.table("level_rule"), partner_ref=ref)
    gone = left_out({name: state.snapshot.table(name) for name in ("slice", "issue")}, keys)
    said = []
    for row in rules.to_dicts():
        of = where(gone, kind=row["kind"])
        words = {"spent": say("site.spent"), "commitment": say("site.committed")}
        said.append(
            {
                **row,
                "why": row[f"why_{language}"],
                "word": words[row["kind"]],
                "left": linked_cell(
                    state, int(of["amount_eur_cents"].sum() or 0), "left_out", ref=ref, kind=row["kind"]
                ),
                "activities": of.height,
            }
        )
    return said


def _spellings(state: State, ref: str, language: Language) -> list[dict[str, Any]]:
    """What is taken for this organisation, and why, in words; those in most activities first."""
    rows = where(state.organisation_links, partner_ref=ref).sort(
        "activities", "as_ref", "as_name", descending=[True, False, False], nulls_last=True
    )
    return [
        {
            **row,
            "spelling": row["as_ref"] or row["as_name"],
            "where": country_name(row["country"], language) if row["country"] else "",
            "why": link_reason(row["grade"], row["reason"], language),
        }
        for row in rows.to_dicts()
    ]


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """All partners, and the money by channel."""

    view: View
    form: FilterForm
    partners: Table
    channels: Table
    bars: SafeString
    measure: str


@helpful
def overview(request: HttpRequest) -> HttpResponse:
    """All partners with money in the view."""
    state = state_of(request)
    language = language_of(request)
    view = view_of(request)
    partners = table(state, view, "partner", language, PER_PAGE)
    measure = main_measure(measures(state, view))
    channels = table(state, view, "channel", language)
    context = PartnersPage(
        view=view,
        form=form_of(view, state, language),
        partners=partners,
        channels=channels,
        bars=bars_of(channels, measure, "chart-channels", say("site.by_channel"), language),
        measure=measure,
    )
    return rendered(request, "money/partners.html", context)


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """A partner: what it publishes and receives."""

    published: Publishing | None
    history: list[tuple[str, Publishing]]
    levels: list[dict[str, Any]]
    spellings: list[dict[str, Any]]
    spellings_more: int
    nobody: bool
    view: View
    form: FilterForm
    ref: str
    keep: dict[str, str]
    name: str
    organisation: dict[str, Any]
    channel: str
    cells: dict[str, Cell | None]
    measure: str
    unplaced: dict[str, Cell | None]
    chart: SafeString
    yearly: list[tuple[str, Cell, Cell]]
    clauses: list[tuple[str, str, dict[str, Cell | None]]]
    places: Table
    activities: Table
    activities_total: int


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """One partner, by its identifier in `ref`."""
    state = state_of(request)
    language = language_of(request)
    ref = state.organisation(request.GET.get("ref", ""))
    found = where(state.partner, partner_ref=ref)
    if not ref or found.is_empty():
        raise Http404(say("money.partner.there_is_no_organisation", ref=ref[:60] or "?"))
    organisation = found.row(0, named=True)
    view = view_of(request, partner=ref)
    cells = measures(state, view)
    measure = main_measure(cells)
    name = state.partner_names.get(ref, ref)
    chart, yearly = yearly_chart(
        state, view, "chart-time", say("money.partner.partner_per_year", partner=name), language, measure
    )
    text, _before = text_of(view.year)
    clauses = [
        (clause.id, clause.title.get(language), measures(state, view, clause=clause.id)) for clause in text.clauses
    ]
    keys = state.published(ref)
    context = PartnerPage(
        published=publishing({n: state.snapshot.table(n) for n in PUBLISHING}, keys) if keys.len() else None,
        history=_history(state, ref),
        levels=_levels(state, ref, keys, language),
        spellings=_spellings(state, ref, language)[:SPELLINGS],
        spellings_more=max(0, len(_spellings(state, ref, language)) - SPELLINGS),
        nobody=organisation["known_by"] == "nobody",
        view=view,
        form=form_of(view, state, language),
        ref=ref,
        keep={"ref": ref},
        name=name,
        organisation=organisation,
        channel=channel_name(organisation["channel"], language),
        cells=cells,
        measure=measure,
        unplaced=measures(state, view, scope="unplaced"),
        chart=chart,
        yearly=yearly,
        clauses=[row for row in clauses if any(cents_of(cell) for cell in row[2].values())],
        places=table(state, view, "place", language, MANY),
        activities=table(state, view, "activity", language, MANY * 2),
        activities_total=activity_count(selection_rows(state, view)),
    )
    return rendered(request, "money/partner.html", context)
