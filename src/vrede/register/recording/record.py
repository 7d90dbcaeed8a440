"""Recording an act: everything is looked at under the lock, then all of it is written or none of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from vrede.register.acts.access import may_act, may_know, relied_on
from vrede.register.acts.body import checked
from vrede.register.acts.budget import authority
from vrede.register.acts.registry import CHECKS
from vrede.register.acts.situation import Case, not_elsewhen
from vrede.register.acts.submission import Asked
from vrede.register.chain.act import COLUMNS, Act, canonical
from vrede.register.chain.database import OLDER, Database
from vrede.register.chain.postings import postings
from vrede.register.chain.reading import FACT, act_of, acts_of
from vrede.register.dossier.names import FOUNDING, askable, looks_reserved, plainly
from vrede.register.dossier.state import state_of
from vrede.register.refused import RegisterError, RegisterRefused
from vrede.register.rules.ruleset import Rules, rules_of
from vrede.register.table.limits import LARGEST
from vrede.register.table.transitions import Transition, transitions


def found(database: Database, administrator: str, moment: datetime, made_up: bool = False) -> Act:
    """Begin a register: its tables, and one person who may appoint others. Raises RegisterRefused where one was begun.

    made_up: everything in it is invented, and it says so for ever.
    """
    database.prepare()
    with database.writing():
        if database.one("SELECT seq FROM act LIMIT 1"):
            raise RegisterRefused("state", "this register was begun already")
        database.run("INSERT INTO member (who, role, act) VALUES (?, ?, ?)", (administrator, "administrator", 1))
        asked = Asked(administrator, "administrator", "found", FOUNDING, "found", "the register begins")
        return _write(database, asked, {FACT: True} if made_up else {}, moment)


def record(database: Database, asked: Asked, moment: datetime | None = None, rules: Rules | None = None) -> Act:
    """Do what is asked, once: the same token with the same words gives the act of before.

    moment: when; now where none is given. rules: funds, instruments and terms; those of the register where none are given. Raises
    RegisterRefused, or RegisterError for a database that was prepared by an older program, and then nothing was written.
    """
    when = moment or datetime.now(UTC)
    row = _words(asked)
    with database.writing():
        if database.is_older():
            raise RegisterError(OLDER)
        before = database.one(f"SELECT {', '.join(COLUMNS)} FROM act WHERE token = ?", (asked.token,))
        if before is not None:
            return _again(act_of(before), asked)
        if database.one("SELECT 1 FROM member WHERE who = ? AND role = ?", (asked.who, asked.role)) is None:
            raise RegisterRefused("role", f"{asked.who} does not have the role {asked.role}; an administrator appoints")
        ended = database.one("SELECT act FROM ended WHERE who = ? AND role = ?", (asked.who, asked.role))
        if ended is not None:
            raise RegisterRefused("role", f"{asked.who} was dismissed from the role {asked.role} (act {ended[0]})")
        acts = acts_of(database, asked.dossier)
        state = state_of(acts)
        may_know(database, asked, acts)
        if state not in row.needs and asked.kind == "report":
            raise RegisterRefused("state", "this number cannot be used; take another")
        if state not in row.needs:
            there = f"the dossier is {state}" if state else "there is no such dossier yet"
            raise RegisterRefused(
                "state", f"{row.title.en}: {there}; it must be {' or '.join(n or 'new' for n in row.needs)}"
            )
        case = Case(database, asked, row, acts, checked(asked, row), rules or rules_of(database), when)
        _dossiers(case)
        may_act(case)
        not_elsewhen(case)
        relied_on(case)
        return _write(database, asked, CHECKS[asked.kind](case), when)


def _words(asked: Asked) -> Transition:
    """The row of the table that an act goes by. Raises RegisterRefused for words that cannot be."""
    row = transitions().get(asked.kind)
    if row is None or asked.kind not in CHECKS:
        raise RegisterRefused("words", f"there is no act {asked.kind[:40]!r}")
    if asked.role not in row.roles:
        raise RegisterRefused("role", f"{row.title.en} is for {' or '.join(row.roles)}, not for {asked.role}")
    for name in ("who", "dossier", "token", "reason"):
        text, ends = getattr(asked, name), "" if name == "token" else "\n"
        seen = askable(text) and not any(ord(letter) < 32 and letter not in ends for letter in text)
        if not seen or not text.strip() or len(text) > 2000:
            raise RegisterRefused("words", f"{name} must be a text of 1 to 2,000 signs that can be seen")
    cents, least = asked.cents, 0 if row.zero else 1
    if row.money and (cents is None or not least <= cents <= LARGEST) and not (row.zero and cents is None):
        raise RegisterRefused("words", f"the amount must be from {least} to {LARGEST:,} cents")
    if not row.money and cents is not None:
        raise RegisterRefused("words", f"{row.title.en} has no amount")
    field = row.field("cents")
    if field is not None and field.required and cents is None:
        raise RegisterRefused("words", f"{row.title.en} needs an amount")
    if row.place and not _stands(asked.dossier, row.place):
        raise RegisterRefused("words", f"{row.title.en} stands in the dossier {row.place!r}")
    if "" in row.needs and not plainly(asked.dossier):
        raise RegisterRefused(
            "words", "a dossier is named in one line, without signs that cannot be seen or look like others"
        )
    if not row.place and "" in row.needs and looks_reserved(asked.dossier):
        raise RegisterRefused("words", f"a dossier cannot be named {asked.dossier}")
    return row


def _stands(dossier: str, place: str) -> bool:
    """Whether a dossier is the one of the place; a place with a space at its end is how the name begins."""
    return dossier == place or (
        place.endswith(" ") and dossier.startswith(place) and bool(dossier[len(place) :].strip())
    )


def _dossiers(case: Case) -> None:
    """Whether the other dossiers that the facts name are there. Raises RegisterRefused. What a report is about, may_act looks at."""
    for name, code in (("call", "words"), ("draw", "draw")):
        named = case.facts.get(name)
        if named and case.database.one("SELECT 1 FROM act WHERE dossier = ? AND kind <> 'report'", (named,)) is None:
            raise RegisterRefused(code, f"there is no such {name} for you")


def _again(act: Act, asked: Asked) -> Act:
    """The act that the token was used for, where it says the same."""
    names = ("who", "role", "kind", "dossier", "cents", "approves", "reason")
    if any(getattr(act, name) != getattr(asked, name) for name in names) or not same_words(act, asked):
        raise RegisterRefused("token", "this token was used for another act; nothing was written")
    return act


def same_words(act: Act, asked: Asked) -> bool:
    """Whether an act says what is asked: its year, its day and every fact that its kind asks; what was calculated is left aside."""
    said, facts = act.said, {name: value for name, value in asked.facts.items() if value is not None}
    if act.kind == "law":
        lines = {line: new for line, (_was, new) in said["lines"].items() if new}
        said = {**said, "level": said["level"][1], "lines": lines}
        facts["lines"] = {line: cents for line, cents in facts.get("lines", {}).items() if cents}
        facts |= {name: _in_order(facts[name]) for name in ("oda", "non_oda") if name in facts}
    year = asked.year if asked.year is not None else facts.get("year")
    known = {field.name for field in transitions()[act.kind].fields if not field.own}
    return (
        act.year == year
        and said.get("day") == (asked.day.isoformat() if asked.day else None)
        and not set(facts) - known - {"year"}
        and all(said.get(name) == facts.get(name) for name in known)
    )


def _in_order(value: object) -> object:
    """Texts of a list as a law keeps them, sorted and each once; what is no such list stays as it was sent.

    >>> _in_order(["4.3", "4.2", "4.3"]), _in_order([1, "a"])
    (['4.2', '4.3'], [1, 'a'])
    """
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return value
    return sorted(set(value))


def _write(database: Database, asked: Asked, facts: Mapping[str, Any], moment: datetime) -> Act:
    last = database.one("SELECT seq, hash FROM act ORDER BY seq DESC LIMIT 1")
    act = Act(
        seq=int(last[0]) + 1 if last else 1,
        moment=moment.astimezone(UTC).isoformat(timespec="milliseconds"),
        who=asked.who,
        role=asked.role,
        kind=asked.kind,
        dossier=asked.dossier,
        approves=asked.approves,
        cents=asked.cents,
        year=asked.year if asked.year is not None else facts.get("year"),
        token=asked.token,
        reason=asked.reason,
        body=canonical(facts),
        previous=str(last[1]) if last else "",
    ).sealed()
    if act.kind in ("commit", "pay") or (act.kind == "agree" and act.cents):
        authority(database, act)
    marks = ", ".join("?" * len(COLUMNS))
    database.run(f"INSERT INTO act ({', '.join(COLUMNS)}) VALUES ({marks})", [getattr(act, name) for name in COLUMNS])
    if act.kind == "appoint":
        person, role = facts["person"], facts["role"]
        if database.one("SELECT 1 FROM member WHERE who = ? AND role = ?", (person, role)) is None:
            database.run("INSERT INTO member (who, role, act) VALUES (?, ?, ?)", (person, role, act.seq))
    elif act.kind == "dismiss":
        values = (facts["person"], facts["role"], act.seq)
        database.run("INSERT INTO ended (who, role, act) VALUES (?, ?, ?)", values)
    for number, posting in enumerate(postings(act)):
        database.run(
            "INSERT INTO posting (act, place, source, target, cents) VALUES (?, ?, ?, ?, ?)",
            (act.seq, number, posting.source, posting.target, posting.cents),
        )
    return act
