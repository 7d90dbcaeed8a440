"""Structure: a piece of a file against the XSD of its version, with lines and ordinals of the whole file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree

Words = tuple[tuple[str, str], ...]

INDEX = re.compile(r"\[\d+\]")
ACTIVITY = re.compile(r"^/[^/]+/iati-(?:activity|organisation)(?:\[(\d+)\])?")
ELEMENT = re.compile(r"Element '(?:\{[^}]*\})?([^']+)'")
ATTRIBUTE = re.compile(r"attribute '(?:\{([^}]*)\})?([^']+)'")
XML = "http://www.w3.org/XML/1998/namespace"
EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*) \)")
VALUE = re.compile(r"(?:\]|:) (?:The value )?'(.*?)' (?:is|has|does|must|exceeds)", re.DOTALL)
TYPE = re.compile(r"type '(?:\{[^}]*\}|xs:)?(\w+)'")
SET = re.compile(r"set \{(.*)\}", re.DOTALL)
MAX_NAMES = 8
MAX_VALUE = 120
# Kind of value (XSD) -> key of our message; the others are texts of a form of their own.
VALUES = {
    "date": "date",
    "dateTime": "moment",
    "decimal": "number",
    "float": "number",
    "double": "number",
    "integer": "whole",
    "int": "whole",
    "nonNegativeInteger": "whole",
    "positiveInteger": "whole",
    "gYear": "year",
    "boolean": "flag",
    "anyURI": "address",
    "language": "language",
}
# libxml2's type of error -> key of our message.
TYPES = {
    "SCHEMAV_ELEMENT_CONTENT": "structure.unexpected",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "structure.attribute-missing",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "structure.attribute-unknown",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": "structure.attribute-unknown",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "structure.value",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_2": "structure.value",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_3": "structure.value",
    "SCHEMAV_CVC_ENUMERATION_VALID": "structure.choice",
    "SCHEMAV_CVC_PATTERN_VALID": "structure.value",
    "SCHEMAV_CVC_MININCLUSIVE_VALID": "structure.range",
    "SCHEMAV_CVC_MAXINCLUSIVE_VALID": "structure.range",
    "SCHEMAV_CVC_MINEXCLUSIVE_VALID": "structure.range",
    "SCHEMAV_CVC_MAXEXCLUSIVE_VALID": "structure.range",
    "SCHEMAV_CVC_MINLENGTH_VALID": "structure.length",
    "SCHEMAV_CVC_MAXLENGTH_VALID": "structure.length",
    "SCHEMAV_CVC_LENGTH_VALID": "structure.length",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_1": "structure.filled",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_2": "structure.markup",
    "SCHEMAV_CVC_TYPE_3_1_2": "structure.markup",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "structure.text",
    "SCHEMAV_CVC_ELT_1": "structure.unknown",
    "SCHEMAV_CVC_WILDCARD": "structure.unknown",
    "SCHEMAV_CVC_IDC": "structure.twice",
}


@dataclass(frozen=True, slots=True)
class Misfit:
    """One error of the schema. index: which activity of the piece, from 0; None outside activities."""

    message: str
    path: str
    words: Words
    line: int
    index: int | None

    @property
    def of_root(self) -> bool:
        """True for an error of the root itself, which in a piece may be of ours and on no line."""
        return self.index is None and "/" not in self.path.removesuffix(f"/@{self.path.rpartition('/@')[2]}")


def misfits(schema: etree.XMLSchema, root: etree._Element) -> Iterator[Misfit]:
    """What does not fit the schema, in the order of the file; lines are those of the piece."""
    try:
        if schema.validate(root):
            return
    except etree.XMLSchemaValidateError:  # the library gives up on what its parser let through
        yield Misfit("structure.other", str(root.tag), (), 0, None)
        return
    for error in cast("Iterable[etree._LogEntry]", schema.error_log):  # the stubs miss that a log is iterable
        at = error.path or ""
        found = ACTIVITY.match(at)
        index = None if found is None else int(found[1] or 1) - 1
        message = TYPES.get(error.type_name, "structure.other")
        message, words = SAID[message](error.message, root, at) if message in SAID else (message, ())
        yield Misfit(message, _path(at, error.message), words, error.line, index)


def marked_up(root: etree._Element) -> Iterator[Misfit]:
    """Elements in a narrative, which no version allows: found also where there is no schema to find them by."""
    tree = root.getroottree()
    for narrative in root.iter("narrative"):
        if len(narrative):
            at = tree.getpath(narrative)
            message, words = _markup("", root, at)
            found = ACTIVITY.match(at)
            index = None if found is None else int(found[1] or 1) - 1
            yield Misfit(message, _path(at, ""), words, cast(int, narrative.sourceline), index)


def _path(at: str, message: str) -> str:
    """The element below its activity, by name: an element in a namespace is a `*` to the parser."""
    path = INDEX.sub("", at)
    path = path.split("/", 3)[3] if path.count("/") > 2 else path.rsplit("/", 1)[-1]
    named = ELEMENT.search(message)
    if named and path.rsplit("/", 1)[-1] in ("*", ""):
        path = "/".join((*path.split("/")[:-1], named[1]))
    attribute = ATTRIBUTE.search(message)
    if attribute is None:
        return path
    name = f"xml:{attribute[2]}" if attribute[1] == XML else attribute[2]
    return f"{path.partition('/@')[0]}/@{name}"


def _unexpected(message: str, root: etree._Element, at: str) -> tuple[str, Words]:
    """Another element was expected here, or nothing more, or something is not there at all."""
    found = EXPECTED.search(message)
    names = [name.strip() for name in found[1].split(",")] if found else []
    plain = [name for name in names if re.fullmatch(r"[\w.-]+", name)]
    expected = ", ".join(plain[:MAX_NAMES]) + (", …" if len(plain) > MAX_NAMES else "")
    key = "structure.lacks" if "Missing child" in message else "structure.unexpected"
    return (key if expected else f"{key}.more"), (("expected", expected),)


def _value(message: str, root: etree._Element, at: str) -> tuple[str, Words]:
    found, kind = VALUE.search(message), TYPE.search(message)
    known = VALUES.get(kind[1], "") if kind else ""
    return f"structure.value.{known}" if known else "structure.value", (("found", _cut(found[1] if found else "")),)


def _choice(message: str, root: etree._Element, at: str) -> tuple[str, Words]:
    found, allowed = VALUE.search(message), SET.search(message)
    names = re.findall(r"'([^']*)'", allowed[1]) if allowed else []
    expected = ", ".join(names[:MAX_NAMES]) + (", …" if len(names) > MAX_NAMES else "")
    return "structure.choice", (("found", _cut(found[1] if found else "")), ("expected", expected))


def _bounded(key: str) -> Callable[[str, etree._Element, str], tuple[str, Words]]:
    def said(message: str, root: etree._Element, at: str) -> tuple[str, Words]:
        found = VALUE.search(message)
        return key, (("found", _cut(found[1] if found else "")),)

    return said


def _markup(message: str, root: etree._Element, at: str) -> tuple[str, Words]:
    """Elements where text alone belongs: which."""
    found = cast("list[etree._Element]", root.xpath(at)) if at else []
    tags = [f"<{etree.QName(inner).localname}>" for one in found[:1] for inner in one.iterdescendants("*")]
    return "structure.markup", (("tags", _several(tags)),)


def _filled(message: str, root: etree._Element, at: str) -> tuple[str, Words]:
    """Text or elements in what has to be empty."""
    found = cast("list[etree._Element]", root.xpath(at)) if at else []
    tags = [f"<{etree.QName(inner).localname}>" for one in found[:1] for inner in one.iterchildren("*")]
    text = [f"'{_cut((one.text or '').strip())}'" for one in found[:1] if (one.text or "").strip()]
    return "structure.filled", (("tags", _several([*text, *tags])),)


def _several(names: list[str]) -> str:
    """Each once, in the order met."""
    once = list(dict.fromkeys(names))
    return ", ".join(once[:MAX_NAMES]) + (", …" if len(once) > MAX_NAMES else "")


def _cut(text: str) -> str:
    return text if len(text) <= MAX_VALUE else f"{text[:MAX_VALUE]}…"


SAID: dict[str, Callable[[str, etree._Element, str], tuple[str, Words]]] = {
    "structure.unexpected": _unexpected,
    "structure.value": _value,
    "structure.choice": _choice,
    "structure.range": _bounded("structure.range"),
    "structure.length": _bounded("structure.length"),
    "structure.markup": _markup,
    "structure.filled": _filled,
}
