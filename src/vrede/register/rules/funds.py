"""The integrated funds (F2) and what their rules of a date ask of a draw. Rules are data; one without a text refuses every draw."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from vrede.register.refused import RegisterRefused
from vrede.register.table.transition import Closed, Words

FILE = Path(__file__).with_name("funds.toml")
SIDES = ("diplomatic", "development", "defence", "justice")


class Criterion(Closed):
    """What a use must meet, or what it must not be."""

    id: str
    title: Words


class Earmark(Closed):
    """What of a year's money is kept for one use: other uses leave so many cents to it."""

    use: str
    cents: int = Field(gt=0)


class FundRule(Closed):
    """The rules of a fund from a day on. loaded: whether their text was read; else why not. uses: what it may pay for; empty: all that is
    not excluded."""

    since: date
    loaded: bool
    source: str
    why: str = ""
    criteria: tuple[Criterion, ...] = ()
    uses: tuple[Criterion, ...] = ()
    excludes: tuple[Criterion, ...] = ()
    earmarks: tuple[Earmark, ...] = ()
    sides: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> FundRule:
        if self.loaded and not (self.criteria and self.sides):
            raise ValueError("a rule that is loaded has criteria, and sides that sign")
        if not self.loaded and not self.why:
            raise ValueError("a rule that is not loaded says why")
        if set(self.sides) - set(SIDES):
            raise ValueError(f"sides are of {', '.join(SIDES)}")
        if self.uses and {one.use for one in self.earmarks} - {one.id for one in self.uses}:
            raise ValueError("money is kept for a use that the rule allows")
        return self


class Fund(Closed):
    """A fund with its owner (chapter and article; empty where none is known), who decides, how it counts as ODA, the moment its money moves, and its rules, the oldest first."""

    id: str
    title: Words
    chapter: str
    article: str
    moves: Words
    decides: Words
    oda: Words
    source: str
    rule: tuple[FundRule, ...]

    def on(self, day: date) -> FundRule | None:
        """The rule of a day; None before the first."""
        begun = [rule for rule in self.rule if rule.since <= day]
        return max(begun, key=lambda rule: rule.since) if begun else None


class File(Closed):
    """The whole file."""

    fund: tuple[Fund, ...]


@cache
def load_funds(path: Path = FILE) -> dict[str, Fund]:
    """Fund by id. Raises ValueError for a file that is not of this shape."""
    file = File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    return {fund.id: fund for fund in file.fund}


def rule_for(funds: Mapping[str, Fund], ident: str, day: date) -> FundRule:
    """The rule that a drawdown of a day goes by. Raises RegisterRefused: no such fund, no rule yet, or its text is not loaded."""
    fund = funds.get(ident)
    if fund is None:
        raise RegisterRefused("fund.unknown", fund=ident[:20], funds=sorted(funds))
    rule = fund.on(day)
    if rule is None:
        raise RegisterRefused("fund.no_rule", fund=fund.title.en, day=day)
    if not rule.loaded:
        raise RegisterRefused("fund.not_loaded", fund=fund.title.en, why=rule.why, source=rule.source)
    return rule


def met(rule: FundRule, uses: Iterable[str], given: Mapping[str, str]) -> None:
    """Whether a use meets every criterion, each with a reason, and is none that is excluded. Raises RegisterRefused, naming which.

    uses: ids of what the money is for. given: criterion -> why it is met.
    """
    use = set(uses)
    for criterion in rule.excludes:
        if criterion.id in use:
            raise RegisterRefused("criterion.excluded", criterion=criterion.title.en)
    strange = sorted(use - {one.id for one in rule.uses}) if rule.uses else []
    if strange:
        raise RegisterRefused("criterion.other_use", uses=[one.id for one in rule.uses], use=strange[0][:40])
    if rule.earmarks and len(use) != 1:
        raise RegisterRefused("criterion.one_use")
    for criterion in rule.criteria:
        if not given.get(criterion.id, "").strip():
            raise RegisterRefused("criterion.not_met", criterion=criterion.title.en)


def unsigned(rule: FundRule, sides: Collection[str]) -> list[str]:
    """Sides that the rule names and that have not signed."""
    return [side for side in rule.sides if side not in sides]


def kept_for_others(rule: FundRule, use: str, drawn: Mapping[str, int]) -> int:
    """Cents that a drawdown for a use must leave, because they are kept for others. drawn: use -> cents drawn for it this year."""
    return sum(max(0, one.cents - drawn.get(one.use, 0)) for one in rule.earmarks if one.use != use)
