"""The chain: who passed money on to whom, as far as it can be seen, and what is only proposed.

`linked` makes its tables from those of `money.settle`: links that files state, links that amounts and days suggest, payments from one
activity to another, and what cannot be followed, with the reason. Figures of the chain are bounds and never one sum with others.
"""

from vrede.chain.bounds import NARROW as BOUNDS_NARROW
from vrede.chain.bounds import bounds_of
from vrede.chain.flows import (
    LINK_COLUMNS,
    Flow,
    clause_roots,
    edges_around,
    flows_around,
    flows_from_ministry,
    links_upward,
    not_certain,
    not_certain_once,
    of_pair,
    published_by,
    steps_from,
)
from vrede.chain.outliers import own_outliers
from vrede.chain.report import REPORT_TABLES, chain_report
from vrede.chain.rows import (
    BALANCE_AMOUNTS,
    EDGE_AMOUNTS,
    SHEET_AMOUNTS,
    STEP_AMOUNTS,
    balance_lines,
    claim_lines,
    edge_lines,
    gap_lines,
    level_lines,
    sheet_lines,
    step_lines,
)
from vrede.chain.tables import NARROW, RECEIVER, linked
from vrede.chain.upward import Publishing, publishing
from vrede.chain.words import chain_words

__all__ = [
    "BALANCE_AMOUNTS",
    "BOUNDS_NARROW",
    "EDGE_AMOUNTS",
    "LINK_COLUMNS",
    "NARROW",
    "RECEIVER",
    "REPORT_TABLES",
    "SHEET_AMOUNTS",
    "STEP_AMOUNTS",
    "Flow",
    "Publishing",
    "balance_lines",
    "bounds_of",
    "chain_report",
    "chain_words",
    "claim_lines",
    "clause_roots",
    "edge_lines",
    "edges_around",
    "flows_around",
    "flows_from_ministry",
    "gap_lines",
    "level_lines",
    "linked",
    "links_upward",
    "not_certain",
    "not_certain_once",
    "of_pair",
    "own_outliers",
    "published_by",
    "publishing",
    "sheet_lines",
    "step_lines",
    "steps_from",
]
