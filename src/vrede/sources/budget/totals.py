"""Totals that a file prints beside its lines: they lead, and one that is not the sum of its lines is said with the difference."""

from __future__ import annotations

import polars as pl

from vrede.sources.budget.tables import BUDGET_ISSUE, BUDGET_LINE

MOMENT = ["year", "kind", "phase"]
PLACE = ["subarticle", "instrument", "scheme"]
AMOUNTS = ("amount_thousand_eur", "amount_eur_cents")
RULE = "lines sum to the printed total"
REASON = "the printed total is not the sum of its lines; the total leads"


def _checked(totals: pl.DataFrame, lines: pl.DataFrame, depth: int) -> pl.DataFrame:
    """Totals of one depth (0 the article, 1 a sub-article, 2 an instrument) that are not the sum of the lines below them."""
    above, below = PLACE[:depth], PLACE[depth:]
    here = pl.all_horizontal(*(pl.col(n).is_not_null() for n in above), *(pl.col(n).is_null() for n in below))
    key = [*MOMENT, *above]
    summed = lines.group_by(key).agg(expected_thousand_eur=pl.col("amount_thousand_eur").sum())
    rows = totals.filter(here).join(summed, on=key, how="inner", nulls_equal=True)
    wrong = rows.filter(pl.col("expected_thousand_eur") != pl.col("amount_thousand_eur"))
    difference = pl.col("amount_thousand_eur") - pl.col("expected_thousand_eur")
    return BUDGET_ISSUE.conform(
        wrong.with_columns(
            rule=pl.lit(RULE),
            found_thousand_eur="amount_thousand_eur",
            difference_thousand_eur=difference,
            reason=pl.lit(REASON),
        )
    )


def with_totals(lines: pl.DataFrame, unread: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(lines with the printed totals leading, budget_issue rows of totals that differ). unread: issues of lines that could not be read.

    A total at the place of a single line is that line: its amount leads and the line is one. A year, kind and phase of which a line could
    not be read is not judged: its sum is known to be short.
    """
    totals, single = lines.filter("printed_total"), lines.filter(~pl.col("printed_total"))
    short = unread.filter(pl.col("rule") == "readable").select("year", "kind").unique()
    nobody_knows = short.filter(pl.any_horizontal(pl.all().is_null())).height > 0
    judged = totals.head(0) if nobody_knows else totals.join(short, on=["year", "kind"], how="anti")
    differing = pl.concat([_checked(judged, single, depth) for depth in range(3)]).sort("line_no", "phase")
    place = [*MOMENT, *PLACE]
    alone = single.select(place).unique(keep="none")
    leading = totals.join(alone, on=place, how="semi", nulls_equal=True).select(
        *place, *(pl.col(name).alias(f"led_{name}") for name in AMOUNTS)
    )
    led = single.join(
        leading.unique(place, keep="first"), on=place, how="left", nulls_equal=True, maintain_order="left"
    )
    led = led.with_columns(pl.coalesce(f"led_{name}", name).alias(name) for name in AMOUNTS)
    rest = totals.join(leading.select(place), on=place, how="anti", nulls_equal=True)
    return pl.concat([BUDGET_LINE.conform(led), rest]).sort("line_no", "phase"), differing
