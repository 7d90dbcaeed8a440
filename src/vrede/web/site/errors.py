"""A lake that fails while a page is made: the page says what is wrong and what to do, and is no fault of the code."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from vrede.lake import LakeError
from vrede.web.site.problem import lake_problem


class LakeTrouble:
    """503 with words wherever a page asks the lake for what it has not: a table that an older build did not make."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The page, as it is."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a LakeError; every other exception goes on."""
        return lake_problem(request, exception) if isinstance(exception, LakeError) else None
