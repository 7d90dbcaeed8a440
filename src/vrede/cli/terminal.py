"""Where commands print tables: texts come from files of others, so nothing in them is markup or a name of a picture."""

from __future__ import annotations

from rich.console import Console


def console(stderr: bool = False) -> Console:
    """A console that prints every text as it is: `[cluster]` and `:x:` stay. Styles are given as styles."""
    return Console(stderr=stderr, markup=False, emoji=False)
