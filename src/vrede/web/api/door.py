"""The way in to the API: who may ask how often, which snapshot answers, in which language, and what was answered before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.http import parse_etags

from vrede.lake import LakeError
from vrede.money import SNAPSHOT
from vrede.settings import read_settings
from vrede.web.api.kept import Kept
from vrede.web.site.json_problem import DESCRIPTION, answer, lake_trouble, missing, unknown_snapshot
from vrede.web.site.limit import Limit, TooMuch
from vrede.web.site.snapshot import state
from vrede.web.site.today import today
from vrede.web.site.words import say

ROOT = "/api/"
VERSION = "1.0.0"
MINUTE = 60
AT_ONCE = 32
kept = Kept(number=2_000, size=64 << 20)
JSON = "application/json; charset=utf-8"


@lru_cache(maxsize=1)
def limit() -> Limit:
    """How often one address may ask: VREDE_API_PER_MINUTE."""
    return Limit("api", times=read_settings().api_per_minute, seconds=MINUTE, at_once=AT_ONCE)


def forget() -> None:
    """Drop what was kept and counted, as after a test."""
    limit.cache_clear()
    kept.clear()


def nothing_at(path: str) -> HttpResponse:
    """404: no such address."""
    refused = missing(say("api.door.there_is_nothing_at_address", address=path[:200]))
    return answer(refused.status, refused.error, refused.advice)


class ApiDoor:
    """Answers everything under /api/ without the page's middleware: no language in the address, no HTML, no cookies.

    Every answer may be read from any other site (it is public data), carries an ETag of snapshot, suppression list and
    address, and says what is wrong as JSON.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The API's answer, or what the rest of the site says."""
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        language = "nl" if request.GET.get("lang") == "nl" else "en"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            head = request.method == "HEAD"
            made = self._answer(request)
        made.headers["Access-Control-Allow-Origin"] = "*"
        made.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        if head and made.status_code != 304:
            made.headers["Content-Length"] = str(len(made.content))
            made.content = b""
        return made

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            advice = say("api.door.ask_with_get_or_head")
            return answer(405, say("api.door.this_cannot_be_asked", method=request.method), advice, Allow="GET, HEAD")
        try:
            request.get_host()
        except DisallowedHost:
            advice = say("api.door.who_runs_this_site_name")
            return answer(400, say("api.door.this_site_does_not_answer"), advice)
        try:
            with limit().work(request.META.get("REMOTE_ADDR", "")):
                return self._open(request)
        except TooMuch as error:
            return answer(
                429,
                say("api.door.too_many_questions"),
                say("api.door.ask_again_in_seconds_seconds", seconds=error.seconds),
                Retry_After=str(error.seconds),
            )

    def _open(self, request: HttpRequest) -> HttpResponse:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return nothing_at(request.path_info)
        if match.url_name == "api-root":
            return nothing_at(request.path_info)
        name = ""
        if request.path_info != DESCRIPTION:
            asked = request.GET.get("snapshot", "")
            if asked and not SNAPSHOT.fullmatch(asked):
                return unknown_snapshot(asked)
            try:
                request.state = state(asked)  # type: ignore[attr-defined]  # read through asking.state_of
            except LakeError as error:
                return lake_trouble(error, asked)
            name = f"{request.state.snapshot.key} {today(request.state)}"  # type: ignore[attr-defined]  # as above
        key = hashlib.sha256("\n".join((VERSION, name, request.get_full_path())).encode()).hexdigest()[:32]
        body = kept.get(key)
        if body is None:
            request.method = "GET"
            made: HttpResponse = match.func(request, *match.args, **match.kwargs)
            if made.status_code != 200:
                return made
            body = bytes(made.content)
            kept.keep(key, body)
        mark = {"ETag": f'"{key}"', "Cache-Control": "no-cache"}
        known = {one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))}
        if known & {mark["ETag"], "*"}:
            return HttpResponse(status=304, headers=mark)
        return HttpResponse(body, content_type=JSON, headers=mark)
