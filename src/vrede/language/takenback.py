"""What was paid and what was taken back, where the sum alone hides both: € 0 (€ 6.0 m and € −6.0 m)."""

from __future__ import annotations

from collections.abc import Callable

from vrede.language.catalogue import say
from vrede.language.numbers import Language

HALF = 2
"""Both are shown where one part in this many of what was paid, or more, was taken back (docs/decisions/0039)."""


def cancels(cents: int, back: int) -> bool:
    """Whether half or more of what was paid was taken back. cents: the sum. back: what of it is below nothing, 0 or less."""
    paid = cents - back
    return paid > 0 and -back * HALF >= paid


def with_taken_back(cents: int, back: int, language: Language, write: Callable[[int, Language], str]) -> str:
    """A figure as `write` shows it; where it cancels, with what was paid and what was taken back in brackets."""
    shown = write(cents, language)
    if not cancels(cents, back):
        return shown
    return f"{shown} ({say('nothing.both', language, paid=write(cents - back, language), back=write(back, language))})"
