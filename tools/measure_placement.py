"""Writes article/lists/measured.toml: how often each grade and each rule is right, on the labels of tests/real.

Usage: python tools/measure_placement.py      (with VREDE_LAKE: a lake of ../shared/data, built with the rules of now)

Grades and what is found: on the half `report` of the publishers, which no rule was tuned on. Rules: on all labels, because a
rule alone has few cases; so a rule's own number is not free of tuning, and only serves to move rules down.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from vrede.article import GRADES, load_texts
from vrede.cli.options import opened
from vrede.money import CORRECTED, LabelScore, interval
from vrede.pipeline import read_labels, score_snapshot

ROOT = Path(__file__).resolve().parents[1]
LABELS = ROOT / "tests" / "real" / "placement_labels.csv"
OUT = ROOT / "src" / "vrede" / "article" / "lists" / "measured.toml"
HEAD = "# Made by tools/measure_placement.py; do not edit by hand. Grades: on publishers that no rule was tuned on. Rules: on all labels.\n"


def _right(placed: float, right: float) -> str:
    low, high = interval(right, placed) or (0.0, 1.0)
    return f"{{ of = {placed:g}, right = {right:g}, low = {low:.3f}, high = {high:.3f} }}"


def main() -> None:
    """Measures and writes."""
    labels = read_labels(LABELS.read_bytes()).rows
    snapshot = opened("")
    report, every = score_snapshot(snapshot, labels, "report"), score_snapshot(snapshot, labels)
    wrong = Counter(c.rule for c in load_texts()[-1].corrections if c.rule and not c.belongs)
    by: dict[str, LabelScore] = {score.name: score for score in report.scores}
    lines = [
        HEAD,
        'labels = "tests/real/placement_labels.csv"',
        f'day = "{snapshot.manifest["policy_day"]}"',
        f"activities = {report.activities}",
    ]
    for name, group in (("found", "any grade"), ("found_without_code", "no code of five digits")):
        lines.append(f"{name} = {_right(by[group].labelled, by[group].found)}")
    lines += ["", "[grades]", *(f"{grade} = {_right(by[grade].placed, by[grade].right)}" for grade in GRADES)]
    lines += [
        "",
        "[rules]",
        *(
            f'"{rule.name}" = {_right(rule.placed + wrong[rule.name], rule.right)}'
            for rule in every.rules
            if rule.name != CORRECTED
        ),
    ]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
