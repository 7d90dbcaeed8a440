"""The ministry's own money by year, as plainly as it can be said: newest copy of each activity, euro at the day's rate.

Its files are XM-DAC-7 or NL-1; every transaction of type 2 is a commitment, 3 and 4 are spent. Run it by hand with a
folder of IATI files: `python tests/real/own_money.py FOLDER`.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
from currency_converter import CurrencyConverter
from oldmarkup import renewed

from vrede.lake.snapshot import Snapshot

KINDS = {"2": "commitment", "3": "spent", "4": "spent"}


def own_money(folder: Path) -> dict[tuple[str, str], int]:
    """(year, kind) -> cents of euro."""
    newest: dict[str, tuple[str, ElementTree.Element]] = {}
    for listing in folder.glob("*/datasets.csv"):
        for row in csv.DictReader(listing.read_text(encoding="utf-8").splitlines()):
            try:
                root = ElementTree.fromstring(gzip.decompress((listing.parent / row["file"]).read_bytes()))
            except ElementTree.ParseError:
                continue
            for activity in root.iter("iati-activity"):
                org = activity.find("reporting-org")
                named = org is not None and (org.get("ref") or "").strip() in ("XM-DAC-7", "NL-1")
                if named:
                    renewed(activity, root.get("version") or "")
                    identifier = (activity.findtext("iati-identifier") or "").strip()
                    newest[identifier] = max(
                        newest.get(identifier, ("", activity)), (row["retrieved"], activity), key=lambda c: c[0]
                    )
    rates, sums = CurrencyConverter(decimal=True), defaultdict[tuple[str, str], int](int)
    for _, activity in newest.values():
        for t in activity.findall("transaction"):
            kind, when, value = (t.find(n) for n in ("transaction-type", "transaction-date", "value"))
            assert kind is not None
            assert when is not None
            assert value is not None
            if (kind.get("code") or "") in KINDS:
                day = when.get("iso-date") or ""
                currency = value.get("currency") or activity.get("default-currency") or ""
                rate = (
                    Decimal(1)
                    if currency == "EUR"
                    else rate_of(rates, currency, date.fromisoformat(value.get("value-date") or day))
                )
                cents = (Decimal((value.text or "").strip()) * 100 / rate).quantize(Decimal(1), ROUND_HALF_UP)
                sums[day[:4], KINDS[kind.get("code") or ""]] += int(cents)
    return {key: cents for key, cents in sums.items() if cents}


def own_by_year(snapshot: Snapshot) -> dict[tuple[str, str], int]:
    """The same of a snapshot."""
    own = snapshot.table("slice").filter(pl.col("measure") == "own")
    sums = own.group_by("year", "kind").agg(pl.col("amount_eur_cents").sum())
    return {(str(year), kind): cents for year, kind, cents in sums.iter_rows() if cents}


def rate_of(rates: CurrencyConverter, currency: str, day: date) -> Decimal:
    """Units for one euro on the day, or the last one before it."""
    known = rates._rates[currency]
    return next(Decimal(str(known[d])) for n in range(32) if known.get(d := day - timedelta(days=n)) is not None)


if __name__ == "__main__":
    for (year, kind), cents in sorted(own_money(Path(sys.argv[1])).items()):
        print(f"{year} {kind:10} {cents / 100:>20,.2f}")
