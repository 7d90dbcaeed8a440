"""Grants of the instruments that ship, with every step that they ask: short words for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from registerbook import ARTICLE, DAY, PARTNER, YEAR, Book
from vrede.register.chain.act import Act

HASH = "0a" * 32
RISK = "theft: low: high: stock is counted by two"
VET = {"partner": PARTNER, "outcome": "fit", "valid_until": "2026-12-31"}
SCREEN = {"partner": PARTNER, "list": "UN", "list_hash": HASH, "list_day": DAY.isoformat(), "hits": []}
APPRAISAL = {"scores": {}, "thresholds": {}, "risks": [RISK], "markers": {"gender": "1"}, "verdict": "fund"}
ACCOUNT = "NL91ABNA0417164300"


def facts(cents: int, instrument: str, /, **changed: Any) -> dict[str, Any]:
    """What a proposal of an instrument says."""
    given: dict[str, Any] = {
        "article": ARTICLE,
        "line": "4.3",
        "schedule": {str(YEAR): cents},
        "title": "Safe streets",
        "instrument": instrument,
        "partner": PARTNER,
        "clauses": ["F1"],
        "iso3": ["MLI"],
        "oda": True,
        "efforts": ["civil"],
        "end_date": "2025-06-30",
        "milestones": {"m1": "the first street"},
    }
    if instrument == "subsidy":
        given |= {"legal_basis": "named_in_budget", "legal_text": "budget of 2024, XVII, article 4"}
    return {name: value for name, value in {**given, **changed}.items() if value is not None}


def partner(book: Book, day: date = DAY) -> None:
    """Due diligence and a screening without hits."""
    book.do("anna", "due_diligence", f"partner {PARTNER}", VET)
    book.do("clara", "screening", f"partner {PARTNER}", {**SCREEN, "list_day": day.isoformat()})


def proposed(book: Book, dossier: str, cents: int, instrument: str, /, kind: str = "proposal", **changed: Any) -> Act:
    """A proposal."""
    return book.do("olga", kind, dossier, facts(cents, instrument, **changed), cents=cents, year=YEAR)


def judged(book: Book, dossier: str, proposal: Act, **changed: Any) -> None:
    """An appraisal, and legal and financial advice."""
    book.do("anna", "appraisal", dossier, {"proposal": proposal.seq, **APPRAISAL, **changed})
    for kind in ("legal", "financial"):
        book.do("arie", "advice", dossier, {"discipline": kind, "advice": "positive"})


def commit(book: Book, dossier: str, proposal: Act, **given: Any) -> Act:
    """The commitment of a proposal."""
    all_of = {"cents": proposal.cents, "approves": proposal.seq, "year": YEAR, "day": DAY, "facts": {}, **given}
    return book.do("bram", "commitment", dossier, **all_of)


def granted(book: Book, dossier: str, cents: int, instrument: str = "subsidy", /, **changed: Any) -> Act:
    """A commitment with every step before it; the partner was vetted and screened already."""
    proposal = proposed(book, dossier, cents, instrument, **changed)
    judged(book, dossier, proposal)
    return commit(book, dossier, proposal)
