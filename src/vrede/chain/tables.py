"""All tables of the chain from those of a snapshot, and what of the ministry's money can be seen further down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from vrede.chain.balance import balance
from vrede.chain.claims import ClaimRule, claim_rule, claims
from vrede.chain.edges import edges
from vrede.chain.identifiers import Identifiers
from vrede.chain.links import CERTAIN, old_prefixes, resolve, statements
from vrede.chain.propose import proposed_links
from vrede.chain.walk import PassedOn, walk
from vrede.money import OWN, MoneyRules, normal_ref

NARROW: dict[str, tuple[str, ...]] = {
    "activity": ("activity_key", "iati_identifier", "reporting_org_ref", "measure", "title_en", "title_nl"),
    "transaction": (
        *("transaction_key", "activity_key", "transaction_no", "transaction_type", "transaction_date", "amount"),
        *("price_currency", "amount_eur_cents", "provider_ref", "provider_activity_id", "receiver_ref"),
        "receiver_activity_id",
    ),
    "participating_org": ("activity_key", "role", "ref", "activity_id"),
    "related_activity": ("activity_key", "ref", "type"),
    "other_identifier": ("activity_key", "ref", "type", "owner_ref"),
    "narrative": ("activity_key", "element", "parent_no"),
}
"""What is read here of all activities; of narratives those that name a receiver."""
RECEIVER = "transaction/receiver-org"
TAKEN_BACK = "what was paid and taken back again"
MORE_THAN_PAID = "received beyond what was paid, as the receivers say"
STEP_SCHEMA = {
    "root_key": pl.Int64,
    "level": pl.Int32,
    "payer_key": pl.Int64,
    "receiver_key": pl.Int64,
    "certain_eur_cents": pl.Int64,
    "at_most_eur_cents": pl.Int64,
}


def identifiers_of(
    tables: Mapping[str, pl.DataFrame], ministry: Sequence[str], forms: Sequence[str], part: str
) -> Identifiers:
    """The published identifiers of a snapshot with the ministry's forms, ready to be asked."""
    published = tables["activity"]["iati_identifier"].drop_nulls()
    return Identifiers(published, old_prefixes(tables, ministry), ministry, forms, part)


def linked(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> dict[str, pl.DataFrame]:
    """The tables of the chain by the policy of the day. tables: as `money.settle` gives them."""
    forms, part = (rules.policy.names(f"ministry_activity_{name}", rules.day) for name in ("forms", "part"))
    link = links(
        tables,
        resolve(statements(tables), tables, identifiers_of(tables, rules.ministry, forms, part[0])),
        rules.policy.whole_number("proposed_link_days", rules.day),
    )
    return chain(tables, link, claim_rule(rules.policy.mapping("double_claim", rules.day)))


def links(tables: Mapping[str, pl.DataFrame], stated: pl.DataFrame, days: int) -> pl.DataFrame:
    """Table link: what is stated, as `resolve` gives it, and what is proposed."""
    proposed = proposed_links(stated, tables, days)
    both = pl.concat([stated.drop("link_key"), proposed], how="diagonal")
    link = both.sort("activity_key", "source", "transaction_key", "stated_id", "target_key", nulls_last=True)
    return link.with_row_index("link_key").with_columns(pl.col("link_key").cast(pl.Int64))


def chain(tables: Mapping[str, pl.DataFrame], link: pl.DataFrame, claiming: ClaimRule) -> dict[str, pl.DataFrame]:
    """link, chain_edge, chain_balance, chain_step, chain_gap and double_claim.

    tables: activity with measure and titles, transaction with euro, and the raw tables that state links. link: as `links` gives it.
    """
    edge = edges(link, tables["transaction"])
    sheet = balance(tables["activity"], tables["transaction"], edge)
    step = steps(tables["activity"], edge, sheet)
    return {
        "link": link,
        "chain_edge": _lag(edge, tables["transaction"]),
        "chain_balance": sheet,
        "chain_step": step,
        "chain_gap": gaps(tables, sheet, step),
        "double_claim": claims(link, edge, dict(tables), claiming),
    }


def _lag(edge: pl.DataFrame, transaction: pl.DataFrame) -> pl.DataFrame:
    """Adds lag_days: from the day the money came to the first day on which the receiver itself paid, not before."""
    paid = transaction.filter(
        pl.col("transaction_type").is_in(["3", "4"]) & pl.col("transaction_date").is_not_null()
    ).select(receiver_key="activity_key", _paid="transaction_date")
    came = edge.with_row_index("_row").with_columns(_came=pl.coalesce("receiver_first", "payer_first"))
    first = (
        came.join(paid, on="receiver_key", how="inner")
        .filter(pl.col("_paid") >= pl.col("_came"))
        .group_by("_row")
        .agg(_next=pl.col("_paid").min())
    )
    return (
        came.join(first, on="_row", how="left", maintain_order="left")
        .with_columns(lag_days=(pl.col("_next") - pl.col("_came")).dt.total_days())
        .drop("_row", "_came", "_next")
    )


def _flow(edge: pl.DataFrame, sheet: pl.DataFrame, certain_only: bool) -> PassedOn:
    rows = edge.filter((pl.col("kind") == "spent") & (pl.col("passed_eur_cents") > 0))
    if certain_only:
        rows = rows.filter(pl.col("state") == CERTAIN)
    passed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for payer, receiver, cents in rows.select("payer_key", "receiver_key", "passed_eur_cents").iter_rows():
        passed[payer].append((receiver, cents))
    return PassedOn(
        passed,
        dict(sheet.select("activity_key", "spent_eur_cents").iter_rows()),
        dict(sheet.select("activity_key", "received_eur_cents").iter_rows()),
    )


def steps(activity: pl.DataFrame, edge: pl.DataFrame, sheet: pl.DataFrame) -> pl.DataFrame:
    """chain_step: for each own activity, every payment further down that carries some of its money, by level.

    certain: over certain links alone. at_most: with the proposed links too; it is never less than certain.
    """
    sure, wide = _flow(edge, sheet, True), _flow(edge, sheet, False)
    rows = []
    for root in activity.filter(pl.col("measure") == OWN)["activity_key"].sort():
        low, high = walk(root, sure).edges, walk(root, wide).edges
        for level, payer, receiver in sorted({*low, *high}):
            certain = low.get((level, payer, receiver), 0)
            rows.append((root, level, payer, receiver, certain, max(certain, high.get((level, payer, receiver), 0))))
    return pl.DataFrame(rows, schema=STEP_SCHEMA, orient="row")


def gaps(tables: Mapping[str, pl.DataFrame], sheet: pl.DataFrame, step: pl.DataFrame) -> pl.DataFrame:
    """chain_gap: what own activities spent and nobody is seen to have received, and why: root_key, reason, eur_cents.

    Of an activity the reasons add up, to the cent, to what it spent less what is seen of it at most. What is seen is taken
    off the most traceable payments first, so that the reasons left are those that remain. Below nothing: what was paid and
    taken back again, and what others say to have received beyond what was paid.
    """
    publishers = (
        tables["activity"].select(normal_ref(pl.col("reporting_org_ref")).alias("ref"))["ref"].drop_nulls().unique()
    )
    names = (
        tables["narrative"]
        .filter(pl.col("element") == RECEIVER)
        .select("activity_key", pl.col("parent_no").alias("transaction_no"), named=pl.lit(True))
        .unique()
    )
    ref = normal_ref(pl.col("receiver_ref"))
    own = sheet.filter((pl.col("measure") == OWN) & (pl.col("spent_eur_cents") > 0))
    paid = (
        tables["transaction"]
        .filter(pl.col("transaction_type").is_in(["3", "4"]) & (pl.col("amount_eur_cents") > 0))
        .join(own, on="activity_key", how="semi")
        .join(names, on=["activity_key", "transaction_no"], how="left")
        .with_columns(
            reason=pl.when(ref.is_in(publishers.implode()))
            .then(pl.lit("1 the receiver publishes here, but names no activity of the ministry for it"))
            .when(ref.is_not_null())
            .then(pl.lit("2 the receiver does not publish here"))
            .when(pl.col("named").fill_null(False))
            .then(pl.lit("3 the receiver is named without identifier"))
            .otherwise(pl.lit("4 no receiver is named"))
        )
        .group_by("activity_key", "reason")
        .agg(pl.col("amount_eur_cents").sum())
        .sort("activity_key", "reason")
    )
    seen = dict(
        step.filter(pl.col("level") == 1).group_by("root_key").agg(pl.col("at_most_eur_cents").sum()).iter_rows()
    )
    rows = []
    back = dict(own.select("activity_key", "spent_eur_cents").iter_rows())  # in the end: spent less all that was paid
    for root, reason, cents in paid.iter_rows():
        taken = min(cents, seen.get(root, 0))
        seen[root] = seen.get(root, 0) - taken
        back[root] -= cents
        if cents > taken:
            rows.append((root, reason[2:], cents - taken))
    rows += [(root, TAKEN_BACK, cents) for root, cents in back.items() if cents]
    rows += [(root, MORE_THAN_PAID, -cents) for root, cents in seen.items() if cents]
    rows.sort(key=lambda row: row[0])
    return pl.DataFrame(rows, schema={"root_key": pl.Int64, "reason": pl.String, "eur_cents": pl.Int64}, orient="row")
