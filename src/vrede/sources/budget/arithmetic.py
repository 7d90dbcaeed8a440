"""Whether the budget's lines add up: from phase to phase, from sub-articles to the article, from schemes to sub-articles."""

from __future__ import annotations

import polars as pl

from vrede.sources.budget.tables import BUDGET_ISSUE

LINE = ["chapter", "subarticle", "instrument", "scheme", "year", "kind"]
STEPS = (
    ("draft", "amendment", "adopted", "draft + amendments = adopted"),
    ("adopted", "first_supplementary", "first_supplementary", "adopted + change = first supplementary"),
    (
        "first_supplementary",
        "september_supplementary",
        "september_supplementary",
        "first supplementary + change = September supplementary",
    ),
    (
        "first_supplementary",
        "second_supplementary",
        "second_supplementary",
        "first supplementary + change = second supplementary",
    ),
    (
        "september_supplementary",
        "second_supplementary",
        "second_supplementary",
        "September supplementary + change = second supplementary",
    ),
)
BETWEEN = {("first_supplementary", "second_supplementary"): "september_supplementary"}
"""A step over a phase holds only where that phase is not printed: since 2023 there is a bill in September."""
REASON = "the printed figures do not add up"


def _issue(rows: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Rows with expected and found as issues of a rule."""
    wrong = rows.filter(pl.col("expected") != pl.col("found"))
    return BUDGET_ISSUE.conform(
        wrong.select(
            "budget_file",
            "line_no",
            "subarticle",
            "instrument",
            "scheme",
            "phase",
            "year",
            "kind",
            rule=pl.lit(rule),
            expected_thousand_eur="expected",
            found_thousand_eur="found",
            difference_thousand_eur=pl.col("found") - pl.col("expected"),
            reason=pl.lit(REASON),
        )
    )


def _steps(lines: pl.DataFrame) -> list[pl.DataFrame]:
    issues = []
    this_year = lines.filter(pl.col("bill_year") == pl.col("year"))
    for before, by, after, rule in STEPS:
        level = this_year.filter((pl.col("phase") == before) & (pl.col("measure") == "level"))
        change = this_year.filter((pl.col("phase") == by) & (pl.col("measure") == "change"))
        reached = this_year.filter((pl.col("phase") == after) & (pl.col("measure") == "level"))
        if (between := BETWEEN.get((before, after))) is not None:
            printed = this_year.filter((pl.col("phase") == between) & (pl.col("measure") == "level"))
            level = level.join(printed, on=LINE, how="anti", nulls_equal=True)
        moved = change.group_by(LINE).agg(change=pl.col("amount_thousand_eur").sum())
        rows = (
            reached.join(level.select(*LINE, start="amount_thousand_eur"), on=LINE, how="inner", nulls_equal=True)
            .join(moved, on=LINE, how="inner", nulls_equal=True)
            .with_columns(expected=pl.col("start") + pl.col("change"), found=pl.col("amount_thousand_eur"))
        )
        issues.append(_issue(rows.sort("line_no"), rule))
    return issues


def leaves(lines: pl.DataFrame) -> pl.DataFrame:
    """The lowest lines below a sub-article: schemes, and instruments that have no scheme under them."""
    below = lines.filter(
        pl.col("subarticle").is_not_null()
        & (pl.col("scheme").is_not_null() | pl.col("instrument").is_not_null())
        & ~pl.col("printed_total").fill_null(False)
    )
    key = ["chapter", "subarticle", "instrument", "year", "kind", "phase", "measure", "bill_year"]
    detailed = below.filter(pl.col("scheme").is_not_null()).select(key).unique()
    whole = below.filter(pl.col("scheme").is_null()).join(detailed, on=key, how="anti", nulls_equal=True)
    return pl.concat([below.filter(pl.col("scheme").is_not_null()), whole]).sort("line_no")


def _sums(lines: pl.DataFrame) -> list[pl.DataFrame]:
    moment = ["chapter", "year", "kind", "phase", "measure", "bill_year"]
    top = pl.col("instrument").is_null() & (pl.col("scheme").is_null() | pl.col("subarticle").is_null())
    article = lines.filter(
        pl.col("subarticle").is_null()
        & pl.col("instrument").is_null()
        & ~pl.col("scheme").fill_null("").str.starts_with("kamerstuk")
    )
    parts = lines.filter(pl.col("subarticle").is_not_null() & top & pl.col("scheme").is_null())
    undivided = lines.filter(pl.col("subarticle").is_null() & (pl.col("instrument") == "Nog te verdelen"))
    whole = (
        pl.concat([parts, undivided])
        .group_by(moment)
        .agg(expected=pl.col("amount_thousand_eur").sum(), named=pl.col("subarticle").n_unique())
        .filter(pl.col("named") >= 3)
    )
    article_rows = article.join(whole, on=moment, how="inner").with_columns(found=pl.col("amount_thousand_eur"))
    scheme_sum = leaves(lines).group_by([*moment, "subarticle"]).agg(expected=pl.col("amount_thousand_eur").sum())
    part_rows = parts.join(scheme_sum, on=[*moment, "subarticle"], how="inner").with_columns(
        found=pl.col("amount_thousand_eur")
    )
    return [
        _issue(article_rows.sort("line_no"), "sub-articles sum to the article"),
        _issue(part_rows.sort("line_no"), "schemes sum to the sub-article"),
    ]


def check_steps(lines: pl.DataFrame) -> pl.DataFrame:
    """budget_issue rows for every step from one phase to the next that does not add up, with the difference."""
    return pl.concat(_steps(lines))


def check_arithmetic(lines: pl.DataFrame) -> pl.DataFrame:
    """budget_issue rows for every line of which the figures do not add up, with the difference. No issue: they do.

    A rule is applied only where all its terms are printed; levels and changes are never added to one another.
    """
    return pl.concat([check_steps(lines), *_sums(lines)])
