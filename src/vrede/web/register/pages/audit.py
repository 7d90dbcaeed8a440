"""For whoever trusts nothing: every act in order, whether they all fit, and the head to publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from vrede.register.audit import Finding, Head, Search, head, verify
from vrede.register.desk import READERS
from vrede.register.table import transitions
from vrede.web.register.access import entered
from vrede.web.register.connection import database
from vrede.web.register.context import shown
from vrede.web.register.files import answer
from vrede.web.register.pages.dossier import ActLine, acts_frame, line_of
from vrede.web.register.words import kind_word
from vrede.web.site.request import language_of

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The context of audit.html. verified: whether all acts were read again; findings: what did not fit."""

    head: Head | None
    total: int
    page: Any
    acts: Sequence[ActLine]
    verified: bool
    findings: Sequence[Finding]
    kinds: Sequence[tuple[str, str]]
    kind: str
    who: str
    words: str
    query: str


def _search(request: HttpRequest) -> Search:
    """The search of the address."""
    asked = request.GET
    return Search(asked.get("kind", "")[:200], asked.get("who", "")[:200], asked.get("q", "")[:100].strip())


@entered(*READERS["audit"])
def page(request: HttpRequest) -> HttpResponse:
    """The acts, the newest first; with `verify` in the address all of them are read again."""
    search, language = _search(request), language_of(request)
    total = search.count(database())
    on_page = Paginator(range(total), A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    for name in ("page", "verify"):
        kept.pop(name, None)
    verified = "verify" in request.GET
    acts = search.acts(database(), A_PAGE, (on_page.number - 1) * A_PAGE)
    context = AuditPage(
        head=head(database()),
        total=total,
        page=on_page,
        acts=[line_of(act, language) for act in acts],
        verified=verified,
        findings=verify(database())[:200] if verified else [],
        kinds=[(kind, kind_word(kind)) for kind in transitions()],
        kind=request.GET.get("kind", ""),
        who=request.GET.get("who", ""),
        words=request.GET.get("q", ""),
        query=kept.urlencode(),
    )
    return shown(request, "vrede/register/audit.html", context)


@entered(*READERS["audit"])
def as_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same acts as CSV or XLSX: all of them in the CSV, at most 100,000 in the workbook."""
    acts = _search(request).acts(database(), 2**31 if form == "csv" else 100_000)
    return answer(acts_frame(acts, language_of(request)), "register-acts", form)
