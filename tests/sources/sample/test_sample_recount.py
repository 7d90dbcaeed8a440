"""A second count, from the XML alone, by the decided rules and without the plan, agrees with the truths.

Plain and slow on purpose: ElementTree, one dictionary per question. What an ordinary parser refuses, what declares
entities is skipped; the truncated file holds only copies of what counts elsewhere.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from oldmarkup import renewed

from vrede.sources.sample import Truths

MINISTRY = ("XM-DAC-7", "NL-1")


@dataclass
class Copy:
    """One activity element: where it stands and its transactions as (type, date, value date, currency, amount)."""

    file: str
    retrieved: str
    publisher: str
    ref: str
    identifier: str
    secondary: bool
    element: ElementTree.Element
    rows: list[tuple[str, str, str, str, str]] = field(default_factory=list)


def content(path: Path) -> bytes:
    """The bytes of a file, unpacked."""
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.name.endswith(".gz") else raw


def copies(folder: Path) -> list[Copy]:
    """Every activity element of every file that can be parsed and declares no entities."""
    found: list[Copy] = []
    for listing in sorted((folder / "iati").glob("*/datasets.csv")):
        for row in csv.DictReader(listing.read_text(encoding="utf-8").splitlines()):
            body = content(listing.parent / row["file"])
            if b"<!ENTITY" in body:
                continue
            try:
                root = ElementTree.fromstring(body)
            except ElementTree.ParseError:
                continue
            retrieved = row["retrieved"] or (root.get("generated-datetime") or "")[:10]
            for number, element in enumerate(root.iter("iati-activity")):
                renewed(element, root.get("version") or "")
                reporting = element.find("reporting-org")
                assert reporting is not None
                identifier = (element.findtext("iati-identifier") or "").strip()
                found.append(
                    Copy(
                        f"{listing.parent.name}/{row['file']}",
                        retrieved,
                        row["publisher"],
                        (reporting.get("ref") or "").strip(),
                        identifier or f"{row['file']}#{number}",
                        reporting.get("secondary-reporter") in ("1", "true"),
                        element,
                        _rows(element),
                    )
                )
    return found


def _rows(element: ElementTree.Element) -> list[tuple[str, str, str, str, str]]:
    rows = []
    for t in element.findall("transaction"):
        kind, date, value = t.find("transaction-type"), t.find("transaction-date"), t.find("value")
        assert kind is not None
        assert value is not None
        code = kind.get("code") or ""
        day = (date.get("iso-date") or "") if date is not None else ""
        amount = (value.text or "").strip()
        rows.append(
            (
                code,
                day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else "",
                value.get("value-date") or "",
                value.get("currency") or element.get("default-currency") or "",
                amount if re.fullmatch(r"-?\d+(\.\d+)?", amount) else "",
            )
        )
    return rows


def distinct(found: list[Copy]) -> dict[tuple[str, str], list[tuple[str, str, str, str, str]]]:
    """Per identity the transactions that count: newest vintage, parts joined, duplicates once, owners checked."""
    by: dict[tuple[str, str], list[Copy]] = defaultdict(list)
    for copy in found:
        by[copy.ref, copy.identifier].append(copy)
    counted = {}
    for identity, group in by.items():
        proven = [c for c in group if c.ref not in MINISTRY or c.publisher in (*MINISTRY, "")]
        group = proven or group
        newest = max(c.retrieved for c in group)
        rows: list[tuple[str, str, str, str, str]] = []
        for copy in (c for c in group if c.retrieved == newest):
            if not set(copy.rows) & set(rows):
                rows = rows + copy.rows
        counted[identity] = rows
    return counted


def sums(counted: dict[tuple[str, str], list[tuple[str, str, str, str, str]]]) -> dict[tuple[str, str], Decimal]:
    """Per (currency, type) the sum of all readable amounts."""
    total: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for rows in counted.values():
        for kind, _, _, currency, amount in rows:
            if amount:
                total[currency, kind] += Decimal(amount)
    return dict(total)


def measure(copy: Copy) -> str:
    """own, chain, field or none by the file alone."""
    if copy.secondary:
        return "none"
    if copy.ref in MINISTRY:
        return "own" if copy.publisher in (*MINISTRY, "") else "none"
    for party in copy.element.findall("participating-org"):
        if party.get("role") == "1" and party.get("ref") in MINISTRY:
            return "chain"
    for provider in copy.element.findall("transaction/provider-org"):
        given = (provider.get("provider-activity-id") or "").strip()
        if provider.get("ref") in MINISTRY or given.startswith(("XM-DAC-7-", "NL-1-")):
            return "chain"
    return "field"


@pytest.fixture(scope="module")
def found(folder: Path) -> list[Copy]:
    return copies(folder)


def test_number_of_activities_agrees(found: list[Copy], truths: Truths) -> None:
    assert len(distinct(found)) == truths.counts["activities"] == len(truths.activities)


def test_number_of_transactions_agrees(found: list[Copy], truths: Truths) -> None:
    assert sum(len(rows) for rows in distinct(found).values()) == truths.counts["transactions"]


def test_sums_per_currency_and_type_agree(found: list[Copy], truths: Truths) -> None:
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for t in truths.transactions:
        if t.amount:
            expected[t.currency, t.type] += Decimal(t.amount)
    assert sums(distinct(found)) == dict(expected)


def test_every_counted_transaction_stands_where_the_truths_say(found: list[Copy], truths: Truths) -> None:
    at: dict[str, list[Copy]] = defaultdict(list)
    for copy in found:
        at[copy.file].append(copy)
    for t in truths.transactions:
        row = at[t.file][t.activity_ordinal].rows[t.ordinal]
        assert row == (t.type, t.date, t.value_date, t.currency, t.amount)


def test_measures_agree(found: list[Copy], truths: Truths) -> None:
    by_file: dict[str, list[Copy]] = defaultdict(list)
    for copy in found:
        by_file[copy.file].append(copy)
    for activity in truths.activities:
        for file, ordinal in activity.copies:
            copy = by_file[file][ordinal]
            assert (activity.measure, activity.secondary) == (measure(copy), copy.secondary), activity
            assert activity.owner_verified == (activity.measure == "own" and copy.publisher in MINISTRY)


def test_a_reader_that_takes_every_copy_counts_more(found: list[Copy], truths: Truths) -> None:
    assert len(found) > truths.counts["elements_counted"] > truths.counts["activities"]


def test_latest_update_alone_would_count_wrong(found: list[Copy], truths: Truths) -> None:
    """The older vintage carries `last-updated-datetime`, the newer does not."""
    dated = {c.file for c in found if c.element.get("last-updated-datetime")}
    assert dated == {"2024-06/ministry-2019.xml.gz", "2024-06/windroos.xml", "awkward/owner-is-another.xml"}
