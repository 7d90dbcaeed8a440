"""Keywords and code prefixes: what they find, defined once for a text here and for a column of texts elsewhere.

A text is first made searchable (lower case, everything but letters and digits one space, a space at both ends); a keyword is then
a literal piece of it. Literals are found a hundred times faster than regular expressions with word boundaries.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

NOT_A_WORD = r"[^\p{L}\p{M}\p{N}]+"
"""The same as `searchable`, for the expression engine of polars: runs of what is no letter, mark or digit."""


def searchable(text: str) -> str:
    """A text as keywords look for themselves in it.

    >>> searchable("L’État de droit: Early-Warning")
    ' l état de droit early warning '
    """
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "


def keyword_literals(keywords: Iterable[str]) -> tuple[str, ...]:
    """The pieces that show any of the keywords in a searchable text.

    A keyword is a literal lower-case word or phrase. It matches whole words, in any case; a space, hyphen or apostrophe
    in it stands for any run of them (`early warning` finds `Early-Warning`); a trailing `*` leaves the end open
    (`deminer*` finds `deminers`). No keywords find nothing.
    Raises ValueError for an empty keyword, one with upper case, or a `*` elsewhere than at the end.

    >>> keyword_literals(["deminer*", "land-mine"])
    (' deminer', ' land mine ')
    """
    return tuple(sorted({_one(keyword) for keyword in keywords}))


def shows(literals: Iterable[str], text: str) -> bool:
    """True where a text shows one of the keywords.

    >>> shows(keyword_literals(["ssr"]), "Processing")
    False
    """
    found = searchable(text)
    return any(literal in found for literal in literals)


@lru_cache(maxsize=1 << 16)
def _words_of(name: str) -> str:
    return " ".join(searchable(name).split())


def without_names(found: str, names: Iterable[str]) -> str:
    """A searchable text without names (of organisations): read from the left, the longest that begins at a word goes.

    What somebody is called is not what is done: 'Stichting Vluchteling' takes part in much that is not for refugees.

    >>> without_names(searchable("Relief by Stichting Vluchteling, for all"), ["Stichting Vluchteling"])
    ' relief by for all '
    """
    plain = (
        found if found.startswith(" ") and found.endswith(" ") and "  " not in found else f" {' '.join(found.split())} "
    )
    starts: dict[str, list[list[str]]] = {}
    for name in names:
        words = _words_of(name)
        if words and f" {words} " in plain:  # most names are in no text: this is told a hundred times faster
            starts.setdefault(words.partition(" ")[0], []).append(words.split(" "))
    if not starts:
        return plain
    text, kept, at = plain.split(), [], 0
    while at < len(text):
        here = [len(words) for words in starts.get(text[at], ()) if text[at : at + len(words)] == words]
        if not here:
            kept.append(text[at])
        at += max(here, default=1)
    return f" {' '.join(kept)} "


def _one(keyword: str) -> str:
    stem = keyword.removesuffix("*")
    if not stem or stem != " ".join(stem.split()) or "*" in stem or stem != stem.lower():
        raise ValueError(f"keyword {keyword!r}: lower case, single spaces, `*` only at the end")
    if not (stem[0].isalnum() and stem[-1].isalnum()):
        raise ValueError(f"keyword {keyword!r}: begins and ends with a letter or a digit")
    piece = searchable(stem)
    return piece.rstrip(" ") if keyword.endswith("*") else piece


def code_pattern(prefixes: Iterable[str]) -> str:
    """One expression that finds a code equal to one of the prefixes, or below it: `16.1` finds `16.1` and `16.1.2`,
    never `16.10`. The next level begins with a point.

    >>> bool(re.search(code_pattern(["16.1"]), "16.10"))
    False
    """
    alternatives = sorted({re.escape(prefix) for prefix in prefixes})
    return rf"^(?:{'|'.join(alternatives)})(?:\.|$)" if alternatives else r"[^\s\S]"
