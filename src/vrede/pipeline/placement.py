"""The report on placement, docs/placement.md, from a snapshot."""

from __future__ import annotations

from datetime import date

from vrede.lake import Snapshot
from vrede.money import HIDDEN_CODES, Evaluation, evaluate_placement
from vrede.pipeline.identity import load_rules

TABLES = (
    "slice",
    "activity",
    "narrative",
    "tag",
    "sector",
    "transaction_sector",
    "policy_marker",
    "humanitarian_scope",
    "participating_org",
    "other_identifier",
    "indicator",
    "related_activity",
    "transaction",
)


def evaluate_snapshot(snapshot: Snapshot) -> Evaluation:
    """Evaluate the latest text's rules on a snapshot. Raises LakeError, PolicyError."""
    rules = load_rules(date.fromisoformat(snapshot.manifest["policy_day"]))
    return evaluate_placement({name: snapshot.table(name) for name in TABLES}, rules.texts[-1], rules, snapshot.name)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def placement_report(result: Evaluation) -> str:
    """The evaluation as Markdown."""
    lines = [
        "# How good placement without codes is",
        "",
        "Made by `vrede place evaluate --labels tests/real/placement_labels.csv --out docs/placement.md`; do not edit by hand.",
        "",
        f"Snapshot `{result.snapshot}`, wording of {result.text_from}, {result.activities:,} activities with a purpose code of five digits. The truth is",
        "what codes, tags, markers and flags say; they (and scopes) are then hidden, and the other rules place the activities anew.",
        "Keywords were improved on the publishers of the half `improve`; the half `report` is what counts. Halves are",
        "drawn by the hash of the publisher's identifier. Precision: of what was placed, the share that the code confirms.",
        "Recall: of what the code places, the share that was found. An activity without a code may well belong where words",
        "place it: the code of a neighbouring subject counts as a mistake here, so precision is a lower bound. Parts that only",
        "SDG codes place (S3) are measured on the activities that carry any SDG code. Where the code's own rule also asks for",
        "words (F1.d, F4.a), recall is 1 by construction. Parts that no code places (F5, F2, F6 in part) have no truth to be",
        "measured against: what is found there counts as a mistake, and says nothing.",
        "",
    ]
    for view, meaning in HIDDEN_CODES.items():
        for half in ("report", "improve"):
            scores = [s for s in result.scores if (s.view, s.half) == (view, half)]
            lines += [
                f"## {meaning.capitalize()}, half `{half}`",
                "",
                "| part | coded | found | right | precision | recall |",
                "|---|---|---|---|---|---|",
            ]
            lines += [
                f"| {s.part} | {s.coded} | {s.found} | {s.right} | {_share(s.precision)} | {_share(s.recall)} |"
                for s in scores
                if s.coded or s.found
            ]
            coded, found, right = (sum(getattr(s, n) for s in scores) for n in ("coded", "found", "right"))
            total = f"| all | {coded} | {found} | {right} | {_share(right / found if found else None)} | {_share(right / coded if coded else None)} |"
            lines += [total, ""]
    lines += [
        "## The twenty worst mistakes (no code at all, half `report`)",
        "",
        "Ordered by what the activity spent, in millions of euro.",
        "",
        "| part | mistake | spent | activity | title | coded under |",
        "|---|---|---|---|---|---|",
    ]
    for m in result.mistakes:
        title = m.title[:90].replace("|", "/").replace("\n", " ")
        lines.append(
            f"| {m.part} | {m.kind} | {m.amount_eur_cents // 100_000_000:,} | {m.identifier} | {title} | {m.coded_parts} |"
        )
    return "\n".join(lines) + "\n"
