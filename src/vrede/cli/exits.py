"""Exit codes: which error that a person can mend leaves with which number."""

from __future__ import annotations

from vrede.article import PolicyError
from vrede.fetch import AnswersError
from vrede.lake import LakeBusy, LakeError
from vrede.pipeline import SourcesError
from vrede.register import RegisterError
from vrede.settings import SettingsError
from vrede.sources.budget import BudgetError
from vrede.sources.conflict import SeriesError
from vrede.sources.rates import RatesError
from vrede.validate import StandardError

EXIT_USAGE, EXIT_POLICY, EXIT_LAKE, EXIT_BUSY, EXIT_SOURCES = 2, 3, 4, 5, 6
EXITS: tuple[tuple[type[Exception], int], ...] = (
    (LakeBusy, EXIT_BUSY),
    (LakeError, EXIT_LAKE),
    (RegisterError, EXIT_LAKE),
    (SourcesError, EXIT_SOURCES),
    (AnswersError, EXIT_SOURCES),
    (BudgetError, EXIT_SOURCES),
    (SeriesError, EXIT_SOURCES),
    (RatesError, EXIT_SOURCES),
    (StandardError, EXIT_SOURCES),
    (PolicyError, EXIT_POLICY),
    (SettingsError, EXIT_USAGE),
)
"""The first that fits counts."""
MENDABLE = tuple(kind for kind, _code in EXITS)
"""Errors that a person can mend."""


def exit_code(error: Exception) -> int | None:
    """The number of its kind; None for an error that nobody who uses the program can mend."""
    return next((code for kind, code in EXITS if isinstance(error, kind)), None)
