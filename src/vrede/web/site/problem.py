"""Pages that say what is wrong and what to do: nothing built, unknown snapshot, not found, a filter that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vrede.lake import LakeError, TableMissing
from vrede.web.site.json_problem import answer
from vrede.web.site.limit import Limit, TooMuch
from vrede.web.site.request import BadFilter
from vrede.withheld import ListMissing

Page = Callable[..., HttpResponse]


def problem(
    request: HttpRequest, status: int, title: str, what: str, advice: str, what_language: str = ""
) -> HttpResponse:
    """A page that says what is wrong (title, what) and what to do (advice). what_language: that of `what`, where it is not the page's."""
    context = {"title": title, "what": what, "advice": advice, "what_language": what_language}
    return render(request, "vrede/problem.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the address names nothing here."""
    what = (
        str(exception)
        if isinstance(exception, Http404) and exception.args and isinstance(exception.args[0], str)
        else request.path
    )
    return problem(request, 404, _("Not found"), what[:200], _("Check the address, or search for what you need."))


def our_fault(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; nothing of it is shown."""
    if request.path_info.startswith("/api/"):
        return answer(
            500,
            _("This went wrong on our side"),
            _("Try again; if it stays, tell who runs this site which address you opened."),
        )
    return problem(
        request,
        500,
        _("This went wrong on our side"),
        "",
        _("Try again; if it stays, tell who runs this site which address you opened."),
    )


def costly(limit: Limit, page: Page) -> Page:
    """A page that is dear to make (a PDF, a workbook): within a limit, else 429 with when to try again."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: object, **words: object) -> HttpResponse:
        try:
            with limit.work(request.META.get("REMOTE_ADDR", "")):
                return page(request, *args, **words)
        except TooMuch as busy:
            made = problem(
                request,
                429,
                _("Too much at once"),
                _("This file takes work to make, and others are being made."),
                _("Wait a little and try again."),
            )
            made.headers["Retry-After"] = str(busy.seconds)
            return made

    return guarded


def lake_problem(request: HttpRequest, error: LakeError) -> HttpResponse:
    """503: there is nothing to show yet, or what must not be shown cannot be read."""
    if isinstance(error, ListMissing):
        return problem(
            request,
            503,
            _("Nothing is shown for now"),
            _("The list of what must not be shown is not where the settings say. Until it is, nothing is shown."),
            _("Who runs this site: put the file where VREDE_SUPPRESS says; `vrede doctor` tells whether it is read."),
        )
    if isinstance(error, TableMissing):
        return problem(
            request,
            503,
            _("This snapshot is too old for this page"),
            _("It was built before the page had its data: the table %(table)s is not in it.") % {"table": error.table},
            _("Who runs this site: run `vrede build` again. Until then the other pages are as they were."),
        )
    return problem(
        request,
        503,
        _("There is no data to show"),
        str(error),
        _("Who runs this site can mend it with the command in the message."),
        "en",
    )


def unknown_snapshot(request: HttpRequest, name: str) -> HttpResponse:
    """404: the address asks for a snapshot that is not kept."""
    advice = _("It was removed, or never was here. Leave `snapshot` out of the address to see the figures of today.")
    return problem(request, 404, _("This snapshot is not kept"), name[:60], advice)


def helpful(page: Page) -> Page:
    """A page that answers an impossible filter with 404 and words instead of an error."""

    @wraps(page)
    def safe(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return page(request, *args, **kwargs)
        except BadFilter as error:
            return problem(
                request,
                404,
                _("This filter is unknown"),
                str(error),
                _("Choose a filter from the form on the page itself."),
            )

    return safe
