"""A made-up year, played through the register's own rules and then put into an empty database: all of it or nothing."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from vrede.register.acts.submission import Submission
from vrede.register.chain.act import Act, day_of_moment
from vrede.register.chain.database import Database
from vrede.register.demo.story import HERE, Told, day_in, filled, people, story, value
from vrede.register.dossier.names import PEOPLE
from vrede.register.recording.recorder import found, record
from vrede.register.recording.replay import copy
from vrede.register.refused import RegisterRefused
from vrede.register.rules.sanctions import screening
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import transitions

ARTICLE = "XVII.4"
LIST = "Example sanctions list (made up)"
BEGUN = "last-01-05"
"""The day in the story on which the register is begun and everybody appointed."""
OFFICE_HOURS, MIDNIGHT = time(8, tzinfo=UTC), time(0, tzinfo=UTC)
BETWEEN = timedelta(minutes=1)


def empty(database: Database) -> None:
    """Raises RegisterRefused where a register was begun."""
    if database.begun():
        raise RegisterRefused("state.demo_not_empty")


def fill(database: Database, day: date) -> int:
    """Put the year that leads up to a day into an empty database; how many acts it has. Raises RegisterRefused where it is not empty.

    It is played beside it first, so that nothing is written where something is refused.
    """
    empty(database)
    with tempfile.TemporaryDirectory() as folder:
        aside = Database(f"sqlite:///{Path(folder) / 'demo.sqlite3'}")
        try:
            play(aside, day)
            return copy(aside, database)
        finally:
            aside.close()


def play(database: Database, day: date) -> None:
    """Begin a register that says that it is made up, and record the story act by act. The same day gives the same acts, word for word.

    Raises RegisterRefused where one was begun.
    """
    moment = _moment(day_in(BEGUN, day), day, None)
    found(database, people()[0].who, moment, made_up=True)
    roles = {one.who: one.role for one in people()}
    for one in people()[1:]:
        moment += BETWEEN
        facts = {"person": one.who, "role": one.role, "side": one.side or None, "partner": one.partner or None}
        reason = f"{one.who} works as {one.role} in this demo."
        record(
            database, _asked(people()[0].who, roles, Kind.APPOINTMENT, PEOPLE, f"demo {one.who}", reason, facts), moment
        )
    acts: dict[str, list[Act]] = defaultdict(list)
    for number, told in enumerate(story(), 1):
        moment = _moment(day_in(told.on, day), day, moment)
        dossier = filled(told.dossier, day)
        asked = _told(told, dossier, roles, f"demo {number}", day, moment, acts[dossier])
        acts[dossier].append(record(database, asked, moment))


def _moment(on: date, today: date, before: datetime | None) -> datetime:
    """In office hours; on the day of telling itself from midnight on, so that nothing lies ahead. Never before the act before."""
    start = datetime.combine(on, OFFICE_HOURS if on < today else MIDNIGHT)
    return start if before is None else max(start, before + BETWEEN)


def _asked(
    who: str, roles: Mapping[str, str], kind: str, dossier: str, token: str, reason: str, facts: Mapping[str, Any]
) -> Submission:
    return Submission(who, roles[who], kind, dossier, token, reason, facts=facts)


def _told(
    told: Told,
    dossier: str,
    roles: Mapping[str, str],
    token: str,
    today: date,
    moment: datetime,
    before: list[Act],
) -> Submission:
    """What is asked. An approval is of the newest act that it can approve, with its amount and year; a day is that of the moment."""
    row, on = transitions()[told.kind], day_of_moment(moment)

    def newest(*kinds: str) -> Act:
        return next(act for act in reversed(before) if act.kind in kinds)

    facts = value(told.facts, today, lambda kind: newest(kind).seq)
    if told.kind == Kind.SCREENING:
        facts = screening(facts["partner"], facts["names"], (HERE / "list.csv").read_bytes(), LIST, on).facts()
    if row.field("article") is not None:
        facts.setdefault("article", ARTICLE)
    target = newest(*row.approves) if row.approves else None
    year = told.year if told.year is None else today.year + told.year
    if target is not None and row.field("year") is not None:
        year = target.year if target.kind != Kind.PAYMENT_REQUEST else on.year
    return Submission(
        told.who,
        roles[told.who],
        told.kind,
        dossier,
        token,
        filled(told.reason, today),
        target.cents if target is not None and row.amount else told.cents,
        year,
        target.seq if target is not None else None,
        on if row.field("day") is not None else None,
        facts,
    )
