"""A forecast that was issued, as the warning reads it: its line of the ledger, and its tables and draws when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Draws = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class IssuedForecast:
    """issue: its number, from 1. origin: the last month that it knows. issued: the day. targets: target -> model. iso3: its countries in
    the order of the draws. vintage: the releases whose deaths it was made from. stale: inputs older than they should be. table, draws: what was issued under a name; raise LakeError."""

    issue: int
    origin: str
    first_month: str
    last_month: str
    issued: str
    in_time: bool
    stale: str
    targets: Mapping[str, str]
    iso3: Sequence[str]
    panel_sha256: str
    forecast_sha256: str
    previous: str
    hash: str
    vintage: str
    table: Callable[[str], pl.DataFrame]
    draws: Callable[[str], dict[str, Draws]]


def newest_of(issues: Sequence[IssuedForecast]) -> IssuedForecast:
    """The issue from the latest month; of those from one month the last. A past month may be issued later, to try it."""
    return max(issues, key=lambda one: (one.origin, one.issue))
