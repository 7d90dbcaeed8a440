"""Bands of money for a drawing and its table: from own activities to partners, and around one activity or partner."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from vrede.money.measure import normal_ref
from vrede.web.charts.sankey import Band
from vrede.web.site.snapshot import State

SHOWN = 9  # bars in a column; the others are one bar
OTHERS = "…"


@dataclass(frozen=True, slots=True)
class Flow:
    """One row of a flow's table: level, who pays, who receives, certain cents and cents at most."""

    level: int
    payer: str
    receiver: str
    certain: int
    at_most: int
    rule: str = ""
    payer_words: int | None = None
    receiver_words: int | None = None
    lag_days: int | None = None

    def amounts(self) -> dict[str, int | None]:
        """Its four figures by name; the words of payer and receiver are empty where they say nothing."""
        return {
            "certain": self.certain,
            "at_most": self.at_most,
            "payer": self.payer_words,
            "receiver": self.receiver_words,
        }


def publishers(state: State) -> pl.DataFrame:
    """activity_key, ref: the publisher of every activity, normalised; its name is looked up in partner_names."""
    return state.snapshot.table("activity").select(
        "activity_key", ref=normal_ref(pl.col("reporting_org_ref")).fill_null("?")
    )


def steps_from(state: State, roots: pl.Series | None = None) -> pl.DataFrame:
    """`chain_step` with payer and receiver (publishers), over all own activities or those in `roots`."""
    step = state.snapshot.table("chain_step")
    if roots is not None:
        step = step.filter(pl.col("root_key").is_in(roots.implode()))
    who = publishers(state)
    return step.join(who.rename({"activity_key": "payer_key", "ref": "payer"}), on="payer_key", how="left").join(
        who.rename({"activity_key": "receiver_key", "ref": "receiver"}), on="receiver_key", how="left"
    )


def from_ministry(state: State, roots: pl.Series | None = None) -> list[Flow]:
    """Own money by publisher and level, over all own activities or those in `roots`."""
    sums = (
        steps_from(state, roots)
        .group_by("level", "payer", "receiver")
        .agg(pl.col("certain_eur_cents", "at_most_eur_cents").sum())
        .sort("level", "at_most_eur_cents", "payer", "receiver", descending=[False, True, False, False])
    )
    return [Flow(*row) for row in sums.iter_rows()]


def edges_around(state: State, keys: pl.Series, by_activity: bool) -> pl.DataFrame:
    """`chain_edge` with level, payer and receiver: spending that comes to these activities (1) and goes on from them (2).

    by_activity: counterparts are activities (their keys as text); else they are publishers, money among `keys` left out.
    """
    edge = state.snapshot.table("chain_edge").filter(
        (pl.col("kind") == "spent") & pl.col("passed_eur_cents").is_not_null()
    )
    inside = keys.implode()
    up = edge.filter(pl.col("receiver_key").is_in(inside) & ~pl.col("payer_key").is_in(inside)).with_columns(
        level=pl.lit(1)
    )
    down = edge.filter(pl.col("payer_key").is_in(inside) & ~pl.col("receiver_key").is_in(inside)).with_columns(
        level=pl.lit(2)
    )
    both = pl.concat([up, down])
    who = publishers(state)
    if by_activity:
        return both.with_columns(
            payer=pl.col("payer_key").cast(pl.String), receiver=pl.col("receiver_key").cast(pl.String)
        )
    return both.join(who.rename({"activity_key": "payer_key", "ref": "payer"}), on="payer_key", how="left").join(
        who.rename({"activity_key": "receiver_key", "ref": "receiver"}), on="receiver_key", how="left"
    )


def around(state: State, keys: pl.Series, by_activity: bool) -> list[Flow]:
    """The money of `edges_around`, by level, payer and receiver, as both sides say it."""
    said = pl.col("payer_eur_cents"), pl.col("receiver_eur_cents")
    sums = (
        edges_around(state, keys, by_activity)
        .group_by("level", "payer", "receiver")
        .agg(
            certain=pl.col("passed_eur_cents").filter(pl.col("state") == "certain").sum(),
            at_most=pl.col("passed_eur_cents").sum(),
            rule=pl.col("rule").str.split("; ").explode().unique().sort().str.join("; "),
            payer_words=pl.when(said[0].count() > 0).then(said[0].sum()),
            receiver_words=pl.when(said[1].count() > 0).then(said[1].sum()),
            lag_days=pl.col("lag_days").min(),
        )
        .sort("level", "at_most", "payer", "receiver", descending=[False, True, False, False])
    )
    return [Flow(*row) for row in sums.iter_rows()]


def bands(flows: list[Flow]) -> list[Band]:
    """Bands for a drawing: the largest bars of each column, all others as one; what is only proposed apart."""
    size: dict[tuple[int, str], int] = defaultdict(int)
    for flow in flows:
        size[flow.level - 1, flow.payer] += flow.at_most
        size[flow.level, flow.receiver] += flow.at_most
    kept: set[tuple[int, str]] = set()
    for column in {c for c, _ in size}:
        ranked = sorted((k for k in size if k[0] == column), key=lambda k: (-size[k], k[1]))
        kept |= set(ranked[:SHOWN])
    sums: dict[tuple[int, str, str, bool], int] = defaultdict(int)
    for flow in flows:
        left = flow.payer if (flow.level - 1, flow.payer) in kept else OTHERS
        right = flow.receiver if (flow.level, flow.receiver) in kept else OTHERS
        sums[flow.level - 1, left, right, True] += flow.certain
        sums[flow.level - 1, left, right, False] += flow.at_most - flow.certain
    return [Band(*key[:3], cents, key[3]) for key, cents in sorted(sums.items()) if cents > 0]
