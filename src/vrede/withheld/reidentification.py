"""Before an export: can what is withheld be told from what is left? Each rule that is broken is named, with what to do.

Withheld activities are gone; money of a withheld place stays under a place without a name. Where only a few activities
or one partner stand there, whoever knows the field knows which. And two exports tell by their difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from vrede.lake import LakeError
from vrede.language import Language, say
from vrede.withheld.suppression import WITHHELD_PLACE

EXPORT_RULES = ("small-place", "single-partner", "repeated-export")
UNREADABLE = (
    "exports.json of the lake, which holds what was exported before, cannot be read. Put back a copy of it; remove it only "
    "if nothing was ever exported."
)


@dataclass(frozen=True, slots=True)
class BrokenExportRule:
    """A rule that is broken and how often. It says no names: a report of what is withheld would itself tell."""

    rule: str
    times: int
    least: int

    def words(self, language: Language) -> str:
        """In nl or en, with what to do."""
        if self.rule == "repeated-export":
            return say("withheld.repeated-export", language)
        return say(f"withheld.{self.rule}", language, n=self.times, least=self.least)


@dataclass(frozen=True, slots=True)
class Exported:
    """What is kept of an export: the hash of the files it was made from and of the list of what was withheld."""

    files: str
    digest: str


def groups(slices: pl.DataFrame) -> pl.DataFrame:
    """activities, partners: of each measure and year, how many stand under the withheld place."""
    return (
        slices.filter(pl.col("place_code") == WITHHELD_PLACE)
        .group_by("measure", "year")
        .agg(
            activities=pl.col("activity_key").n_unique(),
            partners=pl.col("partner_ref").fill_null("").n_unique(),
        )
    )


def broken_rules(
    slices: pl.DataFrame, now: Exported, earlier: Sequence[Exported], least: int
) -> list[BrokenExportRule]:
    """The rules that an export would break, in the order of RULES. slices: without what is withheld. least: policy."""
    found = groups(slices)
    small = found.filter(pl.col("activities") < least).height
    single = found.filter(pl.col("partners") < least).height
    repeated = sum(1 for one in earlier if one.files == now.files and one.digest != now.digest)
    counted = zip(EXPORT_RULES, (small, single, repeated), strict=True)
    return [BrokenExportRule(rule, times, least) for rule, times in counted if times]


def exported_before(raw: Any) -> list[Exported]:
    """The earlier exports as the lake keeps them; None: there are none yet.

    Raises LakeError where they cannot be read: who does not know what went out cannot tell what the next gives away.
    """
    try:
        return [Exported(str(row["files"]), str(row["digest"])) for row in raw or []]
    except (TypeError, KeyError) as error:
        raise LakeError(UNREADABLE) from error
