"""Draws the activities of placement_labels.csv from the real data, for readers who label them from only the law and the activity.

Usage: python tests/real/make_placement_labels.py LAKE STANDARD FOLDER   (writes to_label_1.md ... and drawn.csv)

Six hundred activities with money: half of them without any purpose code of five digits. Of each half, half is drawn plainly
and half among texts that show a word of the law (a list made before the set was seen, and no list of the program's), because
few activities of the world serve reception of refugees or migration. Each draw takes a publisher first and then one of its
activities, so that no large publisher fills the set. What the program says of an activity is not shown.
"""

from __future__ import annotations

import csv
import random
import re
import sys
from pathlib import Path

import polars as pl
from lxml import etree

from vrede.lake.snapshot import Snapshot
from vrede.lake.store import Store
from vrede.web.figure.table import place_name
from vrede.withheld.suppression import Suppression
from vrede.withheld.withhold import open_snapshot

SEED, EACH, A_PAGE = 20261130, 150, 50
WORDS = re.compile(
    r"refuge|réfugi|refugi|vluchtel|displac|déplac|desplaz|ontheem|asyl|migra|traffick|smuggl|return|reinteg|"
    r"humanit|emergenc|urgence|noodhulp|relief|disaster|conflict|conflit|peace|paix|paz|vrede|securit|sécurit|veilig|"
    r"justice|rule of law|human rights|droits|rechts|police|democra|election|élect|parliament|governance|mine action|"
    r"demin|unexploded|early warning|reconcil|stabil|recovery|livelihood"
)
ROLES = {"1": "funding", "2": "accountable", "3": "extending", "4": "implementing"}


def texts(snapshot: Snapshot) -> pl.DataFrame:
    """activity_key, title, description: in whatever languages they were written."""

    def of(element: str, name: str, most: int) -> pl.DataFrame:
        return (
            snapshot.table("narrative")
            .filter((pl.col("element") == element) & pl.col("text").is_not_null())
            .sort("activity_key", "row_no")
            .unique(["activity_key", "text"], keep="first", maintain_order=True)
            .group_by("activity_key", maintain_order=True)
            .agg(pl.col("text").str.join(" | ").str.slice(0, most).alias(name))
        )

    return of("activity/title", "title", 400).join(
        of("activity/description", "description", 1400), on="activity_key", how="full", coalesce=True
    )


def candidates(snapshot: Snapshot) -> pl.DataFrame:
    """Activities with money and a text: activity_key, who, identifier, title, description, coded, worded."""
    coded = snapshot.table("slice").filter(pl.col("sector_level") == "1")["activity_key"].unique()
    every = snapshot.table("sector").filter(pl.col("vocabulary").fill_null("1") == "1")["activity_key"].unique()
    money = snapshot.table("slice")["activity_key"].unique()
    said = texts(snapshot).with_columns(pl.col("title", "description").fill_null(""))
    return (
        snapshot.table("activity")
        .select(
            "activity_key",
            who=pl.col("reporting_org_ref").fill_null(""),
            identifier=pl.col("iati_identifier").fill_null(""),
        )
        .filter(pl.col("activity_key").is_in(money.implode()) & (pl.col("identifier") != "") & (pl.col("who") != ""))
        .join(said, on="activity_key")
        .filter((pl.col("title") + pl.col("description")).str.len_chars() >= 15)
        .with_columns(
            coded=pl.col("activity_key").is_in(pl.concat([coded, every]).implode()),
            worded=(pl.col("title") + " " + pl.col("description"))
            .str.to_lowercase()
            .map_elements(lambda text: WORDS.search(text) is not None, return_dtype=pl.Boolean),
        )
        .sort("who", "identifier", "activity_key")
    )


def drawn(
    rows: list[dict[str, object]], number: int, chance: random.Random, taken: set[object]
) -> list[dict[str, object]]:
    """That many: a publisher by lot, then one of its activities; no text twice."""
    shelves: dict[object, list[dict[str, object]]] = {}
    for row in rows:
        shelves.setdefault(row["who"], []).append(row)
    found: list[dict[str, object]] = []
    while len(found) < number and shelves:
        who = chance.choice(sorted(shelves, key=str))
        row = shelves[who].pop(chance.randrange(len(shelves[who])))
        if not shelves[who]:
            del shelves[who]
        if (text := (row["title"], row["description"])) not in taken:
            taken.add(text)
            found.append(row)
    return found


def sheet(number: int, row: dict[str, object], snapshot: Snapshot, names: dict[str, str]) -> str:
    """One activity as a reader sees it."""
    key = row["activity_key"]

    def of(table: str) -> pl.DataFrame:
        return snapshot.table(table).filter(pl.col("activity_key") == key)

    narrative = of("narrative")
    partners = []
    for one in of("participating_org").iter_rows(named=True):
        said = narrative.filter((pl.col("element") == "participating_org") & (pl.col("parent_no") == one["row_no"]))
        partners.append(f"{ROLES.get(one['role'], one['role'])}: {'; '.join(said['text'].drop_nulls()) or one['ref']}")
    sectors = []
    for one in pl.concat([of("sector").select("code", "vocabulary", "row_no")]).iter_rows(named=True):
        said = narrative.filter((pl.col("element") == "sector") & (pl.col("parent_no") == one["row_no"]))
        name = "; ".join(said["text"].drop_nulls()) or names.get(str(one["code"]), "")
        sectors.append(f"{one['vocabulary'] or 1}:{one['code']} {name}".strip())
    if not sectors:
        codes = of("transaction_sector").select("code", "vocabulary").unique(maintain_order=True).head(8)
        sectors = [
            f"{vocabulary or 1}:{code} {names.get(str(code), '')}".strip() for code, vocabulary in codes.iter_rows()
        ]
    places = of("slice").filter(pl.col("place_kind") == "country")["place_code"].unique(maintain_order=True).head(8)
    regions = of("slice").filter(pl.col("place_kind") == "region")["place_code"].unique(maintain_order=True).head(4)
    reporting = narrative.filter(pl.col("element") == "activity/reporting-org")["text"].drop_nulls()
    where = ", ".join(
        [*(place_name("country", code, "en") for code in places), *(f"region {code}" for code in regions)]
    )
    receivers = narrative.filter(pl.col("element") == "transaction/receiver-org")["text"].drop_nulls()
    lines = [
        f"## {number}",
        f"reporting: {'; '.join(reporting) or row['who']} ({row['who']})",
        f"title: {row['title']}",
        f"description: {row['description']}",
        f"partners: {' | '.join(dict.fromkeys(partners))[:500]}",
        f"receivers: {' | '.join(dict.fromkeys(receivers))[:200]}",
        f"countries: {where}",
        f"sectors: {' | '.join(dict.fromkeys(sectors))[:500]}",
        f"humanitarian flag: {of('activity')['humanitarian'].item()}",
    ]
    return "\n".join(lines) + "\n"


def purpose_names(standard: Path) -> dict[str, str]:
    """The names of purpose codes and sector groups by the standard's own lists."""
    names: dict[str, str] = {}
    for name in ("SectorCategory", "Sector"):
        for item in etree.parse(standard / "codelists" / "non-embedded" / f"{name}.xml").iter("codelist-item"):
            names[item.findtext("code") or ""] = " ".join((item.findtext("name/narrative") or "").split())
    return names


def main(lake: str, standard: str, folder: str) -> None:
    """Writes the pages to label and the list of what was drawn."""
    snapshot = open_snapshot(Store(lake), Suppression())
    rows = candidates(snapshot)
    chance, taken, chosen = random.Random(SEED), set[object](), list[dict[str, object]]()
    for coded in (True, False):
        for words_only in (False, True):
            fits = rows.filter((pl.col("coded") == coded) & (pl.col("worded") | pl.lit(not words_only)))
            for row in drawn(fits.to_dicts(), EACH, chance, taken):
                chosen.append({**row, "draw": "by word" if words_only else "plain"})
    chance.shuffle(chosen)
    names = purpose_names(Path(standard))
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(chosen), A_PAGE):
        pages = [sheet(start + n + 1, row, snapshot, names) for n, row in enumerate(chosen[start : start + A_PAGE])]
        (out / f"to_label_{start // A_PAGE + 1:02d}.md").write_text("\n".join(pages), encoding="utf-8")
    with (out / "drawn.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["number", "publisher", "identifier", "coded", "draw", "title"])
        writer.writerows(
            [n + 1, r["who"], r["identifier"], "yes" if r["coded"] else "no", r["draw"], r["title"]]
            for n, r in enumerate(chosen)
        )


if __name__ == "__main__":
    main(*sys.argv[1:4])
