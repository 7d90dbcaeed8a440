"""An account number as it may be shown: its country and its last four signs."""

from __future__ import annotations

import re


def masked(iban: str) -> str:
    """Enough to compare with a letter, too little to pay with: the country, whose check digits say nothing, and the last four signs.

    >>> masked("NL91 ABNA 0417 1643 00"), masked("12")
    ('NL••••4300', '••••')
    """
    plain = re.sub(r"\s", "", iban)
    return f"{plain[:2]}••••{plain[-4:]}" if len(plain) > 8 else "••••"
