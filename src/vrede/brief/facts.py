"""What a brief is made from, gathered out of a snapshot and the one before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from vrede.article import ArticleText
from vrede.brief.contents import Facts, Subject
from vrede.lake import LakeError, Snapshot, newest_by_measure, snapshot_names
from vrede.lake.tables import BY_NAME
from vrede.money import Ledger, PartnerNames, changes
from vrede.results import keys_within

LINKS = "organisation_link"
COMPARED = ("slice", "placement", "activity", "transaction", "chain_slice", "receipt_slice", "receipt_placement")
"""The tables that an earlier snapshot must have to be compared with."""


def ledger_of(snapshot: Snapshot, texts: Sequence[ArticleText]) -> Ledger:
    """The slices and placements of a snapshot."""
    regions = {region.id: region.countries for region in texts[-1].regions}
    return Ledger.of(snapshot.table, regions, snapshot.hidden)


def before(snapshot: Snapshot) -> Snapshot | None:
    """The snapshot before this one in the lake, with the same list of what is withheld; None where there is none to read."""
    names = snapshot_names(snapshot.store)
    earlier = names[: names.index(snapshot.name)] if snapshot.name in names else names
    if not earlier:
        return None
    try:
        found = snapshot.sibling(earlier[-1])
        for table in COMPARED:
            found.table(table)
    except LakeError:
        return None
    return found


def changes_about(
    old: Mapping[str, pl.DataFrame], new: Mapping[str, pl.DataFrame], ledgers: tuple[Ledger, Ledger], subject: Subject
) -> pl.DataFrame:
    """The changes of activities under a subject, before or after."""
    was, now = (keys_within(ledger, **subject.within()) for ledger in ledgers)
    rows = changes(old, new)
    return rows.filter(
        pl.col("old_key").is_in(was.implode()).fill_null(False)
        | pl.col("new_key").is_in(now.implode()).fill_null(False)
    )


def facts_of(
    snapshot: Snapshot, ledger: Ledger, texts: Sequence[ArticleText], subject: Subject, day: date | None = None
) -> Facts:
    """Everything that a brief about a subject needs. day: on which it is read; made-up data has no age. Raises LakeError."""
    older, found = before(snapshot), None
    if older is not None:
        tables = [{n: one.table(n) for n in ("activity", "transaction")} for one in (older, snapshot)]
        ledgers = (ledger_of(older, texts), ledger)
        found = (older.name, changes_about(tables[0], tables[1], ledgers, subject))
    links = snapshot.table(LINKS) if snapshot.has(LINKS) else BY_NAME[LINKS].empty()
    partner = snapshot.table("partner")
    return Facts(
        snapshot.name,
        snapshot.table,
        ledger,
        texts,
        lambda language: PartnerNames(partner, links, lambda: language),
        newest_by_measure(snapshot.table("activity")),
        bool(snapshot.manifest["made_up"]),
        found,
        snapshot.series_hidden,
        None if snapshot.manifest["made_up"] else day,
    )
