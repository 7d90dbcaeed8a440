"""A made-up sources folder on which the whole product runs, with the truths that its tests hold it to.

`write_sample(folder)` needs no input and no network: the same seed gives the same bytes everywhere.
"""

from __future__ import annotations

from vrede.sources.sample.folder import MARKER, write_sample
from vrede.sources.sample.themes import PARTS
from vrede.sources.sample.truths import ActivityTruth, IssueTruth, ResultTruth, TransactionTruth, Truths

__all__ = [
    "MARKER",
    "PARTS",
    "ActivityTruth",
    "IssueTruth",
    "ResultTruth",
    "TransactionTruth",
    "Truths",
    "write_sample",
]
