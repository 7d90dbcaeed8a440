"""The ranking of the proposals of a call: by exact mean score, as far as the ceiling and the sub-ceilings reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from vrede.register.table.bodies import Outcome, RankingRow


@dataclass(frozen=True, slots=True)
class Limits:
    """What a call allows. cents. deadline: YYYY-MM-DD. minimum_score: the mean score that is needed, 0 to 100."""

    ceiling: int
    sub_ceilings: Mapping[str, int]
    deadline: str
    minimum_score: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal. seq: its number. received: YYYY-MM-DD. scores: all that were given on it; empty: not appraised. met: whether all
    thresholds are. committed: whether it was promised already; then its room is taken before all others."""

    dossier: str
    seq: int
    cents: int
    theme: str
    received: str
    scores: tuple[int, ...]
    met: bool
    committed: bool = False

    @property
    def mean(self) -> Fraction | None:
        """The mean score, exact."""
        return Fraction(sum(self.scores), len(self.scores)) if self.scores else None


def ranking(limits: Limits, candidates: Iterable[Candidate]) -> list[RankingRow]:
    """Rows (table/bodies): those with a place by place, then the others by number.

    why: taken, ceiling or sub_ceiling (it does not fit in what the better ones left; smaller ones after it still may), late,
    threshold, score, or not appraised. Ties go to the earlier proposal.
    """
    every = sorted(candidates, key=lambda one: (-(one.mean if one.mean is not None else -1), one.seq))
    left, taken = limits.ceiling, Counter[str]()
    for one in every:
        if one.committed:
            left -= one.cents
            taken[one.theme] += one.cents
    rows, others, place = [], [], 0
    for one in every:
        why: Outcome | None = "taken" if one.committed else _why_not(limits, one)
        if why is None:
            if one.cents > left:
                why = "ceiling"
            elif limits.sub_ceilings and taken[one.theme] + one.cents > limits.sub_ceilings.get(one.theme, 0):
                why = "sub_ceiling"
            else:
                why = "taken"
                left -= one.cents
                taken[one.theme] += one.cents
        if why in ("taken", "ceiling", "sub_ceiling"):
            place += 1
            rows.append(_row(one, place, why))
        else:
            others.append(_row(one, None, why))
    return rows + sorted(others, key=lambda row: row.proposal)


def _why_not(limits: Limits, one: Candidate) -> Outcome | None:
    if one.received > limits.deadline:
        return "late"
    if one.mean is None:
        return "not appraised"
    if not one.met:
        return "threshold"
    return "score" if one.mean < limits.minimum_score else None


def _row(one: Candidate, place: int | None, why: Outcome) -> RankingRow:
    mean = one.mean
    over, under = (None, None) if mean is None else (mean.numerator, mean.denominator)
    return RankingRow(
        dossier=one.dossier,
        proposal=one.seq,
        numerator=over,
        denominator=under,
        cents=one.cents,
        theme=one.theme,
        place=place,
        why=why,
    )
