"""One brief from one snapshot: country or clause, in one language."""

from __future__ import annotations

from vrede.article.lists import Language
from vrede.brief.contents import Brief, Facts, Receipts, Subject, SubjectError, notes_of
from vrede.brief.sections import changed, money, results, risk
from vrede.brief.wording import say
from vrede.money.total import Selection


def make_brief(facts: Facts, subject: Subject, language: Language, year: str = "") -> Brief:
    """The brief; year: four digits, else the youngest year with own money. Raises SubjectError where there is no money at all."""
    own = facts.ledger.select(Selection(kind="spent", measure="own", **subject.within()))["year"].max()
    youngest = own if own is not None else facts.ledger.default_year
    chosen = year or ("" if youngest is None else str(youngest))
    if not chosen:
        raise SubjectError("this snapshot has no money under the article in any year: there is nothing to brief on")
    receipts = Receipts(language, facts.snapshot)
    sections = (
        money(facts, subject, chosen, receipts),
        risk(facts, subject, receipts),
        results(facts, subject, receipts),
        changed(facts, subject, receipts),
    )
    title = subject.name if subject.kind == "country" else f"{subject.ident} {subject.name}"
    return Brief(title, say("kicker", language), notes_of(facts, language), sections, tuple(receipts.rows), language)
