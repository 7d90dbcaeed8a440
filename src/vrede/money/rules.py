"""What the calculation of money goes by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from vrede.article import ArticleText, Policy


@dataclass(frozen=True, slots=True)
class MoneyRules:
    """What the calculation goes by: the law's texts, the policy values of the day, the rates, the country codes."""

    texts: tuple[ArticleText, ...]
    policy: Policy
    day: date
    rates: pl.DataFrame
    codes: pl.DataFrame

    @property
    def ministry(self) -> tuple[str, ...]:
        """The ministry's identifiers."""
        return self.policy.names("ministry_identifiers", self.day)
