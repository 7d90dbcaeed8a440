"""The article as home page: every sentence with its money in the margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vrede.article.lists import Language
from vrede.article.model import GRADES, Clause
from vrede.article.phrases import segments
from vrede.language.numbers import euro_millions, percent_of
from vrede.money.link import NUMBER
from vrede.money.total import grouped
from vrede.web.charts.bars import Measure, three_bars
from vrede.web.charts.sparkline import sparkline
from vrede.web.figure.cell import Cell, Line, cents_of, measures, selection_rows
from vrede.web.figure.filter import View, form_of, view_of
from vrede.web.figure.table import channel_name, table
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, text_of

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
    """A clause with what stands beside it."""

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


def measure_names() -> dict[str, str]:
    """Own, chain and field in the page's language."""
    return {"own": _("own money"), "chain": _("chain"), "field": _("field")}


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
    rows = selection_rows(state, view, scope="article").filter(pl.col("measure") == "own")
    placed = state.ledger.placement
    if view.selection.grade:
        placed = placed.filter(pl.col("grade") == view.selection.grade)
    sums = (
        placed.join(rows.select("slice_key", "amount_eur_cents"), on="slice_key")
        .group_by("part")
        .agg(pl.col("amount_eur_cents").sum())
    )
    return dict(sums.iter_rows())


def margin(state: State, view: View, clause: Clause, own: dict[str, int], language: Language) -> Margin:
    """What stands beside one clause."""
    rows = selection_rows(state, view, clause=clause.id)
    cells = measures(state, view, clause=clause.id)
    yearly = View(view.selection, "all", view.kind, "own", view.snapshot, view.asked)
    per_year = dict(
        selection_rows(state, yearly, clause=clause.id)
        .filter(pl.col("year").is_not_null())
        .group_by("year")
        .agg(pl.col("amount_eur_cents").sum())
        .sort("year")
        .iter_rows()
    )
    if "own" not in view.measures:
        per_year = {}
    points = [(year, per_year.get(year)) for year in range(min(per_year), max(per_year) + 1)] if per_year else []
    names = measure_names()
    spark_title = _("%(clause)s, own money per year") % {"clause": clause.id}
    bars_title = _("%(clause)s: own, chain and field, not to be added") % {"clause": clause.id}
    main = view.measure or "own"
    first = main if view.measure or cents_of(cells["own"]) else "field"
    narrow = View(view.selection, view.year, view.kind, first, view.snapshot, view.asked)
    where = table(state, narrow, "place", language, TOP, clause=clause.id).lines
    channels = grouped(rows.filter(pl.col("measure") == first), "channel")
    total = int(channels["amount_eur_cents"].sum() or 0)
    through = " · ".join(
        f"{channel_name(channel, language)} {percent_of(cents, total, language)}"
        for channel, cents, _a, _s in channels.head(TOP).iter_rows()
        if cents > 0
    )
    of_grade = dict(rows.group_by("grade").agg(pl.col("activity_key").n_unique()).iter_rows())
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
        [(grade, of_grade.get(grade, 0)) for grade in GRADES],
        rows["activity_key"].n_unique(),
        view.query(clause=clause.id),
    )


def _known(found: Cell | None) -> int | None:
    return found.cents if found is not None and found.found else None


def budget_strip(state: State, view: View) -> dict[str, Any]:
    """The article's and sub-articles' budget of the view's year beside what is found: never one for the other."""
    kind = "cash" if view.kind == "spent" else "commitment"
    lines = state.snapshot.table("budget_line")
    year = int(view.year) if NUMBER.fullmatch(view.year) else 0
    wanted = lines.filter(
        (pl.col("measure") == "level")
        & (pl.col("kind") == kind)
        & (pl.col("year") == year)
        & pl.col("instrument").is_null()
        & (pl.col("scheme").is_null() | pl.col("subarticle").is_null())
    )
    order = ("realised", "second_supplementary", "first_supplementary", "adopted", "draft")

    def last(rows: pl.DataFrame) -> tuple[str, int] | None:
        for phase in order:
            found = rows.filter(pl.col("phase") == phase)
            if found.height:
                return phase, int(found["amount_eur_cents"][0])
        return None

    subarticles = sorted(s for s in wanted["subarticle"].unique() if s)
    return {
        "year": year or None,
        "kind": kind,
        "article": last(wanted.filter(pl.col("subarticle").is_null())),
        "subarticles": [(s, last(wanted.filter(pl.col("subarticle") == s))) for s in subarticles],
    }


def strip_names() -> dict[str, str]:
    """Names of phases and sub-articles in the page's language."""
    return {
        "draft": _("draft"),
        "adopted": _("adopted"),
        "first_supplementary": _("first supplementary budget"),
        "second_supplementary": _("second supplementary budget"),
        "realised": _("realised"),
        "amendment": _("amendment"),
        "final_law": _("final law"),
        "4.1": _("Humanitarian aid"),
        "4.2": _("Reception in the region and migration cooperation"),
        "4.3": _("Security and rule of law"),
        "4.4": _("Emergency relief fund"),
    }


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
    names = strip_names()
    strip = budget_strip(state, view)
    context = {
        "view": view,
        "form": form_of(view, state, language),
        "text": text,
        "text_title": text.title,
        "groups": groups,
        "found": measures(state, view),
        "unplaced": measures(state, view, scope="unplaced"),
        "unplaced_activities": selection_rows(state, view, scope="unplaced")["activity_key"].n_unique(),
        "apart": measures(state, view, scope="apart"),
        "strip": strip,
        "budget_article": (names[strip["article"][0]], strip["article"][1]) if strip["article"] else None,
        "budget_lines": [
            (s, names.get(s, s), names[last[0]] if last else "", last[1] if last else None)
            for s, last in strip["subarticles"]
        ],
        "not_verified": _not_verified(state, view),
        "files": _own_files(state),
    }
    return render(request, "article/article.html", context)


def _not_verified(state: State, view: View) -> int:
    rows = selection_rows(state, view, measure="own")
    return int(rows.filter(pl.col("owner_state") == "unknown")["activity_key"].n_unique())


def _own_files(state: State) -> list[str]:
    own = state.snapshot.table("activity").filter(pl.col("measure") == "own")
    return sorted(str(name) for name in own["dataset"].unique())
