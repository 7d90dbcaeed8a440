"""The register's open data as anyone gets it: activities, transactions and budget lines, read back and checked.

`read_register` gives its tables where the files are those that its manifest names; the declarations are used by the register that publishes.
"""

from vrede.sources.register.read import ExtractError, read_register
from vrede.sources.register.tables import (
    FORMAT,
    MANIFEST,
    REGISTER_ACTIVITY,
    REGISTER_BUDGET,
    REGISTER_TABLES,
    REGISTER_TRANSACTION,
)
from vrede.sources.source import Source

SOURCE = Source("register")

__all__ = [
    "FORMAT",
    "MANIFEST",
    "REGISTER_ACTIVITY",
    "REGISTER_BUDGET",
    "REGISTER_TABLES",
    "REGISTER_TRANSACTION",
    "SOURCE",
    "ExtractError",
    "read_register",
]
