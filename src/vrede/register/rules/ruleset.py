"""The rules that acts go by beside the table of acts: funds, instruments and terms, each by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from vrede.register.chain.database import Database
from vrede.register.chain.reading import made_up
from vrede.register.rules.funds import Fund, load_funds
from vrede.register.rules.instruments import Instrument, load_instruments
from vrede.register.rules.terms import Term, load_terms

DEMO_FUNDS = Path(__file__).parents[1] / "demo" / "funds.toml"
"""Funds that were invented; only a register that says that it is made up knows them."""


@dataclass(frozen=True, slots=True)
class Rules:
    """funds, instruments: by id. terms: by name, the oldest first."""

    funds: Mapping[str, Fund]
    instruments: Mapping[str, Instrument]
    terms: Mapping[str, tuple[Term, ...]]


def shipped() -> Rules:
    """The rules that ship."""
    return Rules(load_funds(), load_instruments(), load_terms())


def rules_of(database: Database) -> Rules:
    """The rules that a register goes by: those that ship; one that is made up knows invented funds beside them."""
    rules = shipped()
    return replace(rules, funds={**rules.funds, **load_funds(DEMO_FUNDS)}) if made_up(database) else rules
