"""Writes docs/placement-changes.md: the tables of the article before and after new rules, and each change by the rules that made it.

Usage: python tools/placement_changes.py BEFORE AFTER      (folders of two lakes of the same files)
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from vrede.lake.store import Store
from vrede.withheld.suppression import Suppression
from vrede.withheld.withhold import open_snapshot

OUT = Path(__file__).resolve().parents[1] / "docs" / "placement-changes.md"
MEASURES = ("own", "chain", "field")
NAMED = 5
HEAD = """# The tables of the article before and after

Made by `python tools/placement_changes.py BEFORE AFTER`, from two lakes of the same files of ../shared/data: before and after the rules of
decision 0037. Do not edit by hand. Millions of euro spent; own, chain and field are never added, nor are clauses. Chain is all of the activity here, the
money of all its funders. A change is explained by the rules that placed money only before (−) or only after (+): a slice that another rule now
places in the same clause changes nothing. `(no rule)`: neither before nor after.
"""


def _placed(lake: str) -> pl.DataFrame:
    """measure, clause, year, slice, rule, cents: each slice once a clause, under its first rule there."""
    snapshot = open_snapshot(Store(lake), Suppression())
    slices = snapshot.table("slice").filter((pl.col("kind") == "spent") & pl.col("measure").is_in(list(MEASURES)))
    placement = snapshot.table("placement").sort("slice_key", "part").unique(["slice_key", "clause"], keep="first")
    keyed = slices.with_columns(
        row=pl.int_range(pl.len()).over("transaction_key", "sector_code", "place_kind", "place_code")
    )
    known = snapshot.table("activity").select("activity_key", "reporting_org_ref", "iati_identifier")
    numbers = snapshot.table("transaction").select("transaction_key", "transaction_no")
    return (
        keyed.join(placement, on="slice_key")
        .join(known, on="activity_key")
        .join(numbers, on="transaction_key")
        .select(
            *(
                "measure",
                "clause",
                "year",
                "rule",
                "reporting_org_ref",
                "iati_identifier",
                "transaction_no",
                "sector_code",
            ),
            *("place_kind", "place_code", "row", "amount_eur_cents"),
        )
    )


SLICE = [
    "measure",
    "clause",
    "year",
    "reporting_org_ref",
    "iati_identifier",
    "transaction_no",
    "sector_code",
    "place_kind",
    "place_code",
    "row",
]


def _millions(cents: int) -> str:
    """Millions with one decimal; what is less than a tenth and not zero says so."""
    if cents and abs(cents) < 5_000_000:
        return "< 0.1" if cents > 0 else "> −0.1"
    return f"{cents / 100_000_000:,.1f}".replace("-", "−")


def _why(lost: pl.DataFrame, won: pl.DataFrame) -> str:
    """The rules that moved most, with their millions."""
    said = []
    for sign, rows in (("−", lost), ("+", won)):
        by = (
            rows.group_by("rule")
            .agg(pl.col("amount_eur_cents").sum())
            .sort(pl.col("amount_eur_cents").abs(), "rule", descending=[True, False])
        )
        named = [(rule, cents) for rule, cents in by.iter_rows() if cents]
        said += [f"{sign}{_millions(cents)} {rule}" for rule, cents in named[:NAMED]]
        rest = sum(cents for _rule, cents in named[NAMED:])
        if rest:
            said.append(f"{sign}{_millions(rest)} other rules")
    return "; ".join(said)


def _table(before: pl.DataFrame, after: pl.DataFrame, by: list[str]) -> list[str]:
    """Rows of before, after, and the change by rule, for each key that changed or not."""
    lost = before.join(after, on=SLICE, how="anti", nulls_equal=True)
    won = after.join(before, on=SLICE, how="anti", nulls_equal=True)
    sums = [f.group_by(by).agg(pl.col("amount_eur_cents").sum()) for f in (before, after)]
    both = (
        sums[0]
        .join(sums[1], on=by, how="full", coalesce=True, suffix="_after", nulls_equal=True)
        .sort(by, nulls_last=True)
    )
    lines = []
    for row in both.iter_rows(named=True):
        old, new = row["amount_eur_cents"] or 0, row["amount_eur_cents_after"] or 0
        of = pl.all_horizontal(*(pl.col(name).eq_missing(pl.lit(row[name])) for name in by))
        why = _why(lost.filter(of), won.filter(of))
        keys = " | ".join("no date" if row[name] is None else str(row[name]) for name in by)
        lines.append(f"| {keys} | {_millions(old)} | {_millions(new)} | {_millions(new - old)} | {why} |")
    return lines


def main(old: str, new: str) -> None:
    """Writes the document."""
    before, after = _placed(old), _placed(new)
    lines = [
        HEAD,
        "## Every clause and measure, all years",
        "",
        "| measure | clause | before | after | change | by rule |",
        "|---|---|---|---|---|---|",
    ]
    lines += _table(before, after, ["measure", "clause"])
    for measure in MEASURES:
        lines += [
            "",
            f"## {measure.capitalize()}: every clause and year",
            "",
            "| clause | year | before | after | change | by rule |",
            "|---|---|---|---|---|---|",
        ]
        own = [frame.filter(pl.col("measure") == measure) for frame in (before, after)]
        lines += _table(own[0], own[1], ["clause", "year"])
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
