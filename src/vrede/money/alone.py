"""What activities say by themselves: priced, measured, cut into slices, and what their own codes and words place.

This is the part of the way of the money for which no activity needs another (money/across has what does), so any set of whole activities
can be taken by itself. Frames whose name begins with a line are no table of a snapshot: they are read by the steps that come after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from vrede.article import ArticleText, text_for_year
from vrede.money.channel import through
from vrede.money.described import dates, titles
from vrede.money.family import stated_sums
from vrede.money.features import by_wording, search_text
from vrede.money.flaws import periods_backwards
from vrede.money.forward import as_transactions, by_year, stated
from vrede.money.measure import measure
from vrede.money.organisation import SPELT, spelled, spellings
from vrede.money.outlier import counted_amounts
from vrede.money.place import CodePolicy, Placed
from vrede.money.placing import coded, numbered_cases, own_words
from vrede.money.price import price
from vrede.money.receipts import stated_receipts
from vrede.money.rules import MoneyRules
from vrede.money.signs import told_here
from vrede.money.slices import make_slices

Tables = dict[str, pl.DataFrame]
KNOWN, DIRECT = "_known_", "_direct_"
"""Before the first day of a wording: the features of its cases, and what these say themselves."""


def by_themselves(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> Tables:
    """The assembled tables, of which activity and transaction are extended, and what is made of them.

    slice: without partner, placement and other levels. _ahead and _yearly: what is budgeted and planned; _received: what the chain
    states to have received from the ministry. _case and, by wording, KNOWN and
    DIRECT: what placement hangs on. _mention, _spelling, _publisher: organisations as they are written. _sum, _size: amounts by activity.
    _coded, _part and the _sign frames: what others are told from. _share_issue, _period_issue: what was wrong.
    """
    out = dict(tables)
    activity, transaction = _described(tables, rules)
    slices, share_issues = make_slices({**tables, "transaction": transaction}, rules.codes)
    flags = activity.select("activity_key", "measure", "owner_state", _flag="humanitarian")
    paid = _routed(slices, transaction.select("transaction_key", "channel", "channel_by_name", "humanitarian"), flags)
    yearly = _yearly(tables, rules)
    ahead = _ahead({**tables, "activity": activity}, yearly, rules)
    out |= {"activity": activity, "transaction": transaction.drop("flag")}
    out["slice"] = dated(paid, rules.texts)
    out["_yearly"], out["_ahead"] = yearly, dated(ahead, rules.texts)
    out["_received"] = dated(
        _received({**tables, "activity": activity, "transaction": transaction}, flags, rules), rules.texts
    )
    out |= _placed(out, rules)
    mentions = spelled(tables, rules.policy, rules.day)
    out["_mention"], out["_spelling"] = mentions, spellings(mentions)
    publishers = mentions.filter(pl.col("place") == "activity/reporting-org")
    out["_publisher"] = publishers.select("activity_key", *SPELT)
    out["_sum"], out["_size"] = stated_sums(transaction), counted_amounts(transaction)
    out["_share_issue"], out["_period_issue"] = share_issues, periods_backwards(tables)
    return out


def dated(slices: pl.DataFrame, texts: Sequence[ArticleText]) -> pl.DataFrame:
    """Adds text_from: the wording under which each slice is placed. A slice without a year takes the last wording."""
    years = slices["year"].unique().to_list()
    last = texts[-1].valid_from.isoformat()
    by_year = {year: text_for_year(texts, year)[0].valid_from.isoformat() for year in years if year is not None}
    return slices.with_columns(
        text_from=pl.col("year").replace_strict(by_year, default=last, return_dtype=pl.String).fill_null(last)
    )


def _described(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(activities with measure, titles and dates; transactions with euro and channel, and their activity's flag)."""
    activity, narrative = tables["activity"], tables["narrative"]
    with_default = tables["transaction"].join(
        activity.select("activity_key", "default_currency", flag="humanitarian"),
        on="activity_key",
        how="left",
        maintain_order="left",
    )
    priced = price(with_default, rules.rates, rules.policy.whole_number("rate_age_days", rules.day))
    priced = priced.drop("default_currency")
    names = ("ministry_activity_prefixes", "secondary_publishers")
    prefixes, secondary = (rules.policy.names(name, rules.day) for name in names)
    measured = measure(activity, tables["participating_org"], priced, rules.ministry, prefixes, secondary)
    for more in (measured, titles(narrative, activity), dates(tables["activity_date"], activity)):
        activity = activity.join(more, on="activity_key", how="left", maintain_order="left")
    routed = through(priced, activity, tables["participating_org"], narrative, rules.texts[-1].channels)
    transaction = priced.join(routed.drop("partner_ref"), on="transaction_key", how="left", maintain_order="left")
    return activity, transaction


def _routed(slices: pl.DataFrame, routed: pl.DataFrame, flags: pl.DataFrame) -> pl.DataFrame:
    """Slices with channel, measure, and whether they are humanitarian: said of the transaction, else of its activity.

    routed: transaction_key, channel, channel_by_name, humanitarian. flags: activity_key, measure, owner_state, _flag.
    """
    return (
        slices.join(routed, on="transaction_key", how="left", maintain_order="left")
        .join(flags, on="activity_key", how="left", maintain_order="left")
        .with_columns(humanitarian=pl.coalesce("humanitarian", "_flag").fill_null(False))
        .drop("_flag")
    )


def _yearly(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> pl.DataFrame:
    """What is budgeted and planned, cut by calendar year. Raises TypeError without exchange rates."""
    last_rate = rules.rates["rate_date"].max()
    if not isinstance(last_rate, date):
        raise TypeError("there are no exchange rates")
    return by_year(stated(tables, rules.rates, rules.policy.whole_number("rate_age_days", rules.day), last_rate))


def _ahead(tables: Mapping[str, pl.DataFrame], yearly: pl.DataFrame, rules: MoneyRules) -> pl.DataFrame:
    """What is budgeted and planned as slices, with source and row_no; kind is the source."""
    pseudo = as_transactions(yearly).with_columns(
        receiver_type=pl.lit(None, dtype=pl.String), transaction_no=pl.lit(None, dtype=pl.Int32)
    )
    routed = through(
        pseudo, tables["activity"], tables["participating_org"], tables["narrative"], rules.texts[-1].channels
    )
    none = {name: tables[name].clear() for name in ("transaction_sector", "transaction_country", "transaction_region")}
    slices, _ = make_slices({**tables, **none, "transaction": pseudo}, rules.codes)
    flags = tables["activity"].select("activity_key", "measure", _flag="humanitarian")
    said = routed.select("transaction_key", "channel", "channel_by_name", humanitarian=pl.lit(None, dtype=pl.Boolean))
    numbers = pseudo.select("transaction_key", "source", "row_no")
    known = _routed(slices, said, flags).join(numbers, on="transaction_key", how="left", maintain_order="left")
    return known.with_columns(kind="source").drop("source")


def _received(tables: Mapping[str, pl.DataFrame], flags: pl.DataFrame, rules: MoneyRules) -> pl.DataFrame:
    """What chain activities state to have received from the ministry, as slices."""
    prefixes = rules.policy.names("ministry_activity_prefixes", rules.day)
    stated = stated_receipts(tables["transaction"], tables["activity"], rules.ministry, prefixes)
    slices, _ = make_slices({**tables, "transaction": stated}, rules.codes)
    return _routed(slices, stated.select("transaction_key", "channel", "channel_by_name", "humanitarian"), flags)


def _placed(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> Tables:
    """What placement hangs on, what it says itself, and what others are told from: only what was committed and spent tells of others."""
    codes = CodePolicy.of(rules.policy, rules.day)
    shown = by_wording(rules.texts, tables, search_text(tables["narrative"], tables["activity"]))
    slices = tables["slice"]
    numbered = numbered_cases(pl.concat([slices, tables["_ahead"], tables["_received"]], how="diagonal_relaxed"))
    own = own_words(numbered, rules.texts, codes, shown)
    paid = numbered.join(numbered_cases(slices).drop("case"), on=numbered.columns[1:], how="semi", nulls_equal=True)
    theirs = {day: _of_cases(placed, paid) for day, placed in own.items()}
    keys, parts = coded(theirs, codes)
    texts = {text.valid_from.isoformat(): text for text in rules.texts}
    known = {
        day: placed.known.unique("activity_key", keep="first", maintain_order=True)
        for day, placed in theirs.items()
        if placed.known.height
    }
    days = pl.DataFrame({"day": [*known]}, schema={"day": pl.String})
    out = {"_case": numbered, "_coded": keys, "_part": parts, "_day": days, **told_here(tables, known, texts)}
    for day, placed in own.items():
        out[f"{KNOWN}{day}"], out[f"{DIRECT}{day}"] = placed.known, placed.direct
    return out


def _of_cases(placed: Placed, cases: pl.DataFrame) -> Placed:
    """Of these cases alone."""
    return Placed(*(frame.join(cases.select("case"), on="case", how="semi", maintain_order="left") for frame in placed))


def own_of(tables: Mapping[str, pl.DataFrame]) -> dict[str, Placed]:
    """First day of a wording -> what the cases of `by_themselves` say themselves."""
    days = sorted(name.removeprefix(KNOWN) for name in tables if name.startswith(KNOWN))
    return {day: Placed(tables[f"{KNOWN}{day}"], tables[f"{DIRECT}{day}"]) for day in days}
