"""The words of the four states of nothing."""

from __future__ import annotations

from vrede.language.catalogue import say
from vrede.language.nothing import STATES, Nothing
from vrede.language.numbers import Language

WORDS = {
    "not_published": "nothing.not_published",
    "not_loaded": "nothing.not_loaded",
    "withheld": "nothing.withheld",
    "zero": "nothing.zero",
}


def state_words(state: str, language: Language) -> str:
    """A state of nothing in words. Raises KeyError for a state that is none of the four."""
    return say(WORDS[state], language)


def signs_in_words(language: Language) -> list[tuple[str, str, str]]:
    """(state, sign, word) of every state, for the key under tables."""
    return [(state, Nothing(state).sign if state != "zero" else "0", state_words(state, language)) for state in STATES]
