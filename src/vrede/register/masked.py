"""An account number as it may be shown: its country and its last four signs."""

from __future__ import annotations


def masked(account: str) -> str:
    """Enough to compare with a letter, too little to pay with.

    >>> masked("NL91 ABNA 0417 1643 00"), masked("12")
    ('NL•• •••• 4300', '••••')
    """
    plain = "".join(account.split())
    return f"{plain[:2]}•• •••• {plain[-4:]}" if len(plain) >= 12 else "••••"
