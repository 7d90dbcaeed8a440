"""Advances that were not accounted for, by age: what was paid first is accounted for first."""

from __future__ import annotations

from calendar import monthrange
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vrede.register.chain.act import Act
from vrede.register.chain.reading import by_dossier
from vrede.register.dossier.award import award_of, day_of
from vrede.register.table.bodies import Payment, Recovery, ReportAssessment
from vrede.register.table.kinds import Kind

AGES = (("0-3", 3), ("3-6", 6), ("6-12", 12), (">12", None))
"""Months: name and the month at which the age ends; policy of this installation."""


@dataclass(frozen=True, slots=True)
class OutstandingAdvances:
    """A dossier with advances that stand out. cents: by age in months, in the order of AGES."""

    dossier: str
    partner: str
    cents: dict[str, int]

    @property
    def total_cents(self) -> int:
        """All ages together: the balance of the account outstanding:DOSSIER."""
        return sum(self.cents.values())


def advances(acts: Sequence[Act], day: date) -> list[OutstandingAdvances]:
    """As they stand at the end of a day, by dossier. acts: of all dossiers, in order."""
    rows = []
    for dossier, mine in sorted(by_dossier(acts).items()):
        left = outstanding(
            [
                act
                for act in mine
                if act.kind in (Kind.PAYMENT, Kind.REPORT_ASSESSMENT, Kind.RECOVERY) and day_of(act) <= day
            ]
        )
        if left:
            award = award_of(mine)
            cents = dict.fromkeys((name for name, _months in AGES), 0)
            for paid, amount in left:
                cents[age_of(paid, day)] += amount
            rows.append(OutstandingAdvances(dossier, award.partner if award else "", cents))
    return rows


def outstanding(acts: Sequence[Act]) -> list[tuple[date, int]]:
    """(day of payment, cents) of what is outstanding in one dossier, the first paid first. acts: its payments, acceptances and claims."""
    cleared = sum(act.read(ReportAssessment).cleared for act in acts if act.kind == Kind.REPORT_ASSESSMENT)
    cleared += sum(act.read(Recovery).cleared for act in acts if act.kind == Kind.RECOVERY)
    given = deque(
        sorted(
            (day_of(act), act.seq, act.cents or 0)
            for act in acts
            if act.kind == Kind.PAYMENT and act.read(Payment).advance
        )
    )
    left = []
    for paid, _seq, cents in given:
        taken = min(cleared, cents)
        cleared -= taken
        if cents > taken:
            left.append((paid, cents - taken))
    return left


def age_of(paid: date, day: date) -> str:
    """The age of a payment on a day: three months to the day are no longer 0-3.

    >>> age_of(date(2024, 11, 30), date(2025, 2, 27)), age_of(date(2024, 11, 30), date(2025, 2, 28))
    ('0-3', '3-6')
    """
    for name, months in AGES:
        if months is None or day < months_after(paid, months):
            return name
    raise AssertionError("the last age has no end")


def months_after(day: date, months: int) -> date:
    """So many months later; the last day of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
