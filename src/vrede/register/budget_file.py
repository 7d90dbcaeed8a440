"""The budget laws of the file of sources/budget as acts of the register; what does not add up is refused with the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import polars as pl

from vrede.register.acts.submission import Submission
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import AUTHORITIES, UNDIVIDED
from vrede.register.chain.reading import acts_of
from vrede.register.dossier.names import BUDGET
from vrede.register.recording.recorder import record, same_words
from vrede.register.table.kinds import Kind

LAWS = ("draft", "adopted", "first_supplementary", "september_supplementary", "second_supplementary", "final_law")
"""Phases that set a level, in their order; amendments are in what is adopted, and what was realised is no law."""


@dataclass(frozen=True, slots=True)
class NotAdding:
    """A law that is not recorded: its printed figures do not add up. difference_cents: found less expected."""

    article: str
    year: int
    authority: str
    rule: str
    difference_cents: int


def laws(lines: pl.DataFrame, issues: pl.DataFrame, who: str) -> tuple[list[Submission], list[NotAdding]]:
    """(laws to record, laws refused). lines, issues: tables budget_line and budget_issue. who: the controller who records them.

    The article's level is the law. Sub-articles are its lines; one that a later phase does not print keeps its level. What they leave
    of the article, or take too much, stands on the line that is still to be divided: the cut of 2023 for instance, and sub-articles
    that were never printed. A year of which no sub-article is printed has no lines, and nothing can be committed on it.
    """
    whole = lines.filter(
        pl.col("subarticle").is_null()
        & pl.col("instrument").is_null()
        & (pl.col("measure") == "level")
        & (pl.col("bill_year") == pl.col("year"))
        & pl.col("kind").is_in(list(AUTHORITIES))
        & pl.col("phase").is_in(list(LAWS))
    )
    parts = lines.filter(
        pl.col("subarticle").is_not_null() & pl.col("instrument").is_null() & pl.col("scheme").is_null()
    ).filter((pl.col("measure") == "level") & (pl.col("bill_year") == pl.col("year")))
    wrong = {
        (row["year"], row["kind"]): row
        for row in issues.filter(
            pl.col("subarticle").is_null() & pl.col("difference_thousand_eur").is_not_null()
        ).iter_rows(named=True)
    }
    asked: list[Submission] = []
    refused: list[NotAdding] = []
    known: dict[tuple[int, str], dict[str, int]] = {}
    order = pl.col("phase").replace_strict(list(LAWS), range(len(LAWS)), return_dtype=pl.Int64)
    for row in whole.sort("year", "kind", order, "line_no").iter_rows(named=True):
        article, year, kind, phase = f"{row['chapter']}.{row['article']}", row["year"], row["kind"], row["phase"]
        if (year, kind) in wrong:
            issue = wrong[year, kind]
            difference = int(issue["difference_thousand_eur"]) * 100_000
            if not any((one.year, one.authority) == (year, kind) for one in refused):
                refused.append(NotAdding(article, year, kind, str(issue["rule"]), difference))
            continue
        level = int(row["amount_eur_cents"])
        mine = parts.filter((pl.col("year") == year) & (pl.col("kind") == kind) & (pl.col("phase") == phase))
        named = {
            str(s): int(c)
            for s, c in mine.select("subarticle", "amount_eur_cents")
            .unique("subarticle", keep="first")
            .sort("subarticle")
            .iter_rows()
        }
        named = known[year, kind] = known.get((year, kind), {}) | named
        rest = level - sum(named.values())
        facts: dict[str, Any] = {
            "article": article,
            "authority": kind,
            "phase": phase,
            "source": str(row["source"] or ""),
            "level": level,
            "lines": named | ({UNDIVIDED: rest} if named and rest else {}),
        }
        token = f"law {article} {year} {kind} {phase}"
        asked.append(
            Submission(who, "controller", Kind.BUDGET_LAW, BUDGET, token, f"{phase} of {year}", year=year, facts=facts)
        )
    return asked, refused


def stand(database: Database, asked: Sequence[Submission]) -> list[Act]:
    """The acts of laws, each recorded once: one whose words stand already, whoever recorded it, is not recorded again.

    Nobody can keep a law out by taking its token for another act: then it takes one that cannot be guessed.
    """
    known = [act for act in acts_of(database, BUDGET) if act.kind == Kind.BUDGET_LAW]
    acts = []
    for one in asked:
        act = next((act for act in known if same_words(act, one)), None)
        if act is None:
            taken = database.one("SELECT 1 FROM act WHERE token = ?", (one.token,)) is not None
            act = record(database, replace(one, token=uuid4().hex) if taken else one)
        acts.append(act)
    return acts
