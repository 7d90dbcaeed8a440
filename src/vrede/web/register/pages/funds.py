"""The integrated funds: what each still has and why, what its rules of today ask, and what was asked of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vrede.register.acts import Surroundings
from vrede.register.desk import READERS, may_see
from vrede.register.rules import Fund, kept_for_others, rules_of
from vrede.web.register.access import entered, person_of, projection_of
from vrede.web.register.connection import database
from vrede.web.register.words import side_word, state_word
from vrede.web.site.request import language_of


def _year(fund: Fund, year: int, given: int, left: int, today: date) -> dict[str, int]:
    """What a fund has in a year, cents. kept: of what is left, for one use each, by the rule of that year's day nearest to today."""
    rule = fund.on(min(max(today, date(year, 1, 1)), date(year, 12, 31)))
    kept = 0
    if rule is not None and rule.earmarks:
        kept = min(left, kept_for_others(rule, "", Surroundings(database()).drawn_by_use(fund.id, year)))
    return {"year": year, "given": given, "drawn": given - left, "kept": kept, "free": left - kept}


@entered(*READERS["funds"])
def page(request: HttpRequest) -> HttpResponse:
    """Every fund with its rule of today."""
    language, now, today = language_of(request), projection_of(request), timezone.localdate()
    person = person_of(request)
    made: list[dict[str, Any]] = []
    for fund in rules_of(database()).funds.values():
        rule = fund.on(today)
        prefix, allotted = f"fund:{fund.id}:", f"allotted:{fund.id}:"
        have, given = now.balances(prefix), now.balances(allotted)
        years = sorted(int(name.removeprefix(prefix)) for name in have)
        requests = [
            d for d in now.dossiers.values() if d.sort == "request" and d.fund == fund.id and may_see(person, d)
        ]
        made.append(
            {
                "f": fund,
                "title": getattr(fund.title, language),
                "rule": rule,
                "sides": [side_word(side) for side in (rule.sides if rule else ())],
                "criteria": [getattr(one.title, language) for one in (rule.criteria if rule else ())],
                "excludes": [getattr(one.title, language) for one in (rule.excludes if rule else ())],
                "uses": [getattr(one.title, language) for one in (rule.uses if rule else ())],
                "earmarks": []
                if rule is None
                else [
                    (next((getattr(u.title, language) for u in rule.uses if u.id == one.use), one.use), one.cents)
                    for one in rule.earmarks
                ],
                "oda": getattr(fund.oda, language),
                "moves": getattr(fund.moves, language),
                "decides": getattr(fund.decides, language),
                "years": [
                    _year(fund, year, -given.get(f"{allotted}{year}", 0), have[f"{prefix}{year}"], today)
                    for year in years
                ],
                "requests": [
                    {"d": d, "state": state_word(d.state)} for d in sorted(requests, key=lambda d: -d.last)[:50]
                ],
            }
        )
    return render(
        request, "vrede/register/funds.html", {"funds": made, "today": today, "asks": person.has("policy officer")}
    )
