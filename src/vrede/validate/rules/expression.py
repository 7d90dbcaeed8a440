"""XPath 1.0 expressions of rules: compiled once, with the value of a loop as a variable instead of pasted text."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from vrede.validate.rules.values import text_of

LITERAL = re.compile(r"""'[^']*'|"[^"]*\"""")
LOOP = "$loop"
FROM_ROOT = re.compile(r"//([A-Za-z][\w.-]*)", re.ASCII)


class BadExpression(Exception):
    """An expression that is no XPath 1.0; the message is the parser's."""


class Expression:
    """A compiled XPath. `loop` is what `$loop` stands for; expressions without it ignore it."""

    __slots__ = ("_loops", "_run", "source")

    def __init__(self, source: str, smart: bool = True) -> None:
        self.source, self._loops = source, LOOP in source
        try:
            # lxml readies names, functions and variables at every call: the prefix `xml` is known without, and no rule has others
            self._run = etree.XPath(source, regexp=False, smart_strings=smart)
        except etree.XPathError as error:
            raise BadExpression(f"{source!r}: {error}") from error

    def value(self, node: etree._Element, loop: str = "") -> Any:
        """What the expression gives at a node. Raises BadExpression where a function gets what it cannot take."""
        try:
            return self._run(node, loop=loop) if self._loops else self._run(node)
        except etree.XPathError as error:
            raise BadExpression(f"{self.source!r}: {error}") from error

    def nodes(self, node: etree._Element, loop: str = "") -> list[Any]:
        """What it finds, in document order; a value that is no node-set counts as one node where it is true."""
        found = self.value(node, loop)
        if isinstance(found, list):
            return found
        return [found] if found else []

    def texts(self, node: etree._Element, loop: str = "") -> list[str]:
        """The string values of what it finds."""
        return [text_of(found) for found in self.nodes(node, loop)]

    def true(self, node: etree._Element, loop: str = "") -> bool:
        """Its boolean value: an empty node-set is false."""
        return bool(self.value(node, loop))


def with_loop(source: str) -> str:
    """The expression with every `$1` as the variable `$loop`, also where it is a part of a quoted text."""

    def literal(match: re.Match[str]) -> str:
        whole = match[0]
        if "$1" not in whole:
            return whole
        quote, inner = whole[0], whole[1:-1]
        if inner == "$1":
            return LOOP
        pieces = [f"{quote}{piece}{quote}" for piece in inner.split("$1")]
        return f"concat({f',{LOOP},'.join(pieces)})"

    outside = LITERAL.sub(literal, source)
    return re.sub(r"\$1(?!\d)", LOOP, outside)


def united(paths: tuple[str, ...]) -> str:
    """An expression for the number of matches of all paths together."""
    return " + ".join(f"count({path})" for path in paths) or "0"


def any_of(paths: tuple[str, ...]) -> str:
    """An expression that is true where some path matches; those that search far come last."""
    near_first = sorted(paths, key=lambda path: "//" in path or "descendant" in path)
    return " or ".join(f"boolean({path})" for path in near_first) or "false()"


def below(context: str, path: str) -> str:
    """A path as seen from every element of a context."""
    return f"({context})/{path}" if "|" in context else f"{context}/{path}"


def filtered(context: str, predicate: str) -> str:
    """The elements of a context for which a predicate holds; it must not ask for positions.

    libxml2 looks at every node for `//x[...]`, and only at elements for what is the same: `/descendant::x[...]`.
    """
    if "|" in context:
        return f"({context})[{predicate}]"
    near = FROM_ROOT.fullmatch(context)
    if near and "position(" not in predicate and "last(" not in predicate:
        context = f"/descendant::{near[1]}"
    return f"{context}[{predicate}]"
