"""Everything that the IATI files give, made bucket by bucket: alone, across on narrow tables, settled, and gathered again.

What a bucket comes to is kept in a folder named by what went in (its copies, the rules, the code; and for the second task what others say
of it), so that a build that was killed goes on, and a file that changes makes its own buckets anew. The tables are those that
of all activities taken at once; tests hold the two side by side (tests/inonepiece).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

import polars as pl

from vrede.chain import BOUNDS_NARROW, RECEIVER, bounds_of, linked
from vrede.chain import NARROW as CHAIN_NARROW
from vrede.lake import Gathered, LakeError, Piece, RawLake, file_frame, write_small
from vrede.money import CHAIN, SPELT, MoneyRules, of_each_other, partner_table
from vrede.money import NARROW as MONEY_NARROW
from vrede.pipeline.buckets import Bucket, buckets
from vrede.pipeline.gathering import issues
from vrede.pipeline.stages import ANEW, Alone, RulesOf, Settled, is_made, make_alone, make_settled, stage_rows
from vrede.results import RESULTS_NARROW, added, synergy_of

T = TypeVar("T", Alone, Settled)
Rows = Sequence[Mapping[str, int]]
Pool = Callable[[], AbstractContextManager[Executor]]
Made = Callable[[int, int], None]
COUNTED = {
    "activity_key": "activity",
    "transaction_key": "transaction",
    "slice_key": "slice",
    "ahead_key": "_ahead",
    "receipt_key": "_received",
}
"""Column -> the table of a bucket whose rows its keys count."""
INDEX = ("activity_ordinal", "reporting_org_ref", "iati_identifier", "byte_start", "byte_end")
NAMES = "narrative"
HERE = 1
"""As many buckets are made in this process: a pool takes longer to start than they take."""


@dataclass(frozen=True, slots=True)
class Work:
    """Where the stages stand, and what names them besides their buckets: the code and the rules."""

    folder: Path
    raw: str
    rules_of: RulesOf
    version: str

    def place(self, stage: str, *parts: str) -> str:
        """The folder of a stage that was made from these parts."""
        text = json.dumps([self.version, self.rules_of.day.isoformat(), self.rules_of.sha256, *parts])
        return str(self.folder / stage / hashlib.sha256(text.encode()).hexdigest()[:40])


def in_buckets(
    datasets: pl.DataFrame, hashes: Sequence[str], raw: RawLake, rules: MoneyRules, work: Work, pool: Pool, made: Made
) -> dict[str, pl.DataFrame | Gathered]:
    """The tables of a snapshot that come from activities. datasets: table dataset; hashes: of its files, '' of one that was not read.

    pool() gives an Executor; it is entered where more than one bucket must be made. made(done, of) is called after each task. Raises LakeError.
    """
    files = file_frame(datasets)
    index = raw.reader(hashes)("activity", INDEX)
    found = buckets(index, files, rules.ministry)
    first = [_alone(bucket, datasets, hashes, work) for bucket in found]
    _make(make_alone, first, pool, lambda done: made(done, 2 * len(first)))
    folders = [task.folder for task in first]
    rows = [stage_rows(folder) for folder in folders]
    starts = _starts(rows)

    def narrow(wanted: Mapping[str, tuple[str, ...]]) -> dict[str, pl.DataFrame]:
        return {name: _gathered(name, folders, rows, starts).frame(*columns) for name, columns in wanted.items()}

    del index
    others = of_each_other(narrow(MONEY_NARROW), rules)
    of_chain = narrow({name: columns for name, columns in CHAIN_NARROW.items() if name != NAMES})
    chain = linked(of_chain | {NAMES: _receivers(_gathered(NAMES, folders, rows, starts))}, rules)
    del of_chain
    adding = added({**narrow(RESULTS_NARROW), **chain}, rules)
    aside = {name: Gathered([_aside(frame, work, name, folders)]) for name, frame in chain.items()}
    del chain
    second = [
        _settled(task, part, work)
        for task, part in zip(first, _shared(others, adding, folders, rows, starts), strict=True)
    ]
    _make(make_settled, second, pool, lambda done: made(len(first) + done, 2 * len(first)))
    settled_folders = [task.folder for task in second]
    gathered = _all(folders, settled_folders, rows, [stage_rows(folder) for folder in settled_folders], starts)
    met = gathered.pop("_met")
    ground = {name: gathered.pop(name).frame() for name in ("_programme", "_ground", "_point", "_area", "_partner_of")}
    tables: dict[str, pl.DataFrame | Gathered] = {n: table for n, table in gathered.items() if not n.startswith("_")}
    tables |= {name: frame for name, frame in others.items() if not name.startswith("_")}
    tables |= aside
    link = aside["link"].frame()
    tables |= bounds_of(_of_chain(gathered), link, aside["chain_edge"].frame())
    tables["partner"] = partner_table(met.frame(), others["_country"], rules.texts[-1].channels)
    tables["synergy"] = synergy_of({**ground, "link": link}, rules)
    tables["issue"] = issues(
        datasets, gathered["issue"], gathered["_use"], lambda frame, name: _aside(frame, work, name, folders)
    )
    _forget(
        work.folder, {*folders, *settled_folders, *(str(Path(one.pieces[0].path).parent) for one in aside.values())}
    )
    return tables


def _aside(frame: pl.DataFrame, work: Work, name: str, folders: Sequence[str]) -> Piece:
    """A table that is done waits on disk until it is written, so that it takes no memory while buckets are settled. Raises LakeError."""
    folder = Path(work.place("across", *folders))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_small(frame, folder / f"{name}.parquet")
    except OSError as error:
        raise LakeError(f"cannot write {folder}: {error.strerror}. Free some space or set VREDE_LAKE.") from error
    return Piece(str(folder / f"{name}.parquet"), frame.height, {})


def _receivers(narrative: Gathered) -> pl.DataFrame:
    """The texts of a chain: only where a receiver is named."""
    named = narrative.scan().filter(pl.col("element") == RECEIVER)
    return named.select(CHAIN_NARROW[NAMES]).collect()


def _of_chain(gathered: Mapping[str, Gathered]) -> dict[str, pl.DataFrame]:
    """What the bounds of the chain are told from: the receipts, and of slices those of the chain."""
    mine = gathered["slice"].scan().filter(pl.col("measure") == CHAIN)
    return {
        "activity": gathered["activity"].frame(*BOUNDS_NARROW["activity"]),
        "slice": mine.select(BOUNDS_NARROW["slice"]).collect(),
        "receipt_slice": gathered["receipt_slice"].frame(),
        "receipt_placement": gathered["receipt_placement"].frame(),
    }


def _alone(bucket: Bucket, datasets: pl.DataFrame, hashes: Sequence[str], work: Work) -> Alone:
    """The first task of a bucket: only of the files that its activities are in, numbered anew in their order."""
    numbers = bucket.copies["file"].unique().sort()
    anew = pl.DataFrame({"file": numbers}).with_row_index("_new")
    copies = bucket.copies.join(anew, on="file", how="left", maintain_order="left")
    return Alone(
        work.place("alone", bucket.digest),
        work.raw,
        tuple(hashes[number] for number in numbers),
        datasets[numbers.to_list()],
        copies.select(pl.col("_new").cast(pl.Int32).alias("file"), "activity_ordinal"),
        work.rules_of,
    )


def _settled(task: Alone, others: dict[str, pl.DataFrame], work: Work) -> Settled:
    """The second task of a bucket, named by what others say of it too."""
    digest = hashlib.sha256()
    for name in sorted(others):
        digest.update(name.encode() + (others[name].write_ipc(None).getvalue()))
    return Settled(work.place("settled", task.folder, digest.hexdigest()), task.folder, others, work.rules_of)


def _make(do: Callable[[T], str], tasks: Sequence[T], pool: Pool, made: Callable[[int], None]) -> None:
    """Do what is not done, side by side where there is more than one."""
    wanted = [task for task in tasks if not is_made(task.folder)]
    made(len(tasks) - len(wanted))
    if len(wanted) <= HERE:
        for task in wanted:
            do(task)
        made(len(tasks))
        return
    with pool() as executor:
        for done, _folder in enumerate(executor.map(do, wanted), start=1):
            made(len(tasks) - len(wanted) + done)


def _starts(rows: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """Of each bucket, column -> where its keys begin in the whole."""
    ends = {column: [0, *accumulate(of[table] for of in rows)] for column, table in COUNTED.items()}
    return [{column: ends[column][number] for column in COUNTED} for number in range(len(rows))]


def _gathered(name: str, folders: Sequence[str], rows: Rows, starts: Rows) -> Gathered:
    pieces = zip(folders, rows, starts, strict=True)
    return Gathered([Piece(f"{folder}/{name}.parquet", of[name], start) for folder, of, start in pieces])


def _all(first: Sequence[str], second: Sequence[str], rows: Rows, more: Rows, starts: Rows) -> dict[str, Gathered]:
    """Every table that both tasks made, by name; of what the second made anew, its own. rows, more: of the first and of the second."""
    found = {
        name: _gathered(name, first, rows, starts) for name in rows[0] if not name.startswith("_") and name not in ANEW
    }
    found["issue"] = _gathered("issue", first, rows, starts)
    return found | {name: _gathered(name, second, more, starts) for name in more[0]}


def _shared(
    others: Mapping[str, pl.DataFrame], adding: pl.DataFrame, first: Sequence[str], rows: Rows, starts: Rows
) -> Iterator[dict[str, pl.DataFrame]]:
    """Of each bucket, what is known of its activities from all others, with the keys that they have in it."""
    by_activity = {name: others[name] for name in ("_gone", "placement_sign", "outlier")} | {"_adding": adding}
    for folder, of, start in zip(first, rows, starts, strict=True):
        begin = start["activity_key"]
        inside = pl.col("activity_key").is_between(begin, begin + of["activity"], closed="left")
        part = {name: _local(frame.filter(inside), start) for name, frame in by_activity.items()}
        written = pl.scan_parquet(f"{folder}/_spelling.parquet", glob=False).select(SPELT).collect()
        part["_answer"] = written.join(others["_answer"], on=list(SPELT), how="inner", maintain_order="left").sort(
            SPELT
        )
        yield part | {name: others[name].clear() for name in ("organisation_link", "_country")}


def _local(frame: pl.DataFrame, start: Mapping[str, int]) -> pl.DataFrame:
    return frame.with_columns(pl.col(name) - shift for name, shift in start.items() if name in frame.columns)


def _forget(folder: Path, kept: set[str]) -> None:
    """Remove the stages that are of no use any more, and what a killed task left."""
    for stage in ("alone", "across", "settled"):
        for place in (folder / stage).glob("*"):
            if str(place) not in kept:
                shutil.rmtree(place, ignore_errors=True)
