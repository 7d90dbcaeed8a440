"""How far an indicator came: its actual value beside its target, and beside its baseline where that is known.

The rule is one sentence a state (RULES), so that a reader can redo it with a pencil. What the file does not say is
not guessed: a baseline beyond its target tells that direction and numbers contradict, and nothing is concluded.
"""

from __future__ import annotations

import polars as pl

from vrede.lake.tables import RESULT_TABLES
from vrede.results.values import NUMERIC

ACHIEVEMENT = next(table for table in RESULT_TABLES if table.name == "achievement")
PPM = 1_000_000
STATES = (
    "reached",
    "partly",
    "nothing",
    "not reached",
    "no target",
    "no actual",
    "several values",
    "not numeric",
    "contradiction",
    "nothing aimed at",
)
RULES = ("from baseline", "of target", "against target", "none")
"""from baseline: the way from baseline to target; of target: the actual as a share of the target; against target: only
whether it was met; none: cannot be told."""
SAME = ("activity_key", "indicator_no", "period_no", "dimension")


def _one(values: pl.DataFrame, kind: str, by: tuple[str, ...]) -> pl.DataFrame:
    """One number an indicator, period and dimension; how many there were, and how many are numbers."""
    return (
        values.filter(pl.col("kind") == kind)
        .group_by(by)
        .agg(
            pl.col("number").first().alias(kind),
            (pl.col("value").fill_null("").str.strip_chars() != "").sum().alias(f"_{kind}"),
            pl.col("number").is_not_null().sum().alias(f"_{kind}_numbers"),
            pl.len().alias(f"_{kind}_rows"),
        )
        .with_columns(pl.when(pl.col(f"_{kind}_rows") == 1).then(pl.col(kind)).alias(kind))
    )


def achievement(values: pl.DataFrame) -> pl.DataFrame:
    """Table achievement, from table result_value: a row for each period and dimension that has a target or an actual."""
    facts = (
        values.filter(pl.col("kind") != "baseline")
        .select(*SAME, "result_no", "year", "measure", "direction")
        .unique(list(SAME), keep="first", maintain_order=True)
    )
    found = (
        facts.join(_one(values, "target", SAME), on=list(SAME), how="left", maintain_order="left")
        .join(_one(values, "actual", SAME), on=list(SAME), how="left", maintain_order="left")
        .join(
            _one(values, "baseline", ("activity_key", "indicator_no", "dimension")),
            on=["activity_key", "indicator_no", "dimension"],
            how="left",
            maintain_order="left",
        )
    )
    found = found.with_columns(state=_state())
    found = found.with_columns(rule=_rule())
    found = found.with_columns(share_ppm=_share())
    unmet = (
        pl.when(pl.col("share_ppm").is_null())
        .then(pl.lit("not reached"))
        .when(pl.col("share_ppm") > 0)
        .then(pl.lit("partly"))
        .otherwise(pl.lit("nothing"))
    )
    told = found.with_columns(state=pl.coalesce("state", unmet))
    return ACHIEVEMENT.conform(told).sort(*SAME, nulls_last=True)


TARGET, ACTUAL, BASELINE = pl.col("target"), pl.col("actual"), pl.col("baseline")
UP = pl.col("direction") == "up"


def _state() -> pl.Expr:
    """Why nothing can be told of a period, or that it was reached; empty: it was not reached in full."""
    many = (pl.col("_target_rows").fill_null(0) > 1) | (pl.col("_actual_rows").fill_null(0) > 1)
    wrong = pl.when(UP).then(BASELINE > TARGET).otherwise(BASELINE < TARGET).fill_null(False)
    # A target of nothing, or one that was reached before it was set, is reached by doing nothing.
    idle = ((UP & (TARGET <= 0)) | (BASELINE == TARGET)).fill_null(False)
    met = pl.when(UP).then(ACTUAL >= TARGET).otherwise(ACTUAL <= TARGET)
    return (
        pl.when(many)
        .then(pl.lit("several values"))
        .when(pl.col("_target").fill_null(0) == 0)
        .then(pl.lit("no target"))
        .when(pl.col("_actual").fill_null(0) == 0)
        .then(pl.lit("no actual"))
        .when(~pl.col("measure").is_in(list(NUMERIC)) | TARGET.is_null() | ACTUAL.is_null())
        .then(pl.lit("not numeric"))
        .when(wrong)
        .then(pl.lit("contradiction"))
        .when(idle)
        .then(pl.lit("nothing aimed at"))
        .when(met)
        .then(pl.lit("reached"))
    )


def _rule() -> pl.Expr:
    """By which rule it is told how far a period came."""
    told = pl.col("state").is_null() | (pl.col("state") == "reached")
    way = BASELINE.is_not_null() & (BASELINE != TARGET)
    plain = BASELINE.is_null() & UP & (TARGET > 0) & (ACTUAL >= 0)
    return (
        pl.when(~told)
        .then(pl.lit("none"))
        .when(way)
        .then(pl.lit("from baseline"))
        .when(plain)
        .then(pl.lit("of target"))
        .otherwise(pl.lit("against target"))
    )


def _share() -> pl.Expr:
    """How far it came in millionths, by its rule; empty where the rule gives no share."""
    return (
        pl.when(pl.col("rule") == "from baseline")
        .then(_ppm(ACTUAL - BASELINE, TARGET - BASELINE))
        .when(pl.col("rule") == "of target")
        .then(_ppm(ACTUAL, TARGET))
    )


LARGEST = 10**12
"""Beyond this share (a million times the target) nothing is said: it is a slip of the pen."""


def _ppm(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """part / whole in millionths, rounded down towards nothing; null where it is absurd or `whole` is nothing."""
    # Decimals are held in millionths; whole numbers of 128 bits divide exactly and round towards minus infinity.
    above = (part.abs() * PPM).cast(pl.Int128) * PPM
    below = (whole.abs() * PPM).cast(pl.Int128)
    size = pl.when(below > 0).then(above // below)
    signed = pl.when((part < 0) == (whole < 0)).then(size).otherwise(-1 * size)
    return pl.when(size <= LARGEST).then(signed).cast(pl.Int64, strict=False)
