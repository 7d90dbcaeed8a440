"""Values on an activity's page: the few codes that a reader meets there with their names (IATI codelists, chapter `code` of the words)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from vrede.language import Language, has_words, say


def code_name(table: str, column: str, value: object, language: Language) -> str:
    """A value as a reader sees it: a code with its name where we know it, a date or amount as it is; '' for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("money.codes.yes" if value else "money.codes.no", language)
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime | date):
        return value.isoformat()
    ident = f"code.{table}.{column}.{value}"
    return f"{say(ident, language)} ({value})" if has_words(ident) else str(value)
