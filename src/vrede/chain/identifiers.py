"""A stated activity identifier that is not published here: what was meant, if one thing only can have been meant.

Every rule has a name, its precision is measured (evaluate.py), and what it gives is a proposal, never a link.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

LONGEST = 200  # characters; the longest published identifier that was met has 96
PLAIN = re.compile(r"[^0-9A-Z]")
RUN = re.compile(r"(.)\1*", re.DOTALL)
# In the order in which they are tried: the first that finds exactly one identifier speaks.
RULES = (
    "case or spaces",
    "punctuation",
    "prefix twice",
    "old prefix",
    "new prefix",
    "part left out",
    "character doubled",
    "form",
)


@dataclass(frozen=True, slots=True)
class Found:
    """What an identifier may have been meant to be, and by which rule; `published`: an activity here has it."""

    identifier: str
    rule: str
    published: bool


def plain(identifier: str) -> str:
    """Letters and digits only, in capitals."""
    return PLAIN.sub("", identifier.upper())


class Identifiers:
    """All published identifiers, ready to be asked what a wrong one may mean.

    published: identifiers of activities. prefixes: old beginning -> new beginning. own: beginnings of the ministry's
    refs, the newest first. forms: regular expressions of its identifiers; `part`: what stands between ref and number.
    """

    def __init__(
        self,
        published: Iterable[str],
        prefixes: Mapping[str, str] | None = None,
        own: Sequence[str] = (),
        forms: Sequence[str] = (),
        part: str = "",
    ) -> None:
        self.published = frozenset(published)
        self.prefixes = dict(prefixes or {})
        self.own = tuple(own)
        self.forms = [re.compile(form) for form in forms]
        self.part = part
        self.by_folded: dict[str, list[str]] = defaultdict(list)
        self.by_plain: dict[str, list[str]] = defaultdict(list)
        for identifier in sorted(self.published):
            self.by_folded["".join(identifier.upper().split())].append(identifier)
            self.by_plain[plain(identifier)].append(identifier)

    def meant(self, stated: str) -> Found | None:
        """What a stated identifier that nobody publishes may mean; None where nothing or more than one thing fits."""
        if not stated or len(stated) > LONGEST:
            return None
        for rule, candidates in self._tried(stated):
            found = sorted({c for c in candidates if c in self.published and c != stated})
            if len(found) == 1:
                return Found(found[0], rule, True)
            if found:
                return None
        if self.formed(stated):
            return None
        for _, candidates in self._tried(stated):
            well_formed = sorted({c for c in candidates if self.formed(c)})
            if len(well_formed) == 1:
                return Found(well_formed[0], "form", False)
        return None

    def formed(self, identifier: str) -> bool:
        """Whether it has the form of an identifier of the ministry."""
        return any(form.fullmatch(identifier) for form in self.forms)

    def _tried(self, stated: str) -> Iterator[tuple[str, list[str]]]:
        yield "case or spaces", self.by_folded.get("".join(stated.upper().split()), [])
        yield "punctuation", self.by_plain.get(plain(stated), []) if len(plain(stated)) >= 6 else []
        once = list(self._once(stated))
        yield "prefix twice", once
        yield "old prefix", [new + stated[len(old) :] for old, new in self.prefixes.items() if stated.startswith(old)]
        yield "new prefix", [old + stated[len(new) :] for old, new in self.prefixes.items() if stated.startswith(new)]
        yield "part left out", [w for s in (stated, *once) for w in self._with_part(s)]
        for run in _single(stated):
            yield "character doubled", run

    def _once(self, stated: str) -> Iterator[str]:
        for first in self.own:
            for second in (*self.own, first):
                if stated.startswith(f"{first}-{second}-"):
                    yield from (f"{ref}-{stated[len(first) + len(second) + 2 :]}" for ref in self.own)

    def _with_part(self, stated: str) -> Iterator[str]:
        for ref in self.own:
            rest = stated[len(ref) + 1 :]
            if self.part and stated.startswith(f"{ref}-") and rest.isascii() and rest.isdigit():
                yield f"{self.own[0]}-{self.part}{rest}"


def _single(stated: str) -> Iterator[list[str]]:
    # A character typed once too often: most likely in the longest run of the same one. One too few is not guessed: any
    # number may have lost any digit.
    for length, at in sorted(((m.end() - m.start(), m.start()) for m in RUN.finditer(stated)), reverse=True):
        if length > 1:
            yield [stated[:at] + stated[at + 1 :]]
