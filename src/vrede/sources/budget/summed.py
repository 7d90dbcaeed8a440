"""Sums for a file that prints its lowest lines only: per sub-article and for the article, where no line of the file says them."""

from __future__ import annotations

import polars as pl

from vrede.sources.budget.arithmetic import leaves
from vrede.sources.budget.tables import BUDGET_LINE

MOMENT = ["chapter", "article", "year", "kind", "phase", "measure", "bill_year"]
AMOUNTS = ["amount_thousand_eur", "amount_eur_cents"]


def _missing(of: pl.DataFrame, printed: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Sums by key that no printed line gives."""
    summed = of.group_by(key).agg(
        *(pl.col(name).sum() for name in AMOUNTS),
        lines=pl.len(),
        source=pl.col("source").first(),
        budget_file=pl.col("budget_file").first(),
    )
    several = pl.format("sum of {} lines of the file", "lines")
    noted = summed.with_columns(note=pl.when(lines=1).then(pl.lit("one line of the file")).otherwise(several))
    return BUDGET_LINE.conform(noted.join(printed, on=key, how="anti", nulls_equal=True).sort(key))


def with_sums(lines: pl.DataFrame, issues: pl.DataFrame) -> pl.DataFrame:
    """budget_line with a line for each sub-article and for the article where the file prints none; such a line has no line_no.

    issues: what could not be read. A year and kind with an issue gets no sum, and where an issue does not say its year and kind nothing
    does: a sum of what is left would look whole and not be.
    """
    spoilt = issues.select("year", "kind").unique()
    if spoilt.filter(pl.any_horizontal(pl.all().is_null())).height:
        return lines
    sound = lines.join(spoilt, on=["year", "kind"], how="anti")
    part = [*MOMENT, "subarticle"]
    bare = pl.col("instrument").is_null() & pl.col("scheme").is_null()
    parts = lines.filter(pl.col("subarticle").is_not_null() & bare)
    added = _missing(leaves(sound), parts, part)
    whole = lines.filter(pl.col("subarticle").is_null() & bare)
    total = pl.col("printed_total").fill_null(False)
    undivided = sound.filter(pl.col("subarticle").is_null() & ~bare & ~total)
    every = pl.concat([parts.join(spoilt, on=["year", "kind"], how="anti"), added, undivided])
    return pl.concat([lines, added, _missing(every, whole, MOMENT)])
