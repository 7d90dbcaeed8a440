"""The links of a unit of spellings: what is taken for an organisation, and why."""

from __future__ import annotations

from collections import Counter

from vrede.article import normal_identifier
from vrede.money.spelling import NOBODY, Link, Unit
from vrede.money.written import Written, squeezed


def links_of(unit: Unit, written: Written) -> list[Link]:
    """The links of a unit's spellings: those of another unit, and those that only write the same otherwise."""
    organisation = unit.organisation
    if organisation.startswith(NOBODY):
        return []
    country = unit.scope if unit.name is not None and not unit.scope.startswith("?") else ""
    activities: Counter[tuple[str, str]] = Counter()
    for spelling in unit.spellings:
        by_ref = spelling.written and not written.nobody_of(spelling.written)
        key = (spelling.written, "") if by_ref else ("", spelling.name)
        activities[key] += spelling.activities
    first = "" if unit.ref else min(unit.names, key=lambda t: (-unit.names[t], t), default="")
    made = []
    for (ref, name), number in activities.items():
        if unit.target is None and (ref == organisation or (first and first in (ref, name))):
            continue
        if unit.target is not None:
            grade, reason, matched, score = unit.grade, unit.reason, unit.matched, unit.score
        elif unit.ref:
            grade, matched, score = "identifier", organisation, 100
            reason = "identifier as name" if name else _way(ref, organisation)
        else:
            grade, reason, matched, score = "name", "same name", first, 100
        made.append(Link(organisation, ref, name, country, grade, reason, matched, score, number))
    return made


def _way(written: str, ref: str) -> str:
    """How an identifier is written otherwise."""
    if normal_identifier(written) == ref:
        return "case"
    return "same number" if squeezed(written) == squeezed(ref) else "other prefix"


def in_order(link: Link) -> tuple[str, str, str, str]:
    """By organisation, then by what is written."""
    return (link.organisation, link.written, link.name, link.country)
