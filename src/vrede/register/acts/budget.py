"""The budget: laws, reallocations between lines, overruns with a ground, and whether there is room for what is promised or paid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vrede.register.acts.situation import Case, room
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import UNDIVIDED, balance, place
from vrede.register.chain.reading import acts_of
from vrede.register.dossier.names import BUDGET, plainly
from vrede.register.dossier.oda import said as said_of_lines
from vrede.register.refused import RegisterRefused

ADOPTED = ("adopted", "incidental_supplementary", "first_supplementary", "second_supplementary", "final_law")
"""Phases of a law from which a year's money may go to what is new; before, to ongoing policy only (Comptabiliteitswet 2016, art. 2.25)."""


def law(case: Case) -> dict[str, Any]:
    """The level of a law with the level before it, so that the act alone says what it moves."""
    facts, database = case.facts, case.database
    article, year, kind = facts["article"], facts["year"], facts["authority"]
    level, lines = facts["level"], facts.get("lines", {})
    if not re.fullmatch(r"[A-Z]+\.[0-9]+", article):
        raise RegisterRefused("words", f"{article[:40]!r}: an article is named by chapter and number, such as XVII.4")
    for line in lines:
        _name(line)
    if lines and sum(lines.values()) != level:
        difference = level - sum(lines.values())
        raise RegisterRefused(
            "words",
            f"the lines differ from the article by {difference} cents; book what is not divided on {UNDIVIDED!r}",
        )
    if any(cents < 0 for line, cents in lines.items() if line != UNDIVIDED):
        raise RegisterRefused("words", f"only {UNDIVIDED!r} may be below nothing")
    before = -balance(database, place("law", article, year, kind))
    was: dict[str, int] = {}
    for name in ("line", "used"):
        start = f"{name}:{article}:{year}:{kind}:"
        rows = database.all("SELECT account, cents FROM balance WHERE SUBSTR(account, 1, ?) = ?", (len(start), start))
        for account, cents in rows:
            line = str(account).split(":", 4)[4]
            was[line] = was.get(line, 0) + int(cents)
    named = {line: [was.get(line, 0), int(lines.get(line, 0))] for line in sorted({*was, *lines})} if lines else {}
    kept: dict[str, Any] = {
        key: facts[key] for key in ("article", "year", "authority", "phase", "source") if key in facts
    }
    return {**kept, **said_of_lines(facts, lines), "level": [before, level], "lines": named}


def _name(text: str) -> None:
    if any(sign in text for sign in ":%_") or not plainly(text):
        raise RegisterRefused("words", f"{text[:40]!r}: a line is named without : % _ and signs that cannot be seen")


def move(case: Case) -> dict[str, Any]:
    """From one line of an article to another."""
    facts = case.facts
    known_line(case.database, facts, ("source", "target"))
    if facts["source"] == facts["target"]:
        raise RegisterRefused("words", "a reallocation goes from one line to another")
    room(
        case.database,
        place("line", facts["article"], facts["year"], facts["authority"], facts["source"]),
        case.cents,
        "line",
    )
    return facts


def exceed(case: Case) -> dict[str, Any]:
    """Above the law, with a ground and a letter: the room and one line get so much more."""
    known_line(case.database, case.facts, ("line",))
    return case.facts


def known_line(database: Database, facts: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """Whether the lines named are of the article, year and authority, and divided. Raises RegisterRefused."""
    article, year, kind = facts["article"], facts["year"], facts["authority"]
    for name in names:
        line = facts[name]
        if line == UNDIVIDED and name != "source":
            raise RegisterRefused("line", "nothing is put on what is still to be divided: divide it first")
        account = place("line", article, year, kind, line)
        if database.one("SELECT 1 FROM balance WHERE account = ?", (account,)) is None:
            raise RegisterRefused("line", f"{article} has no line {line!r} in {year} for {kind}")


def authority(database: Database, act: Act) -> None:
    """Whether the law, the line and the commitment have room for it, and whether the law was adopted. Raises RegisterRefused."""
    said, cents, year = act.said, act.cents or 0, act.year or 0
    kind = "cash" if act.kind == "pay" else "commitment"
    article = said["article"]
    if kind == "commitment" and not said["ongoing"]:
        laws = [one.said for one in acts_of(database, BUDGET) if one.kind == "law"]
        phases = {
            one.get("phase") for one in laws if (one["article"], one["year"], one["authority"]) == (article, year, kind)
        }
        if not phases & set(ADOPTED):
            raise RegisterRefused("phase", f"the budget of {year} is not adopted: only ongoing policy may be committed")
    have = balance(database, place("room", article, year, kind))
    if cents > have:
        raise RegisterRefused(
            "room",
            f"{article} has {have} cents of {kind} left in {year}, {cents - have} too few. Ways out: a supplementary law, or an act "
            "that names its legal ground and the letter to parliament",
        )
    line = balance(database, place("line", article, year, kind, said["line"]))
    if cents > line:
        raise RegisterRefused(
            "line",
            f"line {said['line']} has {line} cents left, {cents - line} too few; the article has room: move some first",
        )
    if act.kind == "pay":
        room(database, f"open:{act.dossier}", cents, "open")
