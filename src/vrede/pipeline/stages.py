"""The two tasks of a bucket: what its activities say by themselves, and what they come to once others are known.

Each writes a folder of tables, whole or not at all, and is named by what went into it: where the folder is there, nothing is done again.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from vrede.lake import LakeError, RawLake, Store, assemble, content_hash, write_small
from vrede.lake.tables import BY_NAME
from vrede.money import MoneyRules, by_themselves, settle
from vrede.pipeline.identity import rules_of
from vrede.results import results_alone, results_settled

Tables = dict[str, pl.DataFrame]
ROWS = "rows.json"
ANEW = ("activity", "transaction", "slice", "issue")
"""Tables that are extended once others are known."""


@dataclass(frozen=True, slots=True)
class RulesOf:
    """By what rules money is followed: the day whose policy holds, and the file of rates with its hash."""

    day: date
    rates: str
    sha256: str

    def load(self) -> MoneyRules:
        """The rules, read once a process. Raises PolicyError, RatesError."""
        return rules_of(self.day, self.rates, self.sha256)


@dataclass(frozen=True, slots=True)
class Alone:
    """The first task. folder: where its tables go. raw: URL of the store of raw tables. datasets: the rows of `dataset` of the files that
    the bucket's activities are in; hashes: their content; copies: file (a row number in datasets) and activity_ordinal."""

    folder: str
    raw: str
    hashes: tuple[str, ...]
    datasets: pl.DataFrame
    copies: pl.DataFrame
    rules: RulesOf


@dataclass(frozen=True, slots=True)
class Settled:
    """The second task. alone: the folder of the first. others: what is known of these activities from all others, with the keys that
    they have in this bucket."""

    folder: str
    alone: str
    others: Mapping[str, pl.DataFrame]
    rules: RulesOf


def make_alone(task: Alone) -> str:
    """Write the tables of `money.by_themselves` and `results_alone`; returns the folder. Raises LakeError where it cannot be written."""
    rules = task.rules.load()
    reader = RawLake(Store(task.raw)).reader_of(task.hashes, task.copies)
    assembled = assemble(reader, task.datasets, rules.ministry)
    content = content_hash(assembled)
    assembled["activity"] = assembled["activity"].join(content, on="activity_key", how="left", maintain_order="left")
    made = by_themselves(assembled, rules)
    return _write(task.folder, made | results_alone(assembled), without=ANEW)


def make_settled(task: Settled) -> str:
    """Write the tables of `money.settle` and `results_settled`; returns the folder. Raises LakeError."""
    rules = task.rules.load()
    mine = read_stage(task.alone)
    made = settle(mine, task.others, rules)
    made |= results_settled({**mine, **made}, task.others["_adding"])
    return _write(task.folder, made)


def read_stage(folder: str) -> Tables:
    """All tables of a stage."""
    return {path.stem: pl.read_parquet(path, glob=False) for path in sorted(Path(folder).glob("*.parquet"))}


def stage_rows(folder: str) -> dict[str, int]:
    """Table -> rows, as noted when they were written."""
    found: dict[str, int] = json.loads((Path(folder) / ROWS).read_text(encoding="utf-8"))
    return found


def is_made(folder: str) -> bool:
    """Whether the stage is there, whole: its folder appears in one step."""
    return Path(folder).is_dir()


def _write(folder: str, frames: Mapping[str, pl.DataFrame], without: Collection[str] = ()) -> str:
    """Write all tables under another name, then rename: a killed task leaves no folder that looks whole. without: tables that are not yet
    as they are declared."""
    target = Path(folder)
    temporary = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        temporary.mkdir(parents=True)
        rows = {name: frame.height for name, frame in sorted(frames.items())}
        (temporary / ROWS).write_text(json.dumps(rows), encoding="utf-8")
        for name, frame in sorted(frames.items()):
            stored = BY_NAME[name].conform(frame) if name in BY_NAME and name not in without else frame
            write_small(stored, temporary / f"{name}.parquet")
        temporary.rename(target)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        if not target.is_dir():  # else a task that ran twice: the first one's folder stands, with the same rows
            raise LakeError(
                f"cannot write in {target.parent}: {error.strerror or error}. Free some space or set VREDE_LAKE."
            ) from error
    return folder
