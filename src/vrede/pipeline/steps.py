"""From a sources folder to a snapshot: read what changed, assemble, follow the money, write, point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from vrede.chain import linked
from vrede.lake import (
    LEDGER,
    LakeError,
    RawFile,
    RawLake,
    Store,
    assemble,
    content_hash,
    current_name,
    dataset_table,
    is_whole,
    note_root,
    point_at,
    read_ledger,
    read_manifest,
    snapshot_name,
    write_snapshot,
)
from vrede.money import MoneyRules, follow
from vrede.pipeline.forecasts import Views, warning_tables
from vrede.pipeline.gate import judged, loss
from vrede.pipeline.identity import inputs_of, load_rules, policy_day
from vrede.pipeline.inputs import Sources, SourcesError
from vrede.pipeline.together import given, together
from vrede.results import result_tables
from vrede.sources.rates import Rates, choose_rates
from vrede.withheld import Suppression, hits_of, suppress

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
) -> Built:
    """Build a snapshot and point at it; the snapshot before stays as it was until then.

    raw_store: where the raw tables are, a folder here; the lake itself where none is given.
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
        if is_whole(store, name):
            note_root(store, name, _root(sources))
            if changed:
                point_at(store, name)
        else:
            parts = given(sources.found)
            tables = _tables(sources, store, raw, read, load_rules(day, rates), parts, step)
            step("write")
            facts = {**inputs, "root": _root(sources), "sources": judged(sources, tables, parts, rates)}
            facts["suppression_hits"] = hits_of(tables, suppression)
            write_snapshot(store, name, suppress(tables, suppression), facts)
            changed = True
        return Built(name, changed, len(sources.files), fresh, refused, rates)


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


def followed(sources: Sources, raw: RawLake, read: Mapping[str, RawFile], rules: MoneyRules, step: Step) -> Tables:
    """Every table that the IATI files give: each activity once, its money followed, and the links between them."""
    step("assemble")
    datasets = dataset_table(sources.files, dict(read))
    hashes = [row.sha256 if not row.reason else "" for row in (read[file.name] for file in sources.files)]
    assembled = assemble(raw.reader(hashes), datasets, rules.ministry)
    assembled["dataset"] = datasets
    content = content_hash(assembled)
    assembled["activity"] = assembled["activity"].join(content, on="activity_key", how="left", maintain_order="left")
    step("follow")
    tables = follow(assembled, rules)
    return tables | linked(tables, rules)


def _tables(
    sources: Sources,
    store: Store,
    raw: RawLake,
    read: Mapping[str, RawFile],
    rules: MoneyRules,
    parts: Mapping[str, Tables],
    step: Step,
) -> Tables:
    """Every table of the snapshot, with what must not be shown still in it: the money is followed alike whatever the list says, as in
    an older snapshot."""
    tables = followed(sources, raw, read, rules, step)
    step("results")
    tables |= result_tables(tables, rules)
    tables |= together(parts)
    step("warning")
    regions = rules.texts[-1].regions
    views = Views(tables["views_forecast"], tables["views_month"])
    tables |= warning_tables(sources.series, tables["country_series"], store, rules.policy, regions, rules.day, views)
    return tables
