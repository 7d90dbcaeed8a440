"""What the register knows and a form can offer: lines of the budget, calls, draws, partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpRequest
from django.utils import timezone

from vrede.register import Act, Kind
from vrede.register.chain import UNDIVIDED
from vrede.register.dossier import said_no
from vrede.register.rules import rules_of
from vrede.web.figure.names import budget_names
from vrede.web.register.access import projection_of, visible
from vrede.web.register.connection import database
from vrede.web.site.request import language_of

MOST = 500


def suggestions(
    request: HttpRequest, wanted: Iterable[str], acts: Sequence[Act]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """(field, (value, words)) for each field that is wanted; only of dossiers that this person may see."""
    made: dict[str, list[tuple[str, str]]] = {}
    names, language = budget_names(), language_of(request)
    year = timezone.localdate().year
    for account in projection_of(request).balances("line:"):
        name, *rest = account.split(":", 4)
        if name == "line" and len(rest) == 4 and int(rest[1]) >= year - 1 and rest[3] != UNDIVIDED:
            for field in ("line", "from_line", "to_line"):
                made.setdefault(field, []).append((rest[3], names.get(rest[3], "")))
            made.setdefault("article", []).append((rest[0], ""))
    for one in visible(request):
        about = {"call": "call", "request": "drawdown", "partner": "partner", "grant": "about"}.get(one.sort)
        if about is not None:
            value = one.partner if about == "partner" else one.name
            made.setdefault(about, []).append((value, one.title))
    made["fund"] = [(fund.id, getattr(fund.title, language)) for fund in rules_of(database()).funds.values()]
    for code, title in _milestones(acts).items():
        made.setdefault("milestone", []).append((code, title))
    return [(name, list(dict.fromkeys(made.get(name, [])))[:MOST]) for name in sorted(wanted) if made.get(name)]


def _milestones(acts: Sequence[Act]) -> Mapping[str, str]:
    """The milestones of the newest proposal or modification that says them and was not refused."""
    no = said_no(acts)
    for act in reversed(acts):
        if act.seq not in no and act.kind in (Kind.PROPOSAL, Kind.AMENDMENT, Kind.MODIFICATION):
            milestones = act.facts.get("milestones")
            if milestones:
                return dict(milestones)
    return {}
