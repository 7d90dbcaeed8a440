"""The address of a figure that is not a sum of slices, and the lines that such an address names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import polars as pl
from django.http import Http404

from vrede.chain import (
    BALANCE_AMOUNTS,
    EDGE_AMOUNTS,
    SHEET_AMOUNTS,
    STEP_AMOUNTS,
    balance_lines,
    claim_lines,
    clause_roots,
    edge_lines,
    edges_around,
    gap_lines,
    level_lines,
    of_pair,
    sheet_lines,
    step_lines,
    steps_from,
)
from vrede.money import (
    LEVEL_KINDS,
    MEASURES,
    MONEY_TYPES,
    NUMBER,
    ahead_lines,
    changes_of,
    figure_lines,
    other_level_lines,
    transaction_lines,
)
from vrede.web.figure.cell import Cell
from vrede.web.site.request import BadFilter
from vrede.web.site.snapshot import State, text_of
from vrede.web.site.words import say

PAGE = "behind"
CHAIN = ("activity", "transaction", "link", "chain_edge", "chain_balance", "chain_step", "chain_gap", "double_claim")
AHEAD = ("forward_slice", "forward_placement")
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """Lines (money.lines.SCHEMA) whose activity_key is of one snapshot's activities."""

    state: State
    lines: pl.DataFrame


def linked_cell(state: State, cents: int | None, of: str, **words: object) -> Cell | None:
    """A figure with the address of its lines; None where there is no figure."""
    if cents is None:
        return None
    given = {name: str(value) for name, value in words.items() if value not in ("", None)}
    query = urlencode({"of": of, **given, "snapshot": state.snapshot.name, "cents": cents})
    return Cell(int(cents), query, page=PAGE)


def _one_of(words: Words, name: str, allowed: Sequence[str]) -> str:
    value = words.get(name, "")
    if value not in allowed:
        raise BadFilter(f"{name}={value[:40]}: {', '.join(allowed)}")
    return value


def _number(words: Words, name: str) -> int:
    value = words.get(name, "")
    if not NUMBER.fullmatch(value):
        raise BadFilter(f"{name}={value[:40]}")
    return int(value)


def _clause(words: Words) -> str:
    clause = words.get("clause", "")
    if clause and clause not in {c.id for c in text_of("all")[0].clauses}:
        raise Http404(say("site.there_is_no_clause_clause", clause=clause[:20]))
    return clause


def _tables(state: State, names: Sequence[str]) -> dict[str, pl.DataFrame]:
    return {name: state.snapshot.table(name) for name in names}


def _pair(found: pl.DataFrame, words: Words) -> pl.DataFrame:
    return of_pair(found, _number(words, "level"), words.get("payer", ""), words.get("receiver", ""))


def _step(state: State, words: Words) -> pl.DataFrame:
    amount, clause = _one_of(words, "amount", STEP_AMOUNTS), _clause(words)
    found = _pair(
        steps_from(state.tables("chain_step", "activity"), clause_roots(state.ledger, clause) if clause else None),
        words,
    )
    return step_lines(found, state.activity, amount)


def _edge(state: State, words: Words) -> pl.DataFrame:
    amount = _one_of(words, "amount", EDGE_AMOUNTS)
    if words.get("key"):
        keys = pl.Series("activity_key", [_number(words, "key")], dtype=pl.Int64)
    else:
        keys = state.published(words.get("ref", ""))
    edges = edges_around(state.tables("chain_edge", "activity"), keys, bool(words.get("key")))
    return edge_lines(_pair(edges, words), _tables(state, CHAIN), amount)


def _level(state: State, words: Words) -> pl.DataFrame:
    level, amount = _number(words, "level"), _one_of(words, "amount", (*STEP_AMOUNTS, "unseen"))
    if level == 0 and amount == "unseen":
        raise BadFilter("level=0")
    return level_lines(_tables(state, CHAIN), level, amount)


def _gap(state: State, words: Words) -> pl.DataFrame:
    reasons = state.snapshot.table("chain_gap")["reason"].unique().sort().to_list()
    return gap_lines(_tables(state, CHAIN), _one_of(words, "reason", reasons))


def _balance(state: State, words: Words) -> pl.DataFrame:
    measure, amount = _one_of(words, "measure", MEASURES), _one_of(words, "amount", tuple(BALANCE_AMOUNTS))
    return balance_lines(_tables(state, CHAIN), measure, amount)


def _sheet(state: State, words: Words) -> pl.DataFrame:
    key, amount = _number(words, "key"), _one_of(words, "amount", SHEET_AMOUNTS)
    if key not in state.snapshot.table("chain_balance")["activity_key"]:
        raise Http404(say("site.there_is_no_activity_key", key=key))
    return sheet_lines(_tables(state, CHAIN), key, amount)


def _claim(state: State, words: Words) -> pl.DataFrame:
    number = _number(words, "number")
    if number >= state.snapshot.table("double_claim").height:
        raise BadFilter(f"number={number}")
    return claim_lines(_tables(state, CHAIN), number)


def _ahead(state: State, words: Words) -> pl.DataFrame:
    measure, kind = _one_of(words, "measure", MEASURES), _one_of(words, "kind", ("budget", "planned"))
    return ahead_lines(_tables(state, AHEAD), measure, kind, _number(words, "year"), _clause(words))


def _left_out(state: State, words: Words) -> pl.DataFrame:
    kind = _one_of(words, "kind", LEVEL_KINDS)
    keys = state.published(words.get("ref", ""))
    return other_level_lines(_tables(state, ("slice", "issue")), keys, kind)


WITHIN: dict[str, Callable[[State, Words], pl.DataFrame]] = {
    "step": _step,
    "edge": _edge,
    "level": _level,
    "gap": _gap,
    "balance": _balance,
    "sheet": _sheet,
    "claim": _claim,
    "ahead": _ahead,
    "left_out": _left_out,
}
"""What a figure is of -> its lines, for figures of one snapshot."""


def of_change(old: State, new: State, words: Words) -> list[Part]:
    """Transactions of one activity before, after, or both (the older taken off). old, new: its keys in both snapshots,
    one of them missing where it came or went: then what it spent."""
    side = _one_of(words, "side", ("before", "after", "difference"))
    types = MONEY_TYPES[_one_of(words, "what", tuple(MONEY_TYPES))]
    found = []
    if words.get("old") and side != "after":
        sign = -1 if side == "difference" else 1
        found.append(Part(old, transaction_lines(_tables(old, ("transaction",)), [_number(words, "old")], types, sign)))
    if words.get("new") and side != "before":
        found.append(Part(new, transaction_lines(_tables(new, ("transaction",)), [_number(words, "new")], types)))
    return found


def of_changes(old: State, new: State, changed: pl.DataFrame, what: str) -> list[Part]:
    """Every change of one kind, with the difference that it makes."""
    after, gone = changes_of(changed, what)
    return [
        Part(
            state,
            figure_lines(rows, "changes", activity_key=key, what="what", amount_eur_cents="difference_eur_cents"),
        )
        for state, key, rows in ((new, "new_key", after), (old, "old_key", gone))
    ]
