"""How activities without money would be placed: the rules ask for a sector and a place, not for an amount."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from vrede.money.channel import through
from vrede.money.features import by_wording, search_text
from vrede.money.flow import MoneyRules
from vrede.money.place import CodePolicy
from vrede.money.placing import place_slices
from vrede.money.slices import IATI_TYPE_COMMITMENT, make_slices

CHILDREN = ("transaction_sector", "transaction_country", "transaction_region")
READ = (
    *("sector", "recipient_country", "recipient_region", "participating_org", "narrative", "tag", "policy_marker"),
    *("humanitarian_scope", "other_identifier", "indicator"),
)


def unpaid_placement(table: Callable[[str], pl.DataFrame], rules: MoneyRules) -> pl.DataFrame:
    """activity_key, part, grade, rule of activities that have no slice, by the last wording. table: a snapshot's."""
    schema = {"activity_key": pl.Int64, "part": pl.String, "grade": pl.String, "rule": pl.String}
    bare = table("activity").join(
        table("slice").select("activity_key"), on="activity_key", how="anti", maintain_order="left"
    )
    if bare.is_empty():
        return pl.DataFrame(schema=schema)
    keys = bare.select("activity_key")
    tables = {name: table(name).join(keys, on="activity_key", how="semi", maintain_order="left") for name in READ}
    tables |= {name: table(name).clear() for name in CHILDREN}
    empty = table("transaction").clear()
    one_each = pl.concat(
        [
            empty,
            bare.select("activity_key", "measure")
            .with_row_index("transaction_key")
            .select(
                pl.col("transaction_key").cast(pl.Int64), "activity_key", transaction_type=pl.lit(IATI_TYPE_COMMITMENT)
            ),
        ],
        how="diagonal",
    ).with_columns(pl.col("transaction_type").cast(pl.String))
    routed = through(one_each, bare, tables["participating_org"], tables["narrative"], rules.texts[-1].channels)
    slices, _ = make_slices({**tables, "transaction": one_each}, rules.codes)
    known = slices.join(
        routed.select("transaction_key", "channel", "channel_by_name"),
        on="transaction_key",
        how="left",
        maintain_order="left",
    ).join(
        bare.select("activity_key", humanitarian=pl.col("humanitarian").fill_null(False)),
        on="activity_key",
        how="left",
        maintain_order="left",
    )
    known = known.with_columns(text_from=pl.lit(rules.texts[-1].valid_from.isoformat()))
    known_tables = {**tables, "activity": bare, "transaction": one_each}
    shown = by_wording(rules.texts[-1:], known_tables, search_text(tables["narrative"], bare))
    codes = CodePolicy.of(rules.policy, rules.day)
    said = table("placement_sign")
    _, placement, _ = place_slices(known, known_tables, rules.texts, codes, shown, said)
    return placement.join(known.select("slice_key", "activity_key"), on="slice_key").select(list(schema)).unique()
