"""The instruments (instruments.toml): what each asks before a commitment, a payment and the end of a dossier, by date."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from vrede.register.refused import RegisterRefused
from vrede.register.table.transition import Closed, Words

FILE = Path(__file__).with_name("instruments.toml")
PLAIN = "plain"
"""The instrument of a proposal that names none. It does not ship: only rules that declare it allow such a proposal."""


class Report(Closed):
    """A report that is due: which, for every calendar year or for the end, and how many days after the period."""

    report: Literal["narrative", "financial", "audit", "final"]
    at: Literal["year", "end"]
    days: int = Field(ge=0)


class Basis(Closed):
    """Why a grant is allowed. years: how long at most. call: whether the proposal must come from a call."""

    id: str
    source: str
    years: int | None = None
    call: bool = False


class InstrumentRule(Closed):
    """What an instrument asks from a day on."""

    since: date
    source: str
    asks: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    before_commit: tuple[
        Literal["appraisal", "legal_advice", "financial_advice", "due_diligence", "screening", "call"], ...
    ] = ()
    before_pay: tuple[Literal["reports_in_time", "due_diligence", "screening"], ...] = ()
    before_close: tuple[Literal["final_settlement", "reports_accepted", "advances_cleared", "audit"], ...] = ()
    screening_days: int | None = Field(default=None, ge=0)
    audit_above_cents: int | None = Field(default=None, ge=0)
    report: tuple[Report, ...] = ()
    basis: tuple[Basis, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> InstrumentRule:
        if "screening" in {*self.before_commit, *self.before_pay} and self.screening_days is None:
            raise ValueError("a rule that asks a screening says how many days it counts")
        if "audit" in self.before_close and self.audit_above_cents is None:
            raise ValueError("a rule that asks an audit says above which amount")
        if len({(one.report, one.at) for one in self.report}) < len(self.report):
            raise ValueError("a report is named once")
        return self


class Instrument(Closed):
    """An instrument with its rules."""

    id: str
    title: Words
    source: str
    rule: tuple[InstrumentRule, ...]

    def on(self, day: date) -> InstrumentRule | None:
        """The rule of a day; None before the first."""
        begun = [rule for rule in self.rule if rule.since <= day]
        return max(begun, key=lambda rule: rule.since) if begun else None


class File(Closed):
    """The whole file."""

    instrument: tuple[Instrument, ...]


@cache
def load_instruments(path: Path = FILE) -> dict[str, Instrument]:
    """Instrument by id. Raises ValueError for a file that is not of this shape."""
    file = File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    return {instrument.id: instrument for instrument in file.instrument}


def instrument_rule(instruments: Mapping[str, Instrument], ident: str | None, day: date) -> InstrumentRule:
    """What the instrument asks on a day. Raises RegisterRefused: no such instrument, or no rule yet."""
    name = ident or PLAIN
    instrument = instruments.get(name)
    if instrument is None:
        raise RegisterRefused("instrument.unknown", instruments=sorted(instruments))
    rule = instrument.on(day)
    if rule is None:
        raise RegisterRefused("instrument.no_rule", instrument=instrument.title.en, day=day)
    return rule
