"""The register: acts a second with eight writers, on SQLite and on a PostgreSQL cluster of its own.

Usage: python bench/register.py ADDRESS [ADDRESS ...]   (empty databases: sqlite:///FILE, postgresql://...)
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from registerbook import ARTICLE, DAY, MOMENT, RULES, YEAR, Book
from vrede.register.acts.submission import Submission
from vrede.register.chain.database import Database
from vrede.register.recording.recorder import record

CLIENTS, EACH = 8, 125
LEAST = {"sqlite": 50, "postgresql": 100}


def client(address: str, number: int) -> int:
    """Proposals and commitments of one cent; how many acts."""
    database = Database(address)
    for turn in range(EACH):
        dossier = f"B{number}-{turn}"
        facts = {"article": ARTICLE, "line": "4.3", "schedule": {str(YEAR): 1}}
        made = record(
            database,
            Submission("olga", "policy officer", "proposal", dossier, f"p {dossier}", "r", 1, YEAR, facts=facts),
            MOMENT,
            RULES,
        )
        record(
            database,
            Submission("bram", "budget holder", "commitment", dossier, f"c {dossier}", "r", 1, YEAR, made.seq, DAY),
            MOMENT,
            RULES,
        )
    database.close()
    return 2 * EACH


def main(addresses: list[str]) -> list[str]:
    """Rows of the table."""
    rows = []
    for address in addresses:
        Book(address).database.close()
        with ProcessPoolExecutor(CLIENTS) as pool:
            list(pool.map(abs, range(CLIENTS)))  # the processes are there before the clock runs
            begun = time.perf_counter()
            acts = sum(pool.map(client, [address] * CLIENTS, range(CLIENTS)))
            seconds = time.perf_counter() - begun
        kind = address.split(":", 1)[0]
        holds = "yes" if acts / seconds >= LEAST[kind] else "no"
        rows.append(
            f"| {kind}, {CLIENTS} writers, {acts:,} acts | {acts / seconds:.0f} acts a second | {LEAST[kind]} | {holds} |"
        )
    return rows


if __name__ == "__main__":
    print("\n".join(main(sys.argv[1:])))
