"""From a sources folder to a snapshot: read what changed, assemble, follow the money, write, point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from vrede.article import ArticleText
from vrede.lake import (
    LEDGER,
    SEARCH_FILE,
    Gathered,
    LakeError,
    RawFile,
    RawLake,
    Store,
    assemble_organisations,
    current_name,
    dataset_table,
    file_frame,
    has_every_file,
    note_root,
    point_at,
    read_ledger,
    read_manifest,
    snapshot_name,
    write_index,
    write_snapshot,
)
from vrede.money import Ledger, make_ready
from vrede.pipeline.bucketed import Made, Work, in_buckets
from vrede.pipeline.forecasts import Views, warning_tables
from vrede.pipeline.gate import judged, loss
from vrede.pipeline.identity import code_version, inputs_of, policy_day
from vrede.pipeline.inputs import Sources, SourcesError
from vrede.pipeline.stages import RulesOf
from vrede.pipeline.together import given, together
from vrede.sources.rates import Rates, choose_rates
from vrede.withheld import Suppression, hits_of, mark_of, suppress

Progress = Callable[[str, RawFile, bool], None]
Step = Callable[[str], None]
Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the snapshot's name, whether anything had changed, what was read, and which rates priced it."""

    name: str
    changed: bool
    files: int
    files_read: int
    files_refused: int
    rates: Rates


def build(
    sources: Sources,
    store: Store,
    suppression: Suppression,
    pool: Callable[[], Any],
    progress: Progress,
    step: Step,
    accept_loss: bool = False,
    raw_store: Store | None = None,
    made: Made = lambda done, of: None,
) -> Built:
    """Build a snapshot and point at it; the snapshot before stays as it was until then.

    made(done, of): called as the tasks of the buckets end. raw_store: where the raw tables are, a folder here; the lake itself where none is given.
    pool() is a context manager that gives an Executor; it is only entered where a file must be read.
    Raises LakeError (LakeBusy: another build is at work), PolicyError, RatesError, BudgetError, SeriesError, and SourcesError where
    half of the files or publishers went since the last snapshot of this folder (accept_loss: build all the same).
    """
    with store.lock():
        raw = RawLake(raw_store or store)
        rates = choose_rates(sources.rates)
        step("read")
        read = raw.read_all(sources.files, pool, progress)
        issued = [line.hash for line in read_ledger(store)]
        day = policy_day(sources, rates)
        inputs = inputs_of(sources, read, rates, day, issued[-1] if issued else "", suppression.digest)
        _gate(sources, store, inputs, issued, accept_loss)
        refused = sum(1 for file in read.values() if file.reason)
        fresh = sum(1 for file in sources.files if file.name in raw.fresh)
        name, before = snapshot_name(inputs), current_name(store)
        changed = before != name
        if has_every_file(store, name):
            note_root(store, name, _root(sources))
            if changed:
                point_at(store, name)
        else:
            parts = given(sources.found)
            rules = RulesOf(day, str(rates.file), rates.sha256)
            tables = _tables(sources, store, raw, read, rules, parts, pool, step, made)
            step("write")
            facts = {**inputs, "root": _root(sources), "sources": judged(sources, tables, parts, rates)}
            facts |= {"suppression_hits": {}, "withheld": mark_of(suppression)}
            if not suppression.empty:
                whole = {
                    name: table if isinstance(table, pl.DataFrame) else table.frame() for name, table in tables.items()
                }
                facts["suppression_hits"] = hits_of(whole, suppression)
                tables = dict(suppress(whole, suppression))
            write_snapshot(store, name, tables, facts, partial(_ready, rules.load().texts))
            changed = True
        return Built(name, changed, len(sources.files), fresh, refused, rates)


def _ready(
    texts: Sequence[ArticleText],
    table: Callable[[str], pl.DataFrame],
    write: Callable[[str, pl.DataFrame], None],
    folder: Path,
) -> None:
    """What readers of the snapshot want ready: the slices and their cube, and the search index. Raises LakeError."""
    regions = {region.id: region.countries for region in texts[-1].regions}
    make_ready(Ledger.of(table, regions), write)
    try:
        write_index(table, table("organisation_link"), folder / SEARCH_FILE)
    except OSError as error:
        raise LakeError(f"{error.strerror}: {error.filename}. Free some space or set VREDE_LAKE.") from error


def _root(sources: Sources) -> str:
    return str(sources.root.resolve())


def _gate(sources: Sources, store: Store, inputs: Mapping[str, Any], issued: list[str], accept_loss: bool) -> None:
    """Raises LakeError where the ledger lost a line that is shown, SourcesError where half of what was there is gone."""
    last = current_name(store)
    manifest = read_manifest(store, last) if last else None
    shown = (manifest or {}).get("forecasts", "")
    if shown and shown not in issued:
        raise LakeError(
            f"{store.path(LEDGER)}: the line {shown[:16]} that snapshot {last} shows is gone; put back the copy of before"
        )
    root = _root(sources)
    if not accept_loss and (lost := loss(manifest, root, inputs["files"])):
        raise SourcesError(f"{root}: {lost}; that snapshot stays. Check the folder, or build with --accept-loss.")


def _tables(
    sources: Sources,
    store: Store,
    raw: RawLake,
    read: Mapping[str, RawFile],
    rules_of: RulesOf,
    parts: Mapping[str, Tables],
    pool: Callable[[], Any],
    step: Step,
    made: Made,
) -> dict[str, pl.DataFrame | Gathered]:
    """Every table of the snapshot, with what must not be shown still in it: the money is followed alike whatever the list says, as in
    an older snapshot."""
    step("follow")
    datasets = dataset_table(sources.files, dict(read))
    hashes = [row.sha256 if not row.reason else "" for row in (read[file.name] for file in sources.files)]
    rules = rules_of.load()
    work = Work(raw.work, str(raw.root), rules_of, code_version())
    tables = in_buckets(datasets, hashes, raw, rules, work, pool, made)
    tables |= {"dataset": datasets, **assemble_organisations(raw.reader(hashes), file_frame(datasets))}
    of_sources = together(parts)
    step("warning")
    regions = rules.texts[-1].regions
    views = Views(of_sources["views_forecast"], of_sources["views_month"])
    series = of_sources["country_series"]
    warned = warning_tables(sources.series, series, store, rules.policy, regions, rules.day, views)
    return {**tables, **of_sources, **warned}
