"""Placement scored on a file of labels: what readers say of activities, against what the rules of this snapshot say."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from vrede.lake import Snapshot
from vrede.money import NOTHING, WEIGHTS, LabelScore, LabelScores, half_of, interval, score_labels, unpaid_placement
from vrede.pipeline.identity import load_rules

COLUMNS = ("publisher", "identifier", "part", "value")
LARGEST = 20_000_000
"""Bytes of a file of labels: a hundred times what readers can label."""


class LabelError(ValueError):
    """A file of labels that cannot be used; the message says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels as read, with the lines that could not be used: (line, what is wrong)."""

    rows: pl.DataFrame
    refused: tuple[tuple[int, str], ...]


def read_labels(raw: bytes) -> Labels:
    """A CSV with the columns publisher, identifier, part and value (yes, partly, no), in any order, others beside.

    A part is one of the article (F1.e) or a clause (F3); 'none' says that an activity was read and serves nothing.
    Raises LabelError for what is no such file.
    """
    if len(raw) > LARGEST:
        raise LabelError(f"the file has {len(raw):,} bytes; at most {LARGEST:,} are read")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LabelError(f"the file is not UTF-8 (byte {error.start}): save it as CSV in UTF-8") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    headings = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if missing := [name for name in COLUMNS if name not in headings]:
        raise LabelError(f"the first line has no column {', '.join(missing)}; it must name {', '.join(COLUMNS)}")
    reader.fieldnames = headings
    rows, refused = [], []
    try:
        for row in reader:
            said = {name: (row[name] or "").strip() for name in COLUMNS}
            said["value"] = said["value"].lower()
            if not any(said.values()):
                continue
            if wrong := _wrong(said):
                refused.append((reader.line_num, wrong))
            else:
                rows.append(said)
    except csv.Error as error:
        raise LabelError(f"line {reader.line_num} is not CSV: {error}") from error
    if not rows:
        raise LabelError(
            "there is no line that can be used; a line needs a publisher, an identifier, a part and a value"
        )
    return Labels(pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row"), tuple(refused))


def _wrong(said: dict[str, str]) -> str:
    if not said["publisher"] or not said["identifier"]:
        return "publisher or identifier is empty"
    if said["value"] not in WEIGHTS:
        return f"value {said['value']!r} is not yes, partly or no"
    if not said["part"] and said["value"] != "no":
        return "part is empty"
    return ""


def score_snapshot(snapshot: Snapshot, labels: pl.DataFrame, half: str = "") -> LabelScores:
    """Precision and recall by grade, part and rule. half: 'improve' or 'report' keeps that half of the publishers.

    Activities without money of their own are placed as if they had some, so that a label is not missed for want of it.
    """
    rules = load_rules(date.fromisoformat(snapshot.manifest["policy_day"]))
    known = {part.id for part in rules.texts[-1].parts} | {clause.id for clause in rules.texts[-1].clauses}
    said = labels.with_columns(part=pl.when(pl.col("part") == "").then(pl.lit(NOTHING)).otherwise("part"))
    if unknown := sorted(set(said["part"].unique()) - known - {NOTHING}):
        raise LabelError(f"{unknown[0]!r} is no part and no clause of the article ({', '.join(sorted(known))[:300]})")
    if half:
        said = said.filter(pl.col("publisher").map_elements(half_of, return_dtype=pl.String) == half)
    activity = snapshot.table("activity").select(
        "activity_key",
        publisher=pl.col("reporting_org_ref").fill_null(""),
        identifier=pl.col("iati_identifier").fill_null(""),
    )
    slices = snapshot.table("slice").select("slice_key", "activity_key", "sector_level")
    paid = snapshot.table("placement").join(slices, on="slice_key").select("activity_key", "part", "grade", "rule")
    unpaid = unpaid_placement(snapshot.table, rules)
    placed = pl.concat([paid.unique(), unpaid]).join(activity, on="activity_key").drop("activity_key")
    five = pl.concat(
        [
            snapshot.table("sector").filter(pl.col("vocabulary").fill_null("1") == "1")["activity_key"],
            slices.filter(pl.col("sector_level") == "1")["activity_key"],
        ]
    ).unique()
    coded = activity.filter(pl.col("activity_key").is_in(five.implode())).drop("activity_key")
    return score_labels(said, placed, coded, activity.drop("activity_key"))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _between(right: float, of: float) -> str:
    found = interval(right, of)
    return "" if found is None else f"{found[0]:.2f}–{found[1]:.2f}"


def _line(score: LabelScore) -> str:
    return (
        f"| {score.name} | {score.placed} | {score.right:g} | {_share(score.precision)} | {_between(score.right, score.placed)} "
        f"| {score.labelled:g} | {score.found:g} | {_share(score.recall)} | {_between(score.found, score.labelled)} |"
    )


def score_lines(scores: LabelScores, rules: bool = True) -> list[str]:
    """The scores as tables of Markdown: grades and parts, then rules."""
    heading = [
        "| | placed | right | precision | between | labelled | found | recall | between |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines = [*heading, *(_line(score) for score in scores.scores)]
    if rules:
        lines += ["", "| rule | placed | right | precision | between |", "|---|---|---|---|---|"]
        lines += [
            f"| {s.name} | {s.placed} | {s.right:g} | {_share(s.precision)} | {_between(s.right, s.placed)} |"
            for s in scores.rules
        ]
    return lines


TARGETS = (
    ("coded", "precision", 0.92),
    ("likely", "precision", 0.80),
    ("text", "precision", 0.65),
    ("any grade", "recall", 0.75),
    ("no code of five digits", "recall", 0.50),
    ("F5", "recall", 0.60),
)
"""What placement should reach on publishers that no rule was tuned on."""


def labelled_report(snapshot: Snapshot, labels: pl.DataFrame) -> str:
    """The measurement on labels as Markdown: what is reached, both halves, and every rule."""
    report, improve = (score_snapshot(snapshot, labels, half) for half in ("report", "improve"))
    every = score_snapshot(snapshot, labels)
    by = {score.name: score for score in report.scores}
    lines = [
        "# How good placement is, by what people say",
        "",
        f"Snapshot `{snapshot.name}`; {every.activities} activities that two readers labelled, {report.activities} of them of the half `report` of the",
        "publishers, on which no rule was tuned. A label `partly` counts half. Between: Wilson's interval, 95 in a hundred. An activity is",
        "labelled as a whole and money is placed by slices, so a slice may be right where the whole is partly so.",
        "",
        "## What should be reached, half `report`",
        "",
        "| what | should be | is | between | of | |",
        "|---|---|---|---|---|---|",
    ]
    for name, which, least in TARGETS:
        if name not in by:
            continue
        score = by[name]
        right, of = (score.right, score.placed) if which == "precision" else (score.found, score.labelled)
        is_, said = right / of if of else 0.0, "reached" if of and right / of >= least else "**not reached**"
        lines.append(f"| {name}, {which} | {least:.2f} | {is_:.2f} | {_between(right, of)} | {of:g} | {said} |")
    for title, scores in (("half `report`", report), ("half `improve`", improve)):
        lines += [
            "",
            f"## By grade and part, {title} ({scores.activities} activities)",
            "",
            *score_lines(scores, rules=False),
        ]
    lines += ["", "## By grade, part and rule, all labels", "", *score_lines(every)]
    return "\n".join(lines) + "\n"


def score_data(scores: LabelScores) -> dict[str, object]:
    """The scores as plain data for JSON."""

    def rows(some: Sequence[LabelScore]) -> list[dict[str, object]]:
        return [
            {
                "group": s.group,
                "name": s.name,
                "placed": s.placed,
                "right": s.right,
                "precision": s.precision,
                "precision_between": interval(s.right, s.placed),
                "labelled": s.labelled,
                "found": s.found,
                "recall": s.recall,
            }
            for s in some
        ]

    return {
        "activities": scores.activities,
        "absent": [list(pair) for pair in scores.absent],
        "scores": rows(scores.scores),
        "rules": rows(scores.rules),
    }
