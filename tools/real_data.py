"""Writes docs/real-data.md: what a build of real data holds, in the product's own figures.

Usage: VREDE_LAKE=... python tools/real_data.py [FILE]   (after `vrede build --sources ...`)
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import polars as pl
from real_chain import chain_lines
from real_organisations import organisation_lines
from real_outliers import outlier_lines
from real_results import result_lines
from real_warning import warning_lines

from vrede.article.load import load_texts
from vrede.article.model import GRADES
from vrede.cli.options import opened
from vrede.cli.show import ledger_of
from vrede.lake.retrieval import newest_by_measure, own_selections, partial_years
from vrede.language import UNKNOWN, Nothing, signs_in_words
from vrede.money.article_statement import statement
from vrede.money.measure import MEASURES
from vrede.money.total import Selection, grouped
from vrede.money.yearly import NAMES, YearOfMoney

FILE = Path(__file__).resolve().parents[1] / "docs" / "real-data.md"
TABLES = ("transaction", "dataset", "issue", "activity", "copy", "slice")
COLUMNS = tuple(f"{name}_{kind}" for name in NAMES for kind in ("commitment", "spent"))


def million(cents: int | None) -> str:
    """Millions with one decimal, from integers; what is too small for one is said, and what is nothing is no 0.0."""
    if cents is None:
        return UNKNOWN
    if not cents:
        return "0"
    if abs(cents) < 5_000_000:
        return "< 0.1" if cents > 0 else "> -0.1"
    tenths = (abs(cents) * 2 + 10_000_000) // 20_000_000
    return f"{'-' if cents < 0 and tenths else ''}{tenths // 10:,}.{tenths % 10}"


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    """A Markdown table with a blank line after it."""
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *(f"| {' | '.join(row)} |" for row in rows), ""]


def sums(years: dict[str, YearOfMoney]) -> list[str]:
    """All years together, per measure and kind."""
    found = ([values[f"{c}_eur_cents"] for values in years.values()] for c in COLUMNS)
    known = ([cents for cents in of if cents is not None] for of in found)
    return [million(sum(of) if of else None) for of in known]


def to_the_cent(values: YearOfMoney, name: str) -> str:
    """A figure of a year in cents, or the sign of why there is none."""
    if not values:
        return UNKNOWN
    return f"{values[name]:,}" if values[name] is not None else Nothing(values["nothing"][name]).sign


def counted_again(years: dict[str, YearOfMoney]) -> list[str]:
    """Own money, the bounds of the chain and the field by year, as the recount has them too."""
    lines = [
        "## Counted again from the raw XML",
        "",
        "Each of these figures, and every one of them by clause where a code places it, is to the cent that of a plain recount which uses",
        "nothing of the product's money, chain or lake (tests/real/recount.py; held by `pytest tests/real/test_real_recount.py`). By hand:",
        "`PYTHONPATH=src:tests:tests/real python tests/real/recount.py ../shared/data/iati`. EUR cents. No figure: "
        + "; ".join(f"{sign} {words}" for sign, words in signs_in_words("en"))
        + ".",
        "",
    ]
    for kind in ("spent", "commitment"):
        names = [f"{name}_{kind}_eur_cents" for name in NAMES]
        rows = [[year, *(to_the_cent(v, n) for n in names)] for year, v in years.items()]
        heads = [f"{name.replace('_', ' ')}, {kind}" for name in NAMES]
        lines += table(["year", *heads], [row for row in rows if not set(row[1:]) <= {"–", "…"}])
    return lines


def report() -> str:
    """The whole page."""
    snapshot, texts = opened(), load_texts()
    ledger = ledger_of(snapshot, texts)
    data: dict[str, Any] = statement(ledger, texts, {name: snapshot.table(name) for name in TABLES}, snapshot.name)
    counts = data["counts"]
    dataset = snapshot.table("dataset")
    asked = own_selections(snapshot.table("activity"), dataset)
    partial = partial_years(newest_by_measure(snapshot.table("activity")))
    lines = [
        "# What real data gives",
        "",
        "Made by `vrede build --sources ../shared/data` and `python tools/real_data.py`; do not edit by hand.",
        f"Snapshot `{snapshot.name}`. Millions of euro unless said. Clauses overlap and are never summed; own, chain and field are",
        "never added. Own money is a selection placed by theme, from the files named below; the files name no budget article.",
        "What was asked for when the files of own money were fetched: "
        + ("; ".join(text or "not recorded" for text in asked) or "there are none")
        + ". Chain is three bounds, never added: received from the ministry as stated, at most the ministry's, and whole: all of the activity, the money",
        "of all its funders (decision 0039).",
        *(
            f"The year {year} is known until {until}, the day of the newest retrieval."
            for year, until in sorted(partial.items())
        ),
        "",
        "## What was read",
        "",
        *table(
            ["what", "number"],
            [
                ["files", f"{counts['files']:,}"],
                ["files not used", f"{counts['files_not_used']:,}"],
                ["distinct activities", f"{counts['activities']:,}"],
                *[[f"copies: {state}", f"{n:,}"] for state, n in counts["copies"].items()],
                ["transactions", f"{counts['transactions']:,}"],
                *[[f"transactions of type {kind}", f"{n:,}"] for kind, n in counts["transactions_by_type"].items()],
                ["transactions without a price in euro", f"{counts['transactions_unpriced']:,}"],
                ["slices", f"{counts['slices']:,}"],
                ["issues", f"{counts['issues']:,}"],
            ],
        ),
        "## Sets",
        "",
    ]
    folder = pl.col("dataset").str.split("/").list.first()
    used = snapshot.table("activity").group_by(folder.alias("set")).len()
    money = snapshot.table("transaction").group_by(folder.alias("set")).agg(transactions=pl.len())
    sets = (
        dataset.group_by(folder.alias("set"))
        .agg(files=pl.len(), not_used=(pl.col("reason") != "").sum(), copies=pl.col("activities").sum())
        .join(used.rename({"len": "counted"}), on="set", how="left")
        .join(money, on="set", how="left")
        .sort("set")
    )
    lines += table(
        [
            "set",
            "files",
            "not used",
            "activities, all copies",
            "activities counted from it",
            "transactions counted from it",
        ],
        [
            [str(v if v is not None else 0) for v in row]
            for row in sets.select("set", "files", "not_used", "copies", "counted", "transactions").iter_rows()
        ],
    )
    refused = (
        dataset.filter(pl.col("reason") != "").group_by("reason").len().sort("len", "reason", descending=[True, False])
    )
    lines += [
        "## Files not used, by reason",
        "",
        *table(["reason", "files"], [[f"`{r}`", str(n)] for r, n in refused.iter_rows()]),
    ]
    issues = (
        snapshot.table("issue")
        .filter(pl.col("level") != "file")
        .group_by("element", "reason")
        .len()
        .sort("len", "element", "reason", descending=[True, False, False])
    )
    lines += [
        "## Issues, by reason",
        "",
        *table(["element", "reason", "times"], [[f"`{e}`", r, f"{n:,}"] for e, r, n in issues.iter_rows()]),
    ]
    titles = {c.id: c.title.en for text in texts for c in text.clauses}
    heads = [c.replace("chain_", "chain ").replace("at_most", "at most").replace("_", ", ") for c in COLUMNS]
    rows = [[c["id"], titles[c["id"]], *sums(c["years"]), str(c["activities"])] for c in data["clauses"]]
    rows += [
        ["", name, *sums(data[key]["years"]), str(data[key]["activities"])]
        for key, name in (
            ("article", "**the article, each slice once**"),
            ("unplaced", "under no clause"),
            ("apart", "refugees in the donor country"),
            ("all", "everything read"),
        )
    ]
    lines += ["## Clauses", "", *table(["clause", "about", *heads, "activities"], rows)]
    grades = []
    for c in [*data["clauses"], {"id": "article", **data["article"]}]:
        total = sum(c["grades"][g]["activities"] for g in GRADES)
        grades.append(
            [
                c["id"],
                *(f"{c['grades'][g]['activities']:,}" for g in GRADES),
                *(million(c["grades"][g][f"{m}_spent_eur_cents"]) for m in NAMES for g in GRADES),
                f"{total:,}",
            ]
        )
    lines += [
        "## Grades",
        "",
        "An activity with slices of two grades counts under both, so activities by grade are not summed to the clause's own number.",
        "",
    ]
    lines += table(
        [
            "clause",
            *(f"{g}: activities" for g in GRADES),
            *(f"{m.replace('_', ' ')} spent, {g}" for m in NAMES for g in GRADES),
            "activities by grade",
        ],
        grades,
    )
    lines += [
        "## The ministry's own money by year",
        "",
        "Files: "
        + ", ".join(
            f"`{n}`" for n in sorted(snapshot.table("activity").filter(pl.col("measure") == "own")["dataset"].unique())
        )
        + ". Owner not verified: no registry owner is known for them.",
        "",
    ]
    own = data["all"]["years"]
    lines += table(
        ["year", "committed, EUR cents", "spent, EUR cents", "of it placed: committed", "placed: spent"],
        [
            [
                year,
                *(to_the_cent(v, f"own_{kind}_eur_cents") for kind in ("commitment", "spent")),
                *(
                    to_the_cent(data["article"]["years"].get(year, {}), f"own_{kind}_eur_cents")
                    for kind in ("commitment", "spent")
                ),
            ]
            for year, v in own.items()
            if v["own_commitment_eur_cents"] or v["own_spent_eur_cents"]
        ],
    )
    lines += counted_again(data["all"]["years"])
    unpriced = (
        snapshot.table("transaction")
        .filter(~pl.col("price_state").is_in(["euro", "rate"]))
        .group_by("price_state", "price_currency")
        .len()
        .sort("len", "price_currency", descending=[True, False], nulls_last=True)
    )
    lines += [
        "## Without a price in euro",
        "",
        *table(["why", "currency", "transactions"], [[s, c or "–", str(n)] for s, c, n in unpriced.iter_rows()]),
    ]
    lines += ["## Under no clause: the largest purpose codes, spent", ""]
    for measure in MEASURES:
        rows_of = ledger.select(Selection(scope="unplaced", measure=measure, kind="spent"))
        top = grouped(rows_of, "sector_code").head(10)
        lines += [
            f"### {measure}",
            "",
            *table(
                ["purpose", "spent", "activities"],
                [[c or "none", million(v), str(a)] for c, v, a, _s in top.iter_rows()],
            ),
        ]
    lines += chain_lines(snapshot, table, million)
    lines += organisation_lines(snapshot)
    lines += outlier_lines(snapshot)
    lines += result_lines(snapshot, table, million)
    lines += warning_lines(snapshot, table)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    target.write_text(report(), encoding="utf-8")
    print(target)
