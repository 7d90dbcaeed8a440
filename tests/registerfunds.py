"""A made-up fund with rules that are loaded, for tests."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from uuid import uuid4

from registerbook import DAY, MOMENT, RULES, YEAR, Book
from vrede.register.acts.submission import Submission
from vrede.register.chain.act import Act
from vrede.register.recording.recorder import record
from vrede.register.rules.funds import File

MADE_UP = """
[[fund]]
id = "MF"
title = { nl = "Verzonnen fonds", en = "Made-up fund" }
chapter = "X"
article = "1"
moves = { nl = "eerste suppletoire", en = "first supplementary" }
decides = { nl = "twee ministers", en = "two ministers" }
oda = { nl = "deels ODA", en = "partly ODA" }
source = "made up for a test"
[[fund.rule]]
since = 2023-01-01
loaded = true
source = "made up"
sides = ["diplomatic", "defence"]
criteria = [ { id = "integrated", title = { nl = "geïntegreerd", en = "joins diplomatic, civil and military effort" } } ]
excludes = [ { id = "arms", title = { nl = "wapens", en = "weapons for armies" } } ]
"""
FUNDS = {fund.id: fund for fund in File.model_validate(tomllib.loads(MADE_UP)).fund}
FUNDED = replace(RULES, funds=FUNDS)


def request(book: Book, dossier: str, cents: int = 40_000) -> Act:
    """A request to the made-up fund, which got 100,000 cents."""
    given = {"fund": "MF", "letter": "first supplementary law of 2024"}
    record(
        book.database,
        Submission(
            "carla", "controller", "allotment", "funds", uuid4().hex, "a reason", 100_000, YEAR, None, DAY, given
        ),
        MOMENT,
        FUNDED,
    )
    facts = {"fund": "MF", "uses": ["training"], "criteria": {"integrated": "police and courts together"}}
    return record(
        book.database,
        Submission(
            "olga", "policy officer", "fund_request", dossier, uuid4().hex, "a reason", cents, YEAR, None, DAY, facts
        ),
        MOMENT,
        FUNDED,
    )


def drawn(book: Book, dossier: str, cents: int = 40_000, board: tuple[str, str] = ("dina", "dirk")) -> Act:
    """The same request, signed by a member of each side, and drawn."""
    asked = request(book, dossier, cents)
    for who, side in zip(board, ("diplomatic", "defence"), strict=True):
        said = Submission(
            who, "fund board", "signature", dossier, uuid4().hex, "r", cents, YEAR, asked.seq, DAY, {"side": side}
        )
        record(book.database, said, MOMENT, FUNDED)
    said = Submission("cees", "controller", "drawdown", dossier, uuid4().hex, "r", cents, YEAR, asked.seq, DAY, {})
    return record(book.database, said, MOMENT, FUNDED)
