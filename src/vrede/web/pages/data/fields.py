"""Tables and columns of an activity in words, for readers who never saw the standard."""

from __future__ import annotations

from vrede.language import has_words
from vrede.web.site.words import say


def name_of_table(name: str) -> str:
    """A table of the activity's page in the reader's language; its own name where we have no words for it."""
    ident = f"data.table.{name}"
    return say(ident) if has_words(ident) else name


def name_of_column(table: str, column: str) -> str:
    """A column of such a table in the reader's language; its own name where we have no words for it."""
    for ident in (f"data.column_of.{table}.{column}", f"data.column.{column}"):
        if has_words(ident):
            return say(ident)
    return column
