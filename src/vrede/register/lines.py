"""Which lines of the budget are of humanitarian aid."""

from __future__ import annotations

import re
import unicodedata

HUMANITARIAN = re.compile(r"4\.1(?![0-9])")
"""Lines of sub-article 4.1: humanitarian aid is decided on need, not by the board of a fund."""


def humanitarian(line: object) -> bool:
    """Whether a line is of humanitarian aid, however it is written.

    >>> [humanitarian(line) for line in ("4.1", " 4.1 UNHCR", "4.1-b", "4.1a", "4.1.2", "4.1/x", "４.１")]
    [True, True, True, True, True, True, True]
    >>> [humanitarian(line) for line in ("4.10", "4.11 x", "4.3", "14.1", None)]
    [False, False, False, False, False]
    """
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", str(line)) if unicodedata.category(sign) != "Cf")
    return HUMANITARIAN.match(seen.strip()) is not None
