"""Who gets which role: some roles do not go together, and a fund board and a partner contact are appointed for one side or partner."""

from __future__ import annotations

from typing import Any

from vrede.register.acts.situation import Case
from vrede.register.chain.database import Database
from vrede.register.chain.reading import acts_of
from vrede.register.dossier.names import PEOPLE
from vrede.register.refused import RegisterRefused
from vrede.register.table.transitions import READERS

LONELY = ("fund board", "administrator", "partner contact", *READERS)
"""Roles that go with no other. The database's trigger on members names the same."""


def appoint(case: Case) -> dict[str, Any]:
    """Whom, as what, and for whom."""
    facts, person, role = case.facts, case.facts["person"], case.facts["role"]
    others = {str(row[0]) for row in case.database.all("SELECT role FROM member WHERE who = ?", (person,))} - {role}
    if others and (role in LONELY or others & set(LONELY)):
        raise RegisterRefused("person", f"{person} is {', '.join(sorted(others))}; that does not go with {role}")
    if case.database.one("SELECT 1 FROM ended WHERE who = ? AND role = ?", (person, role)) is not None:
        raise RegisterRefused(
            "person", f"{person} was dismissed from the role {role}; that is for good under this name"
        )
    for name, needed in (("side", "fund board"), ("partner", "partner contact")):
        if role == needed and name not in facts:
            raise RegisterRefused("words", f"a {needed} is appointed for a {name}")
        if role != needed and name in facts:
            raise RegisterRefused("words", f"only a {needed} is appointed for a {name}")
    if role == "fund board" and appointed_for(case.database, person, role, "side") - {facts["side"]}:
        raise RegisterRefused("sides", f"{person} was appointed for another side; nobody signs for two sides")
    return facts


def dismiss(case: Case) -> dict[str, Any]:
    """Ends a role for good: who has it now, and not the last administrator."""
    person, role = case.facts["person"], case.facts["role"]
    now = _holders(case.database, role)
    if person not in now:
        raise RegisterRefused("person", f"{person} does not have the role {role}")
    if role == "administrator" and len(now) == 1:
        raise RegisterRefused("person", f"{person} is the last administrator; appoint another first")
    return case.facts


def _holders(database: Database, role: str) -> set[str]:
    """Who has a role at this moment."""
    sql = "SELECT who FROM member AS m WHERE role = ? AND NOT EXISTS (SELECT 1 FROM ended AS e WHERE e.who = m.who AND e.role = m.role)"
    return {str(row[0]) for row in database.all(sql, (role,))}


def appointed_for(database: Database, person: str, role: str, name: str) -> set[str]:
    """The sides or partners (name) that somebody was appointed for in a role."""
    found = set()
    for act in acts_of(database, PEOPLE):
        said = act.said
        if act.kind == "appoint" and (said["person"], said["role"]) == (person, role) and name in said:
            found.add(str(said[name]))
    return found
