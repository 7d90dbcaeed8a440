"""Open commitments by article, line and year: what was open, what was promised, paid and released, and what is open then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vrede.register.chain.act import Act, day_of_moment
from vrede.register.dossier.award import PROMISES, day_of
from vrede.register.table.bodies import Commitment, FinalSettlement
from vrede.register.table.kinds import Kind


@dataclass(frozen=True, slots=True)
class OpenCommitments:
    """Cents. opening + new - paid - released = closing; the closing of a year is the opening of the next."""

    article: str
    line: str
    year: int
    opening_cents: int
    new_cents: int
    paid_cents: int
    released_cents: int
    closing_cents: int


def rollforward(acts: Sequence[Act]) -> list[OpenCommitments]:
    """Rows for every year from a line's first to the last of all in which it has something, by article, line and year. acts: of all
    dossiers, in order.

    The year is the budget year of a commitment or payment, and that of its day for a release or a final amount; a day that lies before
    the commitment or after the moment of recording counts as that.
    """
    where: dict[str, tuple[str, str]] = {}
    first: dict[str, int] = {}
    moved: dict[tuple[str, str], dict[str, Counter[int]]] = {}
    for act in acts:
        if act.kind == Kind.COMMITMENT:
            body = act.read(Commitment)
            where[act.dossier] = (body.article, body.line)
            first[act.dossier] = act.year or 0
        what, year, cents = _moved(act)
        if what == "released":
            year = max(first[act.dossier], min(year, day_of_moment(act.moment).year))
        if what and cents:
            mine = moved.setdefault(where[act.dossier], {"new": Counter(), "paid": Counter(), "released": Counter()})
            mine[what][year] += cents
    years = [year for mine in moved.values() for counted in mine.values() for year in counted]
    rows = []
    for (article, line), mine in sorted(moved.items()):
        opening = 0
        own = [year for counted in mine.values() for year in counted]
        for year in range(min(own), max(years) + 1):
            if not opening and year > max(own):
                break
            new, paid, released = (mine[name][year] for name in ("new", "paid", "released"))
            closing = opening + new - paid - released
            rows.append(OpenCommitments(article, line, year, opening, new, paid, released, closing))
            opening = closing
    return rows


def _moved(act: Act) -> tuple[str, int, int]:
    """What an act does to what is open, in which year, in cents; '' where it does nothing."""
    if act.kind in PROMISES:
        return "new", act.year or 0, act.cents or 0
    if act.kind == Kind.PAYMENT:
        return "paid", act.year or 0, act.cents or 0
    if act.kind == Kind.RELEASE:
        return "released", day_of(act).year, act.cents or 0
    if act.kind == Kind.FINAL_SETTLEMENT:
        return "released", day_of(act).year, act.read(FinalSettlement).released
    return "", 0, 0
