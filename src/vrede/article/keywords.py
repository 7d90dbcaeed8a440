"""Keywords and code prefixes as regular expressions: one meaning for everybody who looks for them.

The expressions use only what Python's `re` and the Rust engine of polars both know (`(?i)`, `\\b`, `\\s`, groups),
so that `str.contains(pattern)` on a column and `re.search` on one text find the same.
"""

import re
from collections.abc import Iterable


def keyword_pattern(keywords: Iterable[str]) -> str:
    """One expression that finds any of the keywords in a title or description.

    A keyword is a literal lower-case word or phrase. It matches whole words, in any case; a space in it stands for
    white space or hyphens (`early warning` finds `Early-Warning`); a trailing `*` leaves the end open (`demin*` finds
    `demining`). No keywords at all find nothing.
    Raises ValueError for an empty keyword, one with upper case, or a `*` elsewhere than at the end.

    >>> bool(re.search(keyword_pattern(["demin*", "land mine"]), "Land-mine clearance"))
    True
    >>> bool(re.search(keyword_pattern(["ssr"]), "Processing"))
    False
    """
    alternatives = sorted({_one(keyword) for keyword in keywords})
    return rf"(?i)\b(?:{'|'.join(alternatives)})" if alternatives else r"[^\s\S]"


def _one(keyword: str) -> str:
    stem = keyword.removesuffix("*")
    if not stem or stem != " ".join(stem.split()) or "*" in stem or stem != stem.lower():
        raise ValueError(f"keyword {keyword!r}: lower case, single spaces, `*` only at the end")
    if not (stem[0].isalnum() and stem[-1].isalnum()):
        raise ValueError(f"keyword {keyword!r}: begins and ends with a letter or a digit")
    body = r"[\s-]+".join(_literal(word) for word in stem.split(" "))
    return body if keyword.endswith("*") else body + r"\b"


def _literal(word: str) -> str:
    return "".join(r"[\s-]+" if c == "-" else "['\u2019]" if c == "'" else c if c.isalnum() else "\\" + c for c in word)


def code_pattern(prefixes: Iterable[str]) -> str:
    """One expression that finds a code equal to one of the prefixes, or below it: `16.1` finds `16.1` and `16.1.2`,
    never `16.10`. The next level begins with a point.

    >>> bool(re.search(code_pattern(["16.1"]), "16.10"))
    False
    """
    alternatives = sorted({re.escape(prefix) for prefix in prefixes})
    return rf"^(?:{'|'.join(alternatives)})(?:\.|$)" if alternatives else r"[^\s\S]"
