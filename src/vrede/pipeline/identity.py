"""What makes one snapshot another: its inputs, the policy of its day and the code that made it."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import vrede
from vrede.article import load_policy, load_texts
from vrede.lake import RawFile
from vrede.money import MoneyRules
from vrede.pipeline.inputs import Sources
from vrede.sources import all_sources
from vrede.sources.countries import country_codes
from vrede.sources.rates import Rates, choose_rates, load_rates

NOT_IN_SNAPSHOT = ("web/", "cli/", "fetch/")
FETCHING = ("fetch.py", "addresses.toml", "standard.csv")
"""Code and data that bring files from outside: what they bring is in the inputs."""


@cache
def code_version() -> str:
    """Hash over the package's own code and policy files: other code, other snapshot."""
    root = Path(vrede.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*")):
        below = file.relative_to(root).as_posix()
        if (
            file.suffix in (".py", ".toml", ".csv")
            and not below.startswith(NOT_IN_SNAPSHOT)
            and file.name not in FETCHING
        ):
            digest.update(below.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def load_rules(day: date, rates: Rates | None = None) -> MoneyRules:
    """The law, the policy of a day, the rates (the package's unless given) and the countries. Raises PolicyError, RatesError."""
    chosen = rates or choose_rates(None)
    return rules_of(day, str(chosen.file), chosen.sha256)


@cache
def rules_of(day: date, rates: str, sha256: str) -> MoneyRules:
    """As `load_rules`, of a file of rates with its hash; read once a process."""
    return MoneyRules(load_texts(), load_policy(), day, load_rates(rates), country_codes())


def policy_day(sources: Sources, rates: Rates) -> date:
    """The day whose policy holds: the newest retrieval, else the youngest exchange rate. Never today: the same
    inputs give the same snapshot tomorrow."""
    days = []
    for file in sources.files:
        try:
            days.append(date.fromisoformat(file.retrieved))
        except ValueError:
            continue
    return max(days, default=rates.last_day)


def inputs_of(
    sources: Sources, read: dict[str, RawFile], rates: Rates, day: date, issued: str, withheld: str
) -> dict[str, Any]:
    """Everything that a snapshot is named by. issued: hash of the newest forecast's line. withheld: that of the list of what must not
    be shown."""
    return {
        "files": [
            [
                f.name,
                read[f.name].sha256,
                read[f.name].reason,
                f.retrieved,
                f.publisher,
                f.licence,
                f.address,
                f.selection,
                f.source_type,
            ]
            for f in sources.files
        ],
        "sources": {source.name: sources.hash_of(source) for source in all_sources() if source.read is not None},
        "forecasts": issued,
        "code": code_version(),
        "policy_day": day.isoformat(),
        "rates": rates.sha256,
        "rates_from": [rates.origin, rates.refused],
        "suppression": withheld,
        "made_up": sources.made_up,
    }
