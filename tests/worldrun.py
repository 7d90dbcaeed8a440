"""One run of `vrede update` against the made-up world, in this process, on the day of the world."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from vrede.article import load_policy
from vrede.cli.exits import MENDABLE
from vrede.lake import Store
from vrede.pipeline import Steps, Updated, build, get_all, issue_newest, update
from vrede.pipeline.inputs import Sources
from vrede.sources.iati import Ask
from vrede.withheld import Suppression
from worldserver import PATIENT, QUICK, TODAY, World

ASK = Ask(dutch=True, ministry=load_policy().names("ministry_identifiers", TODAY))


def run_update(world: World, folder: Path, lake: Path, issue: Callable[[Store, Sources], str] | None = None) -> Updated:
    """One run. issue: another last step than issuing the newest forecast."""
    store = Store(str(lake))

    def pool() -> Any:
        return ThreadPoolExecutor(1)

    def issued(sources: Sources) -> str:
        if issue is not None:
            return issue(store, sources)
        line = issue_newest(store, sources, TODAY, lambda text: None, nullcontext, 1)
        return f"{line.issue} ({line.origin})" if line else ""

    def built(sources: Sources) -> Any:
        return build(sources, store, Suppression(), pool, lambda *_: None, lambda step: None)

    def fetched() -> Any:
        with world.client(QUICK if world.broken else PATIENT) as client:
            return get_all(folder, client, ASK, lake / "standard")

    return update(folder, store, Steps(fetched, built, issued), MENDABLE)


def no_issue(store: Store, sources: Sources) -> str:
    """Issues nothing, where a test is about something else: fitting takes the most time."""
    return ""
