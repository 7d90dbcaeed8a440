"""Bands of money: from own activities to partners, and around one activity or partner. Tables in, rows out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vrede.money import OWN, Ledger, Selection, normal_ref

Tables = Mapping[str, pl.DataFrame]
LINK_COLUMNS = ("iati_identifier", "source", "stated_id", "state", "rule", "suggested_id")


@dataclass(frozen=True, slots=True)
class Flow:
    """One row of a flow's table: level, who pays, who receives, certain cents and cents at most.

    payer_words, receiver_words: what each of the two says itself, None where it says nothing.
    """

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


def publishers(activity: pl.DataFrame) -> pl.DataFrame:
    """activity_key, ref: the publisher of every activity, normalised."""
    return activity.select("activity_key", ref=normal_ref(pl.col("reporting_org_ref")).fill_null("?"))


def published_by(activity: pl.DataFrame, ref: str) -> pl.Series:
    """activity_key of what one organisation publishes. ref: as `normal_identifier` writes it."""
    written = activity.select(pl.col("reporting_org_ref").unique())
    mine = written.filter(normal_ref(pl.col("reporting_org_ref")).fill_null("?") == ref)["reporting_org_ref"]
    return activity.filter(pl.col("reporting_org_ref").is_in(mine.implode(), nulls_equal=True))["activity_key"]


def clause_roots(ledger: Ledger, clause: str) -> pl.Series:
    """activity_key of own activities with money under a clause."""
    return ledger.columns(Selection(clause=clause, measure=OWN), ("activity_key",))["activity_key"].unique()


def _with_names(pairs: pl.DataFrame, activity: pl.DataFrame) -> pl.DataFrame:
    keys = pl.concat([pairs["payer_key"], pairs["receiver_key"]]).drop_nulls().unique()
    who = publishers(activity.filter(pl.col("activity_key").is_in(keys.implode())))
    return pairs.join(who.rename({"activity_key": "payer_key", "ref": "payer"}), on="payer_key", how="left").join(
        who.rename({"activity_key": "receiver_key", "ref": "receiver"}), on="receiver_key", how="left"
    )


def steps_from(tables: Tables, roots: pl.Series | None = None) -> pl.DataFrame:
    """`chain_step` with payer and receiver (publishers), over all own activities or those in `roots`."""
    step = tables["chain_step"]
    if roots is not None:
        step = step.filter(pl.col("root_key").is_in(roots.implode()))
    return _with_names(step, tables["activity"])


def flows_from_ministry(tables: Tables, roots: pl.Series | None = None) -> list[Flow]:
    """Own money by publisher and level, over all own activities or those in `roots`."""
    sums = (
        steps_from(tables, roots)
        .group_by("level", "payer", "receiver")
        .agg(pl.col("certain_eur_cents", "at_most_eur_cents").sum())
        .sort("level", "at_most_eur_cents", "payer", "receiver", descending=[False, True, False, False])
    )
    return [Flow(*row) for row in sums.iter_rows()]


def edges_around(tables: Tables, keys: pl.Series, by_activity: bool) -> pl.DataFrame:
    """`chain_edge` with level, payer and receiver: spending that comes to these activities (1) and goes on from them (2).

    by_activity: counterparts are activities (their keys as text); else they are publishers, money among `keys` left out.
    """
    edge = tables["chain_edge"].filter((pl.col("kind") == "spent") & pl.col("passed_eur_cents").is_not_null())
    inside = keys.implode()
    comes, goes = pl.col("receiver_key").is_in(inside), pl.col("payer_key").is_in(inside)
    up = edge.filter(comes & ~goes).with_columns(level=pl.lit(1))
    down = edge.filter(goes & ~comes).with_columns(level=pl.lit(2))
    both = pl.concat([up, down])
    if by_activity:
        return both.with_columns(
            payer=pl.col("payer_key").cast(pl.String), receiver=pl.col("receiver_key").cast(pl.String)
        )
    return _with_names(both, tables["activity"])


def flows_around(tables: Tables, keys: pl.Series, by_activity: bool) -> list[Flow]:
    """The money of `edges_around`, by level, payer and receiver, as both sides say it."""
    said = pl.col("payer_eur_cents"), pl.col("receiver_eur_cents")
    sums = (
        edges_around(tables, keys, by_activity)
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


def of_pair(found: pl.DataFrame, level: int, payer: str, receiver: str) -> pl.DataFrame:
    """The rows of one pair at one level, of `steps_from` or `edges_around`."""
    return found.filter((pl.col("level") == level) & (pl.col("payer") == payer) & (pl.col("receiver") == receiver))


def links_upward(tables: Tables) -> pl.DataFrame:
    """ref, links, certain, possible, unlinkable: publishers by how many of their upward links lead nowhere."""
    link = tables["link"].filter(pl.col("source") == "provider-activity-id")
    return (
        link.join(publishers(tables["activity"]), on="activity_key", how="left")
        .group_by("ref")
        .agg(
            links=pl.len(),
            certain=(pl.col("state") == "certain").sum(),
            possible=(pl.col("state") == "possible").sum(),
            unlinkable=(pl.col("state") == "unlinkable").sum(),
        )
        .sort("unlinkable", "ref", descending=[True, False])
    )


def not_certain(tables: Tables, keys: pl.Series) -> pl.DataFrame:
    """Statements of these activities that are not certain, with the identifier of the activity that makes them."""
    return (
        tables["link"]
        .filter(pl.col("activity_key").is_in(keys.implode()) & (pl.col("state") != "certain"))
        .join(tables["activity"].select("activity_key", "iati_identifier"), on="activity_key", how="left")
    )


def not_certain_once(tables: Tables, keys: pl.Series) -> pl.DataFrame:
    """LINK_COLUMNS, times, activity_key: the same, each once with how often it is stated; other identifiers are no links."""
    return (
        not_certain(tables, keys)
        .filter(pl.col("source") != "other-identifier")
        .group_by(LINK_COLUMNS)
        .agg(times=pl.len(), activity_key=pl.col("activity_key").min())
        .sort("state", "suggested_id", "source", "stated_id", "iati_identifier", nulls_last=True)
    )
