"""What the budget authorises: levels and changes of the article and its sub-articles, by year and phase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

LEVELS = (
    "draft",
    "adopted",
    "first_supplementary",
    "september_supplementary",
    "second_supplementary",
    "realised",
)
CHANGES = ("amendment", "first_supplementary", "september_supplementary", "second_supplementary", "final_law")
UNDIVIDED = "Nog te verdelen"
"""The law's own words for money of the article without a purpose yet; it has no sub-article."""
LAST_FIRST = tuple(reversed(LEVELS))


@dataclass(frozen=True, slots=True)
class Phases:
    """One line of the budget in one year: cents by phase, None where the phase has no figure; and the editor's notes."""

    levels: dict[str, int | None]
    changes: dict[str, int | None]
    notes: list[str]

    @property
    def any(self) -> bool:
        """Whether any phase has a level."""
        return any(cents is not None for cents in self.levels.values())


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest level of the article and of each sub-article: (phase, cents), None where there is none."""

    article: tuple[str, int] | None
    subarticles: list[tuple[str, tuple[str, int] | None]]


@dataclass(frozen=True, slots=True)
class Budget:
    """Table budget_line with the questions that pages ask of it."""

    lines: pl.DataFrame

    @property
    def years(self) -> list[int]:
        """Years with a level in their own bill, the oldest first."""
        own = self.lines.filter((pl.col("measure") == "level") & (pl.col("bill_year") == pl.col("year")))
        return sorted(int(year) for year in own["year"].unique())

    def subarticles(self, year: int) -> list[str]:
        """Sub-articles that the year has lines of."""
        return sorted(s for s in self.lines.filter(pl.col("year") == year)["subarticle"].unique() if s)

    def latest(self, year: int, kind: str) -> Latest:
        """The newest level of the article and its sub-articles in one year."""
        wanted = self.lines.filter(
            (pl.col("measure") == "level")
            & (pl.col("kind") == kind)
            & (pl.col("year") == year)
            & pl.col("instrument").is_null()
            & (pl.col("scheme").is_null() | pl.col("subarticle").is_null())
        )
        named = sorted(s for s in wanted["subarticle"].unique() if s)
        whole = _last(wanted.filter(pl.col("subarticle").is_null()))
        return Latest(whole, [(s, _last(wanted.filter(pl.col("subarticle") == s))) for s in named])

    def article(self, year: int, kind: str) -> Phases:
        """The article itself; a level that a letter to parliament moved is not the law's."""
        moved = pl.col("scheme").fill_null("").str.starts_with("kamerstuk")
        whole = self.lines.filter(pl.col("subarticle").is_null() & pl.col("instrument").is_null() & ~moved)
        return _phases(whole, year, kind)

    def subarticle(self, subarticle: str, year: int, kind: str) -> Phases:
        """One sub-article as a whole."""
        of = (pl.col("subarticle") == subarticle) & pl.col("instrument").is_null() & pl.col("scheme").is_null()
        return _phases(self.lines.filter(of), year, kind)

    def undivided(self, year: int) -> pl.DataFrame:
        """Lines of the article that have no purpose yet."""
        return self.lines.filter(
            (pl.col("year") == year) & (pl.col("instrument") == UNDIVIDED) & pl.col("subarticle").is_null()
        )

    def schemes(self, year: int) -> pl.DataFrame:
        """Lines below the sub-articles, as printed: instruments and schemes."""
        below = pl.col("instrument").is_not_null() | pl.col("scheme").is_not_null()
        found = self.lines.filter((pl.col("year") == year) & pl.col("subarticle").is_not_null() & below)
        return found.sort("budget_file", "line_no")

    def has_changes(self, year: int) -> bool:
        """Whether any change of the year is known: the state's own files print levels alone."""
        return self.lines.filter((pl.col("year") == year) & (pl.col("measure") == "change")).height > 0


def _last(rows: pl.DataFrame) -> tuple[str, int] | None:
    for phase in LAST_FIRST:
        found = rows.filter(pl.col("phase") == phase)
        if found.height:
            return phase, int(found["amount_eur_cents"][0])
    return None


def _phases(lines: pl.DataFrame, year: int, kind: str) -> Phases:
    of = lines.filter((pl.col("year") == year) & (pl.col("kind") == kind) & (pl.col("bill_year") == year))
    return Phases(_cents(of, LEVELS, "level"), _cents(of, CHANGES, "change"), sorted({n for n in of["note"] if n}))


def _cents(rows: pl.DataFrame, phases: Sequence[str], measure: str) -> dict[str, int | None]:
    made: dict[str, int | None] = {}
    for phase in phases:
        found = rows.filter((pl.col("phase") == phase) & (pl.col("measure") == measure))["amount_eur_cents"]
        made[phase] = int(found.sum()) if len(found) else None
    return made
