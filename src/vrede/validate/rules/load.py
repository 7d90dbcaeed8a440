"""A ruleset file to rules: both editions' names of kinds, unknown kinds and bad cases said instead of dropped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vrede.validate.finding import Severity
from vrede.validate.rules.amounts import Range, StrictSum, Sum
from vrede.validate.rules.dates import BetweenDates, DateNow, DateOrder, TimeLimit
from vrede.validate.rules.expression import BadExpression, Expression
from vrede.validate.rules.loop import Loop, inner_case
from vrede.validate.rules.model import BadCase, Check, Rule, Surroundings
from vrede.validate.rules.presence import AtLeastOne, Dependent, IfThen, NoMoreThanOne, OneOrAll, OnlyOneOf
from vrede.validate.rules.texts import NoPercent, NoSpaces, RegexMatches, RegexNoMatches, StartsWith, Unique

KINDS: dict[str, type[Check]] = {
    "atleast_one": AtLeastOne,
    "no_more_than_one": NoMoreThanOne,
    "only_one_of": OnlyOneOf,
    "one_or_all": OneOrAll,
    "dependent": Dependent,
    "unique": Unique,
    "sum": Sum,
    "strict_sum": StrictSum,
    "date_order": DateOrder,
    "date_now": DateNow,
    "time_limit": TimeLimit,
    "between_dates": BetweenDates,
    "regex_matches": RegexMatches,
    "regex_no_matches": RegexNoMatches,
    "startswith": StartsWith,
    "no_spaces": NoSpaces,
    "no_percent": NoPercent,
    "if_then": IfThen,
    "range": Range,
}
# Names of the Python edition and slips of either -> the name here.
ALIASES = {"at_least_one": "atleast_one", "starts_with": "startswith", "no_percents": "no_percent"}
GONE = frozenset({"evaluates_to_true", "eval"})
ROOTS = frozenset({"/iati-activities", "/iati-organisations", "/*"})
SEVERITY = {"critical": Severity.critical, "error": Severity.error, "warning": Severity.warning}


@dataclass(frozen=True, slots=True)
class Problem:
    """What of a ruleset could not be used: the rule or kind, and why. known: a kind that the language once had."""

    rule: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The rules of one file, with what of it could not be used."""

    name: str
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]


class RulesetError(Exception):
    """A file that is no ruleset; the message says why."""


def kind_of(name: str) -> str:
    """A kind's name in one form: `atLeastOne`, `at_least_one` and `atleast_one` are one."""
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return ALIASES.get(snake, snake)


def load_ruleset(text: str, name: str, around: Surroundings) -> Ruleset:
    """The rules in a ruleset's JSON. Rules without an id get `name`, kind and number. Raises RulesetError."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise RulesetError(f"{name} is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise RulesetError(f"{name} is not a ruleset: contexts were expected")
    rules: list[Rule] = []
    problems: list[Problem] = []
    numbers: dict[str, int] = {}
    for context, kinds in data.items():
        for kind_name, block in kinds.items() if isinstance(kinds, dict) else [("", kinds)]:
            kind = kind_of(kind_name)
            cases = block.get("cases") if isinstance(block, dict) else None
            if not isinstance(cases, list):
                problems.append(Problem(f"{name}.{kind_name}", "bad-case", f"{context}: cases are missing"))
                continue
            for case in cases:
                numbers[kind] = numbers.get(kind, 0) + 1
                ident = f"{name}.{kind}.{numbers[kind]}"
                made, bad = _rules(context, kind, case, ident, around)
                rules += made
                problems += bad
    return Ruleset(name, tuple(rules), tuple(problems))


def _rules(context: str, kind: str, case: Any, ident: str, around: Surroundings) -> tuple[list[Rule], list[Problem]]:
    ident = _id(case, ident)
    try:
        if not isinstance(case, dict):
            raise BadCase("a case is not a table")
        Expression(context)
        if kind != "loop":
            return [_rule(context, kind, case, ident, _check(kind, case, around))], []
        made = []
        for inner_kind, inner in _inner(case):
            check = _check(inner_kind, inner_case(case, inner), around)
            made.append(_rule(context, inner_kind, inner, _id(inner, ident), Loop(case, check, around)))
        return made, []
    except _UnknownKind as error:
        return [], [Problem(ident, "gone-kind" if error.kind in GONE else "unknown-kind", error.kind)]
    except (BadCase, BadExpression) as error:
        return [], [Problem(ident, "bad-case", str(error))]


class _UnknownKind(Exception):
    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def _check(kind: str, case: Mapping[str, Any], around: Surroundings) -> Check:
    made = KINDS.get(kind)
    if made is None:
        raise _UnknownKind(kind)
    return made(case, around)


def _inner(case: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    do = case.get("do")
    if not isinstance(do, dict):
        raise BadCase("do is missing")
    for kind, block in do.items():
        cases = block.get("cases") if isinstance(block, dict) else None
        if not isinstance(cases, list) or not all(isinstance(inner, dict) for inner in cases):
            raise BadCase("do has no cases")
        for inner in cases:
            yield kind_of(kind), inner


def _id(case: Any, otherwise: str) -> str:
    info = case.get("ruleInfo") if isinstance(case, dict) else None
    found = info.get("id") if isinstance(info, dict) else None
    return str(found) if found else otherwise


def _rule(context: str, kind: str, case: Mapping[str, Any], ident: str, check: Check) -> Rule:
    info = case.get("ruleInfo")
    said = str(info.get("severity", "error")) if isinstance(info, dict) else "error"
    severity = SEVERITY.get(said, Severity.advice)
    return Rule(ident, kind, severity, context.strip(), check, context.strip() in ROOTS)
