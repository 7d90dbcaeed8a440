"""Writes acts as fast as it can and says each when it is done: `python registerwriter.py ADDRESS PREFIX`. It is killed by a test."""

from __future__ import annotations

import itertools
import sys

from registerbook import ARTICLE, DAY, MOMENT, RULES, YEAR
from vrede.register.acts.submission import Submission
from vrede.register.chain.database import Database
from vrede.register.recording.recorder import record


def main(address: str, prefix: str) -> None:
    """Propose, commit and release one cent, over and over."""
    database = Database(address)
    for number in itertools.count():
        dossier = f"{prefix}-{number}"
        facts = {"article": ARTICLE, "line": "4.3", "schedule": {str(YEAR): 1}}
        made = record(
            database,
            Submission("olga", "policy officer", "proposal", dossier, f"p {dossier}", "r", 1, YEAR, facts=facts),
            MOMENT,
            RULES,
        )
        print(made.seq, made.hash, flush=True)
        done = record(
            database,
            Submission("bram", "budget holder", "commitment", dossier, f"c {dossier}", "r", 1, YEAR, made.seq, DAY),
            MOMENT,
            RULES,
        )
        print(done.seq, done.hash, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
