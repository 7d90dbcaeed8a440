"""The situation that an act is judged in: the submission, the acts of its dossier, what lies around it, and the rules of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vrede.register.acts.submission import Submission
from vrede.register.acts.surroundings import Surroundings
from vrede.register.chain.act import Act, day_of_moment
from vrede.register.dossier.award import Award, award_of
from vrede.register.dossier.state import said_no
from vrede.register.refused import RegisterRefused
from vrede.register.rules.instruments import InstrumentRule, instrument_rule
from vrede.register.rules.ruleset import Rules
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import Transition

AHEAD = (Kind.ALLOTMENT, Kind.FUND_REQUEST, Kind.SIGNATURE, Kind.DRAWDOWN, Kind.COMMITMENT)
"""Acts that may be of a later day of their budget year."""


@dataclass(frozen=True, slots=True)
class Situation:
    """acts: of the dossier, in order. moment: when the act is recorded."""

    around: Surroundings
    submission: Submission
    row: Transition
    acts: Sequence[Act]
    rules: Rules
    moment: datetime

    @property
    def cents(self) -> int:
        """The amount; nothing where none was given."""
        return self.submission.cents or 0

    @property
    def today(self) -> date:
        """The day of the act; where it has none, that of its moment."""
        return self.submission.day or day_of_moment(self.moment)

    @property
    def latest(self) -> date:
        """The later of the day of the act and that of its moment: a day in the past does not bring back what has lapsed."""
        return max(self.today, day_of_moment(self.moment))

    def account(self, name: str) -> int:
        """Cents on an account of this dossier."""
        return self.around.balance(f"{name}:{self.submission.dossier}")

    def target(self) -> Act:
        """The act that is approved. Raises RegisterRefused where it is none of this dossier, of another kind, or was said no to."""
        for act in self.acts:
            if act.seq == self.submission.approves and act.kind in self.row.approves:
                if act.seq in said_no(self.acts):
                    raise RegisterRefused("no.answered", act=act.seq)
                return act
        raise RegisterRefused("state.approves", kind=self.row.kind, targets=list(self.row.approves))

    def award(self) -> Award:
        """The grant as it was committed. Raises RegisterRefused where nothing was."""
        award = award_of(self.acts)
        if award is None:
            raise RegisterRefused("state.not_committed")
        return award

    def instrument(self) -> InstrumentRule:
        """What the instrument of the grant asks on the day of the act. Raises RegisterRefused."""
        return instrument_rule(self.rules.instruments, self.award().origin.instrument, self.today)


def require(situation: Situation, account: str, cents: int, id: str) -> None:
    """Whether an account has so much. Raises RegisterRefused with what is missing."""
    have = situation.around.balance(account)
    if cents > have:
        raise RegisterRefused(id, account=account, have_cents=have, short_cents=cents - have)


def on_its_day(situation: Situation) -> None:
    """Whether the day of an act has come, and is not before that of the commitment of its dossier. Raises RegisterRefused."""
    day, today, award = situation.submission.day, day_of_moment(situation.moment), award_of(situation.acts)
    if day is not None and day > today and situation.submission.kind not in AHEAD:
        raise RegisterRefused("day.ahead", day=day)
    if day is not None and award is not None and day < award.since:
        raise RegisterRefused("day.before_commitment", day=day, since=award.since)


def in_year(submission: Submission) -> None:
    """Whether the day lies in the budget year. Raises RegisterRefused."""
    if submission.day is None or submission.year is None or submission.day.year != submission.year:
        raise RegisterRefused("year.outside", day=submission.day, year=submission.year)
