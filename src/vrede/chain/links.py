"""Every statement of one activity about another: who says it, of whom, and whether the other is published here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from vrede.chain.identifiers import LONGEST, Identifiers
from vrede.money import normal_ref

INCOMING, OUTGOING = ("1", "11"), ("2", "3", "4")
# The direction of a statement, seen from the activity that makes it.
UP, DOWN, PARENT, CHILD, BESIDE, ALIAS = "up", "down", "parent", "child", "beside", "alias"
CERTAIN, POSSIBLE, UNLINKABLE = "certain", "possible", "unlinkable"
FAMILY = {"1": PARENT, "2": CHILD}
ROLES = {"1": UP, "4": DOWN}

_COLUMNS = ("activity_key", "transaction_key", "source", "direction", "stated_id", "stated_ref")


def statements(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """activity_key, transaction_key (null where it is about no transaction), source, direction, stated_id, stated_ref.

    An activity that gives its own identifier as payer of what it pays, or as receiver of what it receives, says nothing
    of another: left out. tables: activity, transaction, participating_org, related_activity, other_identifier.
    """
    own = tables["activity"].select("activity_key", _own="iati_identifier")
    incoming = pl.col("transaction_type").is_in(list(INCOMING))
    outgoing = pl.col("transaction_type").is_in(list(OUTGOING))

    def named(
        frame: pl.DataFrame, source: str, identifier: str, ref: str, direction: pl.Expr, own_too: pl.Expr
    ) -> pl.DataFrame:
        # own_too: where naming oneself is a statement after all (an activity that funds itself)
        key = pl.col("transaction_key") if "transaction_key" in frame.columns else pl.lit(None, dtype=pl.Int64)
        rows = frame.filter(pl.col(identifier).is_not_null()).join(
            own, on="activity_key", how="left", maintain_order="left"
        )
        rows = rows.filter((pl.col(identifier) != pl.col("_own")).fill_null(True) | own_too)
        return rows.select(
            "activity_key",
            key.alias("transaction_key"),
            pl.lit(source).alias("source"),
            direction.alias("direction"),
            pl.col(identifier).alias("stated_id"),
            (pl.col(ref) if ref else pl.lit(None, dtype=pl.String)).alias("stated_ref"),
        )

    transaction = tables["transaction"]
    never = pl.lit(False)
    role = pl.col("role").replace_strict(ROLES, default=BESIDE, return_dtype=pl.String)
    kin = pl.col("type").replace_strict(FAMILY, default=BESIDE, return_dtype=pl.String)
    return pl.concat(
        [
            named(transaction, "provider-activity-id", "provider_activity_id", "provider_ref", pl.lit(UP), incoming),
            named(transaction, "receiver-activity-id", "receiver_activity_id", "receiver_ref", pl.lit(DOWN), outgoing),
            named(tables["participating_org"], "participating-org", "activity_id", "ref", role, never),
            named(tables["related_activity"], "related-activity", "ref", "", kin, never),
            named(tables["other_identifier"], "other-identifier", "ref", "owner_ref", pl.lit(ALIAS), never),
        ]
    ).select(_COLUMNS)


def resolve(stated: pl.DataFrame, tables: Mapping[str, pl.DataFrame], identifiers: Identifiers) -> pl.DataFrame:
    """The statements with target_key, state, rule, suggested_id: the table `link`.

    certain: exactly this identifier is published here ('exact'), or both sides name each other ('both ways').
    possible: a proposal, target_key is what is proposed and `rule` how. unlinkable: `rule` says why there is nothing.
    """
    activity = tables["activity"]
    refs = frozenset(
        normal for normal in activity.select(normal_ref(pl.col("reporting_org_ref")))["reporting_org_ref"] if normal
    )
    by_id = activity.filter(pl.col("iati_identifier").is_not_null()).select(
        stated_id="iati_identifier", target_key="activity_key", _of=normal_ref(pl.col("reporting_org_ref"))
    )
    # Two publishers may use one identifier: the one that is named beside it is meant, else nobody knows.
    shared = by_id.group_by("stated_id").len().filter(pl.col("len") > 1)["stated_id"].implode()
    clear = by_id.filter(~pl.col("stated_id").is_in(shared)).select("stated_id", _clear="target_key")
    named = by_id.filter(pl.col("stated_id").is_in(shared)).rename({"_of": "_ref", "target_key": "_named"})
    rows = (
        stated.with_columns(_ref=normal_ref(pl.col("stated_ref")))
        .join(clear, on="stated_id", how="left", maintain_order="left")
        .join(named, on=["stated_id", "_ref"], how="left", maintain_order="left")
        .with_columns(target_key=pl.coalesce("_clear", "_named"))
    )
    missing = rows.filter(pl.col("target_key").is_null())["stated_id"].unique().sort().to_list()
    reasons = {identifier: _reason(identifier, identifiers, refs) for identifier in missing}
    told = pl.DataFrame(
        [(i, rule, meant, published) for i, (rule, meant, published) in reasons.items()],
        schema={"stated_id": pl.String, "_rule": pl.String, "suggested_id": pl.String, "_published": pl.Boolean},
        orient="row",
    )
    proposed = clear.select(suggested_id="stated_id", _proposed="_clear")
    rows = rows.join(told, on="stated_id", how="left", maintain_order="left").join(
        proposed, on="suggested_id", how="left", maintain_order="left"
    )
    itself = (pl.coalesce("target_key", "_proposed") == pl.col("activity_key")).fill_null(False)
    possible = pl.col("target_key").is_null() & pl.col("_proposed").is_not_null()
    state = (
        pl.when(itself)
        .then(pl.lit(UNLINKABLE))
        .when(pl.col("target_key").is_not_null())
        .then(pl.lit(CERTAIN))
        .when(possible)
        .then(pl.lit(POSSIBLE))
        .otherwise(pl.lit(UNLINKABLE))
    )
    rule = (
        pl.when(itself)
        .then(pl.lit("names itself"))
        .when(pl.col("target_key").is_not_null())
        .then(pl.lit("exact"))
        .otherwise(pl.col("_rule"))
    )
    link = rows.with_columns(state=state, rule=rule).with_columns(
        target_key=pl.when(pl.col("state") == POSSIBLE)
        .then("_proposed")
        .when(pl.col("state") == CERTAIN)
        .then("target_key")
    )
    return (
        _both_ways(_wrong_level(link.select(*_COLUMNS, "target_key", "state", "rule", "suggested_id"), tables))
        .with_row_index("link_key")
        .with_columns(pl.col("link_key").cast(pl.Int64))
    )


def _reason(stated: str, identifiers: Identifiers, refs: frozenset[str]) -> tuple[str, str | None, bool]:
    if len(stated) > LONGEST:
        return "too long for an identifier", None, False
    found = identifiers.meant(stated)
    if found is not None:
        return found.rule, found.identifier, found.published
    whole = stated.upper().replace(" ", "")
    if whole in refs or whole in identifiers.own:
        return "names an organisation, no activity", None, False
    if (
        identifiers.own
        and whole.startswith(tuple(f"{ref}-" for ref in identifiers.own))
        and not identifiers.formed(stated)
    ):
        return "not the form of an identifier of the ministry", None, False
    parts = whole.split("-")
    if any("-".join(parts[:n]) in refs for n in range(len(parts), 0, -1)):
        return "its publisher is here, the activity is not", None, False
    return "not published here", None, False


def _both_ways(link: pl.DataFrame) -> pl.DataFrame:
    """Where payer and receiver name each other in their transactions, the rule is 'both ways'."""
    certain = link.filter((pl.col("state") == CERTAIN) & pl.col("transaction_key").is_not_null())
    up = certain.filter(pl.col("direction") == UP).select(payer="target_key", receiver="activity_key").unique()
    down = certain.filter(pl.col("direction") == DOWN).select(payer="activity_key", receiver="target_key").unique()
    both = up.join(down, on=["payer", "receiver"], how="inner").with_columns(_both=pl.lit(True))
    payer = pl.when(pl.col("direction") == UP).then("target_key").otherwise("activity_key")
    receiver = pl.when(pl.col("direction") == UP).then("activity_key").otherwise("target_key")
    return (
        link.with_columns(payer=payer, receiver=receiver)
        .join(both, on=["payer", "receiver"], how="left", maintain_order="left")
        .with_columns(
            rule=pl.when(pl.col("_both") & pl.col("transaction_key").is_not_null() & (pl.col("state") == CERTAIN))
            .then(pl.lit("both ways"))
            .otherwise("rule")
        )
        .drop("payer", "receiver", "_both")
    )


def _wrong_level(link: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """A certain link up to an activity that pays nothing itself while its children do: said, the link stays."""
    paying = tables["transaction"].filter(pl.col("transaction_type").is_in(list(OUTGOING)))["activity_key"].unique()
    kin = link.filter((pl.col("state") == CERTAIN) & pl.col("direction").is_in([PARENT, CHILD]))
    child = pl.when(pl.col("direction") == PARENT).then("activity_key").otherwise("target_key")
    parent = pl.when(pl.col("direction") == PARENT).then("target_key").otherwise("activity_key")
    above = kin.select(parent=parent, child=child).filter(pl.col("child").is_in(paying.implode()))["parent"].unique()
    hollow = pl.col("target_key").is_in(above.implode()) & ~pl.col("target_key").is_in(paying.implode())
    wrong = (pl.col("state") == CERTAIN) & (pl.col("direction") == UP) & hollow.fill_null(False)
    return link.with_columns(
        rule=pl.when(wrong).then(pl.lit("exact, but the money stands on its parts")).otherwise("rule")
    )


def old_prefixes(tables: Mapping[str, pl.DataFrame], ministry: Sequence[str]) -> dict[str, str]:
    """Old beginning -> new beginning of identifiers: what publishers say they were called (other-identifier type B1)."""
    said = (
        tables["other_identifier"]
        .filter((pl.col("type") == "B1") & pl.col("ref").is_not_null())
        .join(tables["activity"].select("activity_key", new="reporting_org_ref"), on="activity_key", how="inner")
        .filter(pl.col("ref") != pl.col("new"))
        .group_by("ref")
        .agg(pl.col("new").unique().sort())
        .filter(pl.col("new").list.len() == 1)
        .sort("ref")
    )
    found = {f"{old}-": f"{new[0]}-" for old, new in said.iter_rows() if new[0]}
    return {**found, **{f"{old}-": f"{ministry[0]}-" for old in ministry[1:]}}
