"""What activities come to once it is known what others say of them: partners, levels, placement, outliers and issues."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.money.across import answers_of
from vrede.money.alone import own_of
from vrede.money.flaws import issues_of
from vrede.money.forward import as_transactions
from vrede.money.funders import funders
from vrede.money.measure import NO_MEASURE
from vrede.money.organisation import Organisations, partners_of
from vrede.money.outlier import outlier_issues
from vrede.money.partner import met
from vrede.money.place import CodePolicy
from vrede.money.placing import all_words, marked
from vrede.money.rules import MoneyRules

Tables = dict[str, pl.DataFrame]


def settle(tables: Mapping[str, pl.DataFrame], others: Mapping[str, pl.DataFrame], rules: MoneyRules) -> Tables:
    """activity, transaction, slice, placement, receipt_slice, receipt_placement, forward, forward_slice, forward_placement as a snapshot has them; _use: what was wrong with what
    they use, for its issues; _met: how often organisations are named. tables: as `by_themselves` gives them. others: as `of_each_other` does, of these activities.
    """
    found = answers_of(others).of(tables["_mention"])
    codes = CodePolicy.of(rules.policy, rules.day)
    activity, transaction = tables["activity"], tables["transaction"]
    counted = funders(activity, tables["participating_org"], transaction, found)
    activity = activity.join(counted, on="activity_key", how="left", maintain_order="left")
    receivers = transaction.select("transaction_key", "activity_key", "transaction_no").join(
        found.at("transaction/receiver-org", "transaction_no"), on=["activity_key", "transaction_no"], how="inner"
    )
    partners = partners_of(transaction, activity, tables["participating_org"], found, receivers)
    transaction = transaction.join(partners, on="transaction_key", how="left", maintain_order="left")
    slices = tables["slice"].join(partners, on="transaction_key", how="left", maintain_order="left")
    by_case = all_words(tables["_case"], own_of(tables), activity, rules.texts, codes, others["placement_sign"])
    received = tables["_received"].join(partners, on="transaction_key", how="left", maintain_order="left")
    gone, beyond, cases = others["_gone"], others["outlier"], tables["_case"]
    slices, placement = marked(_without_other_levels(slices, gone), cases, by_case, codes)
    received, under = marked(_without_other_levels(received, gone), cases, by_case, codes)
    more = pl.concat([tables["_period_issue"], outlier_issues(beyond)], how="diagonal")
    wrong = issues_of(tables["_share_issue"], transaction, activity, gone, more)
    return {
        "activity": activity,
        "transaction": transaction,
        "slice": slices.with_columns(outlier=_is_one_of(beyond)),
        "placement": placement,
        # What came in is not judged: a receipt is one only where it is stated as a commitment or payment that is.
        "receipt_slice": received.with_columns(outlier=_is_one_of(beyond)).rename({"slice_key": "receipt_key"}),
        "receipt_placement": under.rename({"slice_key": "receipt_key"}),
        "_use": wrong,
        "_met": met(found),
        **_ahead(tables, activity, by_case, found, codes),
    }


def _is_one_of(beyond: pl.DataFrame) -> pl.Expr:
    """Whether a slice is of a transaction that is an outlier. beyond: as `outliers` gives it."""
    return pl.col("transaction_key").is_in(beyond["transaction_key"].implode()).fill_null(False)


def _without_other_levels(slices: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """Money that counts at another level of the same publisher is in no measure. gone: as `not_counted` gives it."""
    known = gone.drop("reason").with_columns(_gone=True)
    joined = slices.join(known, on=["activity_key", "kind"], how="left", maintain_order="left")
    measure = pl.when(pl.col("_gone").fill_null(False)).then(pl.lit(NO_MEASURE)).otherwise("measure")
    return joined.with_columns(measure=measure).drop("_gone")


def _ahead(
    tables: Mapping[str, pl.DataFrame],
    activity: pl.DataFrame,
    by_case: pl.DataFrame,
    found: Organisations,
    codes: CodePolicy,
) -> Tables:
    """forward, forward_slice and forward_placement: what is budgeted and planned, by year and under the clauses."""
    yearly = tables["_yearly"]
    pseudo = as_transactions(yearly)
    receivers = (
        pseudo.filter(pl.col("source") == "planned")
        .select("transaction_key", "activity_key", "row_no")
        .join(found.at("planned_disbursement/receiver-org", "row_no"), on=["activity_key", "row_no"], how="inner")
    )
    partners = partners_of(pseudo, activity, tables["participating_org"], found, receivers)
    slices = tables["_ahead"].join(partners, on="transaction_key", how="left", maintain_order="left")
    slices, placement = marked(slices, tables["_case"], by_case, codes)
    return {
        "forward": yearly.select(
            "activity_key", "source", "row_no", "year", "first", "last", "amount_eur_cents", "price_state"
        ).sort("activity_key", "source", "row_no", "year"),
        "forward_slice": slices.drop("transaction_key", "share_ppm", "text_from").rename({"slice_key": "ahead_key"}),
        "forward_placement": placement.rename({"slice_key": "ahead_key"}),
    }
