"""What was proposed for a call, and what its newest ranking says of each proposal: part of the call's dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from vrede.language import Language, number_text, rounded
from vrede.register import Act
from vrede.register.acts import last_ranking
from vrede.register.desk import AUDITOR, STAFF, Projection, may_see
from vrede.register.dossier import Dossier, Person
from vrede.register.table import RankingRow
from vrede.web.register.words import state_word, why_word


@dataclass(frozen=True, slots=True)
class Application:
    """A proposal for a call with its place in the ranking, and what that says of it."""

    d: Dossier
    state: str
    place: int | None
    score: str
    why: str


def score(row: RankingRow, language: Language) -> str:
    """The mean score of a proposal in a ranking with one decimal; '' where there is none."""
    if not row.denominator:
        return ""
    tenths = rounded(10 * (row.numerator or 0), row.denominator)
    return number_text(Decimal(tenths).scaleb(-1), language)


def applications(
    now: Projection, person: Person, call: Dossier, acts: Sequence[Act], language: Language
) -> list[Application]:
    """The proposals for a call that somebody may see, by place in its newest ranking, then by name; none for who may not read rankings.

    acts: of the call. A proposal that came or was changed after the ranking has no place in it.
    """
    if call.sort != "call" or not person.has(*STAFF, AUDITOR):
        return []
    last = last_ranking(acts)
    ranked = last.rows if last else {}
    made = []
    for one in now.dossiers.values():
        if one.sort != "grant" or one.call != call.name or not may_see(person, one):
            continue
        row = ranked.get(one.name)
        if row is not None and one.state == "proposed" and row.proposal not in one.pending:
            row = None
        place, why = (row.place, why_word(row.why)) if row else (None, "")
        made.append(Application(one, state_word(one.state), place, score(row, language) if row else "", why))
    return sorted(made, key=lambda row: (row.place is None, row.place or 0, row.d.name))
