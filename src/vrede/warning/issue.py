"""One issue of the forecast: all countries, months and draws from one origin, and why. Tables out; nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from vrede.lake.warning_tables import WARNING_TABLES
from vrede.warning.explain import BEFORE, CALM, GROUPS, REST, Moved, alike, calm, moved, order, sums
from vrede.warning.models.benchmark import Conflictology, Fading
from vrede.warning.models.combine import ours
from vrede.warning.models.forest import Fitted, Forest
from vrede.warning.models.known import EARLIEST, Known, known
from vrede.warning.panel import Array, Draws, History, month_name
from vrede.warning.scores import chance
from vrede.warning.summary import MILLION, WAR, summary

BY_NAME = {table.name: table for table in WARNING_TABLES}
OURS = "ours"
AHEAD = 36
DRAWS = 1000
HEADLINE = 3
"""Months ahead of the chance that pages lead with and that is explained: the first that money can still follow."""
CASES = 5
LEARNABLE = EARLIEST + 36
"""Months of a target from which there is something to learn; below, its fading past is the forecast."""
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Issued:
    """draws: target -> [country, horizon, draw] (float32). base: the same of conflictology-12. iso3: the countries, in order.

    forecast, reasons, cases: tables forecast (without issue and the chance before), forecast_reason, similar_case.
    """

    origin: int
    iso3: tuple[str, ...]
    draws: Mapping[str, Draws]
    base: Mapping[str, Draws]
    models: Mapping[str, str]
    forecast: pl.DataFrame
    reasons: pl.DataFrame
    cases: pl.DataFrame


def countries(history: History) -> tuple[str, ...]:
    """ISO3 of the countries that are forecast, in order."""
    return tuple(history.iso3[row] for row in history.scored)


def memory_estimate(units: int, months: int, horizons: int = AHEAD, draws: int = DRAWS) -> dict[str, int]:
    """Bytes that an issue takes: memory (cases, features, draws of all parts while they are pooled) and disk (draws, packed).

    units: countries or cells. months: of history. Measured shapes, with a quarter on top (docs/performance.md).
    """
    features, parts = 60, 6
    memory = units * months * features * 12 + units * horizons * draws * 4 * parts + (400 << 20)
    return {"memory": memory * 5 // 4, "disk": units * horizons * draws}


def issue(histories: Mapping[str, History], origin: int, told: Told = lambda text: None) -> Issued:
    """Forecast every target from a month. histories: target -> its history; deaths in state-based conflict must be there.

    Raises ValueError where the origin is not in a history, or a country lacks a month in it.
    """
    horizons = np.arange(1, AHEAD + 1)
    draws: dict[str, Draws] = {}
    base: dict[str, Draws] = {}
    models: dict[str, str] = {}
    tables: list[pl.DataFrame] = []
    main = "ged_sb"
    codes = countries(histories[main])
    for target, history in histories.items():
        told(f"forecast {target}")
        at = known(history, origin)
        if countries(history) != codes:
            raise ValueError(f"{target}: other countries than {main}")
        learned = at.origin + 1 >= LEARNABLE
        draws[target] = ours(at, horizons, DRAWS) if learned else Fading(6, 36).draw(at, horizons, DRAWS)
        models[target] = OURS if learned else Fading(6, 36).name
        base[target] = Conflictology(12).draw(at, horizons[:1], DRAWS)[:, 0]
        past = at.history.deaths[at.history.scored]
        tables.append(summary(draws[target], codes, origin, horizons.tolist(), past, target, models[target]))
    if models[main] == OURS:
        told("reasons")
        reasons, cases = explained(known(histories[main], origin), draws[main][:, HEADLINE - 1], main)
    else:
        reasons, cases = BY_NAME["forecast_reason"].empty(), BY_NAME["similar_case"].empty()
    return Issued(origin, codes, draws, base, models, pl.concat(tables), reasons, cases)


def explained(at: Known, draws: npt.NDArray[np.float32], target: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tables forecast_reason and similar_case for the headline month. draws: [country, draw] of that month."""
    fitted = Forest().fitted(at, np.arange(1, AHEAD + 1))
    said = chance(draws, WAR)
    tables = [_reasons(moved(fitted, at, calm(at), HEADLINE, WAR), said, at, target, CALM)]
    if at.origin > 0:
        before = at.features.values[at.history.scored, at.origin - 1]
        tables.append(_reasons(moved(fitted, at, before, HEADLINE, WAR), None, at, target, BEFORE))
    return pl.concat(tables), _cases(fitted, at, target)


def _reasons(found: Moved, said: Array | None, at: Known, target: str, against: str) -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    for country, code in enumerate(countries(at.history)):
        parts = [float(p) for p in found.parts[country]]
        names = list(GROUPS)
        if said is not None:
            parts.append(float(said[country] - found.here[country]))
            names.append(REST)
        whole = [int(np.rint(part * MILLION)) for part in parts]
        rows += [
            (target, code, against, rank, names[place], whole[place])
            for rank, place in enumerate(order(parts), 1)
            if whole[place]
        ]
    return pl.DataFrame(rows, schema=BY_NAME["forecast_reason"].schema, orient="row")


def _cases(fitted: Fitted, at: Known, target: str) -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    for code, chosen in zip(countries(at.history), alike(fitted, at, HEADLINE, CASES), strict=True):
        for rank, case in enumerate(chosen, 1):
            before, after = sums(at.history.deaths, case.country, case.month)
            month = month_name(at.history.first + case.month)
            share = int(np.rint(case.share * MILLION))
            rows.append((target, code, rank, at.history.iso3[case.country], month, share, before, after))
    return pl.DataFrame(rows, schema=BY_NAME["similar_case"].schema, orient="row")
