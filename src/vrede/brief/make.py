"""One brief from one snapshot: country or clause, in one language."""

from __future__ import annotations

from vrede.article import Language
from vrede.brief.contents import Brief, Facts, Receipts, Subject, SubjectError, notes_of
from vrede.brief.reported import results
from vrede.brief.sections import changed, money, risk
from vrede.lake import whole_year
from vrede.language import say
from vrede.money import Selection


def make_brief(facts: Facts, subject: Subject, language: Language, year: str = "") -> Brief:
    """The brief; year: four digits, else the last year with own money that its files hold whole. Raises SubjectError where there is no money at all."""
    spent = facts.ledger.select(Selection(kind="spent", measure="own", **subject.within()))["year"]
    years = sorted(spent.drop_nulls().unique(), reverse=True)
    if not years and facts.ledger.own_years:
        years = [one for one in facts.ledger.years if one <= facts.ledger.own_years[0]]
    found = whole_year(years, facts.newest.get("own", max(facts.newest.values(), default=None)))
    chosen = int(year) if year else found
    if chosen is None:
        raise SubjectError("this snapshot has no money under the article in any year: there is nothing to brief on")
    receipts = Receipts(language, facts.snapshot)
    sections = (
        money(facts, subject, chosen, years[0] if years and not year else chosen, receipts),
        risk(facts, subject, receipts),
        results(facts, subject, receipts),
        changed(facts, subject, receipts),
    )
    title = subject.name if subject.kind == "country" else f"{subject.ident} {subject.name}"
    return Brief(
        title, say("brief.kicker", language), notes_of(facts, language), sections, tuple(receipts.rows), language
    )
