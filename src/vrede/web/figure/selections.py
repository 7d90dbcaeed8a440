"""What was asked for when a file was fetched, in words: datasets.csv keeps a word of a short list, and people their own sentences."""

from __future__ import annotations

from vrede.web.site.words import say

WORDS = {
    "all": "figure.selections.all",
    "dutch": "figure.selections.dutch",
    "addresses": "figure.selections.addresses",
    "sample": "figure.selections.sample",
}
PUBLISHER = "publisher:"


def selection_words(text: str) -> str:
    """In the language of the page; what a person wrote in the list stays as it is, and nothing says that it is not recorded."""
    if not text:
        return say("site.not_recorded")
    if text.startswith(PUBLISHER):
        return say("figure.selections.publisher", name=text.removeprefix(PUBLISHER))
    return say(WORDS[text]) if text in WORDS else text
