"""Links upward: does an incoming transaction name the ministry's activity as the ministry writes it, and what to paste if not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lxml import etree

from vrede.article import Policy
from vrede.validate.finding import Place, shown

# States of a link. good: seen. old, form, missing, ref, self: not seen, with what to paste. other: up to another provider.
STATES = ("good", "old", "form", "missing", "ref", "self", "other")
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
    """One incoming transaction: its provider and activity as written, its state, and the attribute to paste where it fails."""

    place: Place
    kind: str
    ref: str
    activity: str
    state: str
    fix: str = ""


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

    def judge(self, provider: etree._Element | None, own: str, elsewhere: Sequence[str]) -> tuple[str, str, str, str]:
        """(state, fix, ref, activity) of an incoming transaction's provider.

        own: the activity's identifier. elsewhere: what else the activity names, to find a contract number in.
        """
        ref = (provider.get("ref", "") if provider is not None else "").strip()
        activity = provider.get("provider-activity-id", "") if provider is not None else ""
        plain = activity.strip()
        if plain and plain == own:
            return "self", self._attribute("", elsewhere), ref, activity
        ministry, number = self.is_ministry(ref), self.number(plain)
        is_ours = (
            bool(plain) and bool(number) and plain.upper().startswith((self.upward.prefix, *self.upward.old_prefixes))
        )
        if not ministry and not is_ours:
            return "other", "", ref, activity
        if not plain:
            return "missing", self._attribute("", elsewhere), ref, activity
        if not self.good.fullmatch(activity):
            old = plain.startswith(self.upward.old_prefixes)
            return "old" if old and number else "form", self._attribute(number, elsewhere), ref, activity
        if ref != self.upward.identifier:
            return ("old" if ref in self.upward.known else "ref"), f'ref="{self.upward.identifier}"', ref, activity
        return "good", "", ref, activity

    def _attribute(self, number: str, elsewhere: Sequence[str]) -> str:
        if not number:
            numbers = {
                self.number(text)
                for text in elsewhere
                if text.upper().startswith((*self.upward.known, *self.upward.old_prefixes))
            }
            numbers.discard("")
            number = numbers.pop() if len(numbers) == 1 else ""
        wanted = f"{self.upward.prefix}{number}" if number else self.upward.example
        return f'provider-activity-id="{wanted}"'


def link_of(place: Place, kind: str, judged: tuple[str, str, str, str]) -> Link:
    """A link as it is kept and shown: long values cut."""
    state, fix, ref, activity = judged
    return Link(place, kind, shown(ref), shown(activity), state, fix)
