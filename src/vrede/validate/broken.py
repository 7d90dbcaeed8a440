"""Where and how the XML of a file breaks: what the parser found, as a message of ours with what to fill it with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.entities import html5
from typing import Protocol, cast

from lxml import etree

SENTENCE = "file.ill-formed"
# libxml2's type of error -> (our message, what of its words to keep: named groups).
KINDS: dict[str, tuple[str, str]] = {
    "ERR_UNDECLARED_ENTITY": ("entity", r"Entity '(?P<entity>[^']*)'"),
    "WAR_UNDECLARED_ENTITY": ("entity", r"Entity '(?P<entity>[^']*)'"),
    "ERR_ENTITYREF_SEMICOL_MISSING": ("ampersand", ""),
    "ERR_TAG_NAME_MISMATCH": ("tags", r"mismatch: (?P<tag>\S+) line (?P<opened>\d+) and (?P<other>\S+)"),
    "ERR_TAG_NOT_FINISHED": ("cut-off", r"in tag (?P<tag>\S+) line (?P<opened>\d+)"),
    "ERR_GT_REQUIRED": ("tag", r"Start Tag (?P<tag>\S+)"),
    "ERR_ATTRIBUTE_REDEFINED": ("attribute-twice", r"Attribute (?P<attribute>\S+) redefined"),
    "ERR_ATTRIBUTE_NOT_STARTED": ("attribute", ""),
    "ERR_ATTRIBUTE_NOT_FINISHED": ("attribute", ""),
    "ERR_ATTRIBUTE_WITHOUT_VALUE": ("attribute", ""),
    "ERR_SPACE_REQUIRED": ("attribute", ""),
    "ERR_LT_IN_ATTRIBUTE": ("less-than", ""),
    "ERR_INVALID_CHAR": ("character", ""),
    "ERR_INVALID_CHARREF": ("character", ""),
    "ERR_INVALID_HEX_CHARREF": ("character", ""),
    "ERR_INVALID_DEC_CHARREF": ("character", ""),
    "ERR_DOCUMENT_END": ("after-end", ""),
    "NS_ERR_UNDEFINED_NAMESPACE": ("prefix", r"prefix (?P<prefix>\S+)"),
    "NS_ERR_XML_NAMESPACE": ("prefix", r"xmlns:(?P<prefix>[^\s:]+)"),
    "ERR_RESERVED_XML_NAME": ("declaration", ""),
    "ERR_XMLDECL_NOT_FINISHED": ("declaration-form", ""),
    "ERR_XMLDECL_NOT_STARTED": ("declaration-form", ""),
    "ERR_HYPHEN_IN_COMMENT": ("comment", ""),
    "ERR_COMMENT_NOT_FINISHED": ("comment", ""),
    "ERR_CDATA_NOT_FINISHED": ("cdata", ""),
    "ERR_MISPLACED_CDATA_END": ("cdata-end", ""),
}
ENCODINGS = ("ERR_INVALID_ENCODING", "ERR_UNSUPPORTED_ENCODING", "ERR_UNKNOWN_ENCODING", "I18N_CONV_FAILED")
# Where the type says too little: words of the parser's, and our message.
BY_WORDS = (
    ("no name", "ampersand"),
    ("StartTag: invalid element name", "less-than"),
    ("error parsing attribute name", "attribute"),
    ("expected '='", "attribute"),
    ("expected '>'", "end-tag"),
    ("XML declaration", "declaration-form"),
    ("Malformed declaration", "declaration-form"),
    ("String not ", "declaration-form"),
    ("QName", "name"),
)
UNDECLARED = ("ERR_UNDECLARED_ENTITY", "WAR_UNDECLARED_ENTITY")
UNFINISHED = ("", "attribute", "tag", "end-tag", "name", "comment", "cdata", "declaration-form")
LINED = ("opened",)


class Unreadable(Exception):
    """The rest of a file cannot be read. reason: key of a message; line: where, as far as known; words: what fills the message."""

    def __init__(
        self, reason: str, detail: str = "", line: int | None = None, words: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.line, self.words = reason, detail, line, words


class Fed(Protocol):
    """A parser that is fed, and remembers what went wrong in this feed."""

    @property
    def feed_error_log(self) -> object:
        """What went wrong."""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    line: int
    said: str


def broken(parser: Fed, error: etree.XMLSyntaxError, lines_before: int = 0, at_end: bool = False) -> Unreadable:
    """The first thing that went wrong in a feed. The exception itself names the last, and of an entity not even the line.

    at_end: there was no more to feed, so that what is not finished was cut off.
    """
    return _said(_first(parser, error), lines_before, at_end)


def undeclared(parser: Fed, lines_before: int) -> Unreadable | None:
    """An entity that nothing declares: no error to the parser where a DOCTYPE names a file of declarations, which is never read."""
    log = cast("Iterable[etree._LogEntry]", parser.feed_error_log)
    found = next((one for one in log if one.type_name in UNDECLARED), None)
    return None if found is None else _said(_Entry(found.type_name, found.line, found.message), lines_before, False)


def _said(entry: _Entry, lines_before: int, at_end: bool) -> Unreadable:
    line = max(entry.line, 1) + lines_before
    if entry.kind in ENCODINGS or "encoding" in entry.said.lower():
        return Unreadable("file.encoding", line=line)
    name, wanted = KINDS.get(entry.kind, ("", ""))
    found = re.search(wanted, entry.said) if wanted else None
    kept = {key: text for key, text in found.groupdict().items() if text} if found is not None else {}
    if not name or (wanted and not kept):
        name = next((name for words, name in BY_WORDS if words in entry.said), "")
    if at_end and name in UNFINISHED:
        return Unreadable(f"{SENTENCE}.early", line=line)
    words = [(key, str(int(text) + lines_before) if key in LINED else text) for key, text in kept.items()]
    if "entity" in kept:
        instead = instead_of(kept["entity"])
        name = name if instead else "entity-unknown"
        words.append(("instead", instead))
    return Unreadable(f"{SENTENCE}.{name}" if name else SENTENCE, line=line, words=tuple(words))


def _first(parser: Fed, error: etree.XMLSyntaxError) -> _Entry:
    log = cast("Iterable[etree._LogEntry]", parser.feed_error_log)
    # An attribute without quotation marks is followed by what the parser misses because of it.
    entries = [_Entry(one.type_name, one.line, one.message) for one in log if one.level_name != "WARNING"]
    return entries[0] if entries else _Entry("", error.lineno or 1, error.msg or "")


def instead_of(entity: str) -> str:
    """The character that an entity of HTML means, as it may stand in XML; '' where it means none."""
    text = html5.get(f"{entity};", "")
    numbers = "".join(f"&#{ord(letter)};" for letter in text)
    return f"{text} / {numbers}" if text.strip() and text.isprintable() else numbers
