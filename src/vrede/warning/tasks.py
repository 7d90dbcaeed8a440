"""A forecast as tasks: each fits one model on one history and draws from it, on any executor; what is drawn may be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from vrede.warning.models.benchmark import benchmarks
from vrede.warning.models.combine import recipe_parts
from vrede.warning.models.known import Model, known
from vrede.warning.panel import Draws, History

SLOWEST = ("similar situations", "boosted bins", "similar changes")
"""Names of the models that fit longest: they start first, so that no processor waits for a last one."""


@dataclass(frozen=True, slots=True)
class Task:
    """Draws of one model. origin: number of the last month that is known. horizons: months ahead."""

    target: str
    origin: int
    model: str
    horizons: tuple[int, ...]
    draws: int

    @property
    def key(self) -> str:
        """A name for a file: ged_sb-504-similar-situations."""
        return f"{self.target}-{self.origin}-{self.model.replace(' ', '-')}"


class KeptDraws(Protocol):
    """Where finished draws stand until all are done, so that a killed run goes on where it was."""

    def get(self, key: str) -> Draws | None:
        """What was drawn before under a task's key, or nothing."""
        ...

    def put(self, key: str, draws: Draws) -> None:
        """Keep what was drawn."""
        ...


def models() -> dict[str, Model]:
    """Every model by its name: the parts of the combination, and the benchmarks."""
    return {model.name: model for model in (*recipe_parts(), *benchmarks())}


def perform(history: History, task: Task) -> Draws:
    """Fit and draw: [unit, horizon, draw] (float32). Same task, same bytes, on whichever machine."""
    return models()[task.model].draw(known(history, task.origin), np.array(task.horizons), task.draws)


def drawn(
    histories: Mapping[str, History],
    tasks: Iterable[Task],
    executor: Executor | None = None,
    kept: KeptDraws | None = None,
    told: Callable[[str], None] = lambda text: None,
) -> dict[Task, Draws]:
    """Every task with its draws, in the order asked. histories: target -> history.

    executor: where tasks run; here, one after the other, without it. kept: finished draws are taken from it, and put in it one
    by one. told: hears the key of each that is done.
    """
    asked = list(tasks)
    before = {task: kept.get(task.key) if kept is not None else None for task in asked}
    found = {task: draws for task, draws in before.items() if draws is not None}
    rest = sorted(
        (task for task in asked if task not in found),
        key=lambda task: SLOWEST.index(task.model) if task.model in SLOWEST else len(SLOWEST),
    )

    def done(task: Task, draws: Draws) -> None:
        if kept is not None:
            kept.put(task.key, draws)
        found[task] = draws
        told(task.key)

    if executor is None:
        for task in rest:
            done(task, perform(histories[task.target], task))
    else:
        waiting = {executor.submit(perform, histories[task.target], task): task for task in rest}
        for future in as_completed(waiting):
            done(waiting[future], future.result())
    return {task: found[task] for task in asked}
