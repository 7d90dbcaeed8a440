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
from vrede.withheld.suppression import WITHHELD_PLACE

EXPORT_RULES = ("small-place", "single-partner", "repeated-export")
UNREADABLE = (
    "exports.json of the lake, which holds what was exported before, cannot be read. Put back a copy of it; remove it only "
    "if nothing was ever exported."
)
WORDS = {
    "small-place": {
        "nl": "{n} keer staan er minder dan {least} activiteiten in een jaar onder de afgeschermde plaats: wie het veld kent, weet welke. Scherm ook deze activiteiten af, of het jaar ervoor.",
        "en": "{n} times fewer than {least} activities stand in a year under the withheld place: who knows the field knows which. Withhold these activities too.",
    },
    "single-partner": {
        "nl": "{n} keer staan er minder dan {least} partners in een jaar onder de afgeschermde plaats: de partner verraadt de plaats. Scherm ook de partner af.",
        "en": "{n} times fewer than {least} partners stand in a year under the withheld place: the partner gives the place away. Withhold the partner too.",
    },
    "repeated-export": {
        "nl": "een eerdere uitvoer van dezelfde bestanden had een andere lijst van wat is afgeschermd: wie beide heeft, ziet het verschil. Haal de eerdere uitvoer terug, of voer pas uit na nieuwe bestanden.",
        "en": "an earlier export of the same files had another list of what is withheld: who has both sees the difference. Take the earlier export back, or export only after new files.",
    },
}


@dataclass(frozen=True, slots=True)
class BrokenExportRule:
    """A rule that is broken and how often. It says no names: a report of what is withheld would itself tell."""

    rule: str
    times: int
    least: int

    def words(self, language: str) -> str:
        """In nl or en, with what to do."""
        return WORDS[self.rule][language].format(n=self.times, least=self.least)


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
