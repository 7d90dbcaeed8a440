"""One run of everything: get all, build, and, when a new month of deaths is whole, issue the forecast and build again.

It can be run every night. Whatever fails, the site stays on its last good snapshot and the report says what is old.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from vrede.lake import LakeBusy, LakeError, Store
from vrede.pipeline.fetching import SourceReport, failed
from vrede.pipeline.inputs import MADE_UP, Sources, SourcesError, find_sources
from vrede.pipeline.steps import Built

STATUS = "update.json"
"""In the lake: the last report, so that doctor and the data page say when each source was last asked and what it answered."""
LOCK = ".update.lock"


@dataclass(frozen=True, slots=True)
class Updated:
    """What a run did. snapshot: the one that the site shows now ('' where there is none); changed: it was made by this run.

    issued: number and origin of the forecast that this run issued, '' for none. wrong: what went wrong after fetching, in words.
    """

    started: str
    finished: str
    sources: tuple[SourceReport, ...]
    snapshot: str
    changed: bool
    issued: str
    wrong: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether everything that the site is made from could be had and used."""
        return not self.wrong and not failed(self.sources)


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a run, as functions. build: raises what `pipeline.build` raises. issue: issues from the last whole month and returns
    its name in words, '' where there is nothing new to issue."""

    fetch: Callable[[], list[SourceReport]]
    build: Callable[[Sources], Built]
    issue: Callable[[Sources], str]


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Only one run at a time in a sources folder; the kernel frees the lock when its holder dies. Raises LakeBusy, SourcesError."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = (root / LOCK).open("w")
    except OSError as error:
        raise SourcesError(f"cannot write in {root}: {error.strerror}. Name a folder of yours.") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LakeBusy(f"another update is at work in {root}; wait until it is done") from error
        yield


def update(root: Path, store: Store, steps: Steps, mendable: tuple[type[Exception], ...]) -> Updated:
    """Runs the steps, the next also where one before went wrong, as long as it has something to work on.

    mendable: errors that a person can mend; they are told, and the snapshot before stays. Raises LakeBusy where another run is at work,
    SourcesError where the folder holds made-up data or cannot be written.
    """
    started = datetime.now(UTC)
    with alone(root):
        if (root / MADE_UP).exists():
            raise SourcesError(
                f"{root} holds made-up data ({MADE_UP}); real answers do not go there. Name another folder."
            )
        reports = steps.fetch()
        wrong: list[str] = []
        name, changed, issued = "", False, ""
        try:
            sources = find_sources(root)
            built = steps.build(sources)
            name, changed = built.name, built.changed
            issued = steps.issue(sources)
            if issued:
                built = steps.build(sources)
                name, changed = built.name, True
        except mendable as error:
            wrong.append(str(error))
    made = Updated(
        started.isoformat(timespec="seconds"),
        datetime.now(UTC).isoformat(timespec="seconds"),
        tuple(reports),
        name,
        changed,
        issued,
        tuple(wrong),
    )
    try:
        store.write_json(STATUS, status_of(made, last_status(store)))
    except LakeError as error:
        made = replace(made, wrong=(*made.wrong, str(error)))
    return made


def status_of(made: Updated, before: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a run: per source when it was last asked, what it answered, and when it last gave everything."""
    kept = {}
    for one in made.sources:
        old = before.get("sources", {}).get(one.name, {})
        good = made.finished if one.state != "failed" else old.get("good", "")
        faults = [asdict(row) for row in one.faults[:20]]
        kept[one.name] = {
            "asked": made.finished,
            "good": good,
            "state": one.state,
            "newest": one.newest,
            "faults": faults,
        }
    return {"finished": made.finished, "snapshot": made.snapshot, "wrong": list(made.wrong), "sources": kept}


def last_status(store: Store) -> dict[str, Any]:
    """The kept report of the last run; empty where there was none."""
    found = store.read_json(STATUS)
    return found if isinstance(found, dict) and isinstance(found.get("sources"), dict) else {}


def clock_fault(reports: Sequence[SourceReport], today: date) -> str:
    """What shows that this machine's clock is wrong: a source knows of days that are to come; '' where nothing does."""
    ahead = [one for one in reports if one.newest[:10] > today.isoformat() and len(one.newest) == len("2026-11-30")]
    return ", ".join(f"{one.name}: {one.newest} > {today}" for one in ahead)
