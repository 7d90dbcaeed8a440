"""Bank accounts (ISO 13616): whether a text is one, and as much of it as may be shown."""

from __future__ import annotations

import re


def is_iban(text: str) -> bool:
    """Whether it is an account by ISO 13616: country, check digits that fit (modulo 97), at most 34 characters; spaces are skipped.

    >>> is_iban("NL91 ABNA 0417 1643 00"), is_iban("NL92 ABNA 0417 1643 00")
    (True, False)
    """
    plain = text.replace(" ", "").upper()
    if not text.isascii() or not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", plain):
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def masked(iban: str) -> str:
    """Enough to compare with a letter, too little to pay with: the country, whose check digits say nothing, and the last four characters.

    >>> masked("NL91 ABNA 0417 1643 00"), masked("12")
    ('NL••••4300', '••••')
    """
    plain = re.sub(r"\s", "", iban)
    return f"{plain[:2]}••••{plain[-4:]}" if len(plain) > 8 else "••••"
