"""What the register knows and a form can offer: lines of the budget, calls, draws, partners."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import timezone

from vrede.register.chain.act import Act
from vrede.register.chain.postings import UNDIVIDED
from vrede.register.dossier.state import said_no
from vrede.register.rules.ruleset import rules_of
from vrede.web.figure.names import budget_names
from vrede.web.register.connection import database
from vrede.web.register.door import book_of, seen
from vrede.web.site.request import language_of

MOST = 500


def known(request: HttpRequest, wanted: Iterable[str], acts: list[Act]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(field, (value, words)) for each field that is wanted; only of dossiers that this person may see."""
    made: dict[str, list[tuple[str, str]]] = {}
    names, language = budget_names(), language_of(request)
    year = timezone.localdate().year
    for account in book_of(request).standing("line:"):
        name, *rest = account.split(":", 4)
        if name == "line" and len(rest) == 4 and int(rest[1]) >= year - 1 and rest[3] != UNDIVIDED:
            for field in ("line", "source", "target"):
                made.setdefault(field, []).append((rest[3], names.get(rest[3], "")))
            made.setdefault("article", []).append((rest[0], ""))
    for one in seen(request):
        about = {"call": "call", "request": "draw", "partner": "partner", "grant": "about"}.get(one.sort)
        if about is not None:
            value = one.partner if about == "partner" else one.name
            made.setdefault(about, []).append((value, one.title))
    made["fund"] = [(fund.id, getattr(fund.title, language)) for fund in rules_of(database()).funds.values()]
    no = said_no(acts)
    agreed = next((act for act in reversed(acts) if "milestones" in act.said and act.seq not in no), None)
    made["milestone"] = [(str(i), str(t)) for i, t in (agreed.said["milestones"] if agreed else {}).items()]
    return [(name, list(dict.fromkeys(made.get(name, [])))[:MOST]) for name in sorted(wanted) if made.get(name)]
