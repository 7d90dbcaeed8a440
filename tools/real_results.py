"""The part of docs/real-data.md about results: what was measured, what may be added, SDG 16, synergy."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl

from vrede.article.indicators import load_indicators
from vrede.article.lists import Language
from vrede.article.load import load_texts
from vrede.cli.show import ledger_of
from vrede.lake.snapshot import Snapshot
from vrede.money.measure import MEASURES, normal_ref
from vrede.money.total import Selection
from vrede.results.achievement import STATES
from vrede.results.additive import ADDED, ADDING, ALONE, lawful_sums
from vrede.results.evaluate import Case, MatchScore, measured

REAL = Path(__file__).resolve().parents[1] / "tests" / "real"
SCALES = ("unit", "percentage", "nominal", "ordinal", "qualitative", "unknown")
LANGUAGE: Language = "en"
Table = Callable[[list[str], list[list[str]]], list[str]]


def labels_of(name: str) -> dict[Case, str]:
    """The labels of one draw."""
    with (REAL / name).open(encoding="utf-8", newline="") as stream:
        return {
            (row["reporting_org_ref"], row["iati_identifier"], int(row["indicator_no"])): row["label"]
            for row in csv.DictReader(stream)
        }


def matching(snapshot: Snapshot, name: str) -> list[MatchScore]:
    """The matching of indicators against the labels of one draw."""
    activity = snapshot.table("activity").select("activity_key", "reporting_org_ref", "iati_identifier")
    rows = snapshot.table("indicator_match").join(activity, on="activity_key")
    found = [
        ((ref, ident, number), own)
        for ref, ident, number, own in rows.select(
            "reporting_org_ref", "iati_identifier", "indicator_no", "own"
        ).iter_rows()
    ]
    return measured(labels_of(name), found, [one.id for one in load_indicators()])


def _percent(part: int, whole: int) -> str:
    return f"{part * 100 // whole}%" if whole else "–"


def _values(snapshot: Snapshot, table: Table) -> list[str]:
    values = snapshot.table("result_value").join(
        snapshot.table("activity").select("activity_key", publisher=normal_ref(pl.col("reporting_org_ref"))),
        on="activity_key",
    )
    actual = values.filter(pl.col("kind") == "actual")
    by = {(y, m): n for y, m, n in actual.group_by("year", "measure").len().iter_rows()}
    years = sorted({y for y, _m in by}, key=lambda y: -(y or 0))
    reasons = dict(actual.group_by("adding").len().iter_rows())
    lawful = lawful_sums(values)
    states = dict(snapshot.table("achievement").group_by("state").len().iter_rows())
    return [
        "## Results",
        "",
        f"{values.height:,} values (baselines, targets, results) of {snapshot.table('indicator').height:,} indicators in "
        f"{values['activity_key'].n_unique():,} activities; {actual.height:,} are results. By the year in which their period ends:",
        "",
        *table(
            ["year", *SCALES, "all"],
            [
                [
                    str(y or "none"),
                    *(f"{by.get((y, m), 0):,}" for m in SCALES),
                    f"{sum(by.get((y, m), 0) for m in SCALES):,}",
                ]
                for y in years
            ],
        ),
        f"{reasons.get(ADDED, 0):,} results may be added to another, in {lawful.height:,} sums; {reasons.get(ALONE, 0):,} more may be added and "
        "have nothing to be added to. The rest stays on its own, for the first reason that holds:",
        "",
        *table(["reason", "results"], [[reason, f"{reasons.get(reason, 0):,}"] for reason in ADDING]),
        "Periods by how far they came (rules in results/achievement.py):",
        "",
        *table(["state", "periods"], [[state, f"{states.get(state, 0):,}"] for state in STATES]),
    ]


def _goal(snapshot: Snapshot, table: Table, million: Callable[[int], str]) -> list[str]:
    texts = load_texts()
    ledger = ledger_of(snapshot, texts)
    reporting = snapshot.table("result_value").filter(pl.col("kind") == "actual")["activity_key"].unique()
    rows = []
    for target in texts[-1].sdg_targets:
        part = f"S3.{target.id.partition('.')[2]}"
        found = ledger.select(Selection(part=part, kind="spent"))
        keys = found["activity_key"].unique()
        cents = {m: int(found.filter(pl.col("measure") == m)["amount_eur_cents"].sum() or 0) for m in MEASURES}
        grades = dict(found.group_by("grade").agg(pl.col("activity_key").n_unique()).iter_rows())
        rows.append(
            [
                f"{target.id} {target.title.get(LANGUAGE)}",
                *(million(cents[m]) for m in MEASURES),
                str(keys.len()),
                " / ".join(str(grades.get(g, 0)) for g in ("coded", "likely", "text")),
                str(int(keys.is_in(reporting.implode()).sum() or 0)) if keys.len() else "0",
            ]
        )
    return [
        "## SDG 16",
        "",
        "Spent, all years together, millions of euro; programmes by the strongest evidence (coded / likely / text). Targets overlap.",
        "",
        *table(["target", "own", "chain", "field", "programmes", "evidence", "report a result"], rows),
    ]


def _matching(snapshot: Snapshot, table: Table) -> list[str]:
    lines = matching(snapshot, "indicator_labels.csv")
    seen = matching(snapshot, "indicator_labels_seen.csv")[-1]
    matched = snapshot.table("indicator_match").group_by("grade").len().sort("grade")
    return [
        "## The ministry's own indicators in partners' files",
        "",
        f"{snapshot.table('indicator_match').height:,} matches: {', '.join(f'{n:,} {g}' for g, n in matched.iter_rows())}. Measured on 150 texts labelled by",
        "hand (tests/real/indicator_labels.csv; drawn by tests/real/make_indicator_labels.py in three strata, so the shares are of this set",
        f"and not of all indicators). The words were chosen on another draw of {sum((seen.right, seen.wrong, seen.missed, seen.silent))} texts, on which they are "
        f"{seen.right} right, {seen.wrong} wrong, {seen.missed} missed. One label was corrected after the first count (17 right, 4 wrong, 1",
        "missed), when its whole text was read; and texts that match had been seen while the words were written: the shares flatter.",
        "",
        *table(
            ["indicator", "right", "wrong", "missed", "precision", "recall"],
            [
                [
                    one.own or "**all**",
                    str(one.right),
                    str(one.wrong),
                    str(one.missed),
                    _percent(one.right, one.found),
                    _percent(one.right, one.labelled),
                ]
                for one in lines
            ],
        ),
    ]


JUDGED = {
    "sound": "sound: one kind of thing or person is counted",
    "twice": "sound, but one person, partner or area may be counted by two programmes",
    "title": "cannot be read: the title is the code alone",
    "nonsense": "nonsense",
}


def _sums_read(table: Table) -> list[str]:
    """Sixty sums that were drawn and read."""
    with (REAL / "lawful_sums_read.csv").open(encoding="utf-8", newline="") as stream:
        read = Counter(row["judged"] for row in csv.DictReader(stream))
    return [
        f"{sum(read.values())} of these sums were drawn by a seed (tests/real/make_lawful_sums.py) and read by hand, with their titles and all values "
        f"that they add (tests/real/lawful_sums_read.csv); {read['nonsense'] or 'none'} of them is nonsense:",
        "",
        *table(["judged", "sums"], [[words, str(read[name])] for name, words in JUDGED.items()]),
    ]


def _synergy(snapshot: Snapshot, table: Table) -> list[str]:
    rows = snapshot.table("synergy")
    levels = dict(rows.group_by("level").len().iter_rows())
    idents = dict(snapshot.table("activity").select("activity_key", "iati_identifier").iter_rows())
    ranks = {
        (idents[a], idents[b], place): rank
        for rank, a, b, place in rows.select("rank", "first_key", "second_key", "place_code").iter_rows()
    }
    with (REAL / "synergy_judged.csv").open(encoding="utf-8", newline="") as stream:
        judged = list(csv.DictReader(stream))
    return [
        "## Synergy",
        "",
        f"{rows.height} couples of programmes: {levels.get('point', 0)} share a point, {levels.get('area', 0)} an area, {levels.get('country', 0)} only the country; "
        f"in {int(rows['together'].sum() or 0)} the partners name each other already. {len(judged)} of them were read:",
        "",
        *table(
            ["rank", "country", "judged", "why"],
            [
                [
                    str(ranks.get((row["first"], row["second"], row["country"]), "–")),
                    row["country"],
                    row["judged"],
                    row["why"],
                ]
                for row in judged
            ],
        ),
    ]


def result_lines(snapshot: Snapshot, table: Table, million: Callable[[int], str]) -> list[str]:
    """Lines of Markdown."""
    return [
        *_values(snapshot, table),
        *_sums_read(table),
        *_matching(snapshot, table),
        *_goal(snapshot, table, million),
        *_synergy(snapshot, table),
    ]
