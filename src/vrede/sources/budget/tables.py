"""The budget's own tables: levels and changes in thousands of euro as the budget laws print them, and who received what, in euro."""

from __future__ import annotations

from vrede.sources.table import Column, Table

BUDGET_FILE_NAME = Column(
    "budget_file", "file", "the file that it was read from, as table budget_file names it; empty: of all files together"
)
PHASES = (
    "draft, amendment, adopted, first_supplementary, september_supplementary, second_supplementary, final_law, realised"
)

_LINE = (
    BUDGET_FILE_NAME,
    Column(
        "line_no", "integer", "line in that file, the header is 1; empty: a sum of lines that the file does not print"
    ),
    Column("chapter", "plain", "chapter of the state budget"),
    Column("article", "plain", "number of the article in that year's law"),
    Column("subarticle", "plain", "4.1, 4.2, 4.3, 4.4; empty: the whole article"),
    Column("instrument", "words", "financial instrument; empty: the whole sub-article"),
    Column("scheme", "words", "the lowest line"),
    Column("year", "integer", "budget year that the money is for", unit="year"),
    Column("kind", "plain", "commitment, cash or receipts (verplichtingen, uitgaven, ontvangsten)"),
    Column("phase", "plain", PHASES),
    Column("measure", "plain", "level reached in that phase, or change made in it: never added"),
    Column("bill_year", "integer", "year of the bill", unit="year"),
    Column("amount_thousand_eur", "integer", "as printed", unit="thousand_eur"),
    Column("amount_eur_cents", "integer", "the same in cents", unit="eur_cents"),
    Column("source", "words", "where it is printed"),
    Column("note", "words", "what the source's editor notes"),
    Column("printed_total", "flag", "a total that the file prints beside its lines: never added to them"),
)

BUDGET_LINE = Table(
    "budget_line",
    "one amount of one line of the budget in one phase",
    _LINE,
    (
        "budget_file",
        "line_no",
        "subarticle",
        "instrument",
        "scheme",
        "year",
        "kind",
        "phase",
        "measure",
        "bill_year",
    ),
)

BUDGET_FILE = Table(
    "budget_file",
    "a file of the budget or of its recipients: where it came from, its hash, and what was read of it",
    (
        Column("budget_file", "file", "its name with us: year and phase, or what it holds"),
        Column("address", "plain", "where it came from; empty: put in its folder by hand"),
        Column("sha256", "file", "hash of its bytes"),
        Column("phase", "plain", f"{PHASES}; empty: of several phases, or of recipients"),
        Column("year", "integer", "the year that it is of; empty: of several", unit="year"),
        Column("lines", "integer", "lines in it, of the whole state"),
        Column("used", "integer", "lines of the article, or of recipients, that were read"),
        Column("refused", "integer", "lines of the article, or of recipients, that could not be read"),
        Column("without_figure", "integer", "lines of the article in which nothing stands where a figure would"),
        Column("totals_that_differ", "integer", "printed totals that are not the sum of their lines"),
        Column("reason", "words", "why none of it was read; empty: it was"),
    ),
    ("budget_file",),
)

BUDGET_ISSUE = Table(
    "budget_issue",
    "a line of the budget that cannot be read, or whose arithmetic does not hold",
    (
        BUDGET_FILE_NAME,
        Column("line_no", "integer", "line in that file"),
        Column("subarticle", "plain", "the sub-article; empty: the article"),
        Column("instrument", "words", "financial instrument; empty: the whole sub-article or article"),
        Column("scheme", "words", "the lowest line"),
        Column("phase", "plain", "the phase; empty: not of one"),
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
    "what somebody received in a year; natural persons and commercial contracts are left out by the publisher, so it adds up to no line of the budget",
    (
        BUDGET_FILE_NAME,
        Column("line_no", "integer", "line in that file, the header is 1; of JSON the place of the record, from 1"),
        Column("year", "integer", "year of the payments", unit="year"),
        Column("chapter", "plain", "chapter of the state budget; empty: not published"),
        Column("article", "plain", "number of the article, as the law prints it; empty: not published"),
        Column("instrument", "words", "financial instrument; empty: not published"),
        Column("scheme", "words", "the lowest line of the budget; empty: not published"),
        Column("recipient", "words", "who received it, as published"),
        Column("unnamed", "flag", "all recipients together whose names the publisher leaves out: no organisation"),
        Column(
            "amount_eur", "integer", "as published: euro, where the budget's lines are thousands of euro", unit="eur"
        ),
        Column("amount_eur_cents", "integer", "the same in cents", unit="eur_cents"),
        Column("note", "words", "what the reader changed"),
    ),
    ("budget_file", "line_no", "year"),
)

BUDGET_TABLES = (BUDGET_LINE, BUDGET_ISSUE, BUDGET_FILE, BUDGET_RECIPIENT)
