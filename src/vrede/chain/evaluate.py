"""How often a proposed link is right: certain links with their identifiers hidden or spoiled, by rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from vrede.chain.identifiers import RUN, Identifiers
from vrede.chain.links import CERTAIN, UP
from vrede.chain.propose import propose


@dataclass(frozen=True, slots=True)
class LinkScore:
    """A rule's work on `asked` cases whose answer is known: right, wrong, or no proposal."""

    rule: str
    asked: int
    right: int
    wrong: int

    @property
    def none(self) -> int:
        """Cases in which it proposed nothing."""
        return self.asked - self.right - self.wrong


def _doubled(identifier: str) -> str:
    longest = max(RUN.finditer(identifier), key=lambda m: (m.end() - m.start(), m.start()))
    return identifier[: longest.start()] + identifier[longest.start()] + identifier[longest.start() :]


# How identifiers were met to be spoiled (data/iati/README, Traps): the name of a way, and what it makes of an identifier.
SPOILED: dict[str, Callable[[str, Identifiers], str]] = {
    "case changed": lambda i, _: i.lower() if i != i.lower() else i.upper(),
    "a blank too many": lambda i, _: f"{i[: len(i) // 2]} {i[len(i) // 2 :]}",
    "dashes instead of hyphens": lambda i, _: i.replace("-", "–"),
    "a character doubled": lambda i, _: _doubled(i),
    "prefix twice": lambda i, known: f"{known.own[0]}-{i}" if known.own and i.startswith(f"{known.own[0]}-") else i,
    "old prefix": lambda i, known: next(
        (old + i[len(new) :] for old, new in known.prefixes.items() if i.startswith(new)), i
    ),
    "part left out": lambda i, known: i.replace(known.part, "", 1) if known.part and known.formed(i) else i,
    "last character gone": lambda i, _: i[:-1],
}


def spoiled(link: pl.DataFrame, identifiers: Identifiers) -> list[LinkScore]:
    """Every identifier of the certain links spoiled in each way: is what is proposed what was meant?"""
    stated = (
        link.filter((pl.col("state") == CERTAIN) & pl.col("transaction_key").is_not_null())["stated_id"].unique().sort()
    )
    made = []
    for way, spoil in SPOILED.items():
        asked = right = wrong = 0
        for identifier in stated:
            bad = spoil(identifier, identifiers)
            if bad in identifiers.published:
                continue  # another activity's identifier, or unchanged: nothing to propose
            asked += 1
            found = identifiers.meant(bad)
            if found is not None:
                right += found.identifier == identifier
                wrong += found.identifier != identifier
        made.append(LinkScore(way, asked, right, wrong))
    return made


def hidden(link: pl.DataFrame, tables: Mapping[str, pl.DataFrame], days: int) -> list[LinkScore]:
    """Receipts whose payer is certain, asked again without the identifier: by the rules of `propose`."""
    certain = link.filter(
        (pl.col("state") == CERTAIN) & (pl.col("direction") == UP) & pl.col("transaction_key").is_not_null()
    )
    # A receipt within one publisher names no other organisation as provider: the rule is not for those.
    found = propose(certain, tables, days).join(
        certain.select("transaction_key", true="target_key"), on="transaction_key", how="left"
    )
    rows = []
    for rule in sorted(found["rule"].unique()):
        of = found.filter(pl.col("rule") == rule)
        right = of.filter(pl.col("target_key") == pl.col("true")).height
        rows.append(LinkScore(rule, of.height, right, of.height - right))
    asked = certain.height
    right = found.filter(pl.col("target_key") == pl.col("true")).height
    return [*rows, LinkScore("amount and day, all receipts asked", asked, right, found.height - right)]
