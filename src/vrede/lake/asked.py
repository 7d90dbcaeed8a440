"""What was asked for when a file was fetched, in words: datasets.csv keeps a word of a short list, and people their own sentences."""

from __future__ import annotations

from vrede.language import Language, say

WORDS = {name: f"lake.asked.{name}" for name in ("all", "dutch", "addresses", "sample")}
PUBLISHER = "publisher:"


def asked_words(text: str, language: Language) -> str:
    """In a language; what a person wrote in the list stays as it is, and nothing says that it is not recorded.

    >>> asked_words("publisher:minbuza_nl", "en"), asked_words("COVID-19 only", "nl")
    ('every file of publisher minbuza_nl', 'COVID-19 only')
    """
    if not text:
        return say("site.not_recorded", language)
    if text.startswith(PUBLISHER):
        return say("lake.asked.publisher", language, name=text.removeprefix(PUBLISHER))
    return say(WORDS[text], language) if text in WORDS else text
