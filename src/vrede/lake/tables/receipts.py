"""What partners state to have received from the ministry, split and placed as payments are."""

from __future__ import annotations

from dataclasses import replace

from vrede.sources import Column, Table

RECEIPT_KEY = Column("receipt_key", "integer", "the share of a receipt in this snapshot")
RECEIPT_KIND = Column(
    "kind",
    "plain",
    "commitment (promised: type 11) or spent (received: type 1); types 2, 3 and 4 where those name the ministry instead",
)


def receipt_tables(slices: Table, placement: Table) -> tuple[Table, Table]:
    """receipt_slice and receipt_placement: as the tables of slices and placements, by a key of their own."""
    rest = (column for column in slices.columns if column.name != "slice_key")
    return (
        replace(
            slices,
            name="receipt_slice",
            meaning="a share of what a chain activity states to have received from the ministry, or to have been promised by it",
            columns=(RECEIPT_KEY, *(RECEIPT_KIND if column.name == "kind" else column for column in rest)),
            key=("receipt_key",),
        ),
        replace(
            placement,
            name="receipt_placement",
            meaning="a share of a receipt under a part of the article",
            columns=(RECEIPT_KEY, *placement.columns[1:]),
            key=("receipt_key", "part"),
        ),
    )
