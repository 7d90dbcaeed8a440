"""What a check found: one finding, and the groups in which equal findings are counted so that memory stays flat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from lxml import etree

MAX_VALUE = 200
PLACES_KEPT = 5
GROUPS_PER_RULE = 200


class Severity(StrEnum):
    """How bad it is. critical: nobody can read the file; error and warning as the standard says; advice: worth a look."""

    critical = "critical"
    error = "error"
    warning = "warning"
    advice = "advice"


SEVERITIES = tuple(Severity)


class Part(StrEnum):
    """Which of the checks found it."""

    file = "file"
    structure = "structure"
    codelists = "codelists"
    ruleset = "ruleset"
    identifiers = "identifiers"
    references = "references"
    funder = "funder"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: `ordinal` of the activity from 0 (None: not in an activity), its identifier, and the line."""

    ordinal: int | None = None
    identifier: str = ""
    line: int | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    rule: the id of the standard's rule, or ours. path: element or attribute below the activity. value: what stands there, cut at
    200 characters. message: the key of its words in the catalogue (`validate.finding`), with `words` to fill it. stricter: the official validator looks less far.
    fix: what to paste, where it is known.
    """

    rule: str
    severity: Severity
    part: Part
    message: str
    path: str = ""
    value: str = ""
    words: tuple[tuple[str, str], ...] = ()
    fix: str = ""
    stricter: bool = False
    place: Place = NOWHERE


# A finding without its place, how often, and the first elements at which it was found.
Found = tuple[Finding, int, Sequence[etree._Element]]


def shown(value: str) -> str:
    """A value as findings carry it: at most 200 characters, with a mark where it was cut."""
    return value if len(value) <= MAX_VALUE else f"{value[:MAX_VALUE]}… ({len(value)})"


@dataclass(slots=True)
class Group:
    """Findings that differ only in their place: how many, and the first places."""

    finding: Finding
    count: int = 0
    places: list[Place] = field(default_factory=list)
    cut: bool = False

    def add(self, place: Place) -> None:
        """Count one more."""
        self.count += 1
        if len(self.places) < PLACES_KEPT:
            self.places.append(place)

    @property
    def full(self) -> bool:
        """True where no further place is kept."""
        return len(self.places) >= PLACES_KEPT


class Findings:
    """Groups of findings of one file, in the order in which the first of each was met.

    A rule has at most 200 groups; what comes after goes, counted, into one group without value, so that nothing is lost and
    memory does not grow with the file.
    """

    def __init__(self) -> None:
        self._groups: dict[tuple[str, ...], Group] = {}
        self._per_rule: dict[str, int] = {}

    def add(self, finding: Finding) -> None:
        """Count a finding in its group."""
        self.group(finding).add(finding.place)

    def group(self, finding: Finding) -> Group:
        """The group of a finding; its place does not matter."""
        words = "\x00".join(word for pair in finding.words for word in pair)
        key: tuple[str, ...] = (finding.rule, finding.severity.value, finding.message, finding.path)
        key += (finding.value, words, finding.fix)
        group = self._groups.get(key)
        if group is None:
            known = self._per_rule.get(finding.rule, 0)
            if known >= GROUPS_PER_RULE:
                key = (finding.rule, finding.severity.value, finding.message, finding.path)
                group = self._groups.get(key)
                if group is None:
                    bare = Finding(
                        finding.rule, finding.severity, finding.part, finding.message, finding.path, words=finding.words
                    )
                    group = self._groups[key] = Group(bare, cut=True)
            else:
                self._per_rule[finding.rule] = known + 1
                group = self._groups[key] = Group(finding)
        return group

    def found(self, findings: Iterable[Found], place_of: Callable[[etree._Element], Place]) -> None:
        """Count what was found at elements; a place is looked up only where the group still keeps places."""
        for finding, count, elements in findings:
            group = self.group(finding)
            for element in elements:
                if not group.full:
                    group.places.append(place_of(element))
            group.count += count

    def add_many(self, finding: Finding, place: Place, count: int) -> None:
        """Count findings that were counted already, of which the first place is known (NOWHERE: it is not)."""
        group = self.group(finding)
        group.count += count
        if place is not NOWHERE and not group.full:
            group.places.append(place)

    def excuse(self, rules: frozenset[str]) -> None:
        """Make the findings of some rules advice, marked as no reproach."""
        for group in self._groups.values():
            if group.finding.rule in rules:
                words = (*group.finding.words, ("exempt", "yes"))
                group.finding = replace(group.finding, severity=Severity.advice, words=words)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Count several."""
        for finding in findings:
            self.add(finding)

    def groups(self) -> list[Group]:
        """All groups: the worst first, then in the order met."""
        order = {severity: number for number, severity in enumerate(SEVERITIES)}
        return sorted(self._groups.values(), key=lambda group: order[group.finding.severity])

    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        counts = dict.fromkeys((severity.value for severity in SEVERITIES), 0)
        for group in self._groups.values():
            counts[group.finding.severity.value] += group.count
        return counts

    def count(self, severity: Severity) -> int:
        """How many of one severity."""
        return self.counts()[severity.value]

    def rules(self) -> set[str]:
        """The ids that were found."""
        return {group.finding.rule for group in self._groups.values()}
