"""Check a file before it is published: a form that takes an upload, and the page that a partner would be sent. Nothing is kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from vrede.article import Policy, load_policy
from vrede.lake import LakeError
from vrede.settings import read_settings
from vrede.validate import (
    Gaps,
    Limits,
    ResultPage,
    Standard,
    UnpackedFile,
    Validator,
    gaps_of,
    lead_of,
    page_of,
    source_of,
    uploaded,
)
from vrede.web.figure.page import rendered
from vrede.web.site.limit import Limit, TooMuch
from vrede.web.site.problem import lake_problem, problem
from vrede.web.site.request import language_of
from vrede.web.site.snapshot import suppression
from vrede.web.site.words import say

MAX_UPLOAD = 50 << 20
FORM_ROOM = 64 << 10  # what a form needs around its file
LIMITS = Limits(ratio=100, unpacked=300 << 20, seconds=60)
MAX_FILES = 20
limit = Limit("validate", times=12, seconds=60, at_once=2)


@dataclass(frozen=True, slots=True)
class ValidatePage:
    """The form, with what is wrong with an upload, or what was found in each of its files. unchecked: what no file is checked on."""

    lead: str
    unchecked: str
    source: str
    message: str = ""
    pages: Sequence[ResultPage] = ()
    left_out: str = ""


@lru_cache(maxsize=1)
def _policy() -> Policy:
    return load_policy()


def _standard() -> tuple[Standard, Gaps]:
    folder = read_settings().standard
    return _read_standard(folder, _mark(folder))


@lru_cache(maxsize=1)
def _read_standard(folder: Path, mark: int) -> tuple[Standard, Gaps]:
    standard = Standard(folder)
    return standard, gaps_of(standard)


def _mark(folder: Path) -> int:
    """Another number when any file of the folder is another, so that a standard that was fetched is used without a restart."""
    found = []
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            with suppress(OSError):
                about = (Path(place) / name).stat()
                found.append((place, name, about.st_size, about.st_mtime_ns))
    return hash(tuple(found))


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form, or the answer to an upload. A body of more than 50 MB is refused before any of it is read."""
    if request.method == "POST":
        size = request.META.get("CONTENT_LENGTH") or "0"
        if not size.isdigit() or int(size) > MAX_UPLOAD + FORM_ROOM:
            return _too_large(request)
    return _page(request)


@csrf_protect
def _page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.size:
        return _form(request, say("data.validate.choose_file_first"), 400)
    if file.size > MAX_UPLOAD:
        return _too_large(request)
    try:
        with limit.work(request.META.get("REMOTE_ADDR", "")):
            return _answer(request, file.name or "", file.read())
    except TooMuch as busy:
        answer = _form(request, say("data.validate.too_many_files_at_once"), 429)
        answer.headers["Retry-After"] = str(busy.seconds)
        return answer
    except LakeError as error:  # whom a report must not name is not known, so there is no report
        return lake_problem(request, error)


def _answer(request: HttpRequest, name: str, data: bytes) -> HttpResponse:
    language = language_of(request)
    hidden = suppression()
    standard = _standard()[0]
    validator = Validator(standard, _policy(), datetime.now(UTC), hidden.partners | hidden.activities, at_site=True)
    found: list[ResultPage] = []
    files = uploaded(name, data)
    for source in files[:MAX_FILES]:
        found.append(page_of(validator.check(source, limits=LIMITS), validator.upward, language))
    return _render(request, pages=found, left_out=_left_out(files))


def _left_out(files: list[UnpackedFile]) -> str:
    """Which files of a zip were not looked at, and what to do; '' where all were."""
    last = files[-1].problem
    held = int(last.detail) if last is not None and last.reason == "file.members" else len(files)
    if held <= MAX_FILES:
        return ""
    return say("data.validate.this_zip_holds_held_files", checked=MAX_FILES, held=held, left=held - MAX_FILES)


def _form(request: HttpRequest, message: str = "", status: int = 200) -> HttpResponse:
    return _render(request, status, message)


def _render(
    request: HttpRequest,
    status: int = 200,
    message: str = "",
    pages: Sequence[ResultPage] = (),
    left_out: str = "",
) -> HttpResponse:
    language = language_of(request)
    gaps = _standard()[1]
    page = ValidatePage(
        lead_of(gaps.why, language), gaps.said(language), source_of(gaps.why, language), message, pages, left_out
    )
    answer = rendered(request, "data/validate.html", page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _too_large(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        413,
        say("data.validate.this_file_is_too_large"),
        say("data.validate.at_most_50_mb"),
        say("data.validate.pack_it_as_zip"),
    )


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form did not come from this site's own page, or its page was too old."""
    return problem(
        request, 403, say("data.validate.form_could_not_be_used"), "", say("data.validate.open_page_again_and_choose")
    )
