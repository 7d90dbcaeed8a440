"""Snapshots: a build writes a new folder and then replaces one pointer; a reader sees the old one or the new, whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from vrede.lake.mapped import SUFFIX, rising
from vrede.lake.pieces import Gathered
from vrede.lake.store import LakeError, Store
from vrede.lake.tables.money import BY_NAME, FORMAT

POINTER = "pointer.json"
SNAPSHOTS = "snapshots"
MANIFEST = "manifest.json"
MAPPED = "mapped"
"""The folder of a snapshot with the same tables as servers read them."""
READY = "ready"
"""The folder of a snapshot with what its build made ready for readers."""
MAPPED_FROM = 10_000
"""Rows from which a table is laid out so: a smaller one is read as quickly."""
RISING = ("activity_key", "transaction_key", "slice_key")
"""Keys by which rows are looked for."""
Tables = dict[str, pl.DataFrame]
Clear = Callable[[Tables], Tables]
Prepare = Callable[[Callable[[str], pl.DataFrame], Callable[[str, pl.DataFrame], None], Path], None]
RELATED = (
    "activity",
    "narrative",
    "participating_org",
    "transaction",
    "recipient_country",
    "transaction_country",
    "slice",
)


class TableLost(LakeError):
    """A file of a snapshot that was there when it was made is gone or broken: a new build makes it again."""


class TableMissing(LakeError):
    """A snapshot made before a table was: a new build has it. table: its name."""

    def __init__(self, snapshot: str, table: str) -> None:
        super().__init__(f"snapshot {snapshot} has no table {table}; `vrede build` makes it anew")
        self.table = table


def snapshot_name(inputs: Mapping[str, Any]) -> str:
    """The name of a snapshot: the first 16 digits of the hash over inputs, policy and code version."""
    text = json.dumps({**inputs, "format": FORMAT}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass
class Snapshot:
    """One whole state of the lake, without what must not be shown today. Tables are read when asked for, then kept.

    withholding: names the list of what is withheld. clear: takes what is withheld out of all tables; None where nothing is.
    series_hidden: whether no series of countries is shown. hidden: of what something is withheld: activity, partner, place.
    mark: what a build under the same list and rules left in its manifest.
    """

    store: Store
    name: str
    withholding: str = "none"
    clear: Clear | None = None
    series_hidden: bool = False
    hidden: frozenset[str] = frozenset()
    mark: str = ""
    _tables: dict[str, pl.DataFrame] = field(default_factory=dict)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What went in and what came out. Raises LakeError where it is missing or of an older shape."""
        found = self.store.read_json(f"{SNAPSHOTS}/{self.name}/{MANIFEST}")
        if found is None:
            raise LakeError(f"snapshot {self.name} is not in {self.store.root}; `vrede build` makes it")
        if found.get("format") != FORMAT:
            raise LakeError(f"snapshot {self.name} has an older shape; `vrede build` makes it anew")
        return dict(found)

    def sibling(self, name: str) -> Snapshot:
        """Another snapshot of the same lake, without the same things. Raises LakeError."""
        other = replace(self, name=found_name(self.store, name), _tables={})
        assert other.manifest
        return other

    @property
    def key(self) -> str:
        """Names everything that is derived from it: the snapshot and what is withheld now."""
        return f"{self.name}-{self.withholding}"

    def once(self, name: str) -> pl.DataFrame:
        """The same for whoever goes through all tables: it is not kept. Raises TableMissing, LakeError."""
        found = self.table(name)
        if self.is_clean:
            self._tables.pop(name, None)
        return found

    def _raw(self, name: str) -> pl.DataFrame:
        if not self.has(name):
            raise TableMissing(self.name, name)
        ordered = tuple(self.manifest["tables"][name].get("rising", ()))
        try:
            frame = self.store.read_mapped(f"{SNAPSHOTS}/{self.name}/{MAPPED}/{name}{SUFFIX}", ordered)
            if frame is None:
                frame = self.store.read_table(f"{SNAPSHOTS}/{self.name}/{name}.parquet")
        except LakeError as error:
            raise TableLost(str(error)) from error
        # A column that was declared after this snapshot was made is empty in it.
        return BY_NAME[name].conform(frame) if name in BY_NAME else frame

    def ready(self, name: str) -> pl.DataFrame:
        """A table that the build made ready for readers (see `is_ready`). Raises LakeError."""
        found = self.store.read_mapped(f"{SNAPSHOTS}/{self.name}/{READY}/{name}{SUFFIX}")
        if found is None:
            raise TableLost(f"snapshot {self.name} lost its table {READY}/{name}; `vrede build` makes it again")
        return found

    def ready_file(self, name: str) -> Path | None:
        """A file that the build made ready for readers; None where there is none that may be read today (see `is_ready`)."""
        if not self.is_ready or self.store.local is None:
            return None
        file = Path(self.store.path(f"{SNAPSHOTS}/{self.name}/{READY}/{name}"))
        return file if file.exists() else None

    @cached_property
    def is_ready(self) -> bool:
        """Whether the build made tables ready, and nothing has to be taken out of them today."""
        return self.is_clean and bool(self.manifest.get("ready"))

    @cached_property
    def is_clean(self) -> bool:
        """Whether nothing has to be taken out of its tables: nothing is withheld, or its build held the same list by the same rules."""
        return self.clear is None or self.manifest.get("withheld") == self.mark

    def has(self, name: str) -> bool:
        """True where the build made this table."""
        return name in self.manifest["tables"]

    def table(self, name: str) -> pl.DataFrame:
        """One table, without what must not be shown. Raises TableMissing, LakeError."""
        if name not in self._tables:
            if self.clear is None or self.is_clean:
                self._tables[name] = self._raw(name)
            else:
                raw = {other: self._raw(other) for other in BY_NAME if other in self.manifest["tables"]}
                self._tables.update(self.clear(raw))
                if name not in self._tables:
                    self._tables[name] = self._raw(name)  # says that the table is not there, and what to do
        return self._tables[name]


def write_snapshot(
    store: Store,
    name: str,
    tables: Mapping[str, pl.DataFrame | Gathered],
    facts: Mapping[str, Any],
    prepare: Prepare | None = None,
) -> None:
    """Write all tables and the manifest under `name`, then point at it. A folder half written before is replaced.

    prepare(table, write, folder): writes what readers want ready, from the tables that were written; where the lake is on this machine's disk.
    Raises LakeError where the lake cannot be written: the pointer then still shows the snapshot before.
    """
    folder = f"{SNAPSHOTS}/{name}"
    made: dict[str, Any] = {}
    for table_name in sorted(tables):
        table = tables[table_name]
        rows = table.scan() if isinstance(table, Gathered) else BY_NAME[table_name].conform(table).lazy()
        sha256 = store.write_table(f"{folder}/{table_name}.parquet", rows, settled=False)
        made[table_name] = {
            "rows": table.height,
            "sha256": sha256,
            "rising": map_table(store, folder, table_name, table.height),
        }
    store.settle(f"{folder}/{table_name}.parquet" for table_name in made)
    facts = {**facts, "mapped": store.list(f"{folder}/{MAPPED}"), "name": name, "format": FORMAT, "tables": made}
    if prepare is not None and store.local is not None:
        place = Path(store.path(f"{folder}/{READY}"))
        prepare(Unpointed(store, name, made).table, lambda ready, rows: _write_ready(store, folder, ready, rows), place)
        facts["ready"] = store.list(f"{folder}/{READY}")
    store.write_json(f"{folder}/{MANIFEST}", facts)
    point_at(store, name)


@dataclass(frozen=True)
class Unpointed:
    """The tables of a snapshot that is being written. made: its tables as its manifest will have them."""

    store: Store
    name: str
    made: Mapping[str, Any]

    def table(self, name: str) -> pl.DataFrame:
        """One of them. Raises LakeError, KeyError."""
        ordered = tuple(self.made[name]["rising"])
        found = self.store.read_mapped(f"{SNAPSHOTS}/{self.name}/{MAPPED}/{name}{SUFFIX}", ordered)
        return found if found is not None else self.store.read_table(f"{SNAPSHOTS}/{self.name}/{name}.parquet")


def _write_ready(store: Store, folder: str, name: str, rows: pl.DataFrame) -> None:
    store.write_mapped(f"{folder}/{READY}/{name}{SUFFIX}", rows.lazy())


def map_table(store: Store, folder: str, name: str, height: int) -> list[str]:
    """Lay a table that was written out as servers read it, unless it is small; the names of its keys that rise from row to row. Raises LakeError."""
    if store.local is None or height < MAPPED_FROM:
        return []
    rows = pl.scan_parquet(store.path(f"{folder}/{name}.parquet"), glob=False)
    store.write_mapped(f"{folder}/{MAPPED}/{name}{SUFFIX}", rows)
    keys = [key for key in RISING if key in rows.collect_schema()]
    return list(rising(rows.select(keys).collect(), *keys)) if keys else []


def point_at(store: Store, name: str) -> None:
    """Make `name` the current snapshot, and number it if it has no number yet."""
    known = store.read_json(POINTER) or {}
    numbers: dict[str, int] = known.get("numbers", {})
    numbers.setdefault(name, max(numbers.values(), default=0) + 1)
    store.write_json(POINTER, {"snapshot": name, "numbers": numbers})


def read_manifest(store: Store, name: str) -> dict[str, Any] | None:
    """The manifest of a snapshot, whatever its shape; None where there is none."""
    found = store.read_json(f"{SNAPSHOTS}/{name}/{MANIFEST}")
    return dict(found) if found else None


def note_root(store: Store, name: str, root: str) -> None:
    """The same files now stand in another folder: receipts are read there."""
    manifest = read_manifest(store, name)
    if manifest and manifest.get("root") != root:
        store.write_json(f"{SNAPSHOTS}/{name}/{MANIFEST}", {**manifest, "root": root})


def current_name(store: Store) -> str | None:
    """The current snapshot, or None where nothing was built yet."""
    pointer = store.read_json(POINTER)
    return str(pointer["snapshot"]) if pointer and "snapshot" in pointer else None


def snapshot_names(store: Store) -> list[str]:
    """Names of the kept snapshots of this shape, the oldest first, the current one last."""
    pointer = store.read_json(POINTER) or {}
    numbers: dict[str, int] = pointer.get("numbers", {})
    names = [name for name in sorted(numbers, key=lambda n: numbers[n]) if is_whole(store, name)]
    current = pointer.get("snapshot")
    return [name for name in names if name != current] + ([current] if current in names else [])


def is_whole(store: Store, name: str) -> bool:
    """True where the snapshot's manifest is there: it is written last."""
    found = store.read_json(f"{SNAPSHOTS}/{name}/{MANIFEST}")
    return bool(found and found.get("format") == FORMAT)


def has_every_file(store: Store, name: str) -> bool:
    """True where a snapshot is whole and has every file that its manifest names: a build need not make it again."""
    if not is_whole(store, name):
        return False
    folder = f"{SNAPSHOTS}/{name}"
    found = store.read_json(f"{folder}/{MANIFEST}")
    tables = {f"{table}.parquet" for table in found["tables"]}
    there = {below: set(store.list(f"{folder}/{below}")) for below in ("", MAPPED, READY)}
    return tables <= there[""] and all(set(found.get(below) or ()) <= there[below] for below in (MAPPED, READY))


def found_name(store: Store, name: str | None = None) -> str:
    """The name of a snapshot that was asked for, or of the current one. Raises LakeError where there is none, with what to do."""
    wanted = name or current_name(store)
    if wanted is None:
        raise LakeError(
            f"nothing was built in {store.root} yet. Run `vrede build --sample` or `vrede build --sources FOLDER`."
        )
    if "/" in wanted or wanted.startswith("."):
        raise LakeError(f"{wanted} is not the name of a snapshot")
    return wanted


def prune_snapshots(store: Store, keep: int) -> list[str]:
    """Remove all snapshots but the newest `keep` (by number) and the current one; returns the names removed."""
    pointer = store.read_json(POINTER) or {}
    numbers: dict[str, int] = pointer.get("numbers", {})
    newest = sorted(numbers, key=lambda name: -numbers[name])[: max(keep, 1)]
    kept = {*newest, pointer.get("snapshot")}
    gone = [name for name in store.list(SNAPSHOTS) if name not in kept]
    for name in gone:
        store.remove(f"{SNAPSHOTS}/{name}")
    if pointer:
        left = {name: number for name, number in numbers.items() if name in kept}
        store.write_json(POINTER, {**pointer, "numbers": left})
    return gone
