"""The budget: laws, reallocations between lines, overruns on a legal ground, and whether there is room for what is committed or paid."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vrede.register.acts.handler import Handler, Lack, Lacks
from vrede.register.acts.situation import Situation, require
from vrede.register.acts.surroundings import Surroundings
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import UNDIVIDED, Posting, balance, moved, place
from vrede.register.dossier.names import plainly
from vrede.register.dossier.oda import named_lines
from vrede.register.refused import RegisterRefused
from vrede.register.table.bodies import BudgetLaw, Overrun, Reallocation

ADOPTED = (
    "adopted",
    "incidental_supplementary",
    "first_supplementary",
    "september_supplementary",
    "second_supplementary",
    "final_law",
)
"""Phases of a law from which a year's money may go to what is new; before, to ongoing policy only (Comptabiliteitswet 2016, art. 2.25)."""


def law(situation: Situation, body: BudgetLaw) -> BudgetLaw:
    """The level of a law with the level before it, so that the act alone says what it moves."""
    database, year = situation.around.database, situation.submission.year or 0
    if not re.fullmatch(r"[A-Z]+\.[0-9]+", body.article):
        raise RegisterRefused("words.article", article=body.article[:40])
    for line in body.lines:
        if any(mark in line for mark in ":%_") or not plainly(line):
            raise RegisterRefused("words.line_name", line=line[:40])
    if body.lines and sum(body.lines.values()) != body.level:
        raise RegisterRefused("words.lines_differ", off_cents=body.level - sum(body.lines.values()), line=UNDIVIDED)
    if any(cents < 0 for line, cents in body.lines.items() if line != UNDIVIDED):
        raise RegisterRefused("words.below_nothing", line=UNDIVIDED)
    level_before = -balance(database, place("law", body.article, year, body.authority))
    before = _lines_before(database, body, year) if body.lines else {}
    every = sorted({*before, *body.lines})
    return body.having(
        **named_lines(body),
        level_before=level_before,
        lines={line: body.lines.get(line, 0) for line in every},
        lines_before={line: before.get(line, 0) for line in every},
    )


def _lines_before(database: Database, body: BudgetLaw, year: int) -> dict[str, int]:
    """Line -> cents that it had, used or not."""
    before: dict[str, int] = {}
    for name in ("line", "used"):
        start = f"{name}:{body.article}:{year}:{body.authority}:"
        rows = database.all("SELECT account, cents FROM balance WHERE SUBSTR(account, 1, ?) = ?", (len(start), start))
        for account, cents in rows:
            line = str(account).split(":", 4)[4]
            before[line] = before.get(line, 0) + int(cents)
    return before


def law_moves(act: Act, body: BudgetLaw) -> list[Posting]:
    """The article's room and each line, from the level before to that of the law."""
    law, room, lines = (place(name, body.article, act.year or 0, body.authority) for name in ("law", "room", "lines"))
    postings = moved(law, room, body.level - body.level_before)
    for line, cents in sorted(body.lines.items()):
        account = place("line", body.article, act.year or 0, body.authority, line)
        postings += moved(lines, account, cents - body.lines_before.get(line, 0))
    return postings


def reallocate(situation: Situation, body: Reallocation) -> Reallocation:
    """From one line of an article to another."""
    year = situation.submission.year or 0
    known_lines(situation.around.database, body.article, year, body.authority, (body.from_line,), UNDIVIDED)
    known_lines(situation.around.database, body.article, year, body.authority, (body.to_line,))
    if body.from_line == body.to_line:
        raise RegisterRefused("words.same_line")
    require(
        situation, place("line", body.article, year, body.authority, body.from_line), situation.cents, "line.balance"
    )
    return body


def reallocation_moves(act: Act, body: Reallocation) -> list[Posting]:
    """The amount, from line to line."""
    one, other = (
        place("line", body.article, act.year or 0, body.authority, line) for line in (body.from_line, body.to_line)
    )
    return moved(one, other, act.cents or 0)


def overrun(situation: Situation, body: Overrun) -> Overrun:
    """Above the law, with a ground and a letter: the room and one line get so much more."""
    year = situation.submission.year or 0
    known_lines(situation.around.database, body.article, year, body.authority, (body.line,))
    return body


def overrun_moves(act: Act, body: Overrun) -> list[Posting]:
    """The article's room and the line get the amount."""
    of, cents = (body.article, act.year or 0, body.authority), act.cents or 0
    law, room, lines = (place(name, *of) for name in ("law", "room", "lines"))
    return [*moved(law, room, cents), *moved(lines, place("line", *of, body.line), cents)]


def known_lines(
    database: Database, article: str, year: int, authority: str, lines: Iterable[str], undivided: str = ""
) -> None:
    """Whether lines are of the article, year and authority, and divided. undivided: allowed all the same. Raises RegisterRefused."""
    for line in lines:
        if line == UNDIVIDED != undivided:
            raise RegisterRefused("line.undivided")
        account = place("line", article, year, authority, line)
        if database.one("SELECT 1 FROM balance WHERE account = ?", (account,)) is None:
            raise RegisterRefused("line.unknown", article=article, line=line, year=year, authority=authority)


def room_lacks(around: Surroundings, article: str, year: int, line: str, cents: int, authority: str) -> Lacks:
    """What the law and the line miss to commit or pay so much."""
    room = around.balance(place("room", article, year, authority))
    have = around.balance(place("line", article, year, authority, line))
    lacks: Lacks = ()
    if cents > room:
        of = {"article": article, "authority": authority, "year": year}
        lacks += (Lack("room.article", "room", "", {**of, "have_cents": room, "short_cents": cents - room}),)
    if cents > have:
        lacks += (Lack("line.room", "room", "", {"line": line, "have_cents": have, "short_cents": cents - have}),)
    return lacks


def phase_lacks(around: Surroundings, article: str, year: int, ongoing: bool) -> Lacks:
    """Whether the budget of the year is adopted, for what is not ongoing policy."""
    if ongoing or around.phases(article, year, "commitment") & set(ADOPTED):
        return ()
    return (Lack("phase.not_adopted", "phase", "", {"year": year}),)


HANDLERS = (
    Handler(BudgetLaw, law, law_moves),
    Handler(Reallocation, reallocate, reallocation_moves),
    Handler(Overrun, overrun, overrun_moves),
)
