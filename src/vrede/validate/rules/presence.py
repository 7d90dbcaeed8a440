"""Kinds that look whether something is there: atleast_one, no_more_than_one, only_one_of, one_or_all, dependent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from vrede.validate.rules.expression import Expression, any_of, united
from vrede.validate.rules.model import BadCase, Check, Fault, Surroundings, word_of


class AtLeastOne(Check):
    """Some path matches; an empty attribute is a match, `narrative/text()` needs a text."""

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault where nothing matches."""
        if any(found.nodes(node, loop) for found in self.found):  # an empty node-set, and nothing else, is no match
            return []
        return [Fault(" | ".join(self.paths), "", node)]

    def alike(self) -> Fault:
        """Nothing matches: that is all there is to say."""
        return Fault(" | ".join(self.paths))

    def suspect(self) -> str:
        """Nothing matches."""
        return f"not({any_of(self.paths)})"


class NoMoreThanOne(Check):
    """At most one match over all paths together."""

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault where there are more, at the second."""
        matches = [
            (path, hit) for path, found in zip(self.paths, self.found, strict=True) for hit in found.nodes(node, loop)
        ]
        if len(matches) <= 1:
            return []
        path, hit = matches[1]
        return [Fault(path, "", self.owner(hit, node), (("count", str(len(matches))),))]

    def suspect(self) -> str:
        """More than one match."""
        return f"{united(self.paths)} > 1"


class OnlyOneOf(Check):
    """For every `excluded`: where it matches no path does, where it does not exactly one match is there."""

    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        super().__init__(case, around)
        excluded = case.get("excluded", [])
        if not isinstance(excluded, list) or not all(isinstance(path, str) for path in excluded):
            raise BadCase("excluded is not a list of texts")
        self.excluded = tuple(excluded)
        self.excluding = [Expression(path) for path in excluded]

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault where some `excluded` and the paths do not go together."""
        matches = sum(len(found.nodes(node, loop)) for found in self.found)
        for path, excluding in zip(self.excluded, self.excluding, strict=True):
            if matches != (0 if excluding.nodes(node, loop) else 1):
                return [Fault(" | ".join(self.paths), "", node, (("excluded", path),))]
        return []

    def suspect(self) -> str:
        """Some `excluded` does not go together with the number of matches."""
        total = united(self.paths)
        parts = [f"(boolean({path}) and {total} > 0) or (not({path}) and not({total} = 1))" for path in self.excluded]
        return " or ".join(parts) or "false()"


# What `all` stands for -> the first element that lacks it.
ALL = {
    "lang": "descendant::narrative[not(@xml:lang)]",
    "sector": "transaction[not(sector)]",
    "currency": "(descendant::value | descendant::forecast | descendant::loan-status)[not(@currency)]",
    "recipient-country|recipient-region": "transaction[not(recipient-country or recipient-region)]",
}


class OneOrAll(Check):
    """`one` matches, else every element that `all` stands for has what it names; an unknown `all` passes."""

    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        super().__init__(case, around)
        self.one_source = word_of(case, "one")
        self.one = Expression(self.one_source)
        self.lacking_source = ALL.get(word_of(case, "all").replace(" ", ""), "")
        self.lacking = Expression(self.lacking_source) if self.lacking_source else None

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault where `one` is missing, at the first element that lacks it too."""
        if self.lacking is None or self.one.nodes(node, loop):
            return []
        lacking = self.lacking.nodes(node, loop)
        if not lacking:
            return []
        return [Fault(self.one_source, "", lacking[0], (("count", str(len(lacking))), ("all", str(self.case["all"]))))]

    def suspect(self) -> str:
        """`one` is missing, and so is what stands for it."""
        return f"not({self.one_source}) and {self.lacking_source}" if self.lacking_source else "false()"


class Dependent(Check):
    """All paths match, or none (Python edition)."""

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault where some match and some do not, naming the first that does not."""
        there = [bool(found.nodes(node, loop)) for found in self.found]
        if all(there) or not any(there):
            return []
        return [Fault(self.paths[there.index(False)], "", node, (("paths", ", ".join(self.paths)),))]

    def suspect(self) -> str:
        """Some match and some do not."""
        every = " and ".join(f"boolean({path})" for path in self.paths) or "true()"
        return f"({any_of(self.paths)}) and not({every})"


class IfThen(Check):
    """Not `if`, or `then`. An empty node-set is false, as the expressions intend (a list is always true in JavaScript)."""

    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        super().__init__(case, around)
        self.if_source, self.then_source = word_of(case, "if"), word_of(case, "then")
        self.asked, self.wanted = Expression(self.if_source), Expression(self.then_source)

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault where `if` holds and `then` does not, at what the first path finds."""
        if not self.asked.true(node, loop) or self.wanted.true(node, loop):
            return []
        for path, found in zip(self.paths, self.found, strict=True):
            hits = found.nodes(node, loop)
            if hits:
                value = str(hits[0]) if isinstance(hits[0], str) else ""
                return [Fault(path, value, self.owner(hits[0], node))]
        return [Fault(self.paths[0] if self.paths else self.if_source, "", node)]

    def alike(self) -> Fault | None:
        """Without paths there is nothing to point at."""
        return None if self.paths else Fault(self.if_source)

    def suspect(self) -> str:
        """The same."""
        return f"boolean({self.if_source}) and not({self.then_source})"
