"""Rendered pages, kept by snapshot, day, suppression list, language and address; and what every template knows."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from vrede.lake import LakeError
from vrede.money import SNAPSHOT
from vrede.web.site import snapshot
from vrede.web.site.costly import kept_by
from vrede.web.site.problem import lake_problem, unknown_snapshot
from vrede.web.site.snapshot import State, state
from vrede.web.site.today import today
from vrede.withheld import ListMissing

UPLOADS = re.compile(r"/(nl|en)/validate/")
PERSONAL = re.compile(r"/((nl|en)/)?(register|account)/.*")
"""The register and its accounts: what they show depends on who asks, so nothing of it is kept."""
KEPT_PAGES = 2_000
KEPT_BYTES = 128 << 20


def forget() -> None:
    """Drop all states and pages, as after a change of the environment in a test."""
    snapshot.forget()
    PageCache.pages.clear()
    PageCache.size = 0


def context(request: HttpRequest) -> dict[str, Any]:
    """What every template knows: the state (None where nothing was built), and the language."""
    found: State | None = getattr(request, "state", None)
    language = get_language() or "en"
    return {
        "state": found,
        "language": "nl" if language.startswith("nl") else "en",
        "asked_snapshot": getattr(request, "asked", ""),
        "address_now": _of_now(request),
        **{f"other_{code}": _in_language(request, code) for code in ("nl", "en")},
    }


def _of_now(request: HttpRequest) -> str:
    """This address without the snapshot that it asks for: what else it asks stays, since many a page is nothing without."""
    words = request.GET.copy()
    words.pop("snapshot", None)
    return request.path + (f"?{words.urlencode()}" if words else "")


def _in_language(request: HttpRequest, code: str) -> str:
    """This address in another language."""
    path = request.get_full_path()
    return f"/{code}{path[3:]}" if path[:4] in ("/nl/", "/en/") else f"/{code}/"


class PageCache:
    """Opens the state of each request and keeps rendered pages by snapshot, day, suppression list, language and address
    (`costly.kept_by`).

    Answers carry an ETag of that key; a conditional request with the same one gets 304. Where the lake cannot be read
    the page says so with 503, and an unknown snapshot with 404.
    """

    pages: ClassVar[OrderedDict[str, HttpResponse]] = OrderedDict()
    size = 0
    guard = threading.Lock()

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A kept page, a new one, or an answer that says what is wrong."""
        if request.path.startswith("/static/"):
            return self.get_response(request)
        asked = request.GET.get("snapshot", "")
        if asked and not SNAPSHOT.fullmatch(asked):
            return unknown_snapshot(request, asked)
        found: State | None = None
        upload = (UPLOADS.fullmatch(request.path) or PERSONAL.fullmatch(request.path)) is not None
        try:
            found = state(asked)
        except LakeError as error:
            unlisted = isinstance(error, ListMissing)
            if asked and not unlisted:
                return unknown_snapshot(request, asked)
            if not upload or unlisted:  # a file can be checked before anything was built
                return lake_problem(request, error)
        request.state = found  # type: ignore[attr-defined]  # read by the pages and by `context`
        request.asked = asked  # type: ignore[attr-defined]
        if upload or found is None:  # takes a file and answers about it: never kept
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        partial = request.headers.get("HX-Request", "")
        day = today(found).isoformat()  # how old a fact is stands on pages
        words = "\n".join(
            (found.snapshot.key, day, get_language() or "", kept_by(request), partial, request.get_host())
        )
        key = hashlib.sha256(words.encode()).hexdigest()[:32]
        if request.headers.get("If-None-Match") == f'"{key}"' and key in self.pages:
            return HttpResponse(status=304, headers={"ETag": f'"{key}"', "Cache-Control": "no-cache"})
        kept = self.pages.get(key)
        if kept is None:
            answer = self.get_response(request)
            if answer.status_code != 200 or answer.streaming or not isinstance(answer, HttpResponse):
                return answer
            answer.headers["ETag"] = f'"{key}"'
            answer.headers["Cache-Control"] = "no-cache"
            answer.headers["Vary"] = "Accept-Language, HX-Request"
            self._keep(key, answer)
            kept = answer
        copy = HttpResponse(kept.content, status=200, headers=dict(kept.headers))
        if request.headers.get("If-None-Match") == f'"{key}"':
            return HttpResponse(status=304, headers={"ETag": f'"{key}"', "Cache-Control": "no-cache"})
        return copy

    @classmethod
    def _keep(cls, key: str, answer: HttpResponse) -> None:
        with cls.guard:
            before = cls.pages.pop(key, None)
            cls.size += len(answer.content) - (len(before.content) if before else 0)
            cls.pages[key] = answer
            while cls.pages and (len(cls.pages) > KEPT_PAGES or cls.size > KEPT_BYTES):
                _, gone = cls.pages.popitem(last=False)
                cls.size -= len(gone.content)
