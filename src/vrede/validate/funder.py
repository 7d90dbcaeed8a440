"""What the ministry asks on top of the standard: our own wording, dated, for where the standard's folder has no such rules."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from vrede.article import Frozen, Line, PolicyError, read_named, readable_key
from vrede.validate.links import Upward

HERE = Path(__file__).parent
FILE = "funder_rules.toml"
CASE = {"paths", "if_", "then", "regex"}


class FunderRule(Frozen):
    """One rule in the standard's language. valid_from: from when it is applied; checked: last compared with its source."""

    id: Line
    kind: Line
    context: Line
    severity: Literal["critical", "error", "warning", "advice"]
    valid_from: Annotated[date, Field(alias="from")]
    source: Line
    checked: date
    paths: tuple[Line, ...] | None = None
    if_: Annotated[Line | None, Field(alias="if")] = None
    then: Line | None = None
    regex: Line | None = None


def funder_rules(folder: Path = HERE) -> tuple[FunderRule, ...]:
    """The rules of funder_rules.toml, in its order. Raises PolicyError."""
    found = []
    for row in read_named(folder, FILE, "id"):
        try:
            found.append(FunderRule.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            place = readable_key((str(row["id"]), *first["loc"]), {str(row["id"]): row})
            raise PolicyError(FILE, place, str(first["msg"])) from error
    return tuple(found)


def funder_ruleset(upward: Upward, day: date, folder: Path = HERE) -> str:
    """The rules in force on a day as a ruleset's JSON; '' where there are none yet. upward: the values of that day.

    Raises PolicyError.
    """
    incoming = " or ".join(f"@code = '{code}'" for code in upward.types)
    filled = {"{ministry}": upward.identifier, "{activity}": upward.prefix, "{incoming}": incoming}
    ruleset: dict[str, dict[str, dict[str, list[object]]]] = {}
    for rule in funder_rules(folder):
        if rule.valid_from > day:
            continue
        case = rule.model_dump(mode="json", by_alias=True, include=CASE, exclude_none=True)
        case["ruleInfo"] = {"id": rule.id, "severity": rule.severity}
        kinds = ruleset.setdefault(_put(rule.context, filled), {})
        kinds.setdefault(rule.kind, {"cases": []})["cases"].append(_put_in(case, filled))
    return json.dumps(ruleset) if ruleset else ""


def _put_in(value: object, filled: dict[str, str]) -> object:
    if isinstance(value, dict):
        return {key: _put_in(inner, filled) for key, inner in value.items()}
    if isinstance(value, list):
        return [_put_in(inner, filled) for inner in value]
    return _put(str(value), filled)


def _put(text: str, filled: dict[str, str]) -> str:
    for name, value in filled.items():
        text = text.replace(name, value)
    return text
