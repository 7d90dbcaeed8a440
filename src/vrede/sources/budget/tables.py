"""The budget's own tables: levels and changes in thousands of euro as the budget laws print them, and who received what, in euro."""

from __future__ import annotations

from vrede.sources.table import Column, Table

_LINE = (
    Column("line_no", "integer", "line in the source file, the header is 1"),
    Column("chapter", "plain", "chapter of the state budget"),
    Column("article", "plain", "number of the article in that year's law"),
    Column("subarticle", "plain", "4.1, 4.2, 4.3, 4.4; empty: the whole article"),
    Column("instrument", "words", "financial instrument; empty: the whole sub-article"),
    Column("scheme", "words", "the lowest line"),
    Column("year", "integer", "budget year that the money is for", unit="year"),
    Column("kind", "plain", "commitment, cash or receipts (verplichtingen, uitgaven, ontvangsten)"),
    Column(
        "phase", "plain", "draft, amendment, adopted, first_supplementary, second_supplementary, final_law, realised"
    ),
    Column("measure", "plain", "level reached in that phase, or change made in it: never added"),
    Column("bill_year", "integer", "year of the bill", unit="year"),
    Column("amount_thousand_eur", "integer", "as printed", unit="thousand_eur"),
    Column("amount_eur_cents", "integer", "the same in cents", unit="eur_cents"),
    Column("source", "words", "where it is printed"),
    Column("note", "words", "what the source's editor notes"),
)

BUDGET_LINE = Table("budget_line", "one amount of one line of the budget in one phase", _LINE, ("line_no",))

BUDGET_ISSUE = Table(
    "budget_issue",
    "a line of the budget that cannot be read, or whose arithmetic does not hold",
    (
        Column("line_no", "integer", "line in the source file"),
        Column("subarticle", "plain", "the sub-article; empty: the article"),
        Column("year", "integer", "budget year", unit="year"),
        Column("kind", "plain", "commitment, cash or receipts"),
        Column("rule", "plain", "the rule that does not hold"),
        Column("expected_thousand_eur", "integer", "what the rule gives", unit="thousand_eur"),
        Column("found_thousand_eur", "integer", "what is printed", unit="thousand_eur"),
        Column("difference_thousand_eur", "integer", "found less expected", unit="thousand_eur"),
        Column("reason", "words", "in words"),
    ),
    (),
)

BUDGET_RECIPIENT = Table(
    "budget_recipient",
    "what somebody received in a year under a line of the budget; natural persons and commercial contracts are left out by the publisher, so it does not add up to the line",
    (
        Column(
            "line_no", "integer", "line in the source file, the header is 1; of JSON the place of the record, from 1"
        ),
        Column("year", "integer", "year of the payments", unit="year"),
        Column("chapter", "plain", "chapter of the state budget"),
        Column("article", "plain", "number of the article, as the law prints it"),
        Column("instrument", "words", "financial instrument"),
        Column("scheme", "words", "the lowest line of the budget"),
        Column("recipient", "words", "who received it, as published"),
        Column(
            "amount_eur", "integer", "as published: euro, where the budget's lines are thousands of euro", unit="eur"
        ),
        Column("amount_eur_cents", "integer", "the same in cents", unit="eur_cents"),
        Column("note", "words", "what the reader changed"),
    ),
    ("line_no",),
)
