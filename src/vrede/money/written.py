"""Identifiers of organisations as files write them: which are given out by a register, which are no organisation, which are one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from vrede.article import Policy, normal_identifier, plain_name
from vrede.sources.countries import country_codes

CHANNEL_CODE = re.compile(r"(?:XM-DAC-)?([2-4][0-9]{4})")
TWICE = re.compile(r"(?P<prefix>[A-Z]{2}-[A-Z]+-)(?P=prefix)(?P<rest>.+)")
COUNTRY = re.compile(r"([A-Z]{2})[-–]")
LETTERS = re.compile(r"[^\W\d_][^\d_]{5,}")
SHORTEST_NUMBER = 9  # letters and digits of an identifier that may be known by these alone
COUNTED = re.compile(r"XM-DAC-.*|[A-Z]{2}-GOV-.*|XM-OCHA-.*")
"""Identifiers in which a sign between digits is part of the number: XM-DAC-3-1 is not XM-DAC-31."""


def squeezed(text: str) -> str:
    """Only its letters and digits."""
    return plain_name(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Written:
    """How identifiers are read, by policy. ministry: its identifiers, the one it is known by first. forms: of valid identifiers.
    nobody: letters and digits of an identifier or name -> the kind of nobody that it is; patterns: the same for whole identifiers."""

    ministry: tuple[str, ...]
    forms: tuple[re.Pattern[str], ...]
    nobody: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    signs: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, policy: Policy, day: date) -> Written:
        """Of the policy of a day. Raises PolicyError."""
        nobody, signs, patterns = {}, {}, []
        for kind in policy.group("no_organisation", day):
            for text in policy.names(f"no_organisation/{kind}", day):
                if text.startswith("~"):
                    patterns.append((re.compile(text[1:]), kind))
                elif squeezed(text):
                    nobody[squeezed(text)] = kind
                else:
                    signs["".join(text.split())] = kind
        return cls(
            policy.names("ministry_identifiers", day),
            tuple(re.compile(form) for form in policy.names("organisation_identifier_forms", day)),
            nobody,
            tuple(patterns),
            signs,
        )

    def nobody_of(self, text: str) -> str:
        """The kind of nobody that an identifier or a name stands for; '' where it may be somebody."""
        plain = squeezed(text)
        if not plain:
            return self.signs.get("".join(text.split()), "unknown")
        whole = normal_identifier(text)
        return self.nobody.get(plain) or next((kind for form, kind in self.patterns if form.fullmatch(whole)), "")

    def is_valid(self, ref: str) -> bool:
        """Whether a register may have given out this identifier."""
        return any(form.fullmatch(ref) for form in self.forms)

    def canonical(self, ref: str) -> str:
        """The one way in which an identifier is written here. ref: as `normal_identifier` writes it.

        The ministry's, a code of the DAC's list of channels with or without its prefix, and a prefix that stands twice.
        """
        twice = TWICE.fullmatch(ref)
        if twice:
            ref = twice["prefix"] + twice["rest"]
        if ref in self.ministry:
            return self.ministry[0]
        code = CHANNEL_CODE.fullmatch(ref)
        return f"XM-DAC-{code[1]}" if code else ref

    def is_name(self, ref: str) -> bool:
        """Whether a name stands where an identifier belongs: letters alone, and no form of an identifier."""
        return bool(LETTERS.fullmatch(ref)) and not self.is_valid(normal_identifier(ref))


def one_way(refs: Iterable[str], written: Written) -> dict[str, str]:
    """Identifier -> the one that it is taken for: itself, its canonical form, or a valid one with the same letters and digits.

    refs: as `normal_identifier` writes them.
    """
    every = sorted(set(refs))
    canonical = {ref: written.canonical(ref) for ref in every}
    valid: dict[str, str] = {}
    for ref in sorted(set(canonical.values()), key=lambda r: (r.count("/"), r)):
        if written.is_valid(ref) and len(squeezed(ref)) >= SHORTEST_NUMBER and not COUNTED.fullmatch(ref):
            valid.setdefault(squeezed(ref), ref)
    return {
        ref: target if COUNTED.fullmatch(target) else valid.get(squeezed(target), target)
        for ref, target in canonical.items()
    }


def country_of(ref: str) -> str:
    """ISO3 of the country whose register gave out an identifier; '' where it is of none."""
    found = COUNTRY.match(ref)
    return _ISO3.get(found[1], "") if found else ""


_ISO3: dict[str, str] = dict(country_codes().iter_rows())
