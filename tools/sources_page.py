"""Writes docs/sources.md from the cards of the sources.

Usage: python tools/sources_page.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from vrede.sources import Source, all_sources

FILE = Path(__file__).resolve().parents[1] / "docs" / "sources.md"


def section(source: Source) -> list[str]:
    """One source, as its card has it."""
    card = source.card
    fetched = (
        f"`vrede get {source.name}`"
        if source.fetch is not None
        else "comes with the package, or is put in its folder by hand"
    )
    tables = ", ".join(f"`{table.name}`" for table in source.tables) or "none by itself"
    most = f" to {card.rows_max:,}" if card.rows_max is not None else ""
    return [
        f"## {card.title['en']}",
        "",
        "| | |",
        "|---|---|",
        f"| folder | `{source.name}` |",
        f"| producer | {card.producer['en']} |",
        f"| licence | {card.licence['en']} |",
        f"| address | {card.address} |",
        f"| cite | {card.citation} |",
        f"| how late it usually is | {card.lag_days} days |",
        f"| unit | {card.unit['en']} |",
        f"| believed between | {card.rows_min:,}{most} {card.rows} |",
        f"| how it comes | {fetched} |",
        f"| tables | {tables} |",
        f"| checked | {card.checked} |",
        "",
    ]


def page() -> str:
    """The page as Markdown."""
    head = [
        "# Sources",
        "",
        "Made by `python tools/sources_page.py` from the cards in `src/vrede/sources/*/card.toml`; do not edit by hand. A new source is a new",
        "folder there with a SOURCE in its face: this page, `vrede get`, `vrede build`, `vrede doctor` and the data page find it.",
        "",
    ]
    return "\n".join([*head, *(line for source in all_sources() for line in section(source))]).rstrip() + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(
            0
            if FILE.read_text(encoding="utf-8") == page()
            else f"{FILE.name} is not what the cards say; run this without --check"
        )
    FILE.write_text(page(), encoding="utf-8")
