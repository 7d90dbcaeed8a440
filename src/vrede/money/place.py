"""Placement: which parts of the article a slice serves, by which rule, with which grade. The rules are the text's."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vrede.article import GRADES, ArticleText, PlacementRule
from vrede.money.features import code_feature, marker_feature

CASE = [
    "activity_key",
    "sector_level",
    "sector_code",
    "place_kind",
    "place_code",
    "channel",
    "channel_by_name",
    "humanitarian",
]
GRADE_RANK = {grade: rank for rank, grade in enumerate(GRADES)}
BY_CHANNEL_NAME = "+name"
"""Behind a rule's id in a placement: the channel that the rule asks for was told from the receiver's name."""
PLACEMENT = {"case": pl.Int64, "part": pl.String, "grade": pl.String, "rule": pl.String, "rule_rank": pl.Int32}


def condition(rule: PlacementRule, text: ArticleText, apart: Sequence[str]) -> pl.Expr:
    """One rule as an expression over cases joined with features; `parts` is left to `place`. Codes `apart` match nothing."""
    five = pl.when(pl.col("sector_level") == "1").then(pl.col("sector_code"))
    all_of: list[pl.Expr] = [~five.is_in(list(apart)).fill_null(False)]
    if rule.purpose_codes:
        all_of.append(five.is_in(list(rule.purpose_codes)).fill_null(False))
    if rule.sector_groups:
        all_of.append(pl.col("sector_code").str.slice(0, 3).is_in(list(rule.sector_groups)).fill_null(False))
    if rule.sector_groups_or_none:
        group = pl.col("sector_code").str.slice(0, 3)
        all_of.append(group.is_in(list(rule.sector_groups_or_none)) | pl.col("sector_code").is_null())
    if rule.without_purpose_codes:
        all_of.append(~five.is_in(list(rule.without_purpose_codes)).fill_null(False))
    countries = set(rule.countries).union(*(text.region(region).countries for region in rule.regions))
    if rule.regions or rule.countries:
        all_of.append(
            (pl.col("place_kind") == "country") & pl.col("place_code").is_in(sorted(countries)).fill_null(False)
        )
    if rule.channels:
        all_of.append(pl.col("channel").is_in(list(rule.channels)))
    if rule.humanitarian is not None:
        all_of.append(pl.col("humanitarian") == rule.humanitarian)
    if rule.dutch_partners_min is not None:
        all_of.append(pl.col("dutch_partners") >= rule.dutch_partners_min)
    for names in (
        [f"theme:{theme}" for theme in rule.themes],
        [f"fund:{fund}" for fund in rule.funds],
        [code_feature(match, "tag") for match in rule.tags],
        [code_feature(match, "sector") for match in rule.other_sectors],
        [code_feature(match, "indicator") for match in rule.indicators],
        [marker_feature(match) for match in rule.markers],
        [f"scope:{vocabulary}" for vocabulary in rule.scope_vocabularies],
    ):
        if names:
            all_of.append(pl.any_horizontal(*(pl.col(name) for name in names)))
    return pl.all_horizontal(*all_of)


def _by_name(rule: PlacementRule, likely: str, else_: str) -> pl.Expr:
    """A rule that asks for a channel is at most 'likely' where the channel was only told from a name, and says so."""
    if not rule.channels:
        return pl.lit(else_)
    return pl.when(pl.col("channel_by_name").fill_null(False)).then(pl.lit(likely)).otherwise(pl.lit(else_))


def _matches(
    cases: pl.DataFrame, rules: Sequence[tuple[int, str, PlacementRule]], text: ArticleText, apart: Sequence[str]
) -> list[pl.DataFrame]:
    found = cases.lazy()
    hits = pl.collect_all(
        [
            found.filter(condition(rule, text, apart)).select(
                "case",
                pl.lit(part).alias("part"),
                _by_name(rule, "likely" if rule.grade == "coded" else rule.grade, rule.grade).alias("grade"),
                _by_name(rule, rule.id + BY_CHANNEL_NAME, rule.id).alias("rule"),
                pl.lit(rank, dtype=pl.Int32).alias("rule_rank"),
            )
            for rank, part, rule in rules
        ]
    )
    return list(hits)


def _withdrawn(cases: pl.DataFrame, text: ArticleText, withdrawn: dict[str, str]) -> pl.DataFrame:
    """Codes that left the list count under the part (or the clause's first part) that policy names, as coded."""
    parts = {part.id for part in text.parts}
    target = {code: name if name in parts else text.clause(name).parts[-1].id for code, name in withdrawn.items()}
    hit = cases.filter((pl.col("sector_level") == "1") & pl.col("sector_code").is_in(list(target)))
    return hit.select(
        "case",
        pl.col("sector_code").replace_strict(target, default=None, return_dtype=pl.String).alias("part"),
        pl.lit("coded").alias("grade"),
        pl.format("withdrawn-{}", "sector_code").alias("rule"),
        pl.lit(0, dtype=pl.Int32).alias("rule_rank"),
    )


def place(
    cases: pl.DataFrame, features: pl.DataFrame, text: ArticleText, apart: Sequence[str], withdrawn: dict[str, str]
) -> pl.DataFrame:
    """case, part, grade, rule: for each case and part the strongest grade, and among equals the first rule in the text.

    cases: `case` (Int64, unique) and the columns of CASE. Rules with `parts` come second, over what the others placed.
    """
    if cases.is_empty():
        return pl.DataFrame(schema={"case": pl.Int64, "part": pl.String, "grade": pl.String, "rule": pl.String})
    known = cases.join(features, on="activity_key", how="left", maintain_order="left")
    numbered = [(rank, part.id, rule) for rank, (_, part, rule) in enumerate(text.rules())]
    first = [row for row in numbered if not row[2].parts]
    second = [row for row in numbered if row[2].parts]
    direct = pl.concat([*_matches(known, first, text, apart), _withdrawn(cases, text, withdrawn)])
    derived = []
    for rank, part, rule in second:
        within = direct.filter(pl.col("part").is_in(list(rule.parts))).select("case").unique()
        if within.is_empty():
            continue
        derived += _matches(
            known.join(within, on="case", how="semi", maintain_order="left"), [(rank, part, rule)], text, apart
        )
    every = pl.concat([direct, *derived])
    return (
        every.with_columns(_grade=pl.col("grade").replace_strict(GRADE_RANK, return_dtype=pl.Int32))
        .sort("case", "part", "_grade", "rule_rank")
        .unique(["case", "part"], keep="first", maintain_order=True)
        .select("case", "part", "grade", "rule")
    )
