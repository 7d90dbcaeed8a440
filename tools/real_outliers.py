"""The part of docs/real-data.md about outliers: every one that is marked, how much, and what was found when it was read in its file."""

from __future__ import annotations

from vrede.lake.snapshot import Snapshot

READ = {
    "41120-2185": (
        "wrong: USD 1,064,489,519 spent of a budget of USD 769,238; what came in is as far off",
        "UN-Habitat",
    ),
    "41120-2349": ("wrong: USD 333,291,670 spent of a budget of USD 810,000", "UN-Habitat"),
    "41120-2362": ("wrong: USD 109,175,528 spent of a budget of USD 99,600", "UN-Habitat"),
    "41AAA-00043803": ("the whole programme's amount in one of its countries", "UNOPS"),
    "41AAA-00057263": ("the whole programme's amount, the same to the dollar as in 41AAA-00057292", "UNOPS"),
    "41AAA-00057292": ("the whole programme's amount, the same to the dollar as in 41AAA-00057263", "UNOPS"),
    "41AAA-00078686": (
        "the whole programme's amount (`Total partner commitment`), the same as in 41AAA-00078709",
        "UNOPS",
    ),
    "41AAA-00078709": (
        "the whole programme's amount (`Total partner commitment`), the same as in 41AAA-00078686",
        "UNOPS",
    ),
}
"""What was found by reading the XML of each, on 2026-11-30."""


def outlier_lines(snapshot: Snapshot) -> list[str]:
    """The section as Markdown."""
    activity = snapshot.table("activity").select("activity_key", "iati_identifier", "measure")
    found = snapshot.table("outlier").join(activity, on="activity_key").sort("iati_identifier").to_dicts()
    slices = snapshot.table("slice").filter("outlier")
    together = sum(abs(row["amount_eur_cents"]) for row in found)
    placed = slices.filter("placed")
    unread = [row["iati_identifier"] for row in found if row["iati_identifier"] not in READ]
    return [
        "## Outliers",
        "",
        f"{len(found)} amounts lie far outside both their activity's and their publisher's scale (`article/policy/outliers.toml`, decision 0040),",
        f"EUR {together / 100:,.2f} together. They count; every figure that holds one is marked, with the figure without it beside.",
        f"Under a clause of the article stand EUR {placed['amount_eur_cents'].sum() / 100:,.2f} of them (each euro once); {len(unread)} were not read by hand yet.",
        "",
        "| activity | publisher | measure | EUR | activity's scale | times | publisher's scale | times | what was found in the file |",
        "|---|---|---|---|---|---|---|---|---|",
        *(
            f"| {row['iati_identifier']} | {READ.get(row['iati_identifier'], ('', '-'))[1]} | {row['measure']} "
            f"| {row['amount_eur_cents'] / 100:,.2f} | {row['activity_scale_eur_cents'] / 100:,.2f} ({row['basis']}) "
            f"| {abs(row['amount_eur_cents']) // row['activity_scale_eur_cents']:,} "
            f"| {row['publisher_scale_eur_cents'] / 100:,.2f} | {abs(row['amount_eur_cents']) // row['publisher_scale_eur_cents']:,} "
            f"| {READ.get(row['iati_identifier'], ('not read yet', ''))[0]} |"
            for row in found
        ),
        "",
        "All of them were read in their files. The next nearest, 16 times a budget that covers one year of a loan, looks right and is not marked. A",
        "slip of a hundred times that stays within its activity's budget or total is not seen: the rule is for what misleads a total.",
        "",
    ]
