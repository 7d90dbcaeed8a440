"""Placement: which parts of the article a slice serves, by which rule, with which grade. The rules are the text's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from vrede.article import GRADES, ArticleText, PlacementRule, Policy
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
LAST = 10_000
"""The rank of what is no rule of the text: behind all that are."""
BY_CHANNEL_NAME = "+name"
"""Behind a rule's id in a placement: the channel that the rule asks for was told from the receiver's name."""
DOUBTED = "+doubt"
"""Behind a rule's id: the text is about something else."""
PLACEMENT = {"case": pl.Int64, "part": pl.String, "grade": pl.String, "rule": pl.String, "rule_rank": pl.Int32}


class CodePolicy(NamedTuple):
    """What policy says of purpose codes: those apart (refugees in the donor country), withdrawn ones and what they serve
    now, those that say nothing of a subject, and those that a text may contradict."""

    apart: tuple[str, ...]
    withdrawn: dict[str, str]
    silent: tuple[str, ...]

    @classmethod
    def of(cls, policy: Policy, day: date) -> CodePolicy:
        """The values of one day."""
        return cls(
            policy.names("in_donor_refugee_codes", day),
            dict(policy.mapping("withdrawn_purpose_codes", day)),
            policy.names("silent_purpose_codes", day),
        )


def is_apart(apart: Sequence[str]) -> pl.Expr:
    """Whether a case is a cost of refugees in the donor country."""
    return ((pl.col("sector_level") == "1") & pl.col("sector_code").is_in(list(apart))).fill_null(False)


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
        [f"main:{theme}" for theme in rule.themes]
        if rule.grade == "text"
        else [f"theme:{theme}" for theme in rule.themes],
        [f"main:{theme}" for theme in rule.subjects],
        [f"theme:{theme}" for theme in rule.beside],
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


def _by_channel(clause: str, text: ArticleText) -> dict[str, str]:
    """Channel -> part, for a clause that is cut by channels; empty for one that is not."""
    found: dict[str, str] = {}
    for part in text.clause(clause).parts:
        for rule in part.rules:
            for channel in rule.channels:
                found.setdefault(channel, part.id)
    return found


def _as_part(serves: pl.Expr, text: ArticleText) -> pl.Expr:
    """The part that a name means for a case: itself, by the case's channel, or the clause's first."""
    parts = {part.id for part in text.parts}
    answer = pl.lit(None, dtype=pl.String)
    for name in sorted({clause.id for clause in text.clauses} | parts):
        if name in parts:
            told: pl.Expr = pl.lit(name)
        elif channels := _by_channel(name, text):
            told = pl.col("channel").replace_strict(
                channels, default=text.clause(name).parts[-1].id, return_dtype=pl.String
            )
        else:
            told = pl.lit(text.clause(name).parts[0].id)
        answer = pl.when(serves == name).then(told).otherwise(answer)
    return answer


def _withdrawn(cases: pl.DataFrame, text: ArticleText, withdrawn: dict[str, str]) -> pl.DataFrame:
    """Codes that left the list count under the part that policy names; under a clause, in the part of the case's channel."""
    hit = cases.filter((pl.col("sector_level") == "1") & pl.col("sector_code").is_in(list(withdrawn)))
    serves = pl.col("sector_code").replace_strict(withdrawn, default=None, return_dtype=pl.String)
    return hit.select(
        "case",
        _as_part(serves, text).alias("part"),
        pl.lit("coded").alias("grade"),
        pl.format("withdrawn-{}", "sector_code").alias("rule"),
        pl.lit(LAST, dtype=pl.Int32).alias("rule_rank"),
    )


def speaks(silent: Sequence[str]) -> pl.Expr:
    """Whether a case carries a purpose code that says something of its subject. silent: codes that do not."""
    return ((pl.col("sector_level") == "1") & ~pl.col("sector_code").is_in(list(silent))).fill_null(False)


def _signed(cases: pl.DataFrame, signs: pl.DataFrame, text: ArticleText, silent: Sequence[str]) -> pl.DataFrame:
    """What the signs of others say, for cases without a code that speaks. signs: as money.signs gives them."""
    grades = {sign.id: sign.grade for sign in text.signs}
    order = {sign.id: rank for rank, sign in enumerate(text.signs)}
    found = (
        cases.filter(~speaks(silent))
        .join(signs.select("activity_key", "serves", "sign"), on="activity_key", how="inner")
        .with_columns(part=_as_part(pl.col("serves"), text))
        .filter(pl.col("part").is_not_null())
    )
    return found.select(
        "case",
        "part",
        pl.col("sign").replace_strict(grades, return_dtype=pl.String).alias("grade"),
        pl.col("sign").alias("rule"),
        (pl.col("sign").replace_strict(order, return_dtype=pl.Int32) + LAST).alias("rule_rank"),
    )


def _doubted(found: pl.DataFrame, known: pl.DataFrame, text: ArticleText) -> pl.DataFrame:
    """Codes against which the text speaks are no proof: where nothing in the text is of the clause and something is of
    another subject, a coded placement by rules that can be doubted becomes the weakest, and says so."""
    able = {rule.id for _, _, rule in text.rules() if rule.doubted}
    agreeing = [f"theme:{theme}" for theme in text.agreeing]
    contrary = [f"theme:{theme}" for theme in text.contrary]
    if not able or not contrary:
        return found
    doubt = known.select("case", _doubt=pl.any_horizontal(contrary) & ~pl.any_horizontal(agreeing))
    return (
        found.join(doubt, on="case", how="left", maintain_order="left")
        .with_columns(_doubt=pl.col("_doubt") & pl.col("rule").is_in(sorted(able)))
        .with_columns(
            grade=pl.when("_doubt").then(pl.lit(GRADES[-1])).otherwise("grade"),
            rule=pl.when("_doubt").then(pl.col("rule") + DOUBTED).otherwise("rule"),
        )
        .drop("_doubt")
    )


def _rank(grade: pl.Expr) -> pl.Expr:
    return grade.replace_strict(GRADE_RANK, return_dtype=pl.Int32)


def _resting(hit: pl.DataFrame, within: pl.DataFrame, rule: PlacementRule) -> pl.DataFrame:
    """What rests on other parts is as firm as they are; where the rule also asks for words, never firmer than the rule.

    hit: placements by that rule. within: case, _base; the firmest grade among the parts it rests on.
    """
    base = pl.col("_base") if rule.only_parts else pl.max_horizontal("_base", _rank(pl.col("grade")))
    names = dict(enumerate(GRADES))
    return (
        hit.join(within, on="case", how="left", maintain_order="left")
        .with_columns(grade=base.replace_strict(names, return_dtype=pl.String))
        .drop("_base")
    )


class Placed(NamedTuple):
    """Cases with their features, and what they say of themselves: case, part, grade, rule, rule_rank."""

    known: pl.DataFrame
    direct: pl.DataFrame


def by_itself(cases: pl.DataFrame, features: pl.DataFrame, text: ArticleText, codes: CodePolicy) -> Placed:
    """What cases say themselves, by the rules without `parts`.

    cases: `case` (Int64, unique) and the columns of CASE. features: as money.features gives them.
    """
    known = cases.join(features, on="activity_key", how="left", maintain_order="left")
    rules = [(rank, part.id, rule) for rank, (_, part, rule) in enumerate(text.rules()) if not rule.parts]
    direct = pl.concat([*_matches(known, rules, text, codes.apart), _withdrawn(cases, text, codes.withdrawn)])
    return Placed(known, _doubted(direct, known, text))


def finished(placed: Placed, text: ArticleText, codes: CodePolicy, signs: pl.DataFrame | None = None) -> pl.DataFrame:
    """case, part, grade, rule: for each case and part the strongest grade, and among equals the first rule in the text.

    signs: activity_key, serves, sign; what others say, for cases without a code that speaks. Rules with `parts` come
    last, over what the others placed.
    """
    known, direct = placed
    if signs is not None and known.height:
        beside = known.select("case", *CASE).filter(~is_apart(codes.apart))
        direct = pl.concat([direct, _signed(beside, signs, text, codes.silent)])
    firm = direct.select("case", "part", _base=_rank(pl.col("grade")))
    derived = []
    for rank, (_, part, rule) in enumerate(text.rules()):
        if not rule.parts:
            continue
        within = firm.filter(pl.col("part").is_in(list(rule.parts))).group_by("case").agg(pl.col("_base").min())
        if within.is_empty():
            continue
        inside = known.join(within.select("case"), on="case", how="semi", maintain_order="left")
        for hit in _matches(inside, [(rank, part.id, rule)], text, codes.apart):
            derived.append(_resting(hit, within, rule))
    return (
        pl.concat([direct, *derived])
        .with_columns(_grade=_rank(pl.col("grade")))
        .sort("case", "part", "_grade", "rule_rank")
        .unique(["case", "part"], keep="first", maintain_order=True)
        .select("case", "part", "grade", "rule")
    )


def place(
    cases: pl.DataFrame, features: pl.DataFrame, text: ArticleText, codes: CodePolicy, signs: pl.DataFrame | None = None
) -> pl.DataFrame:
    """`by_itself` and `finished` in one: case, part, grade, rule."""
    return finished(by_itself(cases, features, text, codes), text, codes, signs)
