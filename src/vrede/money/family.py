"""Levels of one publisher are never summed: what policy says of the publisher, else the general rule; the rest is listed.

Publishers order activities in levels (hierarchy, related-activity 1 and 2) and some write the same money on two of them.
Where policy names the level that counts (money/levels), that one counts. Else what a part says may be a piece of what its
parent says, and no file tells: so of both only the larger counts, for commitments and for spending apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import polars as pl

from vrede.money.levels import LARGER_REASON, LEVEL_REASON, CountedLevel, elsewhere
from vrede.money.measure import NO_MEASURE, normal_ref

PARENT, CHILD = "1", "2"
OF_KIND = {"2": "commitment", "3": "spent", "4": "spent"}


def kin(activity: pl.DataFrame, related: pl.DataFrame) -> pl.DataFrame:
    """parent_key, child_key: who says it belongs to whom, within one publisher, each pair once.

    Two that each call the other its part contradict each other: that pair says nothing.
    """
    known = activity.filter(pl.col("iati_identifier").is_not_null()).select(
        ref="iati_identifier", other="activity_key", _of=normal_ref(pl.col("reporting_org_ref"))
    )
    own = activity.select("activity_key", _of=normal_ref(pl.col("reporting_org_ref")))
    said = (
        related.filter(pl.col("type").is_in([PARENT, CHILD]))
        .join(own, on="activity_key", how="inner")
        .join(known, on=["ref", "_of"], how="inner")
        .filter(pl.col("activity_key") != pl.col("other"))
    )
    up = pl.col("type") == PARENT
    pairs = said.select(
        parent_key=pl.when(up).then("other").otherwise("activity_key"),
        child_key=pl.when(up).then("activity_key").otherwise("other"),
    ).unique()
    turned = pairs.select(parent_key="child_key", child_key="parent_key")
    return pairs.join(turned, on=["parent_key", "child_key"], how="anti").sort("parent_key", "child_key")


def stated_sums(transaction: pl.DataFrame) -> pl.DataFrame:
    """activity_key, transaction_type, amount_eur_cents: what activities commit and spend, by type."""
    return (
        transaction.filter(pl.col("transaction_type").is_in(list(OF_KIND)))
        .group_by("activity_key", "transaction_type")
        .agg(pl.col("amount_eur_cents").sum())
        .sort("activity_key", "transaction_type")
    )


def not_counted(
    activity: pl.DataFrame, related: pl.DataFrame, transaction: pl.DataFrame, levels: Sequence[CountedLevel] = ()
) -> pl.DataFrame:
    """activity_key, kind, reason of what gives way to another level. Amounts below nothing speak for nothing.

    transaction: activity_key, transaction_type, amount_eur_cents, row by row or as `stated_sums` has them.
    levels: what policy says of single publishers; it goes before the general rule, which then holds among what is left.
    """
    pairs = kin(activity, related).rows()
    sums = (
        transaction.filter(pl.col("transaction_type").is_in(list(OF_KIND)))
        .with_columns(kind=pl.col("transaction_type").replace_strict(OF_KIND, return_dtype=pl.String))
        .group_by("activity_key", "kind")
        .agg(pl.col("amount_eur_cents").sum())
    )
    at_others = (
        elsewhere(activity, levels).join(sums, on=["activity_key", "kind"], how="semi").sort("kind", "activity_key")
    )
    out: list[tuple[int, str, str]] = [(key, kind, LEVEL_REASON) for key, kind in at_others.iter_rows()]
    silent = {(key, kind) for key, kind, _ in out}
    for kind in ("commitment", "spent"):
        stated = dict(sums.filter(pl.col("kind") == kind).select("activity_key", "amount_eur_cents").iter_rows())
        heard = {k: max(v, 0) for k, v in stated.items() if (k, kind) not in silent}
        out += [(key, kind, LARGER_REASON) for key in _give_way(pairs, heard)]
    return pl.DataFrame(out, schema={"activity_key": pl.Int64, "kind": pl.String, "reason": pl.String}, orient="row")


def _give_way(pairs: list[tuple[int, int]], stated: dict[int, int]) -> list[int]:
    parts: dict[int, list[int]] = defaultdict(list)
    for parent, child in pairs:
        parts[parent].append(child)
    order = _from_below(sorted({key for pair in pairs for key in pair}), parts)
    place = {key: number for number, key in enumerate(order)}
    parents: dict[int, list[int]] = defaultdict(list)
    for parent, child in pairs:
        if place[child] < place[parent]:  # the pair that closes a circle is left out
            parents[child].append(parent)
    most: dict[int, int] = {}  # of an activity and all below it, whichever says more
    below: dict[int, int] = {}
    for key in order:
        below[key] = sum(most[child] for child in parts[key] if place[child] < place[key])
        most[key] = max(stated.get(key, 0), below[key])
    covered: dict[int, bool] = {}
    gone = []
    for key in reversed(order):
        covered[key] = any(
            covered.get(above, False) or (stated.get(above, 0) > 0 and stated[above] >= below[above])
            for above in parents[key]
        )
        if stated.get(key, 0) > 0 and (covered[key] or stated[key] < below[key]):
            gone.append(key)
    return sorted(gone)


def _from_below(keys: list[int], parts: dict[int, list[int]]) -> list[int]:
    """Parts before their parents; where they go round in a circle, from the smallest key."""
    order: list[int] = []
    state: dict[int, int] = {}
    for start in keys:
        stack = [(start, 0)]
        while stack:
            key, at = stack.pop()
            if at == 0 and state.get(key):
                continue
            state[key] = 1
            children = parts[key]
            while at < len(children) and state.get(children[at]):
                at += 1
            if at < len(children):
                stack += [(key, at + 1), (children[at], 0)]
            else:
                order.append(key)
    return order


def counted_instead(key: int, pairs: pl.DataFrame, slices: pl.DataFrame, kind: str) -> list[int]:
    """The activities of the same family whose money of a kind counts where this one's does not: the nearest above, else those below.

    pairs: as `kin` gives them. slices: table slice.
    """
    heard = set(slices.filter((pl.col("measure") != NO_MEASURE) & (pl.col("kind") == kind))["activity_key"].unique())
    for mine, other in (("child_key", "parent_key"), ("parent_key", "child_key")):
        seen, front = {key}, [key]
        while front:
            beyond = pairs.filter(pl.col(mine).is_in(front))[other].unique().sort().to_list()
            front = [one for one in beyond if one not in seen]
            seen |= set(front)
            if found := [one for one in front if one in heard]:
                return found
    return []
