"""Writes docs/data-dictionary.md from the declarations of the tables.

Usage: python tools/data_dictionary.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from vrede.lake.tables import STORED
from vrede.sources.register.tables import REGISTER_TABLES
from vrede.sources.table import Table

APART: tuple[Table, ...] = REGISTER_TABLES
"""Tables that stand in no snapshot: read or written by themselves."""
FILE = Path(__file__).resolve().parents[1] / "docs" / "data-dictionary.md"


def dictionary() -> str:
    """The dictionary as Markdown."""
    lines = [
        "# Data dictionary",
        "",
        "Made by `python tools/data_dictionary.py` from `vrede.lake.tables`; do not edit by hand. One table, one declaration: it",
        "gives the Parquet schema, the CSV header and this page. `path` is where the value stands in an IATI file.",
        "The last ones stand in no snapshot: " + ", ".join(f"`{table.name}`" for table in APART) + ".",
        "",
    ]
    for table in (*STORED, *APART):
        key = ", ".join(f"`{name}`" for name in table.key) or "none"
        lines += [
            f"## {table.name}",
            "",
            f"{table.meaning[:1].upper()}{table.meaning[1:]}. Key: {key}.",
            "",
            "| column | kind | unit | path | meaning |",
            "|---|---|---|---|---|",
        ]
        for column in table.columns:
            path = f"`{column.path}`" if column.path else ""
            lines.append(f"| `{column.name}` | {column.kind} | {column.unit} | {path} | {column.meaning} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(
            0
            if FILE.exists() and FILE.read_text(encoding="utf-8") == dictionary()
            else "docs/data-dictionary.md is older than the tables: run python tools/data_dictionary.py"
        )
    FILE.write_text(dictionary(), encoding="utf-8")
