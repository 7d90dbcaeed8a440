"""What changed between two builds: new, gone, amounts, dates, status, title, and anything else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from lakefolder import Folder, activity
from vrede.lake.snapshot import Snapshot
from vrede.money.change import changes

BASE = '<activity-status code="2"/><activity-date type="2" iso-date="2021-01-01"/><recipient-country code="ML"/>'


def one(*rows: str, inside: str = BASE, identifier: str = "A") -> str:
    return activity(identifier, *(rows or ("3 2021-02-01 100",)), inside=inside)


def tables(snapshot: Snapshot) -> Mapping[str, pl.DataFrame]:
    return {name: snapshot.table(name) for name in ("activity", "transaction")}


SAID = {
    "nothing": (one(), one(), []),
    "the order of files and attributes": (one(), one().replace('code="2"', "code='2'"), []),
    "paid more": (one(), one("3 2021-02-01 150"), [("spent", "10000", "15000", 50_00)]),
    "a payment more": (one(), one("3 2021-02-01 100", "4 2021-03-01 5"), [("spent", "10000", "10500", 5_00)]),
    "committed": (one(), one("3 2021-02-01 100", "2 2021-03-01 5"), [("committed", "0", "500", 5_00)]),
    "received": (one(), one("3 2021-02-01 100", "1 2021-03-01 5"), [("received", "0", "500", 5_00)]),
    "status": (one(), one(inside=BASE.replace('"2"/><a', '"4"/><a')), [("status", "2", "4", None)]),
    "start": (one(), one(inside=BASE.replace("2021-01-01", "2021-01-02")), [("start", "2021-01-01", "2021-01-02", None)]),
    "country": (one(), one(inside=BASE.replace("ML", "NE")), [("other", None, None, None)]),
    "the day of a payment": (one(), one("3 2021-02-02 100"), [("other", None, None, None)]),
    "a text": (one(), one(inside=f"{BASE}<description><narrative>More</narrative></description>"), [("other", None, None, None)]),
    "title": (one(), one().replace("Title of A", "Another"), [("title", "Title of A", "Another", None)]),
    "gone": (one() + one(identifier="B"), one(), [("gone", None, None, -100_00)]),
    "new": (one(), one() + one(identifier="B"), [("new", None, None, 100_00)]),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), SAID.values(), ids=SAID)
def test_what_is_said(tmp_path: Path, before: str, after: str, said: list[tuple[object, ...]]) -> None:
    built = []
    for name, text in (("before", before), ("after", after)):
        folder = Folder(tmp_path / name, tmp_path / f"lake-{name}")
        folder.file("a.xml", text)
        built.append(tables(folder.build()))
    found = changes(*built)
    assert found.select("what", "before", "after", "difference_eur_cents").rows() == said


def test_the_same_content_has_the_same_hash_wherever_it_stands(folder: Folder) -> None:
    folder.file("a.xml", one(), one(identifier="C"))
    first = folder.build().table("activity")["content_sha256"].to_list()
    folder.file("a.xml", one(identifier="0"), "<!-- moved -->", one(), one(identifier="C"))
    assert folder.build().table("activity")["content_sha256"].to_list()[1:] == first
    assert len(set(first)) == 2
