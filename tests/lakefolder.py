"""A small sources folder that a test writes itself, built into a lake of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from inonepiece import in_one_piece
from vrede.lake.raw import RawLake
from vrede.lake.snapshot import Snapshot
from vrede.lake.store import Store
from vrede.pipeline.identity import load_rules, policy_day
from vrede.pipeline.inputs import find_sources
from vrede.pipeline.steps import Built, build
from vrede.sources.rates import choose_rates
from vrede.withheld.suppression import Suppression
from vrede.withheld.withhold import open_snapshot

NOTHING_WITHHELD = Suppression()


def build_here(sources: Path, lake: Path | str, suppression: Suppression = NOTHING_WITHHELD, workers: int = 1) -> Built:
    """One build without processes of its own, so that a test can replace what it calls."""

    def pool() -> Any:
        return ThreadPoolExecutor(workers)

    found = find_sources(sources)
    return build(found, Store(str(lake)), suppression, pool, lambda name, file, fresh: None, lambda step: None)


def opened(lake: Path | str, suppression: Suppression = NOTHING_WITHHELD, name: str | None = None) -> Snapshot:
    """The current snapshot of a lake, or the named one."""
    return open_snapshot(Store(str(lake)), suppression, name)


HEAD = "file,retrieved,publisher,licence,address"


@dataclass
class Folder:
    """Writes files of activities, builds, and opens."""

    root: Path
    lake: Path

    def file(self, name: str, *activities: str, root: str = 'version="2.03"') -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<iati-activities {root}>\n{''.join(activities)}\n</iati-activities>", encoding="utf-8")

    def datasets(self, *rows: str) -> None:
        (self.root / "datasets.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")

    def build(self, suppression: Suppression | None = None) -> Snapshot:
        given = suppression or Suppression()
        build_here(self.root, self.lake, given)
        return opened(self.lake, given)


class FollowedFolder(Folder):
    """The same without a lake: what the files give, followed, and kept in memory. A rule needs no more."""

    def build(self, suppression: Suppression | None = None) -> Snapshot:
        assert suppression is None, "what is withheld is taken out of a lake"
        sources = find_sources(self.root)
        rates = choose_rates(sources.rates)
        raw = RawLake(Store(str(self.lake)))
        read = raw.read_all(sources.files, partial(ThreadPoolExecutor, 1), lambda name, file, fresh: None)
        rules = load_rules(policy_day(sources, rates), rates)
        return Snapshot(raw.store, "followed", _tables=in_one_piece(sources, raw, read, rules))


def activity(identifier: str, *transactions: str, ref: str = "XM-DAC-1", inside: str = "", attributes: str = "") -> str:
    """The XML of one activity. A transaction is written `type date amount [currency]`."""
    rows = "".join(transaction(t) for t in transactions)
    narrative = f"<title><narrative>Title of {identifier.strip()}</narrative></title>"
    return (
        f'<iati-activity default-currency="EUR" {attributes}><iati-identifier>{identifier}</iati-identifier>'
        f'<reporting-org ref="{ref}" type="10"><narrative>Name of {ref}</narrative></reporting-org>{narrative}{inside}{rows}</iati-activity>\n'
    )


def transaction(text: str, inside: str = "") -> str:
    """`3 2021-06-15 100 USD` as XML."""
    kind, day, amount, *currency = text.split()
    money = f' currency="{currency[0]}"' if currency else ""
    return (
        f'<transaction><transaction-type code="{kind}"/><transaction-date iso-date="{day}"/>'
        f'<value{money} value-date="{day}">{amount}</value>{inside}</transaction>'
    )


def states(snapshot: Snapshot) -> list[tuple[str, int, str]]:
    """(file, ordinal, state) of every copy, in the order of files."""
    return (
        snapshot.table("copy").sort("dataset", "activity_ordinal").select("dataset", "activity_ordinal", "state").rows()
    )


def amounts(snapshot: Snapshot) -> list[int]:
    """Cents of all transactions, sorted."""
    return sorted(snapshot.table("transaction").select(pl.col("amount_eur_cents")).to_series().to_list())
