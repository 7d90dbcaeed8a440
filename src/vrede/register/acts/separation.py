"""Nobody approves their own act, nor in a dossier in which they did something else; nobody declines their own act."""

from __future__ import annotations

from collections.abc import Sequence

from vrede.register.acts.situation import Case
from vrede.register.acts.submission import Asked
from vrede.register.chain.act import Act
from vrede.register.refused import RegisterRefused

ASIDE = ("attach", "repaid", "audit")
"""Acts that only write down what others sent or found: who did these may still approve. The database's triggers name the same."""
ALONE = ("determine",)
"""Acts that approve nothing and still fall under the rule."""


def forbids(done: str, kind: str) -> bool:
    """Whether who did one kind of act in a dossier may not do another kind there that approves. Nobody signs twice.

    To decline gives nothing away: it is open to whoever did something else, and afterwards forbids only to decide on an objection.

    >>> forbids("propose", "commit"), forbids("pay", "pay"), forbids("decline", "pay"), forbids("decline", "decide")
    (True, False, False, True)
    """
    if kind == "decline" or done in ASIDE:
        return False
    if done == "decline":
        return kind == "decide"
    return done != kind or kind == "sign"


def not_own(asked: Asked, acts: Sequence[Act]) -> None:
    """Whether somebody else did all before that this act approves (`forbids`). Raises RegisterRefused.

    Counted are their acts of another kind than the one they do now; so a controller pays twice in one dossier, and nobody signs twice.
    """
    for act in acts:
        if act.who != asked.who:
            continue
        if act.seq == asked.approves:
            raise RegisterRefused("own", "nobody approves an act of their own")
        if asked.kind == act.kind == "sign":
            raise RegisterRefused("own", "nobody signs for two sides")
        if forbids(act.kind, asked.kind):
            raise RegisterRefused(
                "own", f"nobody approves in a dossier in which they acted (act {act.seq}, {act.kind})"
            )


def approved(case: Case) -> Act:
    """The act that is approved, by somebody else and with its own amount. Raises RegisterRefused."""
    target = case.target()
    not_own(case.asked, case.acts)
    if case.cents != (target.cents or 0):
        raise RegisterRefused("stale", f"the amount asked for is {target.cents} cents, not {case.asked.cents}")
    return target
