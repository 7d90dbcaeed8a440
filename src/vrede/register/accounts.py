"""What stands on an account."""

from __future__ import annotations

from vrede.register.database import Database


def balance(database: Database, account: str) -> int:
    """Cents on an account; none where nothing ever moved there."""
    found = database.one("SELECT cents FROM balance WHERE account = ?", (account,))
    return int(found[0]) if found else 0
