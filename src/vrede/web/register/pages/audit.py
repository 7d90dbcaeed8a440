"""For whoever trusts nothing: every act in order, whether they all fit, and the head to publish."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vrede.register.audit.verify import head, verify
from vrede.register.chain.act import COLUMNS, Act
from vrede.register.desk.visibility import READERS
from vrede.register.table.transitions import transitions
from vrede.web.asking import language_of
from vrede.web.register.access import entered
from vrede.web.register.connection import database
from vrede.web.register.files import answer
from vrede.web.register.pages.dossier import acts_frame, line_of
from vrede.web.register.words import kind_word

A_PAGE = 100


def _asked(request: HttpRequest) -> tuple[str, list[str]]:
    """The condition of the address as SQL with its values: kind, who, and a text in dossier or reason."""
    parts, values = ["1 = 1"], []
    for name in ("kind", "who"):
        if request.GET.get(name):
            parts.append(f"{name} = ?")
            values.append(request.GET[name][:200])
    words = request.GET.get("q", "")[:100].strip()
    if words:
        parts.append("(LOWER(dossier) LIKE ? OR LOWER(reason) LIKE ?)")
        plain = "%" + words.lower().replace("%", "").replace("_", "") + "%"
        values += [plain, plain]
    return " AND ".join(parts), values


def _acts(request: HttpRequest, limit: int, offset: int = 0) -> list[Act]:
    where, values = _asked(request)
    sql = f"SELECT {', '.join(COLUMNS)} FROM act WHERE {where} ORDER BY seq DESC LIMIT {limit} OFFSET {offset}"
    return [Act(*row) for row in database().all(sql, values)]


@entered(*READERS["audit"])
def page(request: HttpRequest) -> HttpResponse:
    """The acts, the newest first; with `verify` in the address all of them are read again."""
    where, values = _asked(request)
    counted = database().one(f"SELECT COUNT(*) FROM act WHERE {where}", values)
    total = int(counted[0]) if counted else 0
    pages = Paginator(range(total), A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    kept = request.GET.copy()
    for name in ("page", "verify"):
        kept.pop(name, None)
    context = {
        "head": head(database()),
        "total": total,
        "page": shown,
        "acts": [line_of(act, language_of(request)) for act in _acts(request, A_PAGE, (shown.number - 1) * A_PAGE)],
        "verified": "verify" in request.GET,
        "findings": verify(database())[:200] if "verify" in request.GET else [],
        "kinds": [(kind, kind_word(kind)) for kind in transitions()],
        "kind": request.GET.get("kind", ""),
        "who": request.GET.get("who", ""),
        "words": request.GET.get("q", ""),
        "query": kept.urlencode(),
    }
    return render(request, "vrede/register/audit.html", context)


@entered(*READERS["audit"])
def as_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same acts as CSV or XLSX: all of them in the CSV, at most 100,000 in the workbook."""
    acts = _acts(request, 2**31 if form == "csv" else 100_000)
    return answer(acts_frame(acts, language_of(request)), "register-acts", form)
