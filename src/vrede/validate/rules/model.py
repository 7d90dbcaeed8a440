"""A rule of a ruleset file: its case, and what every kind of case must answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from vrede.validate.finding import Severity
from vrede.validate.rules.expression import Expression


class BadCase(Exception):
    """A case lacks a key or has one of the wrong kind; the message says which."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a case does not hold: the path that shows it, what stands there, and the element to look at."""

    path: str
    value: str = ""
    element: etree._Element | None = None
    words: tuple[tuple[str, str], ...] = ()
    stricter: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What cases need besides the document.

    now: the moment that counts as now. organisations: identifiers of registered publishers (ORG-ID; the standard has no such
    list, so it is empty unless given). prefixes: agency codes (ORG-ID-PREFIX, the list OrganisationRegistrationAgency).
    """

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    organisations: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()


class Check(ABC):
    """One case, compiled. The base keeps its condition; a kind says where it does not hold.

    `suspect` is a quick look: an XPath that is true at every context element where the case may not hold, so that only those
    need `faults`. It may be true too often, never too seldom.
    """

    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        self.case, self.around = case, around
        self.paths = paths_of(case)
        self.found = [Expression(path) for path in self.paths]
        condition = case.get("condition")
        if condition is not None and not isinstance(condition, str):
            raise BadCase("condition is not a text")
        self.condition_source: str = condition or ""
        self.condition = Expression(condition) if condition else None

    def faults(self, node: etree._Element, loop: str = "") -> list[Fault]:
        """Every place where the case does not hold; none where its condition is false."""
        if self.condition is not None and not self.condition.true(node, loop):
            return []
        return self.broken(node, loop)

    @abstractmethod
    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """As `faults`, the condition being true."""

    @abstractmethod
    def suspect(self) -> str:
        """The quick look without the condition, or '' where there is none."""

    def quick(self) -> str:
        """The quick look with the condition."""
        suspect = self.suspect()
        if not suspect:
            return ""
        return f"({self.condition_source}) and ({suspect})" if self.condition_source else suspect

    def alike(self) -> Fault | None:
        """The one fault that every element has for which the quick look is true, where that look is exact; else None."""
        return None

    def values(self) -> tuple[str, ...]:
        """Paths whose texts alone decide, where there is no quick look in XPath; `sound` judges each text once."""
        return ()

    def sound(self, text: str) -> bool:
        """True where a text certainly gives no fault."""
        return False

    def owner(self, found: Any, node: etree._Element) -> etree._Element:
        """The element of a found attribute, text or element."""
        if isinstance(found, etree._Element):
            return found
        parent = getattr(found, "getparent", None)
        element = parent() if parent is not None else None
        return element if element is not None else node


@dataclass(frozen=True, slots=True)
class Rule:
    """A case with its id, severity and context. whole_file: its context is the root, so all activities decide together."""

    id: str
    kind: str
    severity: Severity
    context: str
    check: Check
    whole_file: bool
    words: tuple[tuple[str, str], ...] = ()


def paths_of(case: Mapping[str, Any]) -> tuple[str, ...]:
    """The `paths` of a case. Raises BadCase where they are not texts."""
    paths = case.get("paths", ())
    if isinstance(paths, str):
        return (paths,)
    if not isinstance(paths, (list, tuple)) or not all(isinstance(path, str) for path in paths):
        raise BadCase("paths are not a list of texts")
    return tuple(paths)


def word_of(case: Mapping[str, Any], key: str) -> str:
    """A text that a case must have. Raises BadCase."""
    value = case.get(key)
    if not isinstance(value, str):
        raise BadCase(f"{key} is missing or not a text")
    return value
