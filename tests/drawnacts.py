"""Acts drawn by Hypothesis, without a database: dossiers that are committed, paid, accounted for, claimed, released and settled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from registerforged import whole
from vrede.register.chain.act import Act, canonical

START = date(2023, 1, 1)
EFFORTS = ("diplomatic", "civil", "military")


@dataclass
class Drawn:
    """acts, and what a plain count beside them gives: Counter by (dossier, name)."""

    acts: list[Act] = field(default_factory=list)
    stands: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, kind: str, dossier: str, day: date, cents: int | None = None, **said: Any) -> Act:
        act = Act(
            seq=len(self.acts) + 1,
            moment=f"{day}T12:00:00.000+00:00",
            who="w",
            role="r",
            kind=kind,
            dossier=dossier,
            approves=said.pop("approves", None),
            cents=cents,
            year=day.year,
            token="t",
            reason="r",
            body=canonical(whole(kind, {"day": day.isoformat(), **said})),
            previous="",
        )
        self.acts.append(act)
        return act

    def has(self, dossier: str, name: str) -> int:
        return self.stands[dossier, name]

    def move(self, dossier: str, source: str, target: str, cents: int) -> None:
        self.stands[dossier, source] -= cents
        self.stands[dossier, target] += cents


@st.composite
def registers(draw: st.DrawFn, most: int = 25) -> Drawn:
    """A register of up to four dossiers that were committed, and at times one that was refused; days never go back."""
    made, day, began = Drawn(), START, set[str]()
    for _ in range(draw(st.integers(0, most))):
        day += timedelta(days=draw(st.integers(0, 120)))
        dossier = draw(st.sampled_from(["G1", "G2", "G3", "G4"]))
        if dossier not in began:
            began.add(dossier)
            _begin(draw, made, dossier, day)
            continue
        kind = draw(
            st.sampled_from(
                [
                    "modification_approval",
                    "payment",
                    "payment",
                    "report_assessment",
                    "recovery",
                    "release",
                    "final_settlement",
                    "rejection",
                ]
            )
        )
        _go_on(draw, made, dossier, day, kind)
    if draw(st.booleans()):
        two = {"efforts": list(EFFORTS), "clauses": ["F1"], "iso3": ["MLI"], "partner": "XM-P"}
        no = made.add("proposal", "G5", day, draw(st.integers(1, 1_000)), article="XVII.4", line="4.3", **two)
        made.add("refusal", "G5", day, no.cents, approves=no.seq, ground="policy")
    return made


def _begin(draw: st.DrawFn, made: Drawn, dossier: str, day: date) -> None:
    cents = draw(st.integers(1, 1_000))
    line = {"article": "XVII.4", "line": draw(st.sampled_from(["4.1", "4.3"]))}
    efforts = draw(st.lists(st.sampled_from(EFFORTS), unique=True))
    clause = draw(st.sampled_from([["F1"], ["F1", "S2"], ["F3"]]))
    origin = made.add(
        "proposal", dossier, day, cents, **line, clauses=clause, efforts=efforts, iso3=["MLI"], partner="XM-P"
    )
    fund = draw(st.sampled_from([{}, {"fund": "BIV"}, {"fund": "SF"}]))
    made.add("commitment", dossier, day, cents, approves=origin.seq, **line, **fund)
    made.stands[dossier, "open"] += cents


def _go_on(draw: st.DrawFn, made: Drawn, dossier: str, day: date, kind: str) -> None:
    if kind == "modification_approval":
        cents = draw(st.integers(0, 500))
        change = made.add("modification", dossier, day, cents)
        made.add(kind, dossier, day, cents, approves=change.seq, article="XVII.4", line="?")
        made.stands[dossier, "open"] += cents
        return
    if kind == "rejection":
        change = made.add("modification", dossier, day, draw(st.integers(0, 500)))
        made.add(kind, dossier, day, change.cents, approves=change.seq)
        return
    if kind == "report_assessment":
        cents = draw(st.integers(0, made.has(dossier, "outstanding")))
        made.add(kind, dossier, day, cleared=cents)
        made.stands[dossier, "outstanding"] -= cents
        return
    have = made.has(dossier, "paid" if kind == "recovery" else "open")
    cents = draw(st.integers(0, have))
    if kind == "payment" and cents:
        advance = draw(st.booleans())
        made.add(kind, dossier, day, cents, advance=advance)
        made.move(dossier, "open", "paid", cents)
        made.stands[dossier, "outstanding"] += cents if advance else 0
    elif kind == "recovery" and cents:
        settled = min(cents, made.has(dossier, "outstanding"))
        made.add(kind, dossier, day, cents, cleared=settled)
        made.move(dossier, "paid", "claimed", cents)
        made.stands[dossier, "outstanding"] -= settled
    elif kind == "release" and cents:
        made.add(kind, dossier, day, cents)
        made.move(dossier, "open", "released", cents)
    elif kind == "final_settlement":
        made.add(kind, dossier, day, cents, released=cents)
        made.move(dossier, "open", "released", cents)
