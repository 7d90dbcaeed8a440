"""The table of outliers: amounts far outside both their scales, with what they were compared with."""

from __future__ import annotations

from vrede.sources import Column, Table

OUTLIER_FLAG = Column(
    "outlier",
    "flag",
    "of a transaction far outside the scale of its activity and of its publisher (table outlier); it counts",
)
OUTLIER_TABLE = Table(
    "outlier",
    "a commitment or payment far outside the scale of its activity and of its publisher: it counts, and every figure with it is marked",
    (
        Column("transaction_key", "integer", "the transaction in this snapshot"),
        Column("activity_key", "activity", "its activity in this snapshot"),
        Column("amount_eur_cents", "integer", "euro at the day's rate", unit="eur_cents"),
        Column(
            "basis",
            "plain",
            "what gives the activity's scale: budget, planned, or others (its other commitments and payments)",
        ),
        Column("activity_scale_eur_cents", "integer", "the activity's scale: the largest of these", unit="eur_cents"),
        Column(
            "publisher_scale_eur_cents",
            "integer",
            "the publisher's scale: the middle one of all amounts that it states",
            unit="eur_cents",
        ),
    ),
    ("transaction_key",),
)
