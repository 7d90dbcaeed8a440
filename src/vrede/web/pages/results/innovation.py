"""Innovation of humanitarian aid: the portfolio by stage, what was spent, and what followed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from vrede.article import Language, load_stages
from vrede.lake import where
from vrede.money import MEASURES, Beyond, together
from vrede.results import followed_by, grade_of, stages
from vrede.web.figure.cell import Cell, cells_per, measures, selection_rows, summed
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.outliers import outliers_in
from vrede.web.figure.page import rendered
from vrede.web.pages.results.selection import link
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State
from vrede.web.site.words import say

CLAUSE = "F4"
MANY = 100


@dataclass(frozen=True, slots=True)
class Innovation:
    """An activity under F4: its stage, money, results and what carried it on."""

    key: int
    title: str
    stage: str
    stage_name: str
    grade: str
    cells: dict[str, Cell]
    results: int
    results_query: str
    after: int


def _rows(state: State, view: View, language: Language) -> list[Innovation]:
    rows = selection_rows(state, view, clause=CLAUSE)
    keys = rows["activity_key"].unique().sort()
    stage = stages(state.snapshot.table("narrative"), keys, load_stages())
    results, after = followed_by(state.tables("result_value", "chain_edge", "link"), keys)
    names = {one.id: one.title.get(language) for one in load_stages()}
    money = cells_per(
        rows, "activity_key", lambda m, key, cents: view.query(cents, clause=CLAUSE, measure=m, activity=str(key))
    )
    about = {
        row["activity_key"]: row[f"title_{language}"] or row["iati_identifier"]
        for row in where(state.activity, activity_key=keys).iter_rows(named=True)
    }
    grade = grade_of(rows)
    order = {ident: at for at, ident in enumerate([*reversed(names), ""])}
    made = [
        Innovation(
            key=key,
            title=about.get(key) or "–",
            stage=stage[key],
            stage_name=names.get(stage[key], say("site.not_said")),
            grade=grade[key],
            cells=money.get(key, {}),
            results=results.get(key, 0),
            results_query=link({"activity": key, "kind": "actual"}),
            after=after.get(key, 0),
        )
        for key in keys.to_list()
    ]
    return sorted(made, key=lambda row: (order[row.stage], -sum(c.cents for c in row.cells.values()), row.key))


@dataclass(frozen=True, slots=True)
class StageSum:
    """The activities of one stage together."""

    name: str
    count: int
    cells: dict[str, Cell]
    beyond: dict[str, Beyond]
    results: int
    after: int


@dataclass(frozen=True, slots=True)
class InnovationPage:
    """The portfolio of innovations by stage."""

    view: View
    form: FilterForm
    cells: dict[str, Cell | None]
    summary: list[StageSum]
    rows: list[Innovation]
    more: int
    stages: list[tuple[str, str, str]]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Clause F4 by stage."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    rows = _rows(state, view, language)
    known = [(one.id, one.title.get(language), ", ".join(one.words)) for one in load_stages()]
    summary = []
    for ident, name in [*((i, n) for i, n, _words in known), ("", say("site.not_said"))]:
        mine = [row for row in rows if row.stage == ident]
        of = {m: [row.cells[m] for row in mine if m in row.cells] for m in MEASURES}
        summary.append(
            StageSum(
                name=name,
                count=len(mine),
                cells={m: summed(cells) for m, cells in of.items() if cells},
                beyond={m: together(outliers_in(state, cell) for cell in cells) for m, cells in of.items()},
                results=sum(1 for row in mine if row.results),
                after=sum(1 for row in mine if row.after),
            )
        )
    context = InnovationPage(
        view=view,
        form=form_of(view, state, language),
        cells=measures(state, view, clause=CLAUSE),
        summary=summary,
        rows=rows[:MANY],
        more=max(0, len(rows) - MANY),
        stages=known,
    )
    return rendered(request, "results/innovation.html", context)
