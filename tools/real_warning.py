"""The warning on real data: the panel against the totals by year, and what the target leaves out."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from vrede.lake.snapshot import Snapshot

Table = Callable[[list[str], list[list[str]]], list[str]]
TARGETS = {"ged_sb": "state-based", "ged_ns": "non-state", "ged_os": "one-sided"}
FEW = 10


def count(number: int | None) -> str:
    """With commas; a dash where there is none."""
    return "–" if number is None else f"{number:,}"


def warning_lines(snapshot: Snapshot, table: Table) -> list[str]:
    """Sections in Markdown."""
    checks, exceptions = snapshot.table("series_check"), snapshot.table("series_exception")
    lines = [
        "## Deaths by month against the totals by year",
        "",
        "UCDP's totals by country and year are the control of the panel by month. An exception is a country and year beyond the dated",
        "tolerance (`control_tolerance` in policy/warning.toml); in brackets: panel / control, and the reason where one is known",
        "([decision 0023](decisions/0023-events-and-control.md)).",
        "",
    ]
    for target, name in TARGETS.items():
        rows = []
        for check in checks.filter(pl.col("target") == target).sort("year").iter_rows(named=True):
            mine = exceptions.filter((pl.col("target") == target) & (pl.col("year") == check["year"])).sort("iso3")
            named = [
                f"{e['iso3']} ({count(e['panel'])} / {count(e['control'])}, {e['reason']})"
                for e in mine.iter_rows(named=True)
            ]
            share = "–" if check["share_ppm"] is None else f"{check['share_ppm'] / 10_000:.1f}%"
            agree = f"{check['countries'] - check['exceptions']} of {check['countries']}"
            rows.append(
                [
                    str(check["year"]),
                    f"{count(check['panel'])}",
                    f"{count(check['control'])}",
                    share,
                    agree,
                    "; ".join(named) or "none",
                ]
            )
        head = ["year", "deaths, panel", "deaths, control", "panel of control", "countries that agree", "exceptions"]
        lines += [f"### {name} ({target})", "", *table(head, rows)]
    reasons = exceptions.group_by("target", "reason").len().sort("target", "len", descending=[False, True])
    lines += [
        "### Exceptions by reason",
        "",
        *table(["target", "reason", "country-years"], [[t, r, str(n)] for t, r, n in reasons.iter_rows()]),
    ]
    shares = snapshot.table("target_share").with_columns(left=pl.col("ged_ns") + pl.col("ged_os"))
    top = shares.sort("left", "iso3", descending=[True, False]).head(FEW)
    total = shares.select("ged_sb", "left").sum().row(0)
    lines += [
        "## What deaths in state-based conflict leave out",
        "",
        f"Of all deaths in organised violence in the years that are loaded, {total[1] / sum(total):.1%} is in other kinds of violence.",
        "",
        *table(
            ["country", "years", "state-based", "non-state and one-sided", "left out"],
            [
                [
                    r["iso3"],
                    f"{r['from_year']}-{r['to_year']}",
                    f"{r['ged_sb']:,}",
                    f"{r['left']:,}",
                    f"{r['share_left_out_ppm'] / 10_000:.1f}%",
                ]
                for r in top.iter_rows(named=True)
            ],
        ),
    ]
    return lines
