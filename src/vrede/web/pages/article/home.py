"""The article as home page: every sentence with its money in the margin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.article import GRADES, ArticleText, Bilingual, Clause, Language, segments
from vrede.language import Nothing, euro_millions, percent_of
from vrede.money import (
    CHAIN,
    NUMBER,
    Budget,
    activity_count,
    of_measures,
    owner_not_verified,
    per_part,
    with_place,
)
from vrede.web.charts.bars import Measure, three_bars
from vrede.web.charts.sparkline import sparkline
from vrede.web.figure.cell import Cell, Line, cents_of, line_cells, measures, selected, selection_rows
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.names import budget_names, measure_names
from vrede.web.figure.page import rendered
from vrede.web.figure.table import channel_name, dimension_of
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, text_of
from vrede.web.site.words import say

KINDS = ("aim", "finance", "stimulate")
LINE_STEPS = (0, 10**9, 10**10, 5 * 10**10)  # cents from which the line under a phrase is one step thicker
TOP = 3
BARS: tuple[Measure, ...] = ("own", "chain", "field")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a sentence; with a part it is a link, its line as thick as the part's own money."""

    text: str
    part: str
    step: int
    title: str


@dataclass(frozen=True, slots=True)
class Margin:
    """A clause with what is shown beside it."""

    clause: Clause
    title: str
    law: list[Phrase]
    gloss: str
    cells: dict[str, Cell | None]
    main: str  # the measure of the large figure
    first: str  # the measure of `where` and `through`: the same, or the field where it has nothing
    spark: SafeString
    bars: SafeString
    where: list[Line]
    through: str
    grades: list[tuple[str, int]]
    activities: int
    query: str


def phrases(text: str, own: dict[str, int], language: Language) -> list[Phrase]:
    """A sentence's stretches, marked phrases with the step of their line (0 to 4)."""
    made = []
    for piece in segments(text):
        cents = own.get(piece.part or "", 0)
        step = sum(1 for bound in LINE_STEPS if cents > bound)
        made.append(Phrase(piece.text, piece.part or "", step, euro_millions(cents, language) if piece.part else ""))
    return made


def own_by_part(state: State, view: View) -> dict[str, int]:
    """Part -> own money in cents, within the view's filters."""
    if view.measure not in ("", "own"):
        return {}
    if view.selection.grade:  # what counts is the strongest evidence for a slice anywhere
        own = of_measures(selection_rows(state, view, scope="article"), ("own",))
        return per_part(state.ledger, own, view.selection.grade)
    parts = [part.id for clause in text_of(view.year)[0].clauses for part in clause.parts]
    sums = {part: state.ledger.sums(selected(view, part=part, measure="own")) for part in parts}
    return {part: one.cents for part, one in sums.items() if one.slices}


@dataclass(frozen=True, slots=True)
class Beside:
    """What the margins of all clauses are made from: clause -> lines by place and by channel, and activities by grade."""

    places: Mapping[str, pl.DataFrame]
    channels: Mapping[str, pl.DataFrame]
    activities: Mapping[str, Mapping[str, int]]


def beside(state: State, view: View) -> Beside:
    """That of a view, each asked once for all clauses."""
    ledger, chosen = state.ledger, selected(view)
    return Beside(
        ledger.lines_per_clause(chosen, "place_kind", "place_code"),
        ledger.lines_per_clause(chosen, "channel"),
        ledger.activities_per_clause(chosen),
    )


def _top(state: State, rows: pl.DataFrame | None, view: View, clause: str, language: Language) -> list[Line]:
    """The places where most of the view's measure went under a clause; none where none of it did."""
    if rows is None:
        return []
    column, _heading, condition, label, address = dimension_of("place", state, view, language)
    placed = with_place(rows.filter(pl.col(f"{view.measure}_cents") > 0))
    ordered = placed.sort(pl.col(f"{view.measure}_cents"), column, descending=[True, False])
    made = []
    for row in ordered.head(TOP).iter_rows(named=True):
        value = row[column]
        cells = line_cells(row, view, {"clause": clause, **condition(value)}, (view.measure,))
        made.append(Line(value, label(value), address(value), cells, 0))
    return made


def _through(rows: pl.DataFrame | None, measure: str, language: Language) -> str:
    """The channels that most of a measure went through, with their shares."""
    if rows is None:
        return ""
    cents = pl.col(f"{measure}_cents")
    channels = rows.sort(cents, "channel", descending=[True, False]).select("channel", cents)
    total = sum(channels[f"{measure}_cents"])
    return " · ".join(
        f"{channel_name(channel, language)} {percent_of(paid, total, language)}"
        for channel, paid in channels.head(TOP).iter_rows()
        if paid > 0
    )


def margin(state: State, view: View, clause: Clause, own: dict[str, int], found: Beside, language: Language) -> Margin:
    """What is shown beside one clause."""
    cells = measures(state, view, clause=clause.id)
    yearly = selected(View(view.selection, "all", view.kind, "own", view.snapshot, view.asked), clause=clause.id)
    per = state.ledger.per_year(yearly) if "own" in view.measures else {}
    own_of = {year: sums.cents for year, sums in per.items() if year is not None and sums.priced}
    points = [(year, own_of.get(year)) for year in range(min(own_of), max(own_of) + 1)] if own_of else []
    names = {**measure_names(), CHAIN: say("site.chain_at_most")}
    main = view.measure or "own"
    first = main if view.measure or cents_of(cells["own"]) else "field"
    narrow = View(view.selection, view.year, view.kind, first, view.snapshot, view.asked)
    activities = found.activities.get(clause.id, {})
    return Margin(
        clause,
        clause.title.get(language),
        phrases(clause.sentence.nl, own, language),
        "" if language == "nl" else "".join(piece.text for piece in segments(clause.sentence.en)),
        cells,
        main,
        first,
        sparkline(f"spark-{clause.id}", say("article.home.clause_own_money_per_year", clause=clause.id), points),
        three_bars(
            f"bars-{clause.id}",
            say("article.home.clause_own_chain_and_field", clause=clause.id),
            [(m, names[m], _known(cells[m])) for m in BARS if m in view.measures],
            language,
        ),
        _top(state, found.places.get(clause.id), narrow, clause.id, language),
        _through(found.channels.get(clause.id), first, language),
        [(grade, activities.get(grade, 0)) for grade in GRADES],
        activities.get("", 0),
        view.query(clause=clause.id),
    )


def _known(found: Cell | None) -> int | Nothing | None:
    return None if found is None else found.nothing or found.cents


@dataclass(frozen=True, slots=True)
class BudgetStrip:
    """Which budget is beside the money that was found."""

    year: int | None
    kind: str
    subarticles: list[tuple[str, tuple[str, int] | None]]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """The article: its clauses in groups, each with its margin, and the budget beside what was found."""

    view: View
    form: FilterForm
    text: ArticleText
    text_title: Bilingual
    groups: list[tuple[str, list[Margin]]]
    found: dict[str, Cell | None]
    unplaced: dict[str, Cell | None]
    unplaced_activities: int
    apart: dict[str, Cell | None]
    strip: BudgetStrip
    budget_article: tuple[str, int] | None
    budget_lines: list[tuple[str, str, str, int | None]]
    not_verified: int
    files: list[str]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """The article."""
    state = state_of(request)
    view = view_of(request)
    language = language_of(request)
    text, _before = text_of(view.year)
    own, found = own_by_part(state, view), beside(state, view)
    groups = [
        (kind, [margin(state, view, clause, own, found, language) for clause in text.clauses if clause.kind == kind])
        for kind in KINDS
    ]
    names = budget_names()
    kind = "cash" if view.kind == "spent" else "commitment"
    year = int(view.year) if NUMBER.fullmatch(view.year) else 0
    latest = Budget(state.snapshot.table("budget_line")).latest(year, kind)
    context = ArticlePage(
        view=view,
        form=form_of(view, state, language),
        text=text,
        text_title=text.title,
        groups=groups,
        found=measures(state, view),
        unplaced=measures(state, view, scope="unplaced"),
        unplaced_activities=activity_count(selection_rows(state, view, scope="unplaced")),
        apart=measures(state, view, scope="apart"),
        strip=BudgetStrip(year=year or None, kind=kind, subarticles=latest.subarticles),
        budget_article=(names[latest.article[0]], latest.article[1]) if latest.article else None,
        budget_lines=[
            (s, names.get(s, s), names[last[0]] if last else "", last[1] if last else None)
            for s, last in latest.subarticles
        ],
        not_verified=owner_not_verified(selection_rows(state, view, measure="own")),
        files=state.own_files,
    )
    return rendered(request, "article/article.html", context)
