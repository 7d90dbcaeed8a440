"""The integrated funds: what each still has and why, what its rules of today ask, and what was asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from vrede.register.acts import Surroundings
from vrede.register.desk import READERS, Projection, may_see
from vrede.register.dossier import Dossier
from vrede.register.rules import Criterion, Fund, FundRule, kept_for_others, rules_of
from vrede.web.register.access import entered, person_of, projection_of
from vrede.web.register.connection import database
from vrede.web.register.context import shown
from vrede.web.register.words import side_word, state_word
from vrede.web.site.request import language_of


@dataclass(frozen=True, slots=True)
class FundYear:
    """What a fund has in a year, cents. kept: of what is left, for one use each."""

    year: int
    given: int
    drawn: int
    kept: int
    free: int


@dataclass(frozen=True, slots=True)
class FundShown:
    """A fund in words. earmarks: (use, cents). requests: the newest, with their state."""

    f: Fund
    title: str
    rule: FundRule | None
    sides: Sequence[str]
    criteria: Sequence[str]
    excludes: Sequence[str]
    uses: Sequence[str]
    earmarks: Sequence[tuple[str, int]]
    oda: str
    moves: str
    decides: str
    years: Sequence[FundYear]
    requests: Sequence[RequestShown]


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request with its state in words."""

    d: Dossier
    state: str


@dataclass(frozen=True, slots=True)
class FundsPage:
    """The context of funds.html. asks: whether this person may ask a fund."""

    funds: Sequence[FundShown]
    today: date
    asks: bool


def _years(fund: Fund, now: Projection, today: date) -> list[FundYear]:
    """By the rule of that year's day nearest to today."""
    prefix, allotted = f"fund:{fund.id}:", f"allotted:{fund.id}:"
    have, given = now.balances(prefix), now.balances(allotted)
    made = []
    for year in sorted(int(name.removeprefix(prefix)) for name in have):
        left, allotment = have[f"{prefix}{year}"], -given.get(f"{allotted}{year}", 0)
        rule = fund.on(min(max(today, date(year, 1, 1)), date(year, 12, 31)))
        kept = 0
        if rule is not None and rule.earmarks:
            drawn = Surroundings(database()).drawn_by_use(fund.id, year)
            kept = min(left, kept_for_others(rule, "", drawn))
        made.append(FundYear(year, allotment, allotment - left, kept, left - kept))
    return made


def _shown(request: HttpRequest, fund: Fund, today: date) -> FundShown:
    language, now, person = language_of(request), projection_of(request), person_of(request)
    rule = fund.on(today)

    def words(of: Iterable[Criterion]) -> list[str]:
        return [str(getattr(one.title, language)) for one in of]

    named = {one.id: str(getattr(one.title, language)) for one in (rule.uses if rule else ())}
    requests = [d for d in now.dossiers.values() if d.sort == "request" and d.fund == fund.id and may_see(person, d)]
    return FundShown(
        f=fund,
        title=getattr(fund.title, language),
        rule=rule,
        sides=[side_word(side) for side in (rule.sides if rule else ())],
        criteria=words(rule.criteria if rule else ()),
        excludes=words(rule.excludes if rule else ()),
        uses=list(named.values()),
        earmarks=[(named.get(one.use, one.use), one.cents) for one in (rule.earmarks if rule else ())],
        oda=getattr(fund.oda, language),
        moves=getattr(fund.moves, language),
        decides=getattr(fund.decides, language),
        years=_years(fund, now, today),
        requests=[RequestShown(d, state_word(d.state)) for d in sorted(requests, key=lambda d: -d.last)[:50]],
    )


@entered(*READERS["funds"])
def page(request: HttpRequest) -> HttpResponse:
    """Every fund with its rule of today."""
    today = timezone.localdate()
    funds = [_shown(request, fund, today) for fund in rules_of(database()).funds.values()]
    asks = person_of(request).has("policy officer")
    return shown(request, "vrede/register/funds.html", FundsPage(funds, today, asks))
