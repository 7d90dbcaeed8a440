"""What a rule looks at: what is asked, the acts of its dossier, and the register behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from vrede.register.acts.submission import Asked
from vrede.register.chain.act import Act, day_of_moment
from vrede.register.chain.database import Database
from vrede.register.chain.postings import balance
from vrede.register.dossier.commitment import standing
from vrede.register.dossier.state import said_no
from vrede.register.refused import RegisterRefused
from vrede.register.rules.ruleset import Rules
from vrede.register.table.transitions import Transition


@dataclass(frozen=True, slots=True)
class Case:
    """facts: checked against the table of acts. acts: of the dossier, in order. moment: when it is recorded."""

    database: Database
    asked: Asked
    row: Transition
    acts: list[Act]
    facts: dict[str, Any]
    rules: Rules
    moment: datetime

    @property
    def cents(self) -> int:
        """The amount; nothing where none was asked."""
        return self.asked.cents or 0

    @property
    def today(self) -> date:
        """The day of the act; where it has none, that of its moment."""
        return self.asked.day or day_of_moment(self.moment)

    @property
    def latest(self) -> date:
        """The later of the day of the act and that of its moment: a day in the past does not bring back what has lapsed."""
        return max(self.today, day_of_moment(self.moment))

    def account(self, name: str) -> int:
        """Cents on an account of this dossier."""
        return balance(self.database, f"{name}:{self.asked.dossier}")

    def target(self) -> Act:
        """The act that is approved. Raises RegisterRefused where it is none of this dossier, of another kind, or was said no to."""
        for act in self.acts:
            if act.seq == self.asked.approves and act.kind in self.row.approves:
                if act.seq in said_no(self.acts):
                    raise RegisterRefused("no", f"act {act.seq} was refused or declined already; ask anew")
                return act
        raise RegisterRefused(
            "state", f"{self.row.title.en} needs the number of a {' or '.join(self.row.approves)} of this dossier"
        )


Check = Callable[[Case], dict[str, Any]]
"""Gives the body of an act. Raises RegisterRefused where a rule does not allow it."""


def plain(case: Case) -> dict[str, Any]:
    """The body of an act that has no rule of its own."""
    return case.facts


def room(database: Database, account: str, cents: int, code: str) -> None:
    """Whether an account has so much. Raises RegisterRefused with what is lacking."""
    have = balance(database, account)
    if cents > have:
        raise RegisterRefused(code, f"{account} has {have} cents, {cents - have} too few")


AHEAD = ("allot", "ask", "sign", "draw", "commit")
"""Acts that may be of a later day of their budget year."""


def not_elsewhen(case: Case) -> None:
    """Whether the day of an act has come, and lies not before that of the commitment of its dossier. Raises RegisterRefused."""
    day, today, now = case.asked.day, day_of_moment(case.moment), standing(case.acts)
    if day is not None and day > today and case.asked.kind not in AHEAD:
        raise RegisterRefused("day", f"{day} has not come yet")
    if day is not None and now is not None and day < now.since:
        raise RegisterRefused("day", f"{day} lies before the commitment, which is of {now.since}")


def in_year(asked: Asked) -> None:
    """Whether the day lies in the budget year. Raises RegisterRefused."""
    if asked.day is None or asked.year is None or asked.day.year != asked.year:
        raise RegisterRefused("year", f"the day {asked.day} lies outside the budget year {asked.year}")
