"""Separation of duties: nobody approves their own act, nor in a dossier in which they did something else; nobody rejects their own act."""

from __future__ import annotations

from collections.abc import Sequence

from vrede.register.acts.situation import Situation
from vrede.register.acts.submission import Submission
from vrede.register.chain.act import Act
from vrede.register.refused import RegisterRefused
from vrede.register.table.kinds import Kind

ASIDE = (Kind.DOCUMENT, Kind.REPAYMENT, Kind.AUDIT)
"""Acts that only write down what others sent or found: who did these may still approve. The database's triggers name the same."""
ALONE = (Kind.FINAL_SETTLEMENT,)
"""Acts that approve nothing and still fall under the rule."""


def forbids(done: str, kind: str) -> bool:
    """Whether who did one kind of act in a dossier may not do another kind there that approves. Nobody signs twice.

    A rejection gives nothing away: it is open to whoever did something else, and afterwards forbids only to decide on an objection.

    >>> forbids("proposal", "commitment"), forbids("payment", "payment")
    (True, False)
    >>> forbids("rejection", "payment"), forbids("rejection", "objection_decision")
    (False, True)
    """
    if kind == Kind.REJECTION or done in ASIDE:
        return False
    if done == Kind.REJECTION:
        return kind == Kind.OBJECTION_DECISION
    return done != kind or kind == Kind.SIGNATURE


def separate(submission: Submission, acts: Sequence[Act]) -> None:
    """Whether somebody else did all before that this act approves (`forbids`). Raises RegisterRefused.

    Counted are their acts of another kind than the one they do now; so a controller pays twice in one dossier, and nobody signs twice.
    """
    for act in acts:
        if act.who != submission.who:
            continue
        if act.seq == submission.approves:
            raise RegisterRefused("own.act")
        if submission.kind == act.kind == Kind.SIGNATURE:
            raise RegisterRefused("own.two_sides")
        if forbids(act.kind, submission.kind):
            raise RegisterRefused("own.dossier", act=act.seq, kind=Kind(act.kind))


def approved(situation: Situation) -> Act:
    """The act that is approved, by somebody else and with its own amount. Raises RegisterRefused."""
    target = situation.target()
    separate(situation.submission, situation.acts)
    if situation.cents != (target.cents or 0):
        raise RegisterRefused("stale.amount", asked_cents=target.cents or 0, given_cents=situation.cents)
    return target


def is_newest(situation: Situation, target: Act, *kinds: Kind) -> None:
    """Whether what is approved was not changed since. Raises RegisterRefused."""
    last = next((act for act in reversed(situation.acts) if act.kind in (kinds or situation.row.approves)), target)
    if last.seq != target.seq:
        raise RegisterRefused("stale.changed", act=last.seq)
