"""Draws sixty lawful sums of a lake of the real data, to be read by hand: with title, and what is added, one a row.

Usage: VREDE_LAKE=... python tests/real/make_lawful_sums.py > drawn.csv
"""

from __future__ import annotations

import csv
import random
import sys

from vrede.cli.options import opened
from vrede.results import lawful_sums

SEED, DRAWN = 20261130, 60


def main() -> None:
    """Draws and writes: the columns of a sum, its title, and the values that it adds."""
    snapshot = opened("")
    values = snapshot.table("result_value").join(
        snapshot.table("activity").select("activity_key", publisher="reporting_org_ref"), on="activity_key"
    )
    narrative = snapshot.table("narrative")
    titles = narrative.filter(narrative["element"] == "indicator/title").select(
        "activity_key", indicator_no="parent_no", title="text"
    )
    added = values.filter(values["adding"] == "added").join(titles, on=["activity_key", "indicator_no"], how="left")
    sums = lawful_sums(values)
    ordered = sums.sort(sums.columns)
    random.seed(SEED)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(
        ["vocabulary", "publisher", "reference", "dimension", "period_start", "period_end", "number", "title", "added"]
    )
    for place in sorted(random.sample(range(ordered.height), DRAWN)):
        row = ordered.row(place, named=True)
        mine = added.filter(
            (added["reference"] == row["reference"])
            & (added["dimension"] == row["dimension"])
            & (added["period_start"] == row["period_start"])
            & (added["period_end"] == row["period_end"])
        )
        title = next((text for text in mine["title"] if text), "")
        named = [
            row[name] for name in ("vocabulary", "publisher", "reference", "dimension", "period_start", "period_end")
        ]
        out.writerow([*named, row["number"], title, " + ".join(str(number) for number in mine["number"])])


if __name__ == "__main__":
    main()
