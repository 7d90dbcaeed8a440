"""Which funds paid for clause F1, and which programmes join diplomatic, civil and military effort, where and for how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from vrede.register.chain.act import Act
from vrede.register.chain.reading import by_dossier
from vrede.register.dossier.commitment import Standing, standing

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
        now = standing(mine)
        if now and CLAUSE in now.origin.get("clause", ()):
            for act in mine:
                if act.kind == "pay":
                    paid[act.year or 0, fund_of(now)] += act.cents or 0
    every = Counter[int]()
    for (year, _fund), cents in paid.items():
        every[year] += cents
    return [Share(year, fund, cents, every[year]) for (year, fund), cents in sorted(paid.items())]


def integrated(acts: Sequence[Act]) -> list[Integrated]:
    """By dossier. acts: of all dossiers, in order."""
    rows = []
    for dossier, mine in sorted(by_dossier(acts).items()):
        now = standing(mine)
        efforts = tuple(sorted(now.origin.get("efforts", ()))) if now else ()
        if now and len(efforts) >= 2:
            promised = sum(act.cents or 0 for act in mine if act.kind in ("commit", "agree"))
            paid = sum(act.cents or 0 for act in mine if act.kind == "pay")
            iso3 = tuple(sorted(now.origin.get("iso3", ())))
            title = str(now.origin.get("title", ""))
            rows.append(Integrated(dossier, title, efforts, iso3, fund_of(now), promised, paid))
    return rows


def fund_of(now: Standing) -> str:
    """The fund that pays for a commitment; OWN where none does."""
    return str(now.promised.said.get("fund", OWN))
