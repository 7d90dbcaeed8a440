"""What a request carries once the middleware has seen it: the state, the language, and whether htmx asks."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from vrede.article import Language
from vrede.web.site.snapshot import State


class BadFilter(Exception):
    """An address with a filter that cannot be; the page that says so names the filter and what it may be."""


def state_of(request: HttpRequest) -> State:
    """The snapshot that this request is answered from."""
    return cast(State, request.state)  # type: ignore[attr-defined]  # set by PageCache


def language_of(request: HttpRequest) -> Language:
    """The page's language."""
    return "nl" if request.LANGUAGE_CODE == "nl" else "en"


def parameters(request: HttpRequest) -> dict[str, str]:
    """The words of the address, the last where one stands twice."""
    return {name: str(value) for name, value in request.GET.items()}
