"""What activities say of each other, and publishers of themselves, on narrow tables: organisations, levels, signs, scales.

Nothing here is as large as the data: a row an activity, a payment or a spelling, and of each a few columns.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.money.family import kin, not_counted
from vrede.money.levels import counted_levels, level_rules
from vrede.money.organisation import SPELT, Answers, answered
from vrede.money.outlier import OutlierRule, outliers
from vrede.money.rules import MoneyRules
from vrede.money.signs import signs

Tables = dict[str, pl.DataFrame]
NARROW: dict[str, tuple[str, ...]] = {
    "activity": ("activity_key", "iati_identifier", "reporting_org_ref", "hierarchy"),
    "related_activity": ("activity_key", "ref", "type"),
    "_yearly": ("activity_key", "source", "amount_eur_cents"),
    **dict.fromkeys(("_spelling", "_publisher", "_sum", "_size", "_coded", "_part", "_day"), ()),
    **dict.fromkeys(("_sign_list", "_sign_weak", "_sign_title", "_sign_partner"), ()),
}
"""The tables of `by_themselves` that are read here, and their columns; none: all of them."""


def of_each_other(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> Tables:
    """outlier, placement_sign, level_rule and organisation_link; _answer and _country: whose each spelling is, and where a name holds;
    _gone: what counts at another level. tables: NARROW, of all activities."""
    activity, related = tables["activity"], tables["related_activity"]
    found = answered(tables["_spelling"], rules.policy, rules.day)
    publishers = tables["_publisher"].join(found.organisations, on=list(SPELT), how="left", maintain_order="left")
    levels = counted_levels(rules.policy, rules.day)
    used = set(tables["_day"]["day"])
    texts = {day: text for text in rules.texts if (day := text.valid_from.isoformat()) in used}
    return {
        "_answer": found.organisations,
        "_country": found.countries,
        "organisation_link": found.links,
        "_gone": not_counted(activity, related, tables["_sum"], levels),
        "level_rule": level_rules(activity, kin(activity, related), levels),
        "placement_sign": signs(tables, tables["_coded"], tables["_part"], texts),
        "outlier": outliers(
            tables["_size"],
            tables["_yearly"],
            publishers.select("activity_key", publisher="organisation"),
            OutlierRule.of(rules.policy, rules.day),
        ),
    }


def answers_of(tables: Mapping[str, pl.DataFrame]) -> Answers:
    """The answers of `of_each_other`."""
    return Answers(tables["_answer"], tables["organisation_link"], tables["_country"])
