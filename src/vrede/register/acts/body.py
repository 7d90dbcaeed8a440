"""The body of an act from what was submitted, or everything that is wrong with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from vrede.register.acts.submission import Submission
from vrede.register.chain.act import canonical
from vrede.register.refused import RegisterRefused
from vrede.register.table.bodies import BODIES
from vrede.register.table.body import Body, read
from vrede.register.table.transition import Field, Transition


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a field: an id of chapter `act` of the catalogue with its values. field: '' where it is about no field."""

    field: str
    id: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict, hash=False)


def checked(submission: Submission, row: Transition) -> Body:
    """The body, where it is what its kind declares. Raises RegisterRefused with the first trouble."""
    for trouble in _beside(submission, row):
        raise RegisterRefused(trouble.id, **trouble.values)
    facts = submission.given()
    for trouble in troubles(row, facts):
        raise RegisterRefused(trouble.id, **trouble.values)
    body: Body = read(BODIES[row.kind], canonical(facts))
    return body


def troubles(row: Transition, facts: Mapping[str, Any]) -> list[Trouble]:
    """Everything that is wrong with the facts of an act, in the order of its fields."""
    strange = sorted(set(facts) - ({one.name for one in row.fields} - {"cents", "year"}))
    if strange:
        return [Trouble("", "words.not_asked", {"kind": row.kind, "name": strange[0][:40]})]
    try:
        read(BODIES[row.kind], canonical(facts))
    except ValidationError as error:
        wrong = {str(one["loc"][0]): str(one["type"]) for one in reversed(error.errors()) if one["loc"]}
        return [_trouble(row, one, wrong[one.name]) for one in row.fields if one.name in wrong]
    except (UnicodeEncodeError, TypeError):
        return [Trouble("", "words.unreadable", {"kind": row.kind})]
    return []


def _trouble(row: Transition, one: Field, error: str) -> Trouble:
    values: dict[str, object] = {"kind": row.kind, "field": f"{row.kind}.{one.name}"}
    if error == "missing":
        return Trouble(one.name, "year.day_needed" if one.name == "day" else "words.needed", values)
    if one.choices:
        return Trouble(one.name, "words.no_choice", {**values, "choices": [choice.id for choice in one.choices]})
    return Trouble(one.name, "words.wrong_type", {**values, "wanted": one.type})


def _beside(submission: Submission, row: Transition) -> list[Trouble]:
    """What is wrong with the year and the day, and with what is approved."""
    kind, year = row.kind, submission.year
    made = []
    if "day" in submission.facts or (submission.day is not None and row.field("day") is None):
        made.append(Trouble("day", "words.no_day", {"kind": kind}))
    if year is None and row.year == "required":
        made.append(Trouble("year", "words.needed", {"kind": kind, "field": f"{kind}.year"}))
    if year is not None and row.year is None:
        made.append(Trouble("year", "words.no_year", {"kind": kind}))
    if year is not None and (type(year) is not int or not 2000 <= year <= 2100):
        made.append(Trouble("year", "words.year", {"kind": kind}))
    if submission.approves is not None and not row.approves:
        made.append(Trouble("", "words.approves_nothing", {"kind": kind}))
    return made
