"""The article as home page: every sentence with its money in the margin."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.article import ArticleText, Bilingual, Clause, Language, segments
from vrede.language import Nothing, euro_millions, percent_of
from vrede.money import (
    CHAIN,
    NUMBER,
    Budget,
    activities_per_grade,
    activity_count,
    of_measures,
    owner_not_verified,
    per_channel,
    per_part,
    per_year,
)
from vrede.web.charts.bars import Measure, three_bars
from vrede.web.charts.sparkline import sparkline
from vrede.web.figure.cell import Cell, Line, cents_of, measures, selection_rows
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.names import budget_names, measure_names
from vrede.web.figure.page import rendered
from vrede.web.figure.table import channel_name, table
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
    own = of_measures(selection_rows(state, view, scope="article"), ("own",))
    return per_part(state.ledger, own, view.selection.grade)


def margin(state: State, view: View, clause: Clause, own: dict[str, int], language: Language) -> Margin:
    """What is shown beside one clause."""
    rows = selection_rows(state, view, clause=clause.id)
    cells = measures(state, view, clause=clause.id)
    yearly = View(view.selection, "all", view.kind, "own", view.snapshot, view.asked)
    own_of = per_year(selection_rows(state, yearly, clause=clause.id)) if "own" in view.measures else {}
    points = [(year, own_of.get(year)) for year in range(min(own_of), max(own_of) + 1)] if own_of else []
    names = {**measure_names(), CHAIN: say("site.chain_at_most")}
    spark_title = say("article.home.clause_own_money_per_year", clause=clause.id)
    bars_title = say("article.home.clause_own_chain_and_field", clause=clause.id)
    main = view.measure or "own"
    first = main if view.measure or cents_of(cells["own"]) else "field"
    narrow = View(view.selection, view.year, view.kind, first, view.snapshot, view.asked)
    where = table(state, narrow, "place", language, TOP, clause=clause.id).lines
    channels = per_channel(rows, first)
    total = sum(channels.values())
    through = " · ".join(
        f"{channel_name(channel, language)} {percent_of(cents, total, language)}"
        for channel, cents in list(channels.items())[:TOP]
        if cents > 0
    )
    return Margin(
        clause,
        clause.title.get(language),
        phrases(clause.sentence.nl, own, language),
        "" if language == "nl" else "".join(piece.text for piece in segments(clause.sentence.en)),
        cells,
        main,
        first,
        sparkline(f"spark-{clause.id}", spark_title, points),
        three_bars(
            f"bars-{clause.id}",
            bars_title,
            [(m, names[m], _known(cells[m])) for m in BARS if m in view.measures],
            language,
        ),
        [line for line in where if line.cells.get(first) and line.cells[first].cents > 0],
        through,
        activities_per_grade(rows),
        activity_count(rows),
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
    own = own_by_part(state, view)
    groups = [
        (kind, [margin(state, view, clause, own, language) for clause in text.clauses if clause.kind == kind])
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
