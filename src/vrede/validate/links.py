"""Links upward: does an incoming transaction name the ministry's activity as the ministry writes it, and what to paste if not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from lxml import etree

from vrede.article import Policy
from vrede.validate.finding import Place, shown

# States of a link. good: seen. old, form, missing, ref, self: not seen, with what to paste. other: up to another provider.
STATES = ("good", "old", "form", "missing", "ref", "self", "other")
ACTIVITY = "provider-activity-id"
MAX_KEPT = 200
NARRATIVES_KEPT = 5
SEPARATORS = r"[-_ :/.]*"


@dataclass(frozen=True, slots=True)
class Upward:
    """The policy values that say how a link upward is written, for one day."""

    identifier: str
    known: tuple[str, ...]
    prefix: str
    old_prefixes: tuple[str, ...]
    example: str
    types: tuple[str, ...]
    digits: int
    small_eur_cents: int
    excusable: frozenset[str]
    checked: str

    @classmethod
    def of(cls, policy: Policy, day: date) -> Upward:
        """From the policy files. Raises PolicyError."""
        prefix = str(policy.value("upward_activity_prefix", day))
        prefixes = policy.names("ministry_activity_prefixes", day)
        return cls(
            str(policy.value("upward_identifier", day)),
            policy.names("ministry_identifiers", day),
            prefix,
            tuple(name for name in prefixes if name != prefix),
            str(policy.value("upward_activity_example", day)),
            policy.names("upward_transaction_types", day) + policy.names("upward_transaction_types_old", day),
            policy.whole_number("contract_number_digits", day),
            policy.whole_number("small_partner_eur_cents", day),
            frozenset(policy.names("excusable_rules", day)),
            str(policy.entry("upward_activity_prefix", day).checked),
        )


@dataclass(frozen=True, slots=True)
class Link:
    """One incoming transaction: its provider and activity as written, its state, and the element to paste where it fails.

    by_ref: it fails by what stands in ref alone.
    """

    place: Place
    kind: str
    ref: str
    activity: str
    state: str
    fix: str = ""
    by_ref: bool = False


Judged = tuple[str, str, str, str, bool]


class LinkReader:
    """Judges provider-org elements. Only a number that stands in the file is ever proposed; else the example with a note."""

    def __init__(self, upward: Upward) -> None:
        self.upward = upward
        known = "|".join(re.escape(name).replace(r"\-", SEPARATORS) for name in upward.known)
        self.whole = re.compile(rf"(?:(?:{known}|PPR|NL){SEPARATORS})*(\d{{{upward.digits},12}})", re.IGNORECASE)

    @cached_property
    def good(self) -> re.Pattern[str]:
        """The form of an activity of the ministry."""
        return re.compile(re.escape(self.upward.prefix) + r"[0-9]+", re.ASCII)

    def number(self, text: str) -> str:
        """The contract number in what was written, however it was prefixed; '' where there is none."""
        plain = re.sub(r"\s+", "", text)
        found = self.whole.fullmatch(plain) if len(plain) <= 100 else None
        return found[1] if found else ""

    def is_ministry(self, ref: str) -> bool:
        """True where a provider is the ministry, also written carelessly."""
        plain = re.sub(r"[\s_]+", "", ref).upper()
        return plain in self.upward.known

    def nameless(self, provider: etree._Element | None) -> bool:
        """True where a provider has no identifier: who it is stands in words, or nowhere."""
        return provider is None or not (provider.get("ref", "").strip() or provider.get(ACTIVITY, "").strip())

    def judge(self, provider: etree._Element | None, own: str, elsewhere: Sequence[str], named: bool = False) -> Judged:
        """(state, element to paste, ref, activity, whether ref alone is wrong) of an incoming transaction's provider.

        own: the activity's identifier. elsewhere: what else the activity names, to find a contract number in. named: the
        activity says elsewhere that the ministry alone pays it, so a provider without identifier is the ministry.
        """
        ref = provider.get("ref", "") if provider is not None else ""
        activity = provider.get(ACTIVITY, "") if provider is not None else ""
        plain = activity.strip()
        if plain and plain == own:
            return "self", self._element(provider, "", elsewhere), ref, activity, False
        ministry, number = self.is_ministry(ref) or (named and self.nameless(provider)), self.number(plain)
        is_ours = (
            bool(plain) and bool(number) and plain.upper().startswith((self.upward.prefix, *self.upward.old_prefixes))
        )
        if not ministry and not is_ours:
            return "other", "", ref, activity, False
        if not plain:
            return "missing", self._element(provider, "", elsewhere), ref, activity, False
        if not self.good.fullmatch(activity):
            old = plain.startswith(self.upward.old_prefixes)
            return "old" if old and number else "form", self._element(provider, number, elsewhere), ref, activity, False
        if ref != self.upward.identifier:
            old = ref.strip() in self.upward.known and ref.strip() != self.upward.identifier
            return "old" if old else "ref", self._element(provider, number, elsewhere), ref, activity, True
        return "good", "", ref, activity, False

    def _element(self, provider: etree._Element | None, number: str, elsewhere: Sequence[str]) -> str:
        """The whole provider-org as it should be: what else stands in it is kept, so that pasting it mends all at once."""
        if not number:
            numbers = {
                self.number(text)
                for text in elsewhere
                if text.upper().startswith((*self.upward.known, *self.upward.old_prefixes))
            }
            numbers.discard("")
            number = numbers.pop() if len(numbers) == 1 else ""
        wanted = f"{self.upward.prefix}{number}" if number else self.upward.example
        made = etree.Element("provider-org", {"ref": self.upward.identifier, ACTIVITY: wanted})
        for name, value in provider.attrib.items() if provider is not None else ():
            if name not in made.attrib and len(value) <= MAX_KEPT:
                made.set(name, value)
        for narrative in provider.iterchildren("narrative") if provider is not None else ():
            kept = etree.SubElement(made, "narrative", cast("dict[str, str]", narrative.attrib))
            kept.text = shown("".join(str(text) for text in narrative.itertext()).strip())
            if len(made) == NARRATIVES_KEPT:
                break
        return etree.tostring(made, encoding="unicode")


def link_of(place: Place, kind: str, judged: Judged) -> Link:
    """A link as it is kept and shown: long values cut."""
    state, fix, ref, activity, by_ref = judged
    return Link(place, kind, shown(ref), shown(activity), state, fix, by_ref)
