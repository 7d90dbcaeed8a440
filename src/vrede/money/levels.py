"""At which of its levels a publisher's money counts: what policy says of one publisher, else the general rule.

Publishers order activities in levels (hierarchy). Where policy names the level at which a kind of money is written
(`counted_level/` in article/policy/publishers.toml), what stands at the publisher's other levels repeats it and counts
nowhere. Without an entry the general rule holds: of a parent and its parts, whichever says more (money/family).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from vrede.article import Bilingual, Policy, PolicyError, normal_identifier
from vrede.money.measure import normal_ref

GROUP = "counted_level"
LEVEL_KINDS = ("commitment", "spent")
FIRST_LEVEL = 1  # IATI standard, iati-activity/@hierarchy: "If hierarchy is not reported then 1 is assumed"
GENERAL, POLICY = "the larger of a parent and its parts", "one level"
LARGER_REASON = "counted at another level of its family"
LEVEL_REASON = "counted at another level of its publisher"
REASONS = (LARGER_REASON, LEVEL_REASON)
RULE_SCHEMA = {
    "partner_ref": pl.String,
    "kind": pl.String,
    "rule": pl.String,
    "level": pl.Int64,
    "why_en": pl.String,
    "why_nl": pl.String,
    "valid_from": pl.Date,
    "source": pl.String,
    "checked": pl.Date,
}


@dataclass(frozen=True, slots=True)
class CountedLevel:
    """Of a publisher (normalised identifier) and a kind of money, the level that counts, with who says so and when."""

    publisher: str
    kind: str
    level: int
    why: Bilingual
    valid_from: date
    source: str
    checked: date


def counted_levels(policy: Policy, day: date) -> tuple[CountedLevel, ...]:
    """What policy says on a day, by publisher and kind. Raises PolicyError for another kind, or a level that is no number."""
    found = []
    for publisher, (key, entry) in policy.group(GROUP, day).items():
        name = f"{GROUP}/{publisher}"
        for kind, level in policy.mapping(name, day).items():
            if kind not in LEVEL_KINDS:
                raise PolicyError("policy", name, f"{kind!r} is no kind of money: {', '.join(LEVEL_KINDS)}")
            if not (level.isascii() and level.isdigit()):
                raise PolicyError(
                    "policy", name, f"{level!r} is no level: a whole number, as the attribute hierarchy has it"
                )
            ref = normal_identifier(publisher)
            found.append(CountedLevel(ref, kind, int(level), key.title, entry.valid_from, entry.source, entry.checked))
    return tuple(sorted(found, key=lambda level: (level.publisher, level.kind)))


def elsewhere(activity: pl.DataFrame, levels: Sequence[CountedLevel]) -> pl.DataFrame:
    """activity_key, kind: the activities of these publishers that do not stand at the level that counts."""
    known = activity.select(
        "activity_key",
        _of=normal_ref(pl.col("reporting_org_ref")),
        _level=pl.col("hierarchy").fill_null(FIRST_LEVEL),
    )
    parts = [
        known.filter((pl.col("_of") == of.publisher) & (pl.col("_level") != of.level)).select(
            "activity_key", kind=pl.lit(of.kind)
        )
        for of in levels
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema={"activity_key": pl.Int64, "kind": pl.String})


def level_rules(activity: pl.DataFrame, pairs: pl.DataFrame, levels: Sequence[CountedLevel]) -> pl.DataFrame:
    """The table `level_rule`: which rule holds for each publisher that uses levels, by kind of money.

    pairs: parent_key and child_key, as `kin` gives them. A publisher uses levels where it has more than one, or a parent
    and its part, or an entry in policy.
    """
    of = activity.select("activity_key", partner_ref=normal_ref(pl.col("reporting_org_ref")), level="hierarchy")
    several = (
        of.group_by("partner_ref").agg(_n=pl.col("level").fill_null(FIRST_LEVEL).n_unique()).filter(pl.col("_n") > 1)
    )
    tied = of.filter(pl.col("activity_key").is_in(pairs["parent_key"].implode()))
    said = {(level.publisher, level.kind): level for level in levels}
    users = {*several["partner_ref"], *tied["partner_ref"], *({p for p, _ in said} & set(of["partner_ref"]))} - {None}
    rows: list[tuple[object, ...]] = []
    for ref in sorted(users):
        for kind in LEVEL_KINDS:
            entry = said.get((ref, kind))
            if entry is None:
                rows.append((ref, kind, GENERAL, *[None] * 6))
            else:
                why = (entry.why.en, entry.why.nl)
                rows.append((ref, kind, POLICY, entry.level, *why, entry.valid_from, entry.source, entry.checked))
    return pl.DataFrame(rows, schema=RULE_SCHEMA, orient="row")


def left_out(tables: Mapping[str, pl.DataFrame], keys: pl.Series) -> pl.DataFrame:
    """activity_key, kind, reason, amount_eur_cents of what these activities say and another level counts.

    tables: slice, issue.
    """
    gone = (
        tables["issue"]
        .filter(pl.col("reason").is_in(REASONS) & pl.col("activity_key").is_in(keys.implode()))
        .select("activity_key", "reason", kind="value")
    )
    of = tables["slice"].filter(pl.col("activity_key").is_in(gone["activity_key"].unique().implode()))
    sums = of.group_by("activity_key", "kind").agg(pl.col("amount_eur_cents").sum())
    return (
        gone.join(sums, on=["activity_key", "kind"], how="inner")
        .select("activity_key", "kind", "reason", "amount_eur_cents")
        .sort("activity_key", "kind")
    )
