"""What fits no clause, by purpose code, and what stands apart."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vrede.web.figure.cell import measures
from vrede.web.figure.filter import form_of, view_of
from vrede.web.figure.table import table
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Money under no clause, shown as such: by purpose code, with its largest activities."""
    state = state_of(request)
    language = language_of(request)
    view = view_of(request)
    context = {
        "view": view,
        "form": form_of(view, state, language),
        "unplaced": measures(state, view, scope="unplaced"),
        "apart": measures(state, view, scope="apart"),
        "everything": measures(state, view, scope="all"),
        "purposes": table(state, view, "purpose", language, scope="unplaced"),
        "activities": table(state, view, "activity", language, 50, scope="unplaced"),
        "apart_purposes": table(state, view, "purpose", language, scope="apart"),
    }
    return render(request, "article/unplaced.html", context)
