"""How names of organisations are compared: without case, accents, signs and legal forms, and with a country's name as its code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from vrede.article import Policy, plain_name
from vrede.sources.countries import country_codes, country_names

SHORT = r"(?P<short>[A-Z][A-Za-z&.-]{1,11})"
SHORT_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"^(?P<long>.{{6,}}?)\s*[(\[]{SHORT}[)\]]\W*$",
        rf"^{SHORT}\s*/\s*(?P<long>.{{8,}})$",
        rf"^{SHORT}\s*[:–-]\s+(?P<long>.{{8,}})$",
        rf"^(?P<long>.{{8,}}?)\s+[–-]\s*{SHORT}$",
        rf"^{SHORT}\s*\((?P<long>.{{8,}})\)$",
        r"^(?P<short>[A-Z]{3,8})\s+(?P<long>.*[a-z].*)$",
        r"^(?P<long>.*[a-z].*)\s+(?P<short>[A-Z]{3,8})$",
    )
)
"""How a name gives its own short form: between brackets, before or behind it."""
CAPITALS = re.compile(r"[A-Z]{4,10}")
POINTS = frozenset({"NORTH", "SOUTH", "EAST", "WEST"})
CUT_OFF_FROM = 28  # characters: systems cut names off at 30, 35 or 40
SLIPS = ((8, 2), (5, 1))  # letters that may differ in a word of at least so many letters
SHORTEST_COUNTRY = 4
STEM = 5


@cache
def _countries() -> dict[tuple[str, ...], str]:
    """Words of a country's name -> its ISO3 code."""
    return {
        tuple(plain_name(name).split()): iso3
        for iso3 in sorted(country_codes()["iso3"], reverse=True)
        for name in country_names(iso3)
        if len(plain_name(name)) >= SHORTEST_COUNTRY
    }


@cache
def _stems() -> tuple[str, ...]:
    return tuple(sorted({word[:STEM] for words in _countries() for word in words if len(word) >= STEM}))


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared. folded: its words in order. words: those that tell, in order, countries as their code. country: ISO3 of the country that it names; '' where none. office: one of many of that name, each in its country. short: its own
    short form, where it gives one."""

    folded: str
    words: tuple[str, ...]
    country: str
    office: bool
    short: str
    long: bool

    @property
    def squeezed(self) -> str:
        """The folded name without spaces."""
        return self.folded.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Folding:
    """What is left out when names are compared, by policy."""

    legal: frozenset[str]
    fillers: frozenset[str]
    offices: tuple[str, ...]
    institutions: tuple[str, ...]
    worldwide: frozenset[str]
    peoples: Mapping[str, str]

    @classmethod
    def of(cls, policy: Policy, day: date) -> Folding:
        """Of the policy of a day. Raises PolicyError."""
        return cls(
            frozenset(policy.names("legal_forms", day)),
            frozenset(policy.names("filler_words", day)),
            policy.names("office_words", day),
            policy.names("institution_words", day),
            frozenset(policy.names("worldwide_words", day)),
            policy.mapping("country_words", day),
        )

    def name(self, text: str) -> Name:
        """A name as it is compared.

        What stands behind a `*` is the same name in another language; a short form between brackets behind a name is kept apart.
        """
        told, short = text.split("*")[0].strip() or text, ""
        while found := next((f for form in SHORT_FORMS if (f := form.match(told)) and self._is_short(f)), None):
            told, short = found["long"].strip(), short or found["short"]
        every = plain_name(told).split()
        kept = [word for word in every if word not in self.legal] or every
        words, country = self._with_countries(kept)
        telling = [word for at, word in enumerate(words) if not at or word not in self.fillers]
        office = not country and self._is_local(kept)
        return Name(
            " ".join(kept),
            tuple(telling),
            country,
            office,
            plain_name(short).replace(" ", ""),
            len(told) >= CUT_OFF_FROM,
        )

    def _is_local(self, words: Sequence[str]) -> bool:
        if any(word.startswith(self.offices) for word in words):
            return True
        known = {*words, *(" ".join(two) for two in pairwise(words))}
        return any(word.startswith(self.institutions) for word in words) and not known & self.worldwide

    def _with_countries(self, words: Sequence[str]) -> tuple[list[str], str]:
        """The words with the longest names of countries as their code, and the first of these codes."""
        known, out, first, at = _countries(), [], "", 0
        while at < len(words):
            for size in range(min(6, len(words) - at), 0, -1):
                code = known.get(tuple(words[at : at + size])) or (self.peoples.get(words[at]) if size == 1 else None)
                if code:
                    out.append(f"={code}")
                    first, at = first or code, at + size
                    break
            else:
                out.append(words[at])
                at += 1
        return out, first

    def _is_short(self, found: re.Match[str]) -> bool:
        """Whether the short form that was found is one: it abbreviates the name, or stands in capitals between brackets and is no place."""
        short = plain_name(found["short"]).replace(" ", "")
        if short in self.peoples or (short,) in _countries() or not found["long"].strip():
            return False
        bracketed = found.string.rstrip().endswith((")", "]")) and found.end("long") < found.start("short")
        if bracketed and CAPITALS.fullmatch(found["short"]) and found["short"] not in POINTS:
            return True
        return _abbreviates(short, plain_name(found["long"]))


def _abbreviates(short: str, long: str) -> bool:
    """Whether the letters of a short form are in the name, in that order, and begin one of its words."""
    rest = iter(long)
    return bool(short) and all(letter in rest for letter in short) and any(w[0] == short[0] for w in long.split())


def likeness(one: Name, other: Name) -> int:
    """How alike two names are, from 0 to 100, whatever the order of their words."""
    return round(fuzz.token_sort_ratio(one.folded, other.folded))


def alike(one: Name, other: Name) -> str:
    """Why two names are taken for one: `words` (other small words, the country in another language or at the other end, the short form
    behind the name), `spaces`, `slip` (a letter or two differ), `cut off`; '' where they are two.

    Words with a digit and names of countries never differ by a slip. No word that tells is left out or added, but where a name was cut
    off within a word, and none changes its place but from one end to the other.
    """
    if one.words == other.words or _turned(one.words, other.words):
        return "words"
    if one.squeezed == other.squeezed:
        return "spaces"
    short, long = sorted((one, other), key=lambda name: len(name.folded))
    if long.folded.startswith(short.folded):
        rest = long.folded[len(short.folded) :]
        if rest[0] == " ":
            behind, words = rest.replace(" ", ""), short.folded.split()
            abbreviates = len(behind) >= 3 and len(words) > 1 and behind not in words
            abbreviates &= _abbreviates(behind, short.folded) and long.country == short.country
            return "words" if abbreviates else ""
        return "cut off" if short.long and long.country == short.country else ""
    if len(one.words) != len(other.words):
        return ""
    differ = [(a, b) for a, b in zip(one.words, other.words, strict=True) if a != b]
    if len(differ) > 2 or len(differ) == len(one.words) > 1:
        return ""
    return "slip" if all(_slip(a, b) for a, b in differ) else ""


def _turned(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words are the same, those of one end at the other: Health Kenya Ministry, Kenya Ministry Health."""
    return len(one) == len(other) and any((*one[at:], *one[:at]) == (*other,) for at in range(1, len(one)))


def _slip(one: str, other: str) -> bool:
    if one[0] != other[0] or any(c.isdigit() or c == "=" for c in one + other):
        return False
    if one.startswith(_stems()) or other.startswith(_stems()):
        return False
    length = min(len(one), len(other))
    allowed = next((slips for letters, slips in SLIPS if length >= letters), 0)
    return Levenshtein.distance(one, other, score_cutoff=allowed) <= allowed
