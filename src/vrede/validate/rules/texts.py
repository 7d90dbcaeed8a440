"""Kinds that look at texts: unique, regex_matches, regex_no_matches, startswith, no_spaces, no_percent."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from lxml import etree

from vrede.validate.rules.expression import Expression
from vrede.validate.rules.model import BadCase, Check, Fault, Surroundings, word_of
from vrede.validate.rules.values import text_of, trimmed

ORG_ID_PREFIX = "ORG-ID-PREFIX"


class _EachText(Check):
    """Every text that the paths find is judged on its own."""

    @abstractmethod
    def judge(self, text: str) -> bool:
        """Whether one text passes."""

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault per text that fails."""
        faults = []
        for path, found in zip(self.paths, self.found, strict=True):
            for hit in found.nodes(node, loop):
                text = text_of(hit)
                if not self.judge(text):
                    faults.append(Fault(path, text, self.owner(hit, node)))
        return faults

    def suspect(self) -> str:
        """XPath 1.0 has no expressions for texts: the values are looked at."""
        return ""

    def values(self) -> tuple[str, ...]:
        """The paths."""
        return self.paths

    def sound(self, text: str) -> bool:
        """Judged once per different text."""
        return self.judge(text)


def javascript_regex(source: str) -> re.Pattern[str]:
    """A regular expression as JavaScript means it: `$` is the very end, digits and letters are those of ASCII. Raises BadCase."""
    ended = re.sub(r"(?<!\\)((?:\\\\)*)\$(?=\)|\||$)", r"\1\\Z", source)
    try:
        return re.compile(ended, re.ASCII)
    except re.error as error:
        raise BadCase(f"regex {source!r}: {error}") from error


class _WithRegex(_EachText):
    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        super().__init__(case, around)
        self.regex = javascript_regex(word_of(case, "regex"))
        self.id_condition = case.get("idCondition", "")

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """As for each text, unless the case does not apply to a registered publisher."""
        return [] if excused(self, node, loop) else super().broken(node, loop)


class RegexMatches(_WithRegex):
    """Every text matches somewhere; an empty text passes."""

    def judge(self, text: str) -> bool:
        """True where it matches."""
        return not text or self.regex.search(text) is not None


class RegexNoMatches(_WithRegex):
    """No text matches; an empty text passes."""

    def judge(self, text: str) -> bool:
        """True where it does not match."""
        return not text or self.regex.search(text) is None


class NoSpaces(_EachText):
    """No white space at the ends."""

    def judge(self, text: str) -> bool:
        """True where trimming changes nothing."""
        return text == trimmed(text)


class NoPercent(_EachText):
    """No `%` in any text (Python edition)."""

    def judge(self, text: str) -> bool:
        """True where there is none."""
        return "%" not in text


class Unique(Check):
    """The texts over all paths all differ."""

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault for each text met before."""
        seen: set[str] = set()
        faults = []
        for path, found in zip(self.paths, self.found, strict=True):
            for hit in found.nodes(node, loop):
                text = text_of(hit)
                if text in seen:
                    faults.append(Fault(path, text, self.owner(hit, node), (("paths", ", ".join(self.paths)),)))
                seen.add(text)
        return faults

    def suspect(self) -> str:
        """A path has more than one match, or two paths share a text."""
        several = [f"count({path}) > 1" for path in self.paths]
        equal = [f"{a} = {b}" for number, a in enumerate(self.paths) for b in self.paths[number + 1 :]]
        return " or ".join(several + equal) or "false()"


class StartsWith(Check):
    """Every text starts with a text of `prefix` and the separator; ORG-ID-PREFIX: its first two parts are an agency's code.

    The Python edition names one path in `start`, and there only the first match counts.
    """

    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        super().__init__(case, around)
        prefix = case.get("prefix", [case["start"]] if isinstance(case.get("start"), str) else None)
        if isinstance(prefix, str):
            prefix = [prefix]
        if not isinstance(prefix, list) or not all(isinstance(path, str) for path in prefix):
            raise BadCase("prefix is not a list of texts")
        self.first_only = "prefix" not in case
        self.by_agency = ORG_ID_PREFIX in prefix
        self.prefix_sources = tuple(path for path in prefix if path != ORG_ID_PREFIX)
        self.prefixes = [Expression(path) for path in self.prefix_sources]
        self.separator = str(case.get("separator", ""))
        self.id_condition = case.get("idCondition", "")

    def by_list(self, text: str) -> bool:
        """True where the first two parts at `-` are an agency's code."""
        return self.by_agency and "-".join(text.split("-")[:2]) in self.around.prefixes

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault per text that starts with none of them."""
        if excused(self, node, loop):
            return []
        texts = [text for prefix in self.prefixes for text in prefix.texts(node, loop)]
        starts = tuple(text + self.separator for text in (texts[:1] if self.first_only else texts))
        faults = []
        for path, found in zip(self.paths, self.found, strict=True):
            hits = found.nodes(node, loop)
            for hit in hits[:1] if self.first_only else hits:
                text = text_of(hit)
                if not text.startswith(starts) and not self.by_list(text):
                    words = (("prefix", starts[0] if starts else ""),)
                    faults.append(Fault(path, text, self.owner(hit, node), words))
        return faults

    def suspect(self) -> str:
        """The first text does not start with the first prefix, or there are several."""
        if self.by_agency:
            return ""
        if not self.prefix_sources:
            return any_path(self.paths)
        quoted = "'" + self.separator.replace("'", "") + "'"
        start = f"concat(string({self.prefix_sources[0]}), {quoted})"
        looks = [
            f"count({path}) > 1 or (boolean({path}) and not(boolean({self.prefix_sources[0]}) and starts-with(string({path}), {start})))"
            for path in self.paths
        ]
        return " or ".join(looks) or "false()"

    def values(self) -> tuple[str, ...]:
        """The paths, where only the list of agencies decides."""
        return self.paths if self.by_agency and not self.prefix_sources else ()

    def sound(self, text: str) -> bool:
        """True where the list of agencies has it."""
        return self.by_list(text)


def any_path(paths: tuple[str, ...]) -> str:
    """True where a path matches at all."""
    return " or ".join(f"boolean({path})" for path in paths) or "false()"


def excused(check: _WithRegex | StartsWith, node: etree._Element, loop: str) -> bool:
    """`idCondition`: the case does not apply to a registered publisher's identifier, or to what starts with one and `-`."""
    known = check.around.organisations
    if not check.id_condition or not known:
        return False
    texts = [text for found in check.found for text in found.texts(node, loop)]
    if check.id_condition == "NOT_EXISTING_ORG_ID":
        return any(text in known for text in texts)
    if check.id_condition == "NOT_EXISTING_ORG_ID_PREFIX":
        starts = tuple(f"{identifier}-" for identifier in known)
        return any(text.startswith(starts) for text in texts)
    return False
