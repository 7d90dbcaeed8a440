"""Placement measured on what readers say: precision and recall by grade and part, on activities that were labelled by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import polars as pl

from vrede.article import GRADES
from vrede.money.measure import normal_ref

WEIGHTS = {"yes": 2, "partly": 1, "no": 0}
"""What a label counts, in halves: partly counts half, in precision and in recall."""
NOTHING = "none"
"""The part of a row that says only that an activity was read and serves nothing."""
IDENTITY = ["publisher", "identifier"]
Z = 1.96
"""Two-sided, 95 in a hundred."""


@dataclass(frozen=True, slots=True)
class LabelScore:
    """One line of the measurement. right and found are sums of label weights, so may end in a half."""

    group: str
    name: str
    placed: int
    right: float
    labelled: float
    found: float

    @property
    def precision(self) -> float | None:
        """Right over placed; None where nothing was placed."""
        return self.right / self.placed if self.placed else None

    @property
    def recall(self) -> float | None:
        """Found over labelled; None where nothing is labelled."""
        return self.found / self.labelled if self.labelled else None


@dataclass(frozen=True, slots=True)
class LabelScores:
    """Everything measured on one file of labels. absent: labelled activities that the snapshot does not hold."""

    activities: int
    absent: tuple[tuple[str, str], ...]
    scores: tuple[LabelScore, ...]
    rules: tuple[LabelScore, ...]


def interval(right: float, of: float) -> tuple[float, float] | None:
    """Wilson's interval of a share, 95 in a hundred; None for nothing. Source: Wilson 1927, without correction."""
    if not of:
        return None
    share = right / of
    middle, spread = share + Z * Z / (2 * of), Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    below = 1 + Z * Z / of
    return (max(0.0, min(share, (middle - spread) / below)), min(1.0, max(share, (middle + spread) / below)))


def _as_labelled(placed: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Placements by the names that the labels use: a label may name a clause (F3) or a part (F1.e)."""
    found = [
        placed.filter((pl.col("part") == name) | pl.col("part").str.starts_with(f"{name}.")).with_columns(
            part=pl.lit(name)
        )
        for name in names
    ]
    rank = pl.col("grade").replace_strict({g: n for n, g in enumerate(GRADES)}, return_dtype=pl.Int32)
    every = pl.concat(found) if found else placed.clear()
    return (
        every.with_columns(_rank=rank)
        .sort(*IDENTITY, "part", "_rank", "rule")
        .unique([*IDENTITY, "part"], keep="first", maintain_order=True)
        .drop("_rank")
    )


def score_labels(labels: pl.DataFrame, placed: pl.DataFrame, coded: pl.DataFrame, known: pl.DataFrame) -> LabelScores:
    """labels: publisher, identifier, part, value. placed: publisher, identifier, part, grade, rule.
    coded: publisher, identifier of activities with a purpose code of five digits. known: of all in the snapshot.

    What a labelled activity has no row for counts as no. The strongest grade of each activity and part counts.
    """
    keyed = [frame.with_columns(publisher=normal_ref(pl.col("publisher"))) for frame in (labels, placed, coded, known)]
    labels, placed, coded, known = (frame.with_columns(pl.col("identifier").str.strip_chars()) for frame in keyed)
    read = labels.select(IDENTITY).unique(maintain_order=True)
    inside = read.join(known.unique(IDENTITY), on=IDENTITY, how="semi", maintain_order="left")
    absent = read.join(known, on=IDENTITY, how="anti", maintain_order="left")
    weight = pl.col("value").replace_strict(WEIGHTS, return_dtype=pl.Int64)
    said = (
        labels.filter(pl.col("part") != NOTHING)
        .with_columns(weight=weight)
        .group_by([*IDENTITY, "part"])
        .agg(pl.col("weight").max())
    )
    names = sorted(said["part"].unique())
    guess = (
        _as_labelled(placed.join(inside, on=IDENTITY, how="semi"), names)
        .join(said, on=[*IDENTITY, "part"], how="left")
        .with_columns(pl.col("weight").fill_null(0))
    )
    truth = (
        said.filter(pl.col("weight") > 0)
        .join(inside, on=IDENTITY, how="semi")
        .join(guess.select([*IDENTITY, "part", "grade"]), on=[*IDENTITY, "part"], how="left")
    )
    bare_truth, bare_guess = (f.join(coded.unique(IDENTITY), on=IDENTITY, how="anti") for f in (truth, guess))
    scores = [_score("grade", grade, guess.filter(pl.col("grade") == grade), truth, grade) for grade in GRADES]
    scores.append(_score("all", "any grade", guess, truth))
    scores.append(_score("all", "no code of five digits", bare_guess, bare_truth))
    for name in names:
        of = pl.col("part") == name
        scores.append(_score("part", name, guess.filter(of), truth.filter(of)))
    rules = [
        _score("rule", rule, guess.filter(pl.col("rule") == rule), truth.clear())
        for rule in sorted(guess["rule"].unique())
    ]
    return LabelScores(inside.height, tuple(absent.iter_rows()), tuple(scores), tuple(rules))


def _score(group: str, name: str, guess: pl.DataFrame, truth: pl.DataFrame, grade: str | None = None) -> LabelScore:
    met = truth.filter(pl.col("grade") == grade) if grade else truth.filter(pl.col("grade").is_not_null())
    halves = [int(frame["weight"].sum()) for frame in (guess, truth, met)]
    return LabelScore(group, name, guess.height, *(number / 2 for number in halves))
