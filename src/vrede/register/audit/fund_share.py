"""Which funds paid for clause F1, and which programmes join diplomatic, civil and military effort, where and for how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from vrede.register.chain.act import Act
from vrede.register.chain.reading import by_dossier
from vrede.register.dossier.award import Award, award_of, committed_cents
from vrede.register.table.bodies import Commitment
from vrede.register.table.kinds import Kind

CLAUSE = "F1"
OWN = ""
"""The fund of what no fund pays for: the article's own money."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a fund paid in a budget year for clause F1, of what was paid for it in all. cents."""

    year: int
    fund: str
    paid_cents: int
    all_cents: int

    @property
    def share(self) -> Fraction:
        """Exact, from 0 to 1."""
        return Fraction(self.paid_cents, self.all_cents)


@dataclass(frozen=True, slots=True)
class Integrated:
    """A programme of two efforts or more. cents: promised (with what was agreed since) and paid."""

    dossier: str
    title: str
    efforts: tuple[str, ...]
    iso3: tuple[str, ...]
    fund: str
    promised_cents: int
    paid_cents: int


def shares(acts: Sequence[Act]) -> list[Share]:
    """By year and fund, OWN first. acts: of all dossiers, in order. Payments as they were made: a later claim does not lower them."""
    paid: Counter[tuple[int, str]] = Counter()
    for mine in by_dossier(acts).values():
        award = award_of(mine)
        if award and CLAUSE in award.origin.clauses:
            for act in mine:
                if act.kind == Kind.PAYMENT:
                    paid[act.year or 0, fund_of(award)] += act.cents or 0
    every = Counter[int]()
    for (year, _fund), cents in paid.items():
        every[year] += cents
    return [Share(year, fund, cents, every[year]) for (year, fund), cents in sorted(paid.items())]


def integrated(acts: Sequence[Act]) -> list[Integrated]:
    """By dossier. acts: of all dossiers, in order."""
    rows = []
    for dossier, mine in sorted(by_dossier(acts).items()):
        award = award_of(mine)
        if award and len(award.origin.efforts) >= 2:
            origin = award.origin
            paid = sum(act.cents or 0 for act in mine if act.kind == Kind.PAYMENT)
            efforts, iso3 = tuple(sorted(origin.efforts)), tuple(sorted(origin.iso3))
            committed = committed_cents(mine)
            rows.append(Integrated(dossier, origin.title or "", efforts, iso3, fund_of(award), committed, paid))
    return rows


def fund_of(award: Award) -> str:
    """The fund that pays for a commitment; OWN where none does."""
    return award.committed.read(Commitment).fund or OWN
