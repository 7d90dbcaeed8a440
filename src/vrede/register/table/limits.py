"""What a fact of an act may be: its type, and how long, how many and how large."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from vrede.register.table.transitions import Field

LARGEST = 10**15
"""Cents that one act may move: ten thousand times the article. The database has the same bound."""
LONGEST = {"line": 300, "text": 2_000, "long": 20_000, "dossier": 2_000, "key": 100}
"""Signs that a text may have, by its type."""
MOST = 1_000
"""Entries that a list or a mapping may have."""
HASH = re.compile(r"[0-9a-f]{64}")
RECEIPT = re.compile(
    r"(https?://[^\s/]+)?/[^\s]*[?&]snapshot=[0-9a-f]{16}(&[^\s]*)?|sha256:[0-9a-f]{64}|act [1-9][0-9]{0,15}"
)
"""What an act can rely on: a figure of a snapshot by its address, a document by its SHA-256, another act by its number."""
PARTNER = re.compile(r"[!-$&-9;-~]{2,100}")
"""Of ASCII alone, without : and %: a sign that cannot be seen, or a letter that looks like another, would make two of one partner."""


def is_text(value: object, longest: int, lines: bool = False) -> bool:
    """Whether it is a text of at most so many signs, without signs that cannot be seen; lines: line ends are allowed."""
    return (
        isinstance(value, str)
        and len(value) <= longest
        and not any(ord(letter) < 32 and not (lines and letter in "\n\r\t") for letter in value)
        and not any(0xD800 <= ord(letter) <= 0xDFFF for letter in value)
    )


def is_day(value: object) -> bool:
    """Whether it is a day as YYYY-MM-DD.

    >>> is_day("2024-02-30")
    False
    """
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _whole(value: object, least: int = -LARGEST) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= LARGEST


def _mapping(value: object, right: Callable[[Any], bool]) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= MOST
        and all(is_text(key, LONGEST["key"]) and key.strip() for key in value)
        and all(right(one) for one in value.values())
    )


def _score(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"score", "reason"}
        and _whole(value["score"], 0)
        and value["score"] <= 100
        and is_text(value["reason"], LONGEST["text"], True)
        and bool(value["reason"].strip())
    )


WRONG = {
    "line": "a text of one line, at most 300 signs",
    "text": "a text of at most 2,000 signs",
    "long": "a text of at most 20,000 signs",
    "yes": "yes or no",
    "whole": "a whole number",
    "amount": "a whole number of cents, not below nothing",
    "amounts": "names, each with a whole number of cents",
    "texts": "names, each with a text",
    "scores": "criteria, each with a score from 0 to 100 and a reason",
    "list": "a list of texts",
    "receipts": "addresses of figures with their snapshot, sha256: with 64 signs, or act with its number",
    "hash": "a SHA-256 in 64 small hexadecimal signs",
    "dossier": "the name of a dossier",
    "partner": "the identifier of an organisation: plain letters (a to z), figures and signs, without spaces, : and %",
    "day": "a day as YYYY-MM-DD",
}


def fits(field: Field, value: Any) -> bool:
    """Whether a value is of the field's type. A text that is required says something; lists and mappings may be empty."""
    least = -LARGEST if field.negative else 0
    said = bool(value.strip()) if isinstance(value, str) else True
    match field.type:
        case "line" | "text" | "long" | "dossier":
            lines = field.type in ("text", "long")
            return is_text(value, LONGEST[field.type], lines) and (said or not field.required)
        case "day":
            return is_day(value)
        case "yes":
            return isinstance(value, bool)
        case "choice":
            return isinstance(value, str) and value in {choice.id for choice in field.choices}
        case "whole":
            return _whole(value, 0)
        case "amount":
            return _whole(value, least)
        case "amounts":
            return _mapping(value, lambda one: _whole(one, least))
        case "texts":
            return _mapping(value, lambda one: is_text(one, LONGEST["text"], True))
        case "scores":
            return _mapping(value, _score)
        case "list":
            known = {choice.id for choice in field.choices}
            return (
                isinstance(value, list)
                and len(value) <= MOST
                and all(is_text(one, LONGEST["text"]) and one.strip() for one in value)
                and (not known or (set(value) <= known and len(set(value)) == len(value)))
            )
        case "receipts":
            return (
                isinstance(value, list)
                and len(value) <= MOST
                and len(set(map(str, value))) == len(value)
                and all(is_text(one, LONGEST["text"]) and RECEIPT.fullmatch(one) for one in value)
            )
        case "hash":
            return isinstance(value, str) and HASH.fullmatch(value) is not None
        case "partner":
            return isinstance(value, str) and PARTNER.fullmatch(value) is not None
    return False
