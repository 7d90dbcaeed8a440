"""Acts by kind, person or words, the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from vrede.register.chain.act import COLUMNS, Act
from vrede.register.chain.database import Database
from vrede.register.chain.reading import act_of


@dataclass(frozen=True, slots=True)
class Search:
    """kind, who: exactly; '' is every one. words: in the dossier or the reason."""

    kind: str = ""
    who: str = ""
    words: str = ""

    def _where(self) -> tuple[str, list[str]]:
        """The condition as SQL with its values."""
        parts, values = ["1 = 1"], []
        for name, value in (("kind", self.kind), ("who", self.who)):
            if value:
                parts.append(f"{name} = ?")
                values.append(value)
        if self.words:
            parts.append("(LOWER(dossier) LIKE ? OR LOWER(reason) LIKE ?)")
            values += ["%" + self.words.lower().replace("%", "").replace("_", "") + "%"] * 2
        return " AND ".join(parts), values

    def count(self, database: Database) -> int:
        """How many acts fit."""
        where, values = self._where()
        row = database.one(f"SELECT COUNT(*) FROM act WHERE {where}", values)
        return int(row[0]) if row else 0

    def acts(self, database: Database, limit: int, offset: int = 0) -> list[Act]:
        """So many of them."""
        where, values = self._where()
        sql = f"SELECT {', '.join(COLUMNS)} FROM act WHERE {where} ORDER BY seq DESC LIMIT {limit} OFFSET {offset}"
        return [act_of(row) for row in database.all(sql, values)]
