"""What is free: per article, year and authority the law, what was used of it, and what is left; and the same by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from vrede.register.chain.database import Database
from vrede.register.chain.postings import AUTHORITIES

ACCOUNTS = ("law", "room", "line", "used")
"""Names of accounts that a law and its lines have; `;` is the sign after `:`, so that an index finds them."""


def statement(database: Database) -> list[dict[str, Any]]:
    """What is free in a register: `stated` of its balances, of which only those of laws and lines are read."""
    balances: list[tuple[str, int]] = []
    for name in ACCOUNTS:
        rows = database.all(
            "SELECT account, cents FROM balance WHERE account >= ? AND account < ?", (f"{name}:", f"{name};")
        )
        balances += [(str(account), int(cents)) for account, cents in rows]
    return stated(balances)


def stated(balances: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Rows by article, year and line ('' is the article itself), with cents for commitment and cash side by side.

    balances: account and cents, each account once. authority: what the law gives; used: committed or paid; free: authority less used,
    below nothing where a law took back what was promised. A row without a line of the other authority has nothing there.
    """
    by_line: dict[tuple[str, int, str], dict[str, int]] = defaultdict(dict)
    for account, cents in balances:
        name, *rest = account.split(":", 4)
        if name not in ACCOUNTS:
            continue
        article, year, kind = rest[0], int(rest[1]), rest[2]
        row = by_line[article, year, rest[3] if len(rest) > 3 else ""]
        if name == "law":
            row[f"{kind}_authority_cents"] = -cents
        elif name in ("room", "line"):
            row[f"{kind}_free_cents"] = cents
        else:
            row[f"{kind}_used_cents"] = cents
    made = []
    for (article, year, line), row in sorted(by_line.items()):
        shown: dict[str, Any] = {"article": article, "year": year, "line": line}
        for kind in AUTHORITIES:
            free = row.get(f"{kind}_free_cents")
            authority = row.get(f"{kind}_authority_cents")
            used = row.get(f"{kind}_used_cents", 0)
            if line and free is not None:
                authority = free + used
            if not line and authority is not None:
                used = authority - (free or 0)
                free = free or 0
            shown |= {
                f"{kind}_authority_cents": authority,
                f"{kind}_used_cents": used if authority is not None else None,
                f"{kind}_free_cents": free,
            }
        made.append(shown)
    return made
