"""Words of the catalogue in the language of the request."""

from __future__ import annotations

from django.utils.translation import get_language

from vrede import language
from vrede.language import Language


def language_of_request() -> Language:
    """Dutch or English: the language that the request is answered in."""
    return "nl" if (get_language() or "").startswith("nl") else "en"


def say(ident: str, /, **named: object) -> str:
    """The words of an id, in the language of the request. Raises WordsError for an unknown id or other parameters."""
    return language.say(ident, language_of_request(), **named)
