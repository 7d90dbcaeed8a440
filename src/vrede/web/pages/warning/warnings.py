"""Warnings that must be answered, in words: which rule, where, and the forecast that fired it."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any

from vrede.article import Language, Trigger, load_triggers
from vrede.lake import where
from vrede.language import month
from vrede.sources.countries import country_name
from vrede.web.pages.warning.lines import chance_text
from vrede.web.site.snapshot import State


@lru_cache(maxsize=1)
def rules() -> tuple[Trigger, ...]:
    """The trigger rules, read once: they come with the code."""
    return load_triggers()


def event_rows(state: State, language: Language, iso3: str = "") -> list[dict[str, Any]]:
    """Every warning, the newest first, of one country or of all. late: its month had begun when it fired; nobody can act on it."""
    by_id = {rule.id: rule for rule in rules()}
    rows = state.snapshot.table("trigger_event")
    if iso3:
        rows = where(rows, iso3=iso3)
    rows = rows.sort("issue", "rule", "p25_ppm", "iso3", descending=[True, False, True, False])
    return [
        {
            **row,
            "title": by_id[row["rule"]].title.get(language) if row["rule"] in by_id else row["rule"],
            "name": country_name(row["iso3"], language),
            "month_words": month(row["month"], language),
            "chance": chance_text(row["p25_ppm"], language),
            "before": chance_text(row["before_ppm"], language),
            "late": row["fired"].isoformat() >= f"{row['month']}-01",
            "answer_by": row["fired"] + timedelta(days=by_id[row["rule"]].answer_days if row["rule"] in by_id else 30),
        }
        for row in rows.iter_rows(named=True)
    ]
