"""Names in budget files as ours: of phases and sub-articles, and the names of lines by which two files are joined."""

from __future__ import annotations

from datetime import date

import polars as pl

from vrede.article import load_policy

PHASES = {
    "OWB": "draft",
    "VB": "adopted",
    "O1": "first_supplementary",
    "SBS": "september_supplementary",
    "O2": "second_supplementary",
    "JV": "realised",
}
"""The state's short names of phases."""
APOSTROPHES = "[\u2018\u2019\u02bc\u00b4`]"


def first_year(day: date) -> int:
    """From which budget year on the state's own files give the levels, by the policy of a day; a file has no day: of `date.max`."""
    return load_policy().whole_number("budget_files_first_year", day)


def part_of(article: str, printed: str) -> str | None:
    """A sub-article as the law numbers it, from its number in a file.

    >>> part_of("4", "1"), part_of("4", "04.02"), part_of("4", "")
    ('4.1', '4.2', None)
    """
    part = printed.strip().rpartition(".")[2]
    return f"{article}.{part.lstrip('0') or '0'}" if part else None


def joined(name: str) -> pl.Expr:
    """A name as two files are joined by it: numbers of schemes change every year, and names in case, spaces and apostrophes.

    >>> frame = pl.DataFrame({"scheme": ["Noodhulp\u2019s  hulp ", None]})
    >>> frame.select(joined("scheme"))["scheme"].to_list()
    ["noodhulp's hulp", '']
    """
    text = pl.col(name).fill_null("").str.replace_all(APOSTROPHES, "'")
    return text.str.replace_all(r"\s+", " ").str.strip_chars().str.to_lowercase().alias(name)
