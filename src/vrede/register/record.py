"""Recording an act: everything is looked at under the lock, then all of it is written or none of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from vrede.register.accounts import balance
from vrede.register.act import COLUMNS, LARGEST, Act, canonical
from vrede.register.asked import Asked
from vrede.register.database import Database
from vrede.register.drawing import answer_facts, fund_facts
from vrede.register.funds import Fund, load_funds
from vrede.register.postings import KINDS, UNDIVIDED, place, postings
from vrede.register.refused import RegisterRefused
from vrede.register.transitions import Transition, roles, transitions

BUDGET, PEOPLE, FOUNDING = "budget", "people", "register"
ADOPTED = ("adopted", "first_supplementary", "second_supplementary", "final_law")
"""Phases of a law from which a year's money may go to what is new; before, to ongoing policy only (Comptabiliteitswet 2016, art. 2.25)."""


def act_of(row: tuple[Any, ...]) -> Act:
    """A row of the table act."""
    return Act(*row)


def acts_of(database: Database, dossier: str) -> list[Act]:
    """The acts of a dossier, in order."""
    rows = database.all(f"SELECT {', '.join(COLUMNS)} FROM act WHERE dossier = ? ORDER BY seq", (dossier,))
    return [act_of(row) for row in rows]


def found(database: Database, administrator: str, moment: datetime) -> Act:
    """Begin a register: its tables, and one person who may appoint others. Raises RegisterRefused where one was begun."""
    database.prepare()
    with database.writing():
        if database.one("SELECT seq FROM act LIMIT 1"):
            raise RegisterRefused("state", "this register was begun already")
        database.run("INSERT INTO member (who, role, act) VALUES (?, ?, ?)", (administrator, "administrator", 1))
        asked = Asked(administrator, "administrator", "found", FOUNDING, "found", "the register begins")
        return _write(database, asked, {}, moment)


def record(
    database: Database, asked: Asked, moment: datetime | None = None, funds: Mapping[str, Fund] | None = None
) -> Act:
    """Do what is asked, once: the same token with the same words gives the act of before.

    moment: when; now where none is given. funds: the rules of funds; those that ship where none are given. Raises RegisterRefused, and then nothing was written.
    """
    when = moment or datetime.now(UTC)
    row = _words(asked)
    with database.writing():
        before = database.one(f"SELECT {', '.join(COLUMNS)} FROM act WHERE token = ?", (asked.token,))
        if before is not None:
            return _again(act_of(before), asked)
        if database.one("SELECT 1 FROM member WHERE who = ? AND role = ?", (asked.who, asked.role)) is None:
            raise RegisterRefused("role", f"{asked.who} does not have the role {asked.role}; an administrator appoints")
        acts = acts_of(database, asked.dossier)
        state = transitions()[acts[-1].kind].leads if acts else ""
        if state not in row.needs:
            there = f"the dossier is {state}" if state else "there is no such dossier yet"
            raise RegisterRefused(
                "state", f"{row.title.en}: {there}; it must be {' or '.join(n or 'new' for n in row.needs)}"
            )
        return _write(
            database, asked, _facts(database, asked, row, acts, load_funds() if funds is None else funds), when
        )


def _words(asked: Asked) -> Transition:
    """The row of the table that an act goes by. Raises RegisterRefused for words that cannot be."""
    row = transitions().get(asked.kind)
    if row is None or asked.kind == "found":
        raise RegisterRefused("words", f"there is no act {asked.kind[:40]!r}")
    if asked.role not in row.roles:
        raise RegisterRefused("role", f"{row.title.en} is for {' or '.join(row.roles)}, not for {asked.role}")
    for name in ("who", "dossier", "token", "reason"):
        text = getattr(asked, name)
        if not text.strip() or len(text) > 2000 or any(ord(letter) < 32 and letter != "\n" for letter in text):
            raise RegisterRefused("words", f"{name} must be a text of 1 to 2,000 signs")
    if row.money and (asked.cents is None or not 0 < asked.cents <= LARGEST):
        raise RegisterRefused("words", f"the amount must be from 1 to {LARGEST:,} cents")
    if not row.money and asked.cents is not None:
        raise RegisterRefused("words", f"{row.title.en} has no amount")
    if asked.dossier in (BUDGET, PEOPLE, FOUNDING) and "" in row.needs and row.leads == "proposed":
        raise RegisterRefused("words", f"a dossier cannot be named {asked.dossier}")
    return row


def _again(act: Act, asked: Asked) -> Act:
    same = (act.who, act.role, act.kind, act.dossier, act.cents, act.approves) == (
        asked.who,
        asked.role,
        asked.kind,
        asked.dossier,
        asked.cents,
        asked.approves,
    )
    if not same:
        raise RegisterRefused("token", "this token was used for another act; nothing was written")
    return act


def _facts(
    database: Database, asked: Asked, row: Transition, acts: list[Act], funds: Mapping[str, Fund]
) -> dict[str, Any]:
    """The body of the act. Raises RegisterRefused where a rule does not allow it."""
    facts = dict(asked.facts)
    if asked.kind in ("allot", "ask", "sign", "draw"):
        return fund_facts(database, asked, acts, funds)
    if asked.kind == "answer":
        return answer_facts(facts)
    if row.approves:
        facts |= _approved(asked, row, acts)
    if asked.kind == "appoint":
        if facts.get("role") not in roles() or not str(facts.get("person", "")).strip():
            raise RegisterRefused("words", f"name a person and one of the roles {', '.join(roles())}")
    elif asked.kind == "law":
        facts = _law(database, facts)
    elif asked.kind == "move":
        facts["year"] = asked.year
        _known_line(database, facts, ("source", "target"))
        if facts["source"] == facts["target"]:
            raise RegisterRefused("words", "a reallocation goes from one line to another")
        _room(
            database,
            place("line", facts["article"], facts["year"], facts["authority"], facts["source"]),
            asked.cents or 0,
            "line",
        )
    elif asked.kind in ("propose", "amend"):
        _known_line(database, {**facts, "year": asked.year, "authority": "commitment"}, ("line",))
        schedule = facts.get("schedule")
        if not isinstance(schedule, dict) or sum(schedule.values()) != asked.cents or min(schedule.values()) < 0:
            raise RegisterRefused("words", "the payments by year must sum to the amount")
    elif asked.kind == "request" or asked.kind == "release":
        _room(database, f"open:{asked.dossier}", asked.cents or 0, "open")
    elif asked.kind == "close" and balance(database, f"open:{asked.dossier}"):
        raise RegisterRefused("open", "something is open still; pay or release it first")
    return facts


def _approved(asked: Asked, row: Transition, acts: list[Act]) -> dict[str, Any]:
    """What is approved, by whom not, and in which year. The facts come from the act that is approved, not from who approves."""
    target = next((act for act in acts if act.seq == asked.approves and act.kind in row.approves), None)
    if target is None:
        raise RegisterRefused(
            "state", f"{row.title.en} needs the number of a {' or '.join(row.approves)} of this dossier"
        )
    if asked.who in {act.who for act in acts}:
        raise RegisterRefused("own", "nobody approves an act of their own, or in a dossier in which they acted")
    if asked.cents != target.cents:
        raise RegisterRefused("stale", f"the amount asked for is {target.cents} cents, not {asked.cents}")
    if asked.day is None or asked.year is None or asked.day.year != asked.year:
        raise RegisterRefused("year", f"the day {asked.day} lies outside the budget year {asked.year}")
    if asked.kind == "commit":
        newest = max(act.seq for act in acts if act.kind in row.approves)
        if newest != target.seq:
            raise RegisterRefused(
                "stale", f"the proposal was changed since (act {newest}); look at it and approve that"
            )
        if target.year != asked.year:
            raise RegisterRefused("year", f"the proposal is for {target.year}, not for {asked.year}")
        origin = target.said
        return {
            "article": origin["article"],
            "line": origin["line"],
            "ongoing": bool(origin.get("ongoing")),
            "day": asked.day.isoformat(),
        }
    if any(act.kind == "pay" and act.approves == target.seq for act in acts):
        raise RegisterRefused("paid", f"request {target.seq} was paid already; nothing is paid twice")
    promised = next(act for act in reversed(acts) if act.kind == "commit").said
    return {"article": promised["article"], "line": promised["line"], "day": asked.day.isoformat()}


def _law(database: Database, facts: dict[str, Any]) -> dict[str, Any]:
    """The level of a law with the level before it, so that the act alone says what it moves."""
    article, year, kind = facts.get("article"), facts.get("year"), facts.get("authority")
    level, lines = facts.get("level"), facts.get("lines", {})
    if not isinstance(article, str) or not isinstance(year, int) or kind not in KINDS or not isinstance(level, int):
        raise RegisterRefused(
            "words", "a law names article, year, authority (commitment or cash) and its level in cents"
        )
    if lines and sum(lines.values()) != level:
        difference = level - sum(lines.values())
        raise RegisterRefused(
            "words",
            f"the lines differ from the article by {difference} cents; book what is not divided on {UNDIVIDED!r}",
        )
    before = -balance(database, place("law", article, year, kind))
    known = database.all(
        "SELECT account, cents FROM balance WHERE account LIKE ?", (f"line:{article}:{year}:{kind}:%",)
    )
    used = database.all("SELECT account, cents FROM balance WHERE account LIKE ?", (f"used:{article}:{year}:{kind}:%",))
    was = {str(account).split(":", 4)[4]: int(cents) for account, cents in known}
    for account, cents in used:
        line = str(account).split(":", 4)[4]
        was[line] = was.get(line, 0) + int(cents)
    named = {line: [was.get(line, 0), int(lines.get(line, 0))] for line in sorted({*was, *lines})} if lines else {}
    kept: dict[str, Any] = {
        key: facts[key] for key in ("article", "year", "authority", "phase", "source") if key in facts
    }
    return {**kept, "level": [before, level], "lines": named}


def _known_line(database: Database, facts: Mapping[str, Any], names: tuple[str, ...]) -> None:
    article, year, kind = facts.get("article"), facts.get("year"), facts.get("authority")
    for name in names:
        line = facts.get(name)
        if line == UNDIVIDED and name != "source":
            raise RegisterRefused("line", "nothing is put on what is still to be divided: divide it first")
        account = place("line", str(article), int(year or 0), str(kind), str(line))
        if database.one("SELECT 1 FROM balance WHERE account = ?", (account,)) is None:
            raise RegisterRefused("line", f"{article} has no line {line!r} in {year} for {kind}")


def _room(database: Database, account: str, cents: int, code: str) -> None:
    have = balance(database, account)
    if cents > have:
        raise RegisterRefused(code, f"{account} has {have} cents, {cents - have} too few")


def _authority(database: Database, act: Act) -> None:
    """Whether the law, the line and the commitment have room for it, and whether the law was adopted. Raises RegisterRefused."""
    said, cents, year = act.said, act.cents or 0, act.year or 0
    kind = "commitment" if act.kind == "commit" else "cash"
    article = said["article"]
    if act.kind == "commit" and not said["ongoing"]:
        laws = [law.said for law in acts_of(database, BUDGET) if law.kind == "law"]
        phases = {
            law.get("phase") for law in laws if (law["article"], law["year"], law["authority"]) == (article, year, kind)
        }
        if not phases & set(ADOPTED):
            raise RegisterRefused("phase", f"the budget of {year} is not adopted: only ongoing policy may be committed")
    room = balance(database, place("room", article, year, kind))
    if cents > room:
        raise RegisterRefused(
            "room",
            f"{article} has {room} cents of {kind} left in {year}, {cents - room} too few. Ways out: a supplementary law, or an act "
            "that names its legal ground and the letter to parliament",
        )
    line = balance(database, place("line", article, year, kind, said["line"]))
    if cents > line:
        raise RegisterRefused(
            "line",
            f"line {said['line']} has {line} cents left, {cents - line} too few; the article has room: move some first",
        )
    if act.kind == "pay":
        _room(database, f"open:{act.dossier}", cents, "open")


def _write(database: Database, asked: Asked, facts: Mapping[str, Any], moment: datetime) -> Act:
    last = database.one("SELECT seq, hash FROM act ORDER BY seq DESC LIMIT 1")
    year = asked.year if asked.kind != "law" else facts["year"]
    act = Act(
        seq=int(last[0]) + 1 if last else 1,
        moment=moment.astimezone(UTC).isoformat(timespec="milliseconds"),
        who=asked.who,
        role=asked.role,
        kind=asked.kind,
        dossier=asked.dossier,
        approves=asked.approves,
        cents=asked.cents,
        year=year,
        token=asked.token,
        reason=asked.reason,
        body=canonical(facts),
        previous=str(last[1]) if last else "",
    ).sealed()
    if act.kind in ("commit", "pay"):
        _authority(database, act)
    marks = ", ".join("?" * len(COLUMNS))
    database.run(f"INSERT INTO act ({', '.join(COLUMNS)}) VALUES ({marks})", [getattr(act, name) for name in COLUMNS])
    if act.kind == "appoint":
        person, role = facts["person"], facts["role"]
        if database.one("SELECT 1 FROM member WHERE who = ? AND role = ?", (person, role)) is None:
            database.run("INSERT INTO member (who, role, act) VALUES (?, ?, ?)", (person, role, act.seq))
    for number, posting in enumerate(postings(act)):
        database.run(
            "INSERT INTO posting (act, place, source, target, cents) VALUES (?, ?, ?, ?, ?)",
            (act.seq, number, posting.source, posting.target, posting.cents),
        )
    return act
