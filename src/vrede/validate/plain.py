"""What is a number, as the figures are built (sources/iati), so that no report calls a number what the figures do not."""

from __future__ import annotations

import json
import re
from decimal import Decimal

# tests/validate/test_faults.py holds it against the form that sources/iati casts by.
FORM = r"[+-]?([0-9]{1,18}(\.[0-9]*)?|\.[0-9]+)"
PLAIN = re.compile(FORM)
NUMBER_RULE = "nl.res.number"
CURRENCY = re.compile(r"[A-Za-z]{3}")
UNKNOWN_CURRENCY = "?"


def plain_number(text: str) -> Decimal | None:
    """The number of a text with white space around it; None where it is written in another way, such as 1e3 or 1,000."""
    plain = text.strip()
    return Decimal(plain) if PLAIN.fullmatch(plain) else None


def currency_of(*stated: str | None) -> str:
    """The code of the first currency that is stated, in capitals; `?` where that is no code of three letters."""
    first = next((text.strip() for text in stated if text is not None and text.strip()), "")
    return first.upper() if CURRENCY.fullmatch(first) else UNKNOWN_CURRENCY


def as_built(ruleset: str) -> str:
    """The ministry's rules with the form of a number that the figures are built with."""
    rules = json.loads(ruleset)
    for kinds in rules.values():
        cases = kinds.get("regex_matches", {}).get("cases", ()) if isinstance(kinds, dict) else ()
        for case in cases:
            if case.get("ruleInfo", {}).get("id") == NUMBER_RULE:
                case["regex"] = rf"^\s*{FORM}\s*$"
    return json.dumps(rules)
