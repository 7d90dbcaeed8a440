"""Who gets which role: some roles do not go together, and a fund board and a partner contact are appointed for one side or partner."""

from __future__ import annotations

from typing import Any

from vrede.register.case import Case
from vrede.register.database import Database
from vrede.register.dossiers import PEOPLE, acts_of
from vrede.register.refused import RegisterRefused
from vrede.register.transitions import READERS

LONELY = ("fund board", "administrator", *READERS)
"""Roles that go with no other. The database's trigger on members names the same."""


def appoint(case: Case) -> dict[str, Any]:
    """Whom, as what, and for whom."""
    facts, person, role = case.facts, case.facts["person"], case.facts["role"]
    others = {str(row[0]) for row in case.database.all("SELECT role FROM member WHERE who = ?", (person,))} - {role}
    if others and (role in LONELY or others & set(LONELY)):
        raise RegisterRefused("person", f"{person} is {', '.join(sorted(others))}; that does not go with {role}")
    for name, needed in (("side", "fund board"), ("partner", "partner contact")):
        if role == needed and name not in facts:
            raise RegisterRefused("words", f"a {needed} is appointed for a {name}")
        if role != needed and name in facts:
            raise RegisterRefused("words", f"only a {needed} is appointed for a {name}")
    if role == "fund board" and appointed_for(case.database, person, role, "side") - {facts["side"]}:
        raise RegisterRefused("sides", f"{person} was appointed for another side; nobody signs for two sides")
    return facts


def appointed_for(database: Database, person: str, role: str, name: str) -> set[str]:
    """The sides or partners (name) that somebody was appointed for in a role."""
    found = set()
    for act in acts_of(database, PEOPLE):
        said = act.said
        if act.kind == "appoint" and (said["person"], said["role"]) == (person, role) and name in said:
            found.add(str(said[name]))
    return found
