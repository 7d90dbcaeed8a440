"""The tables of the register's open data, declared once: what `vrede register publish` writes and read.py reads."""

from __future__ import annotations

from vrede.sources.table import Column, Table

FORMAT = 1
"""Another number: an extract of another shape, which is refused in words."""
MANIFEST = "register.json"
_IDENTIFIER = Column("iati_identifier", "identifier", "the activity's identifier, the same as in activities.xml")
_LINE = (
    Column("article", "plain", "chapter and article of the budget, such as XVII.4"),
    Column("line", "plain", "management line, mostly a sub-article"),
)

REGISTER_ACTIVITY = Table(
    "register_activity",
    "a grant dossier of the register that was committed, without what must not be shown",
    (
        _IDENTIFIER,
        Column("dossier", "identifier", "name of the dossier; of a withheld one a number that says nothing"),
        Column(
            "withheld", "flag", "its partner, country or words must not be shown: title and description are replaced"
        ),
        Column("title", "words", "title, else the name of the dossier"),
        Column("description", "words", "reason of the proposal"),
        Column("state", "plain", "committed, determined or closed"),
        Column("instrument", "words", "subsidy, contribution, assignment or loan; empty: none was named"),
        Column("partner_ref", "organisation", "identifier of the partner, or 'withheld'"),
        Column("countries", "place", "ISO 3166-1 alpha-3, with spaces between them; withheld ones are left out"),
        Column("regions", "place", "DAC regions in place of withheld countries, with spaces between them"),
        Column("clauses", "plain", "clauses of the article that it serves, with spaces between them"),
        *_LINE,
        Column("oda", "flag", "counts as official development assistance; empty: not said"),
        Column("start_date", "date", "day of the first commitment"),
        Column("end_date", "date", "day on which it is to end; empty: not said"),
        Column("closed_date", "date", "day on which it was closed"),
        Column("committed_cents", "integer", "commitments less what was released of them", unit="eur_cents"),
        Column("paid_cents", "integer", "payments less what was repaid", unit="eur_cents"),
    ),
    ("iati_identifier",),
)

REGISTER_TRANSACTION = Table(
    "register_transaction",
    "a commitment, a release of one, a payment or a repayment",
    (
        _IDENTIFIER,
        Column("act", "integer", "number of the act in the register"),
        Column("kind", "plain", "commitment, release, disbursement or repayment"),
        Column("transaction_date", "date", "day of the act"),
        Column("year", "integer", "budget year that it weighs on; empty: none", unit="year"),
        *_LINE,
        Column("partner_ref", "organisation", "identifier of the partner, or 'withheld'"),
        Column("amount_eur_cents", "integer", "below nothing for a release and a repayment", unit="eur_cents"),
    ),
    ("act",),
)

REGISTER_BUDGET = Table(
    "register_budget",
    "what the law gives a line of the budget, what was used of it and what is free; commitment and cash are never added",
    (
        _LINE[0],
        Column("year", "integer", "budget year", unit="year"),
        Column("line", "plain", "management line; empty: the article itself"),
        *(
            Column(f"{kind}_{part}_cents", "integer", f"{meaning}, {kind}; empty: no law", unit="eur_cents")
            for kind in ("commitment", "cash")
            for part, meaning in (
                ("authority", "what the law gives"),
                ("used", "committed or paid"),
                ("free", "authority less used"),
            )
        ),
    ),
    ("article", "year", "line"),
)

REGISTER_TABLES: tuple[Table, ...] = (REGISTER_ACTIVITY, REGISTER_TRANSACTION, REGISTER_BUDGET)
