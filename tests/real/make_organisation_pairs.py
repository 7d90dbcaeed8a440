"""Draws the 300 pairs of spellings that were judged by hand (organisation_pairs.csv) from the real data.

Usage: python tests/real/make_organisation_pairs.py LAKE > to_judge.csv

Strata, each drawn with a fixed seed: spellings that are taken for an organisation, by the grade of the link, beside the spelling that they were
compared with; and near misses: two organisations of which one at least has no valid identifier, whose names are alike (80 of 100 or more)
and that are not taken together, in three strata of likeness. The pairs are then mixed, and judged without what the program said beside them. `same` is yes or no. Links
between an identifier and itself in other capitals are left out: there is nothing to judge.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz

from vrede.article import load_policy
from vrede.lake.snapshot import Snapshot
from vrede.lake.store import Store
from vrede.money.fold import Folding
from vrede.money.written import Written
from vrede.withheld.suppression import Suppression
from vrede.withheld.withhold import open_snapshot

SEED = 20261201
EACH = {"identifier": 30, "name": 80, "alike": 70, "near miss 80": 40, "near miss 90": 40, "near miss 95": 40}
NEAR = (95, 90, 80)
"""Likeness of letters of two names, of 100, from which on they are near: the strata of near misses."""
COLUMNS = ("one", "one_country", "other", "other_country")
Pair = tuple[str, str, str, str]


def linked(snapshot: Snapshot) -> dict[str, list[Pair]]:
    """Grade -> pairs of a spelling and what it was compared with."""
    found: dict[str, list[Pair]] = defaultdict(list)
    rows = snapshot.table("organisation_link").to_dicts()
    for row in rows:
        if row["reason"] != "case" and row["grade"] != "policy":
            spelling, country = row["as_ref"] or row["as_name"], row["country"] or ""
            found[row["grade"]].append((spelling, country, f"{row['partner_ref']}: {row['matched']}", country))
    return {grade: sorted(pairs) for grade, pairs in found.items()}


def near_misses(snapshot: Snapshot) -> dict[str, list[Pair]]:
    """Stratum -> pairs of organisations with alike names that are not taken together."""
    day = date.fromisoformat(snapshot.manifest["policy_day"])
    folding, written = Folding.of(load_policy(), day), Written.of(load_policy(), day)
    known = [row for row in snapshot.table("partner").to_dicts() if row["name"] and row["known_by"] != "nobody"]
    names = [folding.name(row["name"]) for row in known]
    by_word: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for word in set(name.words):
            by_word[word].append(at)
    pairs: dict[tuple[int, int], float] = {}
    for here in by_word.values():
        for a in here:
            for b in here:
                if a < b and len(here) <= 400 and (a, b) not in pairs:
                    pairs[a, b] = fuzz.token_sort_ratio(names[a].folded, names[b].folded)
    found: dict[str, list[Pair]] = defaultdict(list)
    for (a, b), score in sorted(pairs.items()):
        stratum = next((f"near miss {least}" for least in NEAR if score >= least), "")
        one, other = known[a], known[b]
        if not stratum or (written.is_valid(one["partner_ref"]) and written.is_valid(other["partner_ref"])):
            continue
        found[stratum].append(
            (
                f"{one['partner_ref']}: {one['name']}",
                one["country"] or "",
                f"{other['partner_ref']}: {other['name']}",
                other["country"] or "",
            )
        )
    return found


def main(lake: str) -> None:
    """Writes the pairs to judge, and on the other stream how many there are of each stratum."""
    snapshot = open_snapshot(Store(lake), Suppression())
    strata = {**linked(snapshot), **near_misses(snapshot)}
    chance = random.Random(SEED)
    drawn = []
    for stratum, number in EACH.items():
        pairs = strata[stratum]
        print(stratum, len(pairs), file=sys.stderr)
        drawn += [(*pair, stratum, len(pairs)) for pair in chance.sample(pairs, min(number, len(pairs)))]
    chance.shuffle(drawn)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*COLUMNS, "stratum", "of", "same"])
    writer.writerows([*row, ""] for row in drawn)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(Path.cwd()))
