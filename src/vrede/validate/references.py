"""References between activities that lead nowhere inside the file: advice, since the other may be published elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree

from vrede.validate.finding import NOWHERE, Place, shown
from vrede.validate.identifiers import IdentifierCheck, digest, identifier_of
from vrede.validate.rules.expression import Expression

# Path below an activity -> id of the official advice (IATI validator, 1000.0.1 to 1000.0.6).
REFERENCES = {
    "participating-org/@activity-id": "1000.0.1",
    "planned-disbursement/provider-org/@provider-activity-id": "1000.0.2",
    "planned-disbursement/receiver-org/@receiver-activity-id": "1000.0.3",
    "transaction/provider-org/@provider-activity-id": "1000.0.4",
    "transaction/receiver-org/@receiver-activity-id": "1000.0.5",
    "related-activity/@ref": "1000.0.6",
}
MAX_OPEN = 50_000
MAX_TEXTS = 1_000


@dataclass(slots=True)
class Reference:
    """A reference by its text ('' where too many are open to keep all texts): how often it stands there, and first where."""

    rule: str
    path: str
    value: str
    count: int
    place: Place


class ReferenceCheck:
    """Collects references while a file is read; what no activity of it answers is said at the end.

    At most 50,000 different ones are kept open at once, 1,000 of them with their text; the rest is counted in `overflow`.
    """

    def __init__(self, identifiers: IdentifierCheck) -> None:
        self.identifiers = identifiers
        self.open: dict[tuple[str, bytes], Reference] = {}
        self.overflow = self.texts = 0
        self.settle_at = 2 * MAX_TEXTS
        self.fast = {path: Expression(f"/*/iati-activity/{path}", smart=False) for path in REFERENCES}
        self.found = {path: Expression(f"/*/iati-activity/{path}") for path in REFERENCES}

    def run(self, root: etree._Element, place_of: PlaceOf) -> None:
        """Remember the references of a piece. The identifiers of the piece must be known already."""
        for path, rule in REFERENCES.items():
            counts = Counter(str(text).strip() for text in self.fast[path].nodes(root))
            unknown = {text: count for text, count in counts.items() if text and not self.identifiers.knows(text)}
            if not unknown:
                continue
            places: dict[str, Place] = {}
            if self.texts < MAX_TEXTS and any((rule, digest(text)) not in self.open for text in unknown):
                for node in self.found[path].nodes(root):
                    text = str(node).strip()
                    if text in unknown and text not in places:
                        places[text] = place_of(node.getparent())
            for text, count in unknown.items():
                self._keep(rule, path, text, count, places.get(text, NOWHERE))
        if len(self.open) >= self.settle_at:
            self._settle()
            self.settle_at = min(MAX_OPEN, 2 * max(len(self.open), MAX_TEXTS))

    def _keep(self, rule: str, path: str, text: str, count: int, place: Place) -> None:
        key = (rule, digest(text))
        known = self.open.get(key)
        if known is None:
            if len(self.open) >= MAX_OPEN:
                self.overflow += count
                return
            with_text = self.texts < MAX_TEXTS
            self.texts += with_text
            known = self.open[key] = Reference(
                rule, path, shown(text) if with_text else "", 0, place if with_text else NOWHERE
            )
        known.count += count

    def _settle(self) -> None:
        self.open = {key: reference for key, reference in self.open.items() if key[1] not in self.identifiers.seen}
        self.texts = sum(1 for reference in self.open.values() if reference.value)

    def end(self) -> Iterator[Reference]:
        """What led nowhere."""
        self._settle()
        yield from self.open.values()


class PlaceOf:
    """From an element to its place in the file. `first` is the ordinal of the piece's first activity."""

    def __init__(self, root: etree._Element, first: int, lines_before: int) -> None:
        self.root, self.first, self.lines_before = root, first, lines_before
        self._ordinals: dict[etree._Element, int] | None = None
        self._known: dict[etree._Element, tuple[int, str]] = {}

    def ordinal(self, activity: etree._Element) -> int:
        """The activity's number in the file, from 0."""
        if self._ordinals is None:
            inside = (e for e in self.root if e.tag == activity.tag)
            self._ordinals = {element: self.first + number for number, element in enumerate(inside)}
        return self._ordinals.get(activity, self.first)

    def __call__(self, element: etree._Element) -> Place:
        """The place of an element: its activity and line."""
        line = cast("int | None", element.sourceline)  # the stubs know no missing line
        activity: etree._Element | None = element
        while activity is not None and activity.tag not in ("iati-activity", "iati-organisation"):
            activity = activity.getparent()
        said = None if line is None else line + self.lines_before
        if activity is None:
            return Place(line=said)
        known = self._known.get(activity)
        if known is None:
            known = self._known[activity] = (self.ordinal(activity), shown(identifier_of(activity)))
        return Place(*known, said)


def unresolved_in(root: etree._Element) -> Iterator[Reference]:
    """References of one document that lead nowhere inside it."""
    identifiers = IdentifierCheck()
    for activity in root.iter("iati-activity"):
        list(identifiers.run(activity))
    check = ReferenceCheck(identifiers)
    check.run(root, PlaceOf(root, 0, 0))
    yield from check.end()
