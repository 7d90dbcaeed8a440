"""The rules that acts go by beside the table of acts: funds, instruments and terms, each by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vrede.register.funds import Fund, load_funds
from vrede.register.instruments import Instrument, load_instruments
from vrede.register.legalterms import Term, load_terms


@dataclass(frozen=True, slots=True)
class Rules:
    """funds, instruments: by id. terms: by name, the oldest first."""

    funds: Mapping[str, Fund]
    instruments: Mapping[str, Instrument]
    terms: Mapping[str, tuple[Term, ...]]


def shipped() -> Rules:
    """The rules that ship."""
    return Rules(load_funds(), load_instruments(), load_terms())
