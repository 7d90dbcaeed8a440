"""The states of the made-up world: real codes, so that maps and lists hold; what happens in them is made up."""

from __future__ import annotations

from vrede.sources.conflict.states import states

_NOW = [row for row in states().to_dicts() if not row["last_month"]]
STATES: dict[int, str] = {345 if row["iso3"] == "SRB" else int(row["gwcode"]): row["name"] for row in _NOW}
"""Number that UCDP gives a state -> name. UCDP writes 345 for Serbia to this day."""
VIEWS_IDS = [
    (row["country_id"], 345 if row["iso3"] == "SRB" else int(row["gwcode"]), row["iso3"])
    for row in _NOW
    if row["in_challenge"]
]
ISO3 = sorted({row["iso3"] for row in _NOW})
NAMES = {row["iso3"]: row["name"] for row in _NOW}
WARS = sorted(
    {
        int(row["gwcode"])
        for row in _NOW
        if row["iso3"]
        in {
            "AFG",
            "MLI",
            "NER",
            "BFA",
            "SDN",
            "SSD",
            "ETH",
            "SOM",
            "COD",
            "NGA",
            "SYR",
            "IRQ",
            "YEM",
            "LBN",
            "MMR",
            "UKR",
            "COL",
            "KEN",
            "BGD",
            "TCD",
        }
    }
)
"""Where people die in the made-up world."""
