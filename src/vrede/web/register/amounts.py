"""Amounts as people write them, to the cent: 1.234,56 in Dutch, 1,234.56 in English. What could be read in two ways is refused."""

from __future__ import annotations

import re

from vrede.article import Language

SHAPES = {
    "nl": re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,16})(?:,(?P<cents>[0-9]{1,2}))?"),
    "en": re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,16})(?:\.(?P<cents>[0-9]{1,2}))?"),
}


def cents_of(text: str, language: Language) -> int | None:
    """Cents of an amount in euro; None where it is none, or could be meant otherwise. A sign of euro and spaces are let be.

    >>> cents_of("€ 1.234,5", "nl"), cents_of("1,234.56", "en"), cents_of("1.234", "en"), cents_of("12,50", "en")
    (123450, 123456, None, None)
    """
    plain = re.sub(r"[\s€\u00a0\u202f]", "", text).removeprefix("EUR")
    match = SHAPES[language].fullmatch(plain)
    if match is None:
        return None
    whole = match["whole"].replace(".", "").replace(",", "")
    return int(whole) * 100 + int((match["cents"] or "0").ljust(2, "0"))


def written(cents: int | None, language: Language) -> str:
    """An amount as `cents_of` reads it back: no sign of euro, no thousands."""
    if cents is None:
        return ""
    whole, rest = divmod(cents, 100)
    return f"{whole}{',' if language == 'nl' else '.'}{rest:02d}"
