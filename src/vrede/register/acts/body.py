"""The body of an act: the facts that were submitted, checked against the table of acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from vrede.register.acts.submission import Asked
from vrede.register.refused import RegisterRefused
from vrede.register.table.limits import WRONG, _whole, fits
from vrede.register.table.transitions import Transition


def checked(asked: Asked, row: Transition) -> dict[str, Any]:
    """The facts, where they are what the table asks for this kind of act. Raises RegisterRefused with code words.

    What was left empty is left out. The year and day of the act are put among its facts, so that its body says them.
    """
    facts = {name: value for name, value in asked.facts.items() if value is not None}
    unknown = sorted(set(facts) - ({field.name for field in row.fields} - {"cents", "day"}))
    if unknown:
        raise RegisterRefused("words", f"{row.title.en}: {unknown[0][:40]!r} is not asked for this act")
    for field in row.fields:
        if field.own:
            continue
        if field.name not in facts:
            if field.required:
                raise RegisterRefused("words", f"{row.title.en}: {field.title.en} ({field.name}) is needed")
        elif not fits(field, facts[field.name]):
            one_of = ", ".join(choice.id for choice in field.choices)
            wanted = f"one of {one_of}" if field.choices else WRONG[field.type]
            raise RegisterRefused("words", f"{row.title.en}: {field.title.en} ({field.name}) must be {wanted}")
    return facts | _of_the_act(asked, row, facts)


def _of_the_act(asked: Asked, row: Transition, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Year and day as the body keeps them. A law gives its year among its facts or as that of the act: both are taken."""
    own: dict[str, Any] = {}
    year = asked.year if asked.year is not None else facts.get("year")
    for name, value in (("year", year), ("day", asked.day)):
        field = row.field(name)
        if value is None:
            if field is not None and field.required:
                raise RegisterRefused("year" if name == "day" else "words", f"{row.title.en}: {name} is needed")
            continue
        if field is None:
            raise RegisterRefused("words", f"{row.title.en} has no {name}")
        own[name] = value.isoformat() if isinstance(value, date) else value
    if year is not None and (not _whole(year) or not 2000 <= year <= 2100 or facts.get("year", year) != year):
        raise RegisterRefused("words", f"{row.title.en}: the year must be one of 2000 to 2100")
    if asked.approves is not None and not row.approves:
        raise RegisterRefused("words", f"{row.title.en} approves nothing")
    return own
