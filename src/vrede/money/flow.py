"""The whole way of the money in one call: price, measure, channel, slices, placement. Tables in, tables out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from vrede.article import ArticleText, Policy, text_for_year
from vrede.money.channel import through
from vrede.money.family import kin, not_counted
from vrede.money.features import by_wording, search_text
from vrede.money.flaws import issues_of, periods_backwards
from vrede.money.forward import as_transactions, by_year, stated
from vrede.money.funders import funders
from vrede.money.levels import counted_levels, level_rules
from vrede.money.measure import NO_MEASURE, measure
from vrede.money.organisation import Organisations, partners_of, reconciled
from vrede.money.outlier import OutlierRule, outlier_issues, outliers
from vrede.money.partner import partner_table
from vrede.money.place import CodePolicy
from vrede.money.placing import place_slices
from vrede.money.price import price
from vrede.money.receipts import stated_receipts
from vrede.money.slices import make_slices

START_TYPES, END_TYPES = ("2", "1"), ("4", "3")


@dataclass(frozen=True, slots=True)
class MoneyRules:
    """What the calculation goes by: the law's texts, the policy values of the day, the rates, the country codes."""

    texts: tuple[ArticleText, ...]
    policy: Policy
    day: date
    rates: pl.DataFrame
    codes: pl.DataFrame

    @property
    def ministry(self) -> tuple[str, ...]:
        """The ministry's identifiers."""
        return self.policy.names("ministry_identifiers", self.day)


def _titles(narrative: pl.DataFrame, activity: pl.DataFrame) -> pl.DataFrame:
    """activity_key, title_en, title_nl by the order: asked, English, the activity's own language, any."""
    titles = narrative.filter(pl.col("element") == "activity/title").join(
        activity.select("activity_key", "default_language"), on="activity_key", how="left", maintain_order="left"
    )
    language = pl.coalesce("language", "default_language").fill_null("").str.to_lowercase().str.slice(0, 2)
    known = titles.with_columns(
        _language=language, _own=pl.coalesce("default_language", pl.lit("")).str.to_lowercase().str.slice(0, 2)
    )
    result = activity.select("activity_key")
    for asked in ("en", "nl"):
        rank = (
            pl.when(pl.col("_language") == asked)
            .then(0)
            .when(pl.col("_language") == "en")
            .then(1)
            .when(pl.col("_language") == pl.col("_own"))
            .then(2)
            .otherwise(3)
        )
        best = (
            known.with_columns(_rank=rank)
            .sort("activity_key", "_rank", "row_no")
            .unique("activity_key", keep="first", maintain_order=True)
            .select("activity_key", pl.col("text").alias(f"title_{asked}"))
        )
        result = result.join(best, on="activity_key", how="left", maintain_order="left")
    return result


def _dates(dates: pl.DataFrame, activity: pl.DataFrame) -> pl.DataFrame:
    result = activity.select("activity_key")
    for name, types in (("start_date", START_TYPES), ("end_date", END_TYPES)):
        best = (
            dates.filter(pl.col("type").is_in(list(types)) & pl.col("iso_date").is_not_null())
            .with_columns(
                _rank=pl.col("type").replace_strict({t: i for i, t in enumerate(types)}, return_dtype=pl.Int32)
            )
            .sort("activity_key", "_rank", "row_no")
            .unique("activity_key", keep="first", maintain_order=True)
            .select("activity_key", pl.col("iso_date").alias(name))
        )
        result = result.join(best, on="activity_key", how="left", maintain_order="left")
    return result


def _texts_by_year(slices: pl.DataFrame, texts: Sequence[ArticleText]) -> pl.DataFrame:
    """Adds text_from: the wording under which each slice is placed. A slice without a year takes the last wording."""
    years = slices["year"].unique().to_list()
    last = texts[-1].valid_from.isoformat()
    by_year = {year: text_for_year(texts, year)[0].valid_from.isoformat() for year in years if year is not None}
    return slices.with_columns(
        text_from=pl.col("year").replace_strict(by_year, default=last, return_dtype=pl.String).fill_null(last)
    )


def _without_other_levels(slices: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """Money that counts at another level of the same publisher is in no measure. gone: as `not_counted` gives it."""
    known = gone.drop("reason").with_columns(_gone=True)
    marked = slices.join(known, on=["activity_key", "kind"], how="left", maintain_order="left")
    measure = pl.when(pl.col("_gone").fill_null(False)).then(pl.lit(NO_MEASURE)).otherwise("measure")
    return marked.with_columns(measure=measure).drop("_gone")


def follow(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> dict[str, pl.DataFrame]:
    """All tables of a snapshot from the assembled ones: activity, transaction and issue are extended; slice, placement,
    receipts, partner and outlier are made. Every amount is split to the cent; what cannot be priced stays, without a price."""
    out = dict(tables)
    activity = tables["activity"]
    with_default = tables["transaction"].join(
        activity.select("activity_key", "default_currency", flag="humanitarian"),
        on="activity_key",
        how="left",
        maintain_order="left",
    )
    priced = price(with_default, rules.rates, rules.policy.whole_number("rate_age_days", rules.day)).drop(
        "default_currency"
    )
    measured = measure(
        activity,
        tables["participating_org"],
        priced,
        rules.ministry,
        rules.policy.names("ministry_activity_prefixes", rules.day),
        rules.policy.names("secondary_publishers", rules.day),
    )
    found = reconciled(tables, rules.policy, rules.day)
    activity = _described(activity, tables, measured, priced, found)
    routed = through(priced, activity, tables["participating_org"], tables["narrative"], rules.texts[-1].channels)
    receivers = priced.select("transaction_key", "activity_key", "transaction_no").join(
        found.at("transaction/receiver-org", "transaction_no"),
        on=["activity_key", "transaction_no"],
        how="inner",
    )
    routed = _with_partners(routed, priced, activity, tables, found, receivers)
    transaction = priced.join(routed, on="transaction_key", how="left", maintain_order="left")
    slices, share_issues = make_slices({**tables, "transaction": transaction}, rules.codes)
    slices = slices.join(
        transaction.select(
            "transaction_key",
            "partner_ref",
            "channel",
            "channel_by_name",
            humanitarian=pl.coalesce("humanitarian", "flag").fill_null(False),
        ),
        on="transaction_key",
        how="left",
        maintain_order="left",
    ).join(
        measured.select("activity_key", "measure", "owner_state"), on="activity_key", how="left", maintain_order="left"
    )
    levels = counted_levels(rules.policy, rules.day)
    gone = not_counted(activity, tables["related_activity"], transaction, levels)
    slices = _without_other_levels(slices, gone)
    known = {**tables, "activity": activity, "transaction": transaction}
    shown = by_wording(rules.texts, known, search_text(tables["narrative"], activity))
    codes = CodePolicy.of(rules.policy, rules.day)
    marked, placement, said = place_slices(_texts_by_year(slices, rules.texts), known, rules.texts, codes, shown)
    yearly = _yearly(tables, rules)
    publishers = found.at("activity/reporting-org").select("activity_key", publisher="organisation")
    beyond = outliers(transaction, yearly, publishers, OutlierRule.of(rules.policy, rules.day))
    out["activity"], out["transaction"], out["placement"] = activity, transaction.drop("flag"), placement
    out["slice"] = marked.with_columns(outlier=_is_one_of(beyond))
    out["outlier"], out["placement_sign"] = beyond, said
    out |= _ahead(out, rules, yearly, shown, said, found)
    out |= _received(out, rules, shown, gone, said)
    out["level_rule"] = level_rules(activity, kin(activity, tables["related_activity"]), levels)
    out["partner"] = partner_table(found, rules.texts[-1].channels)
    out["organisation_link"] = found.links
    more = pl.concat([periods_backwards(tables), outlier_issues(beyond)], how="diagonal")
    out["issue"] = pl.concat([tables["issue"], issues_of(share_issues, transaction, activity, gone, more)])
    return out


def _received(
    tables: Mapping[str, pl.DataFrame],
    rules: MoneyRules,
    shown: Mapping[str, pl.DataFrame],
    gone: pl.DataFrame,
    said: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """receipt_slice and receipt_placement: what chain activities state to have received from the ministry, by share.

    What came in is not judged (`outliers`): a receipt is one only where it is stated as a commitment or payment that is.
    """
    prefixes = rules.policy.names("ministry_activity_prefixes", rules.day)
    stated = stated_receipts(tables["transaction"], tables["activity"], rules.ministry, prefixes)
    slices, _ = make_slices({**tables, "transaction": stated}, rules.codes)
    flags = tables["activity"].select("activity_key", "measure", "owner_state", _flag="humanitarian")
    known = slices.join(
        stated.select("transaction_key", "partner_ref", "channel", "channel_by_name", "humanitarian"),
        on="transaction_key",
        how="left",
        maintain_order="left",
    ).join(flags, on="activity_key", how="left", maintain_order="left")
    known = known.with_columns(
        humanitarian=pl.coalesce("humanitarian", "_flag").fill_null(False), outlier=_is_one_of(tables["outlier"])
    ).drop("_flag")
    counted = _without_other_levels(known, gone)
    codes, dated = CodePolicy.of(rules.policy, rules.day), _texts_by_year(counted, rules.texts)
    marked, placement, _ = place_slices(dated, tables, rules.texts, codes, shown, said)
    named = {"slice_key": "receipt_key"}
    return {"receipt_slice": marked.rename(named), "receipt_placement": placement.rename(named)}


def _is_one_of(beyond: pl.DataFrame) -> pl.Expr:
    """Whether a slice is of a transaction that is an outlier. beyond: as `outliers` gives it."""
    return pl.col("transaction_key").is_in(beyond["transaction_key"].implode()).fill_null(False)


def _described(
    activity: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
    measured: pl.DataFrame,
    priced: pl.DataFrame,
    found: Organisations,
) -> pl.DataFrame:
    """Activities with measure, titles, the number of funders, and dates."""
    return (
        activity.join(measured, on="activity_key", how="left", maintain_order="left")
        .join(_titles(tables["narrative"], activity), on="activity_key", how="left", maintain_order="left")
        .join(
            funders(activity, tables["participating_org"], priced, found),
            on="activity_key",
            how="left",
            maintain_order="left",
        )
        .join(_dates(tables["activity_date"], activity), on="activity_key", how="left", maintain_order="left")
    )


def _with_partners(
    routed: pl.DataFrame,
    transactions: pl.DataFrame,
    activity: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
    found: Organisations,
    receivers: pl.DataFrame,
) -> pl.DataFrame:
    """Rows of `through` with the organisation as partner_ref. receivers: as `partners_of` takes them."""
    partners = partners_of(transactions, activity, tables["participating_org"], found, receivers)
    return routed.drop("partner_ref").join(partners, on="transaction_key", how="left", maintain_order="left")


def _yearly(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> pl.DataFrame:
    """What is budgeted and planned, cut by calendar year. Raises TypeError without exchange rates."""
    last_rate = rules.rates["rate_date"].max()
    if not isinstance(last_rate, date):
        raise TypeError("there are no exchange rates")
    return by_year(stated(tables, rules.rates, rules.policy.whole_number("rate_age_days", rules.day), last_rate))


def _ahead(
    tables: Mapping[str, pl.DataFrame],
    rules: MoneyRules,
    yearly: pl.DataFrame,
    shown: Mapping[str, pl.DataFrame],
    said: pl.DataFrame,
    found: Organisations,
) -> dict[str, pl.DataFrame]:
    """forward, forward_slice and forward_placement: what is budgeted and planned, by year and under the clauses."""
    flags = tables["activity"].select("activity_key", "measure", flag="humanitarian")
    pseudo = as_transactions(yearly).with_columns(
        receiver_type=pl.lit(None, dtype=pl.String), transaction_no=pl.lit(None, dtype=pl.Int32)
    )
    routed = through(
        pseudo, tables["activity"], tables["participating_org"], tables["narrative"], rules.texts[-1].channels
    )
    receivers = (
        pseudo.filter(pl.col("source") == "planned")
        .select("transaction_key", "activity_key", "row_no")
        .join(found.at("planned_disbursement/receiver-org", "row_no"), on=["activity_key", "row_no"], how="inner")
    )
    routed = _with_partners(routed, pseudo, tables["activity"], tables, found, receivers)
    none = {name: tables[name].clear() for name in ("transaction_sector", "transaction_country", "transaction_region")}
    slices, _ = make_slices({**tables, **none, "transaction": pseudo}, rules.codes)
    known = (
        slices.join(
            routed.select("transaction_key", "partner_ref", "channel", "channel_by_name"),
            on="transaction_key",
            how="left",
            maintain_order="left",
        )
        .join(flags, on="activity_key", how="left", maintain_order="left")
        .join(
            pseudo.select("transaction_key", "source", "row_no"),
            on="transaction_key",
            how="left",
            maintain_order="left",
        )
        .with_columns(kind="source", humanitarian=pl.col("flag").fill_null(False))
        .drop("source", "flag")
    )
    codes = CodePolicy.of(rules.policy, rules.day)
    marked, placement, _ = place_slices(_texts_by_year(known, rules.texts), tables, rules.texts, codes, shown, said)
    return {
        "forward": yearly.select(
            "activity_key", "source", "row_no", "year", "first", "last", "amount_eur_cents", "price_state"
        ).sort("activity_key", "source", "row_no", "year"),
        "forward_slice": marked.drop("transaction_key", "share_ppm", "text_from").rename({"slice_key": "ahead_key"}),
        "forward_placement": placement.rename({"slice_key": "ahead_key"}),
    }
