"""Which actual values may be added to which: the lawful sums, and the reason for every value that stays on its own.

Values are added where the publisher allows it, over activities that measure the same indicator (the same reference in
the same list and the same title; a publisher's own list is its own), as the same kind of result, in the same unit,
direction, dimension and period, and between which no chain runs: of a result that funder and implementer both report,
the report nearest to the work counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from vrede.money import normal_ref

ADDED, ALONE = "added", "alone"
OWN_LISTS = ("99",)
"""IndicatorVocabulary 99: the reporting organisation's own list. So is a reference without a list."""
ADDING = (
    "no value",
    "no number",
    "not a unit",
    "not a count",
    "aggregation not allowed",
    "aggregation not stated",
    "no reference",
    "no period",
    "several values in one period",
    "several periods in one year",
    "directions differ",
    "kinds of result differ",
    "titles differ",
    "reported further down the chain",
    "periods differ",
    ALONE,
    ADDED,
)
"""Why a value is not added, in the order in which it is asked; the last two are lawful."""
YEAR = ("list", "reference", "dimension", "year")
"""What one code says of one part in one year: within it kind, title and direction must be the same."""
GROUP = (*YEAR, "period_start", "period_end")
"""What is added: the same period, from its first day to its last."""


def downward(link: pl.DataFrame, chain_edge: pl.DataFrame) -> dict[int, set[int]]:
    """activity_key -> the activities right below it: those that it pays, its children, and itself by another name.

    Proposed links count too: where it is not sure that two reports are of different work, they are not added.
    """
    pairs = [chain_edge.select(above="payer_key", below="receiver_key")]
    known = link.filter(pl.col("target_key").is_not_null())
    for direction, above, below in (
        ("down", "activity_key", "target_key"),
        ("up", "target_key", "activity_key"),
        ("child", "activity_key", "target_key"),
        ("parent", "target_key", "activity_key"),
        ("alias", "activity_key", "target_key"),
        ("alias", "target_key", "activity_key"),
    ):
        pairs.append(known.filter(pl.col("direction") == direction).select(above=above, below=below))
    found: dict[int, set[int]] = {}
    for above, below in pl.concat(pairs).filter(pl.col("above") != pl.col("below")).unique().iter_rows():
        found.setdefault(above, set()).add(below)
    return found


def reach(start: int, below: Mapping[int, set[int]]) -> set[int]:
    """Everything below an activity, at any depth; itself only where a cycle leads back to it."""
    seen: set[int] = set()
    waiting = list(below.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(below.get(key, ()))
    return seen


def covered(reporters: Iterable[int], below: Mapping[int, set[int]], values: Mapping[int, object]) -> set[int]:
    """Those of the reporters whose result is reported further down as well.

    In a cycle nobody is further down: its smallest value counts, of equal ones the smallest key.
    values: activity_key -> its value, to be compared.
    """
    mine = sorted(set(reporters))
    under = {key: reach(key, below) & set(mine) for key in mine}
    out: set[int] = set()
    for key in mine:
        for other in under[key] - {key}:
            if key not in under[other] or (values[other], other) < (values[key], key):
                out.add(key)
    return out


def _several(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds _values and _periods: how often the indicator gives this dimension in this period, and in this year."""
    same = ["activity_key", "indicator_no", "dimension"]
    return frame.with_columns(
        _values=pl.len().over([*same, "period_no"]),
        _periods=pl.col("period_no").n_unique().over([*same, "year"]),
    )


def _listed() -> pl.Expr:
    """The list that a reference comes from: a shared list's code, or the publisher's own, named by the publisher."""
    own = pl.col("vocabulary").is_null() | pl.col("vocabulary").is_in(list(OWN_LISTS))
    return pl.when(own).then(pl.format("own:{}", pl.col("_publisher").fill_null(""))).otherwise("vocabulary")


def indicator_titles(narrative: pl.DataFrame) -> pl.DataFrame:
    """activity_key, indicator_no, title: every indicator's title in all its languages, for comparison.

    narrative: table narrative. Case, spacing and the order of languages do not count.
    """
    plain = pl.col("text").str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    return (
        narrative.filter(pl.col("element") == "indicator/title")
        .select("activity_key", indicator_no="parent_no", title=plain)
        .group_by("activity_key", "indicator_no")
        .agg(pl.col("title").unique().sort().str.join("; "))
    )


class NotCounts(NamedTuple):
    """Regular expressions of titles in small letters (policy of the results): what is no count, and what says it counts."""

    always: Sequence[str] = ()
    unless_counted: Sequence[str] = ()
    counted: Sequence[str] = ()

    def of(self, title: pl.Expr) -> pl.Expr:
        """Whether a title is of an index, a score, an average, a level, a share."""

        def says(patterns: Sequence[str]) -> pl.Expr:
            return title.str.contains("|".join(patterns)) if patterns else pl.lit(False)

        return says(self.always) | (says(self.unless_counted) & ~says(self.counted))


COUNTS = NotCounts()
"""Every title counts."""


def _in_percent(values: pl.DataFrame) -> pl.DataFrame:
    """Indicators of which any value, of whatever kind, is written as a percentage: those beside it are percentages too."""
    return (
        values.filter(pl.col("value").fill_null("").str.contains("[%٪％]"))
        .select("activity_key", "indicator_no")
        .unique()
    )


def _by_itself(not_counts: NotCounts) -> pl.Expr:
    """Why a value may not be added, told from itself, its title and the values beside it; empty where it may."""
    return (
        pl.when(pl.col("value").fill_null("").str.strip_chars() == "")
        .then(pl.lit("no value"))
        .when(pl.col("number").is_null())
        .then(pl.lit("no number"))
        .when(pl.col("measure") != "unit")
        .then(pl.lit("not a unit"))
        .when(not_counts.of(pl.col("_title")) | pl.col("_percent"))
        .then(pl.lit("not a count"))
        .when(pl.col("aggregation") == "not allowed")
        .then(pl.lit("aggregation not allowed"))
        .when(pl.col("aggregation") == "not stated")
        .then(pl.lit("aggregation not stated"))
        .when(pl.col("reference").is_null())
        .then(pl.lit("no reference"))
        .when(pl.any_horizontal(pl.col("period_start", "period_end", "year").is_null()))
        .then(pl.lit("no period"))
        .when(pl.col("_values") > 1)
        .then(pl.lit("several values in one period"))
        .when(pl.col("_periods") > 1)
        .then(pl.lit("several periods in one year"))
    )


def _beside(actual: pl.DataFrame) -> pl.DataFrame:
    """The reasons that are told from the other values of its year, for those that have none yet."""
    open_ = pl.col("adding").is_null()
    return actual.with_columns(
        adding=pl.when(open_ & (pl.len().over([*YEAR, "activity_key", open_]) > 1))
        .then(pl.lit("several values in one period"))
        .when(open_ & (pl.col("direction").n_unique().over([*YEAR, open_]) > 1))
        .then(pl.lit("directions differ"))
        .when(open_ & (pl.col("result_type").n_unique().over([*YEAR, open_]) > 1))
        .then(pl.lit("kinds of result differ"))
        .when(open_ & (pl.col("_title").n_unique().over([*YEAR, open_]) > 1))
        .then(pl.lit("titles differ"))
        .otherwise("adding")
    )


def adding(
    values: pl.DataFrame,
    activity: pl.DataFrame,
    titles: pl.DataFrame,
    below: Mapping[int, set[int]],
    not_counts: NotCounts = COUNTS,
) -> pl.DataFrame:
    """activity_key, value_no, list, adding: for every actual value, whether it is added, and where not, why.

    values: table result_value. activity: activity_key, reporting_org_ref. titles: as `indicator_titles` gives them; below:
    as `downward` does. One value an activity can count in a group: several indicators of one activity with one
    reference stay on their own too. not_counts: how titles of an index, an average, a share are known.
    One code under several titles may count a whole and its parts: none is added.
    """
    actual = (
        values.filter(pl.col("kind") == "actual")
        .join(
            activity.select("activity_key", _publisher=normal_ref(pl.col("reporting_org_ref"))),
            on="activity_key",
            how="left",
            maintain_order="left",
        )
        .join(
            titles.rename({"title": "_title"}), on=["activity_key", "indicator_no"], how="left", maintain_order="left"
        )
        .join(
            _in_percent(values).with_columns(_percent=True),
            on=["activity_key", "indicator_no"],
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("_title").fill_null(""), pl.col("_percent").fill_null(False))
    )
    actual = _several(actual.with_columns(list=_listed()))
    actual = _beside(actual.with_columns(adding=_by_itself(not_counts)))
    gone = _reported_below(actual.filter(pl.col("adding").is_null()), below)
    actual = actual.join(gone, on=["activity_key", "value_no"], how="left", maintain_order="left")
    actual = actual.with_columns(
        adding=pl.when(pl.col("_below").fill_null(False))
        .then(pl.lit("reported further down the chain"))
        .otherwise("adding")
    )
    open_ = pl.col("adding").is_null()
    together = pl.len().over([*GROUP, open_])
    beside = pl.len().over([*YEAR, open_])
    return actual.with_columns(
        adding=pl.when(~open_)
        .then("adding")
        .when(together > 1)
        .then(pl.lit(ADDED))
        .when(beside > 1)
        .then(pl.lit("periods differ"))
        .otherwise(pl.lit(ALONE))
    ).select("activity_key", "value_no", "list", "adding")


def _reported_below(rows: pl.DataFrame, below: Mapping[int, set[int]]) -> pl.DataFrame:
    gone: list[tuple[int, int, bool]] = []
    for group in rows.partition_by(GROUP, maintain_order=True):
        if group.height < 2:
            continue
        found = {
            key: (number, no) for key, number, no in group.select("activity_key", "number", "value_no").iter_rows()
        }
        hidden = covered(found, below, {key: number for key, (number, _no) in found.items()})
        gone += [(key, found[key][1], True) for key in sorted(hidden)]
    return pl.DataFrame(
        gone, schema={"activity_key": pl.Int64, "value_no": pl.Int32, "_below": pl.Boolean}, orient="row"
    )


def lawful_sums(values: pl.DataFrame) -> pl.DataFrame:
    """vocabulary, publisher, reference, dimension, year, period, direction, number, values, activities: the lawful sums.

    values: table result_value with `publisher` (of the activity). Only what is `added` is in a sum.
    """
    own = pl.col("vocabulary").is_null() | pl.col("vocabulary").is_in(list(OWN_LISTS))
    return (
        values.filter(pl.col("adding") == ADDED)
        .with_columns(publisher=pl.when(own).then("publisher"), vocabulary=pl.when(~own).then("vocabulary"))
        .group_by(
            "vocabulary", "publisher", "reference", "dimension", "year", "period_start", "period_end", "direction"
        )
        .agg(
            pl.col("number").sum(),
            values=pl.len().cast(pl.Int64),
            activities=pl.col("activity_key").n_unique().cast(pl.Int64),
        )
        .sort(
            "year",
            "vocabulary",
            "publisher",
            "reference",
            "dimension",
            "period_end",
            "period_start",
            nulls_last=True,
            descending=[True, False, False, False, False, False, False],
        )
    )
