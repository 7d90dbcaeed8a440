"""The outliers in a figure of a page: found by the figure's own address, so that no page can forget to mark one."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

import polars as pl

from vrede.chain import own_outliers
from vrede.lake import where
from vrede.language import Language, euro_exact, whole
from vrede.money import CHAIN, MEASURES, NUMBER, OWN, Beyond, LinkError, Selection, parse_selection
from vrede.web.figure.address import WITHIN
from vrede.web.figure.cell import Cell
from vrede.web.figure.table import activity_address
from vrede.web.site.snapshot import State, texts
from vrede.web.site.words import say

MARK = "‡"
SLICES = "rows"


def outliers_in(state: State, cell: Cell) -> Beyond:
    """The outliers behind a cell, by its address; none where it has no address, or that of another snapshot."""
    if not cell.query:
        return Beyond()
    words = dict(parse_qsl(cell.query))
    if words.get("snapshot", state.snapshot.name) != state.snapshot.name:
        return Beyond()
    if cell.page != SLICES:
        return _in_lines(state, words)
    measure = CHAIN if words.get("bound") else OWN
    try:
        selection = parse_selection(
            words, {region.id for region in texts()[-1].regions}, Selection(measure=measure, kind="spent")
        )
    except LinkError:
        return Beyond()
    return state.ledger.outliers(selection)


def _in_lines(state: State, words: Mapping[str, str]) -> Beyond:
    """The outliers among the transactions that a figure of the chain is the sum of. What lies ahead holds none."""
    of, key = words.get("of", ""), words.get("key", "")
    if of == "level" and words.get("level") == "0":
        return own_outliers(state.tables("transaction", "chain_balance", "outlier"))
    known = where(state.outliers, activity_key=int(key)) if NUMBER.fullmatch(key) else state.outliers_followed
    if of not in WITHIN or known.is_empty():
        return Beyond()
    lines = WITHIN[of](state, words).filter(pl.col("source") == "transaction")
    far = lines.join(
        known.select("activity_key", row_no=pl.col("transaction_no").cast(pl.Int64)),
        on=["activity_key", "row_no"],
        how="semi",
    )
    return Beyond(int(far["amount_eur_cents"].sum() or 0), far.height)


WITHOUT = tuple(f"{measure}_eur_cents_without_outliers" for measure in MEASURES)
"""Columns of a CSV, beside those of the three measures."""


def cents_without(state: State, cells: Mapping[str, Cell | None]) -> dict[str, int | None]:
    """WITHOUT of a line's cells by measure; None where there is no figure."""
    found = {measure: cells.get(measure) for measure in MEASURES}
    return {
        name: None if cell is None or not cell.found else cell.cents - outliers_in(state, cell).cents
        for name, cell in zip(WITHOUT, found.values(), strict=True)
    }


def because(row: Mapping[str, int | str], language: Language) -> str:
    """Beside what a row of table outlier is one, in words."""
    size = abs(int(row["amount_eur_cents"]))
    scale, middle = int(row["activity_scale_eur_cents"]), int(row["publisher_scale_eur_cents"])
    basis = {
        "budget": say("site.outlier.basis_budget"),
        "planned": say("site.outlier.basis_planned"),
        "others": say("site.outlier.basis_others"),
    }
    return say(
        "site.outlier.because",
        times=whole(size // scale, language),
        basis=basis[str(row["basis"])],
        scale=euro_exact(scale, language),
        publisher_times=whole(size // middle, language),
        middle=euro_exact(middle, language),
    )


def outliers_of_activity(state: State, key: int, language: Language) -> dict[int, str]:
    """transaction_key -> why, for the outliers of one activity."""
    found = where(state.outliers, activity_key=key)
    return {row["transaction_key"]: because(row, language) for row in found.iter_rows(named=True)}


def outliers_among(state: State, rows: pl.DataFrame, language: Language) -> list[tuple[str, str, int, str]]:
    """(title, address of the activity, cents of these slices, beside what) of the outliers among slices, the largest first."""
    sums = rows.filter("outlier").group_by("transaction_key").agg(cents=pl.col("amount_eur_cents").sum())
    found = state.outliers.join(sums, on="transaction_key", how="inner").join(
        state.activity, on="activity_key", how="left"
    )
    return [
        (
            r[f"title_{language}"] or r["iati_identifier"] or say("site.without_title"),
            activity_address(state, r["activity_key"]),
            int(r["cents"]),
            because(r, language),
        )
        for r in found.sort("cents", "transaction_key", descending=[True, False]).iter_rows(named=True)
    ]
