"""Who gets which role: some roles do not go together, and a fund board and a partner contact are appointed for one side or partner."""

from __future__ import annotations

from vrede.register.acts.handler import Handler
from vrede.register.acts.situation import Situation
from vrede.register.chain.database import Database
from vrede.register.chain.reading import acts_of
from vrede.register.dossier.names import PEOPLE
from vrede.register.refused import RegisterRefused
from vrede.register.table.bodies import Appointment, Dismissal, Founding
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import READERS

LONELY = ("fund board", "administrator", "partner contact", *READERS)
"""Roles that go with no other. The database's trigger on members names the same."""


def appoint(situation: Situation, body: Appointment) -> Appointment:
    """Whom, as what, and for whom."""
    database, person, role = situation.around.database, body.person, body.role
    others = {str(row[0]) for row in database.all("SELECT role FROM member WHERE who = ?", (person,))} - {role}
    if others and (role in LONELY or others & set(LONELY)):
        raise RegisterRefused("person.not_together", person=person, others=sorted(others), role=role)
    if database.one("SELECT 1 FROM ended WHERE who = ? AND role = ?", (person, role)) is not None:
        raise RegisterRefused("person.dismissed", person=person, role=role)
    for name, value, needed in (("side", body.side, "fund board"), ("partner", body.partner, "partner contact")):
        if role == needed and value is None:
            raise RegisterRefused("words.appointed_for", role=needed, field=f"{body.kind}.{name}")
        if role != needed and value is not None:
            raise RegisterRefused("words.only_appointed_for", role=needed, field=f"{body.kind}.{name}")
    if role == "fund board" and appointed_for(database, person, role, "side") - {body.side or ""}:
        raise RegisterRefused("sides.another", person=person)
    return body


def dismiss(situation: Situation, body: Dismissal) -> Dismissal:
    """Ends a role for good: who has it now, and not the last administrator."""
    holders = _holders(situation.around.database, body.role)
    if body.person not in holders:
        raise RegisterRefused("person.without_role", person=body.person, role=body.role)
    if body.role == "administrator" and len(holders) == 1:
        raise RegisterRefused("person.last_administrator", person=body.person)
    return body


def _holders(database: Database, role: str) -> set[str]:
    """Who has a role at this moment."""
    sql = "SELECT who FROM member AS m WHERE role = ? AND NOT EXISTS (SELECT 1 FROM ended AS e WHERE e.who = m.who AND e.role = m.role)"
    return {str(row[0]) for row in database.all(sql, (role,))}


def appointed_for(database: Database, person: str, role: str, name: str) -> set[str]:
    """The sides or partners (name) that somebody was appointed for in a role."""
    appointments = (act.read(Appointment) for act in acts_of(database, PEOPLE) if act.kind == Kind.APPOINTMENT)
    values = (getattr(one, name) for one in appointments if (one.person, one.role) == (person, role))
    return {str(value) for value in values if value is not None}


HANDLERS = (Handler(Founding), Handler(Appointment, appoint), Handler(Dismissal, dismiss))
