"""How good placement without codes is: hide the codes of coded activities and see what the other rules find."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from vrede.article import ArticleText
from vrede.money.features import features, search_text
from vrede.money.flow import MoneyRules
from vrede.money.place import CASE, CodePolicy, place
from vrede.money.signs import signs

WORST = 20
CODE_FEATURES = ("tag:", "sector:", "marker:", "scope:")
HIDDEN_CODES = {"words": "no code at all", "group": "only the first three digits of the code"}


@dataclass(frozen=True, slots=True)
class Score:
    """One part in one half: activities coded there, found by the other rules, and how many of those rightly."""

    view: str
    half: str
    part: str
    coded: int
    found: int
    right: int

    @property
    def precision(self) -> float | None:
        """Rightly found over found; None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Rightly found over coded; None where nothing is coded."""
        return self.right / self.coded if self.coded else None


@dataclass(frozen=True, slots=True)
class Mistake:
    """An activity placed wrongly, or missed, once its codes are hidden; the amount says how much it would move."""

    part: str
    kind: str
    identifier: str
    title: str
    coded_parts: str
    amount_eur_cents: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All scores and the worst mistakes of the half that is reported, with the snapshot they are of."""

    snapshot: str
    text_from: str
    activities: int
    scores: tuple[Score, ...]
    mistakes: tuple[Mistake, ...]

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        rows = [
            {
                "view": s.view,
                "half": s.half,
                "part": s.part,
                "coded": s.coded,
                "found": s.found,
                "right": s.right,
                "precision": s.precision,
                "recall": s.recall,
            }
            for s in self.scores
        ]
        worst = [{name: getattr(m, name) for name in m.__slots__} for m in self.mistakes]
        return {
            "snapshot": self.snapshot,
            "text_from": self.text_from,
            "activities": self.activities,
            "scores": rows,
            "mistakes": worst,
        }


def half_of(publisher: str) -> str:
    """'improve' or 'report': which half a publisher is in, by the hash of its identifier, so for good."""
    return "improve" if hashlib.sha256(publisher.encode()).digest()[0] % 2 == 0 else "report"


def _hidden(cases: pl.DataFrame, view: str) -> pl.DataFrame:
    """Cases as they would stand without codes: no flag, and no purpose code or only its three digits."""
    digits = pl.col("sector_code").str.slice(0, 3) if view == "group" else pl.lit(None, dtype=pl.String)
    level = pl.when(digits.is_not_null()).then(pl.lit("2"))
    return cases.with_columns(humanitarian=pl.lit(False), sector_level=level, sector_code=digits)


def _parts(found: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    return (
        found.join(cases.select("case", "activity_key"), on="case")
        .select("activity_key", "part")
        .unique()
        .sort("activity_key", "part")
    )


def evaluate_placement(
    tables: Mapping[str, pl.DataFrame], text: ArticleText, rules: MoneyRules, snapshot: str
) -> Evaluation:
    """Precision and recall per part of the rules that need no code, by activity, in both halves of the publishers.

    The truth is what purpose codes, tags, markers and flags say (grade coded). An activity takes part where at
    least one of its slices has a DAC code of five digits; for parts that only SDG codes place (S3), where it carries
    any SDG code. Signs of others stay: what they rest on are the codes of others. tables: slice, activity, narrative and those `features` needs.
    """
    slices = tables["slice"].filter((pl.col("sector_level") == "1") & ~pl.col("apart"))
    cases = (
        slices.select(CASE)
        .unique()
        .sort(CASE, nulls_last=True)
        .with_row_index("case")
        .with_columns(pl.col("case").cast(pl.Int64))
    )
    keys = cases.select("activity_key").unique()
    searched = search_text(tables["narrative"], tables["activity"]).join(
        keys, on="activity_key", how="semi", maintain_order="left"
    )
    known = features(text, tables, searched)
    codes = CodePolicy.of(rules.policy, rules.day)
    coded = place(cases, known, text, codes).filter(pl.col("grade") == "coded")
    truth = _parts(coded, cases)
    blind = known.with_columns(pl.lit(False).alias(name) for name in known.columns if name.startswith(CODE_FEATURES))
    whose = (
        tables["activity"]
        .select("activity_key", pl.col("reporting_org_ref").fill_null(""))
        .join(keys, on="activity_key", how="semi")
    )
    halves = whose.with_columns(
        half=pl.col("reporting_org_ref").replace_strict(
            {p: half_of(p) for p in whose["reporting_org_ref"].unique()}, return_dtype=pl.String
        )
    ).select("activity_key", "half")
    with_code = {p.id for _, p, r in text.rules() if r.grade == "coded"}
    by_goal = {p.id for _, p, _ in text.rules()} - {
        p.id for _, p, r in text.rules() if r.grade == "coded" and not (r.tags or r.other_sectors)
    }
    tagged = _with_goals(tables)
    said = signs(tables, keys, truth, blind, text)
    scores: list[Score] = []
    guesses: dict[str, pl.DataFrame] = {}
    for view in HIDDEN_CODES:
        hidden = _hidden(cases, view)
        guess = _parts(place(hidden, blind, text, codes._replace(withdrawn={}), said), hidden)
        guesses[view] = guess
        for half in ("improve", "report"):
            inside = halves.filter(pl.col("half") == half).select("activity_key")
            t, g = truth.join(inside, on="activity_key", how="semi"), guess.join(inside, on="activity_key", how="semi")
            g = g.filter(~pl.col("part").is_in(sorted(by_goal)) | pl.col("activity_key").is_in(tagged.implode()))
            right = g.join(t, on=["activity_key", "part"], how="semi")
            for part in sorted(with_code):
                numbers = [frame.filter(pl.col("part") == part).height for frame in (t, g, right)]
                scores.append(Score(view, half, part, *numbers))
    mistakes = _worst(truth, guesses["words"], halves, with_code, tables)
    return Evaluation(snapshot, text.valid_from.isoformat(), keys.height, tuple(scores), mistakes)


def _with_goals(tables: Mapping[str, pl.DataFrame]) -> pl.Series:
    """activity_key of the activities that carry any SDG goal, target or indicator: the others say nothing of them."""
    tags = tables["tag"].filter(pl.col("vocabulary").is_in(["2", "3"])).select("activity_key")
    sectors = tables["sector"].filter(pl.col("vocabulary").is_in(["7", "8", "9"])).select("activity_key")
    return pl.concat([tags, sectors])["activity_key"].unique()


def _worst(
    truth: pl.DataFrame,
    guess: pl.DataFrame,
    halves: pl.DataFrame,
    with_code: set[str],
    tables: Mapping[str, pl.DataFrame],
) -> tuple[Mistake, ...]:
    """The mistakes of the reported half that would move most money, false and missed alike."""
    inside = halves.filter(pl.col("half") == "report").select("activity_key")
    both = ["activity_key", "part"]
    wrong = pl.concat(
        [
            guess.join(truth, on=both, how="anti").with_columns(kind=pl.lit("wrongly placed")),
            truth.join(guess, on=both, how="anti").with_columns(kind=pl.lit("missed")),
        ]
    ).filter(pl.col("part").is_in(sorted(with_code)))
    spent = (
        tables["slice"].filter(pl.col("kind") == "spent").group_by("activity_key").agg(pl.col("amount_eur_cents").sum())
    )
    parts = truth.group_by("activity_key").agg(coded_parts=pl.col("part").str.join(" "))
    rows = (
        wrong.join(inside, on="activity_key", how="semi")
        .join(spent, on="activity_key", how="left")
        .join(parts, on="activity_key", how="left")
        .join(tables["activity"].select("activity_key", "iati_identifier", "title_en"), on="activity_key", how="left")
        .sort("amount_eur_cents", "activity_key", "part", descending=[True, False, False], nulls_last=True)
        .head(WORST)
    )
    return tuple(
        Mistake(
            r["part"],
            r["kind"],
            r["iati_identifier"] or "",
            r["title_en"] or "",
            r["coded_parts"] or "",
            int(r["amount_eur_cents"] or 0),
        )
        for r in rows.iter_rows(named=True)
    )
