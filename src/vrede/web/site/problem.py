"""Pages that say what is wrong and what to do: nothing built, unknown snapshot, not found, a filter that cannot be."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from vrede.lake import LakeError, TableLost, TableMissing
from vrede.web.site.json_problem import answer
from vrede.web.site.limit import Limit, TooMuch
from vrede.web.site.request import BadFilter
from vrede.web.site.words import say
from vrede.withheld import ListMissing

log = logging.getLogger(__name__)

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
    return problem(request, 404, say("site.problem.not_found"), what[:200], say("site.problem.check_address_or_search"))


def our_fault(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; nothing of it is shown."""
    if request.path_info.startswith("/api/"):
        return answer(
            500,
            say("site.problem.went_wrong_on_our_side"),
            say("site.problem.try_again_if_it_stays"),
        )
    return problem(
        request,
        500,
        say("site.problem.went_wrong_on_our_side"),
        "",
        say("site.problem.try_again_if_it_stays"),
    )


def costly(limit: Limit, page: Page) -> Page:
    """A page that is costly to make (a PDF, a workbook): within a limit, else 429 with when to try again."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: object, **words: object) -> HttpResponse:
        try:
            with limit.work(request.META.get("REMOTE_ADDR", "")):
                return page(request, *args, **words)
        except TooMuch as busy:
            made = problem(
                request,
                429,
                say("site.problem.too_much_at_once"),
                say("site.problem.this_file_takes_work"),
                say("site.wait_little_and_try_again"),
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
            say("site.problem.nothing_is_shown_for_now"),
            say("site.suppression_list_missing"),
            say("site.who_runs_this_site_put"),
        )
    if isinstance(error, TableMissing):
        return problem(
            request,
            503,
            say("site.problem.this_snapshot_is_too_old"),
            say("site.it_was_built_before_page", table=error.table),
            say("site.who_runs_this_site_run"),
        )
    if isinstance(error, TableLost):
        log.warning("%s", error)
        return problem(
            request,
            503,
            say("site.problem.part_of_data_is_lost"),
            say("site.problem.page_needs_what_is_lost"),
            say("site.who_runs_this_site_run"),
        )
    log.warning("%s", error)  # its words are for whoever runs the site, and may name a folder of this machine
    return problem(request, 503, say("site.there_is_no_data"), "", say("site.json_problem.who_runs_this_site_vrede"))


def unknown_snapshot(request: HttpRequest, name: str) -> HttpResponse:
    """404: the address asks for a snapshot that is not kept."""
    advice = say("site.it_was_removed_or_never")
    return problem(request, 404, say("site.this_snapshot_is_not_kept"), name[:60], advice)


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
                say("site.problem.this_filter_is_unknown"),
                str(error),
                say("site.problem.choose_filter_from_form"),
            )

    return safe
