"""From a sources folder to a snapshot: read what changed, assemble, follow the money, write, point."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

import vrede
from vrede.article.load import load_texts
from vrede.article.policy import load_policy
from vrede.chain.tables import linked
from vrede.lake.assemble import assemble, dataset_table
from vrede.lake.content import content_hash
from vrede.lake.ledger import LEDGER, read_ledger
from vrede.lake.raw import RawFile, RawLake
from vrede.lake.snapshot import current_name, is_whole, note_root, point, read_manifest, snapshot_name, write_snapshot
from vrede.lake.store import LakeError, Store
from vrede.money.follow import Rules, follow
from vrede.pipeline.forecasts import files_of, warning_tables
from vrede.pipeline.gate import loss
from vrede.pipeline.inputs import Sources, SourcesError
from vrede.results.measured import measured
from vrede.sources.budget.read import read_budget
from vrede.sources.budget.tables import BUDGET_ISSUE, BUDGET_LINE
from vrede.sources.card import judge
from vrede.sources.conflict.read import IDS, find_series, read_series
from vrede.sources.conflict.tables import COUNTRY_SERIES, SERIES_FILE
from vrede.sources.countries import country_codes
from vrede.sources.rates import Rates, choose_rates, load_rates
from vrede.withheld.names import hits_of
from vrede.withheld.suppression import Suppression
from vrede.withheld.withhold import suppress

Progress = Callable[[str, RawFile, bool], None]
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the snapshot's name, whether anything had changed, what was read, and which rates priced it."""

    name: str
    changed: bool
    files: int
    files_read: int
    files_refused: int
    rates: Rates


@contextmanager
def executor(workers: int, cluster: str = "") -> Iterator[Executor]:
    """Processes here (spawned: table code does not survive a fork), or a Dask cluster's workers at `cluster`.

    Raises LakeError where the extra `cluster` is not installed or nobody answers at the address.
    """
    if cluster:
        try:
            from distributed import Client
        except ModuleNotFoundError as error:
            raise LakeError("--cluster needs the extra: pip install 'vrede[cluster]'") from error
        try:
            client = Client(cluster, timeout="10s")  # type: ignore[no-untyped-call]  # distributed has no types
        except (OSError, ValueError) as error:
            raise LakeError(
                f"no cluster answers at {cluster}: {error}. Start its scheduler, or leave --cluster out."
            ) from error
        with client:
            yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]  # as above
        return
    before = os.environ.get("POLARS_MAX_THREADS")
    os.environ["POLARS_MAX_THREADS"] = "1"  # the workers share the processors already
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield pool
    finally:
        if before is None:
            del os.environ["POLARS_MAX_THREADS"]
        else:
            os.environ["POLARS_MAX_THREADS"] = before


@cache
def code_version() -> str:
    """Hash over the package's own code and policy files: other code, other snapshot."""
    root = Path(vrede.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*")):
        below = file.relative_to(root).as_posix()
        if file.suffix in (".py", ".toml", ".csv") and not below.startswith(("web/", "cli/", "fetch/")):
            digest.update(below.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def load_rules(day: date, rates: Rates | None = None) -> Rules:
    """The law, the policy of a day, the rates (the package's unless given) and the countries. Raises PolicyError, RatesError."""
    chosen = rates or choose_rates(None)
    return _rules(day, str(chosen.file), chosen.sha256)


@cache
def _rules(day: date, rates: str, sha256: str) -> Rules:
    return Rules(load_texts(), load_policy(), day, load_rates(rates), country_codes())


def policy_day(sources: Sources, rates: Rates) -> date:
    """The day whose policy holds: the newest retrieval, else the youngest exchange rate. Never today: the same
    inputs give the same snapshot tomorrow."""
    days = []
    for file in sources.files:
        try:
            days.append(date.fromisoformat(file.retrieved))
        except ValueError:
            continue
    return max(days, default=rates.last_day)


def _series_hash(folder: Path | None) -> str:
    """Hash over the files of country series, and the list of countries beside them; '' without such a folder."""
    if folder is None:
        return ""
    digest = hashlib.sha256()
    for path in sorted({folder / IDS, *files_of(folder), *(path for _source, path in find_series(folder))}):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _judged(sources: Sources, tables: Mapping[str, pl.DataFrame], rates: Rates) -> dict[str, dict[str, Any]]:
    """Each source against the bounds of its card. Raises SourcesError where one has fewer rows than it may."""
    rows = {"rates": rates.rows, "countries": country_codes().height}
    if sources.files:
        rows["iati"] = tables["activity"].height + tables["organisation"].height
    if sources.series:
        rows["conflict"] = sum(tables[name].height for name in ("country_series", "country_month", "event_month"))
    if sources.budget:
        rows["budget"] = tables["budget_line"].height
    made: dict[str, dict[str, Any]] = {}
    for source, number in sorted(rows.items()):
        found = judge(source, number)
        if found.verdict == "stop":
            raise SourcesError(
                f"{sources.root}: {source} gives {number} {found.card.rows}, fewer than the {found.card.rows_min} that its card "
                "asks for; the last snapshot stays. Look at the files that were not used."
            )
        made[source] = {"rows": number, "verdict": found.verdict}
    made["rates"] |= {
        "origin": rates.origin,
        "sha256": rates.sha256,
        "last_day": rates.last_day.isoformat(),
        "refused": rates.refused,
    }
    return made


def build(
    sources: Sources,
    store: Store,
    suppression: Suppression,
    pool: Callable[[], Any],
    progress: Progress,
    step: Step,
    accept_loss: bool = False,
    raw_store: Store | None = None,
) -> Built:
    """Build a snapshot and point at it; the snapshot before stays as it was until then.

    raw_store: where the raw tables stand, a folder here; the lake itself where none is given.
    pool() is a context manager that gives an Executor; it is only entered where a file must be read.
    Raises LakeError (LakeBusy: another build is at work), PolicyError, RatesError, BudgetError, SeriesError, and SourcesError where
    half of the files or publishers went since the last snapshot of this folder (accept_loss: build all the same).
    """
    with store.lock():
        raw = RawLake(raw_store or store)
        rates = choose_rates(sources.rates)
        day = policy_day(sources, rates)
        step("read")
        read = raw.read_all(sources.files, pool, progress)
        issued = [line.hash for line in read_ledger(store)]
        inputs: dict[str, Any] = {
            "files": [
                [
                    f.name,
                    read[f.name].sha256,
                    read[f.name].reason,
                    f.retrieved,
                    f.publisher,
                    f.licence,
                    f.address,
                    f.selection,
                ]
                for f in sources.files
            ],
            "budget": hashlib.sha256(sources.budget.read_bytes()).hexdigest() if sources.budget else "",
            "series": _series_hash(sources.series),
            "forecasts": issued[-1] if issued else "",
            "code": code_version(),
            "policy_day": day.isoformat(),
            "rates": rates.sha256,
            "rates_from": [rates.origin, rates.refused],
            "suppression": suppression.digest,
            "made_up": sources.made_up,
        }
        name, root = snapshot_name(inputs), str(sources.root.resolve())
        last = current_name(store)
        shown = (read_manifest(store, last) or {}).get("forecasts", "") if last else ""
        if shown and shown not in issued:
            raise LakeError(
                f"{store.path(LEDGER)}: the line {shown[:16]} that snapshot {last} shows is gone; put back the copy of before"
            )
        if not accept_loss and (lost := loss(read_manifest(store, last) if last else None, root, inputs["files"])):
            raise SourcesError(f"{root}: {lost}; that snapshot stays. Check the folder, or build with --accept-loss.")
        refused = sum(1 for f in read.values() if f.reason)
        fresh = sum(1 for f in sources.files if f.name in raw.fresh)
        if is_whole(store, name):
            changed = last != name
            note_root(store, name, root)
            if changed:
                point(store, name)
            return Built(name, changed, len(sources.files), fresh, refused, rates)
        step("assemble")
        rules = load_rules(day, rates)
        datasets = dataset_table(sources.files, read)
        hashes = [row.sha256 if not row.reason else "" for row in (read[f.name] for f in sources.files)]
        assembled = assemble(raw.reader(hashes), datasets, rules.ministry)
        assembled["dataset"] = datasets
        said = content_hash(assembled)
        assembled["activity"] = assembled["activity"].join(said, on="activity_key", how="left", maintain_order="left")
        step("follow")
        # Withheld only now: the money is followed alike whatever the list says, as in an older snapshot.
        followed = follow(assembled, rules)
        followed |= linked(followed, rules)
        step("results")
        followed |= measured(followed, rules)
        followed["budget_line"], followed["budget_issue"] = (
            read_budget(sources.budget) if sources.budget else (BUDGET_LINE.empty(), BUDGET_ISSUE.empty())
        )
        followed["country_series"], followed["series_file"] = (
            read_series(sources.series) if sources.series else (COUNTRY_SERIES.empty(), SERIES_FILE.empty())
        )
        step("warning")
        followed |= warning_tables(
            sources.series, followed["country_series"], store, rules.policy, rules.texts[-1].regions, day
        )
        hits = hits_of(followed, suppression)
        tables = suppress(followed, suppression)
        step("write")
        facts = {**inputs, "root": root, "made_up": sources.made_up, "sources": _judged(sources, followed, rates)}
        facts["suppression_hits"] = hits
        write_snapshot(store, name, tables, facts)
        return Built(name, True, len(sources.files), fresh, refused, rates)
