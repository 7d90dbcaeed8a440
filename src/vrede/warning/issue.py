"""One issue of the forecast: all countries, months and draws from one origin, and why. Tables out; nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import polars as pl

from vrede.lake.tables import WARNING_TABLES
from vrede.warning.bounds import VIOLENT_MONTH
from vrede.warning.explain import BEFORE, CALM, GROUPS, REST, Moved, alike, calm, moved, order, sums
from vrede.warning.models.benchmark import Conflictology, Fading
from vrede.warning.models.combine import combined, recipe_for
from vrede.warning.models.forest import Fitted, Forest
from vrede.warning.models.known import EARLIEST, Known, known
from vrede.warning.panel import Array, Draws, History, month_name
from vrede.warning.scores import chance
from vrede.warning.summary import MILLION, summary
from vrede.warning.tasks import KeptDraws, Task, drawn

BY_NAME = {table.name: table for table in WARNING_TABLES}
OURS = "ours"
AHEAD = 36
DRAWS = 1000
HEADLINE = 3
"""Months ahead of the chance that pages lead with and that is explained: the first that money can still follow."""
CASES = 5
FADING = Fading(6, 36)
LEARNABLE = EARLIEST + 36
"""Months of a target from which there is something to learn; below, its fading past is the forecast."""
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Issued:
    """draws: target -> [country, horizon, draw] (float32). base: target -> [country, month], the last twelve as they were (conflictology-12). iso3: the countries, in order.

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


def make_issue(
    histories: Mapping[str, History],
    origin: int,
    told: Told = lambda text: None,
    executor: Executor | None = None,
    kept: KeptDraws | None = None,
) -> Issued:
    """Forecast every target from a month. histories: target -> its history; deaths in state-based conflict must be there.

    executor, kept: see tasks.drawn. Raises ValueError where the origin is not in a history, or a country lacks a month in it.
    """
    horizons = tuple(range(1, AHEAD + 1))
    main = "ged_sb"
    codes = countries(histories[main])
    past: dict[str, Known] = {}
    for target, history in histories.items():
        try:
            past[target] = known(history, origin)
        except ValueError as error:
            raise ValueError(f"{target}: {error}") from error
        if countries(history) != codes:
            raise ValueError(f"{target}: other countries than {main}")
    learned = {target: at.origin + 1 >= LEARNABLE for target, at in past.items()}
    reasons = executor.submit(explained, past[main], main) if executor is not None and learned[main] else None
    tasks = [
        Task(target, origin, name, horizons, DRAWS)
        for target in histories
        for name in (recipe_for(origin).parts if learned[target] else (FADING.name,))
    ]
    found = drawn(histories, tasks, executor, kept, lambda key: told(f"drawn {key}"))
    draws: dict[str, Draws] = {}
    base: dict[str, Draws] = {}
    tables: list[pl.DataFrame] = []
    for target, at in past.items():
        mine = {task.model: found[task] for task in tasks if task.target == target}
        draws[target] = combined(at, mine, DRAWS) if learned[target] else mine[FADING.name]
        model = OURS if learned[target] else FADING.name
        base[target] = Conflictology(12).draw(at, np.array([1]), DRAWS)[:, 0]
        deaths = at.history.deaths[at.history.scored]
        tables.append(summary(draws[target], codes, origin, list(horizons), deaths, target, model))
    if learned[main]:
        told("reasons")
        why = reasons.result() if reasons is not None else explained(past[main], main)
        said = chance(draws[main][:, HEADLINE - 1], VIOLENT_MONTH)
        parts, cases = _reasons(why, said, past[main], main), why.cases
    else:
        parts, cases = BY_NAME["forecast_reason"].empty(), BY_NAME["similar_case"].empty()
    made = {target: OURS if learned[target] else FADING.name for target in histories}
    return Issued(origin, codes, draws, base, made, pl.concat(tables), parts, cases)


@dataclass(frozen=True, slots=True)
class Why:
    """What moved the chance of the headline month, from a country at peace and from a month before; and table similar_case."""

    calm: Moved
    before: Moved | None
    cases: pl.DataFrame


def explained(at: Known, target: str) -> Why:
    """Reasons for the headline month, of the model `similar situations`."""
    fitted = Forest().fitted(at, np.arange(1, AHEAD + 1))
    before = None
    if at.origin > 0:
        before = moved(fitted, at, at.features.values[at.history.scored, at.origin - 1], HEADLINE, VIOLENT_MONTH)
    return Why(moved(fitted, at, calm(at), HEADLINE, VIOLENT_MONTH), before, _cases(fitted, at, target))


def _reasons(why: Why, said: Array, at: Known, target: str) -> pl.DataFrame:
    """Table forecast_reason. said: [country], the forecast's own chance."""
    tables = [_parts(why.calm, said, at, target, CALM)]
    if why.before is not None:
        tables.append(_parts(why.before, None, at, target, BEFORE))
    return pl.concat(tables)


def _parts(found: Moved, said: Array | None, at: Known, target: str, against: str) -> pl.DataFrame:
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
