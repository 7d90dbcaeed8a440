"""How an organisation publishes: fresh, linked, sound."""

from __future__ import annotations

from datetime import date

import polars as pl

from lakefolder import Folder, activity, transaction
from vrede.chain.upward import Publishing, publishing
from vrede.lake.snapshot import Snapshot


def of(snapshot: Snapshot, ref: str) -> Publishing:
    tables = {name: snapshot.table(name) for name in ("activity", "transaction", "link", "issue")}
    return publishing(tables, tables["activity"].filter(pl.col("reporting_org_ref") == ref)["activity_key"])


def test_what_is_counted(folder: Folder) -> None:
    linked = transaction("1 2021-02-01 10", '<provider-org provider-activity-id="A"/>')
    lost = transaction("11 2021-03-01 10", '<provider-org provider-activity-id="NOWHERE"/>')
    bare = transaction("1 2021-04-01 10")
    later = transaction("3 2022-01-01 10")  # after the retrieval
    wrong = transaction("3 2021-05-01 1,5")
    folder.file(
        "p.xml",
        activity(
            "P",
            ref="NL-P",
            inside=linked + lost + bare + later + wrong,
            attributes='last-updated-datetime="2021-05-30T10:00:00Z"',
        ),
        activity("A", "3 2021-01-01 10", ref="NL-A"),
    )
    folder.datasets("p.xml,2021-06-15,,,")
    assert of(folder.build(), "NL-P") == Publishing(
        activities=1,
        transactions=5,
        newest_transaction=date(2021, 5, 1),
        newest_update=date(2021, 5, 30),
        retrieved="2021-06-15",
        days_old=45,
        receipts=3,
        receipts_linked=2,
        receipts_certain=1,
        issues=1,
        issues_per_hundred=100,
    )


def test_nothing_known_is_nothing_said(folder: Folder) -> None:
    folder.file("p.xml", activity("P", ref="NL-P"))
    found = of(folder.build(), "NL-P")
    assert (found.newest_transaction, found.newest_update, found.retrieved, found.days_old) == (None, None, "", None)
    assert (found.receipts, found.issues) == (0, 0)
