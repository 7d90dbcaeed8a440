"""What fits no clause, by purpose code, and what is kept apart."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from vrede.web.figure.cell import Cell, measures
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.page import rendered
from vrede.web.figure.table import Table, table
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of


@dataclass(frozen=True, slots=True)
class UnplacedPage:
    """Money under no clause, and what is kept apart."""

    view: View
    form: FilterForm
    unplaced: dict[str, Cell | None]
    apart: dict[str, Cell | None]
    everything: dict[str, Cell | None]
    purposes: Table
    activities: Table
    apart_purposes: Table


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Money under no clause, shown as such: by purpose code, with its largest activities."""
    state = state_of(request)
    language = language_of(request)
    view = view_of(request)
    context = UnplacedPage(
        view=view,
        form=form_of(view, state, language),
        unplaced=measures(state, view, scope="unplaced"),
        apart=measures(state, view, scope="apart"),
        everything=measures(state, view, scope="all"),
        purposes=table(state, view, "purpose", language, scope="unplaced"),
        activities=table(state, view, "activity", language, 50, scope="unplaced"),
        apart_purposes=table(state, view, "purpose", language, scope="apart"),
    )
    return rendered(request, "article/unplaced.html", context)
