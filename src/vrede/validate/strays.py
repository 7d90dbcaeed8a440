"""Activities and organisations that stand where they do not belong: inside another, or under the root of the other kind of file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree

from vrede.validate.finding import Finding, Part, Place, Severity, shown
from vrede.validate.identifiers import identifier_of
from vrede.validate.rules.expression import Expression

TAGS = {"activities": "iati-activity", "organisations": "iati-organisation"}
INSIDE = Expression(" | ".join(f"/*/*/descendant::{tag}" for tag in TAGS.values()))


@dataclass(frozen=True, slots=True)
class Nested:
    """What stood inside another, now beside it. outer: the other's identifier, or its tag where it is no activity."""

    element: etree._Element
    outer: str


def lifted(root: etree._Element) -> tuple[Nested, ...]:
    """Take out what stands inside another and put it behind it, so that neither changes what is read of the other."""
    found = cast("list[etree._Element]", INSIDE.nodes(root))
    nested: list[Nested] = []
    behind: dict[etree._Element, etree._Element] = {}
    whose: dict[etree._Element, etree._Element] = {}
    for element in found:
        above = list(element.iterancestors())
        holder = next((one for one in above if one.tag in TAGS.values()), above[-2])
        outer = identifier_of(holder) if holder.tag in TAGS.values() else f"<{etree.QName(holder).localname}>"
        top = whose.get(above[-2], above[-2])
        etree.strip_tags(element, etree.Comment)
        _put_behind(element, behind.get(top, top))
        behind[top], whose[element] = element, top
        nested.append(Nested(element, outer))
    return tuple(nested)


def _put_behind(element: etree._Element, other: etree._Element) -> None:
    """Move an element; the white space or text behind it stays where it was."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and parent is not None:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    element.tail = None
    other.addnext(element)


def nested_findings(nested: tuple[Nested, ...], lines_before: int) -> Iterator[Finding]:
    """Each that stood inside another, by name."""
    for one in nested:
        own = shown(identifier_of(one.element))
        kind = next(kind for kind, tag in TAGS.items() if tag == one.element.tag)
        place = Place(identifier=own, line=_line(one.element, lines_before))
        words = (("outer", shown(one.outer)),)
        message = f"file.nested.{kind}"
        yield Finding(
            "file.nested", Severity.critical, Part.file, message, str(one.element.tag), own, words, place=place
        )


def take_out(root: etree._Element, kind: str, lines_before: int) -> Iterator[Finding]:
    """What is of the other kind of file than its root says goes out of the piece, each as a finding."""
    for other, tag in TAGS.items():
        if other == kind:
            continue
        for element in root.findall(tag):
            place = Place(identifier=shown(identifier_of(element)), line=_line(element, lines_before))
            yield Finding("file.wrong-root", Severity.critical, Part.file, f"file.wrong-root.{other}", tag, place=place)
            root.remove(element)


def _line(element: etree._Element, lines_before: int) -> int | None:
    line = cast("int | None", element.sourceline)
    return None if line is None else line + lines_before
