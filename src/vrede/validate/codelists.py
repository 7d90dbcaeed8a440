"""Codes against the codelists: which attribute takes which list, under which condition, is the mapping's to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from vrede.validate.finding import PLACES_KEPT, Severity
from vrede.validate.rules.expression import BadExpression, Expression
from vrede.validate.standard import Codelist, Mapped, Standard, StandardError

MAX_PLACED = 10_000
ROOT_PATHS = ("//iati-activities/@", "//iati-organisations/@")
IN_FILE = {
    "//iati-activity/": "/iati-activities/iati-activity/",
    "//iati-organisation/": "/iati-organisations/iati-organisation/",
}


@dataclass(frozen=True, slots=True)
class BadCode:
    """A code that is not in its list, or withdrawn from it: how often in this piece, and where first (as far as asked for).

    mapped.path: as the mapping writes it.
    """

    mapped: Mapped
    codelist: Codelist
    severity: Severity
    withdrawn: bool
    value: str
    count: int
    elements: tuple[etree._Element, ...]


# How many places of a bad code are known already, by entry and value: one code can stand in a file thousands of times.
Placed = dict[tuple[Mapped, str], int]


class _Look:
    """One mapping entry: its texts all at once, and where the bad ones stand."""

    def __init__(self, mapped: Mapped, codelist: Codelist, path: str) -> None:
        self.mapped, self.codelist = mapped, codelist
        owner, _, last = path.rpartition("/")
        source = f"{owner}[{mapped.condition}]/{last}" if mapped.condition else path
        self.texts = Expression(source, smart=False)
        self.nodes = Expression(source)
        self.fine = codelist.codes - codelist.withdrawn

    def run(self, root: etree._Element, placed: Placed) -> Iterator[BadCode]:
        found = self.texts.nodes(root)
        if not found or self.fine.issuperset(found):
            return
        counts = Counter(text for text in found if text not in self.fine)
        wanted = {text: PLACES_KEPT - placed.get((self.mapped, text), 0) for text in counts}
        places: dict[str, list[etree._Element]] = {text: [] for text in counts}
        if any(number > 0 for number in wanted.values()):
            for node in self.nodes.nodes(root):
                text = str(node)
                if wanted.get(text, 0) > len(places.get(text, ())):
                    places[text].append(node.getparent())
        severity = Severity.error if self.codelist.complete else Severity.warning
        for text, count in counts.items():
            if len(placed) < MAX_PLACED:
                placed[self.mapped, text] = PLACES_KEPT - wanted[text] + len(places[text])
            withdrawn = text in self.codelist.codes
            level = Severity.warning if withdrawn else severity
            yield BadCode(self.mapped, self.codelist, level, withdrawn, text, count, tuple(places[text]))


class CodelistCheck:
    """All entries of a version's mapping. `first`: the piece that carries the file's own root."""

    def __init__(self, standard: Standard, version: str, kind: str) -> None:
        self.inner: list[_Look] = []
        self.root: list[_Look] = []
        self.anywhere: list[_Look] = []
        for mapped in standard.mapping(version):
            if kind not in mapped.path and not mapped.path.startswith("//@"):
                continue
            codelist = standard.codelist(version, mapped.codelist)
            if mapped.path.startswith(ROOT_PATHS):
                self.root.append(_Look(mapped, codelist, mapped.path))
                continue
            self.anywhere.append(_Look(mapped, codelist, mapped.path))
            start = next((begin for begin in IN_FILE if mapped.path.startswith(begin)), "")
            path = IN_FILE[start] + mapped.path[len(start) :] if start else mapped.path
            self.inner.append(_Look(mapped, codelist, path))

    def run(self, root: etree._Element, first: bool, placed: Placed | None = None) -> Iterator[BadCode]:
        """Every bad code below a root. placed: what is known of this file so far; it is added to."""
        placed = {} if placed is None else placed
        looks: Sequence[_Look] = self.inner if root.tag in ("iati-activities", "iati-organisations") else self.anywhere
        for look in looks:
            yield from look.run(root, placed)
        if first:
            for look in self.root:
                yield from look.run(root, placed)


def codelists_of(standard: Standard, version: str, kind: str) -> CodelistCheck:
    """The check for a kind of file (activities or organisations). Raises StandardError, also for a mapping with a path that is none."""
    try:
        return CodelistCheck(standard, version, "iati-activ" if kind == "activities" else "iati-organisation")
    except BadExpression as error:
        raise StandardError(
            f"mapping of {version} ({error}): run `vrede get standard` again", file="mapping"
        ) from error
