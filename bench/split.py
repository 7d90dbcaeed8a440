"""Six million slices split by largest remainder, in blocks as `money.slices` does it."""

from __future__ import annotations

import resource
import time

import polars as pl

from vrede.money.slices import BLOCK
from vrede.money.split import split

TRANSACTIONS, SECTORS, PLACES = 1_000_000, 3, 2


def block(first: int, many: int) -> pl.DataFrame:
    """`many` transactions with three sectors and two places each, amounts and weights from a fixed rule."""
    key = pl.int_range(first, first + many, eager=True).alias("transaction_key")
    amounts = ((key * 7_919_993) % 2_000_000_011) - 500_000_000
    rows = pl.DataFrame({"transaction_key": key, "amount_eur_cents": amounts})
    sectors = pl.DataFrame({"sector_code": ["15110", "15220", "72010"], "ws": [333_333, 500_001, 166_666]})
    places = pl.DataFrame(
        {"place_kind": ["country", "country"], "place_code": ["MLI", "NER"], "wp": [700_000, 300_000]}
    )
    return rows.join(sectors, how="cross").join(places, how="cross").with_columns(weight=pl.col("ws") * pl.col("wp"))


def main() -> list[str]:
    """Rows of the table."""
    cpu, slices, exact = 0.0, 0, True
    for first in range(0, TRANSACTIONS, BLOCK):
        made = block(first, BLOCK)
        start = time.process_time()
        parts = split(made)
        cpu += time.process_time() - start
        slices += parts.height
        sums = parts.group_by("transaction_key").agg(
            pl.col("slice_eur_cents").sum(), pl.col("amount_eur_cents").first()
        )
        exact &= bool((sums["slice_eur_cents"] == sums["amount_eur_cents"]).all())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        f"| split of {slices:,} slices | {cpu:.1f} s of CPU | 8 s | {'yes' if cpu < 8 else 'no'} |",
        f"| its peak memory, making the slices included | {peak:.0f} MB | 1,000 MB | {'yes' if peak < 1000 else 'no'} |",
        f"| transactions whose parts do not sum to the cent | {'none' if exact else 'some'} | none | {'yes' if exact else 'no'} |",
    ]


if __name__ == "__main__":
    print("\n".join(main()))
