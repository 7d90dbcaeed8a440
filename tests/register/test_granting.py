"""From a proposal to the commitment: every step that an instrument asks, and what each refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from registerbook import ARTICLE, DAY, PARTNER, YEAR, Book
from registergrant import APPRAISAL, RISK, SCREEN, VET, commit, granted, judged, partner, proposed
from registerrefused import refused
from vrede.register.audit.verification import verify
from vrede.register.chain.postings import balance


@pytest.fixture
def staffed(book: Book) -> Book:
    """Everybody is appointed, and the partner was vetted and screened."""
    book.staff()
    partner(book)
    return book


@pytest.mark.parametrize("instrument", ["subsidy", "contribution", "assignment", "loan"])
def test_with_every_step_done_there_is_a_commitment(staffed: Book, instrument: str) -> None:
    granted(staffed, "G1", 100, instrument)
    assert balance(staffed.database, "open:G1") == 100
    assert verify(staffed.database) == []


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"title": None}, "words", "(title)"),
        ({"title": " "}, "words", "(title)"),
        ({"partner": None}, "words", "(partner)"),
        ({"clauses": []}, "words", "asks for clause"),
        ({"end_date": None}, "words", "(end_date)"),
        ({"oda": None}, "words", "(oda)"),
        ({"legal_basis": None}, "words", "(legal_basis)"),
        ({"instrument": "contribution"}, "instrument", "has no legal basis"),
        ({"clauses": ["F9"]}, "words", "one of F1"),
        ({"iso3": ["Mali"]}, "words", "country code"),
        ({"received": "2024-03-02"}, "words", "is not there yet"),
        ({"end_date": "2024-02-29"}, "words", "before it is proposed"),
        ({"milestones": {"m1": " "}}, "words", "milestone m1"),
        ({"schedule": {"2024": 99}}, "words", "must sum"),
        ({"schedule": {}}, "words", "must sum"),
        ({"schedule": {"2024": 101, "2025": -1}}, "words", "schedule"),
        ({"schedule": {"next year": 100}}, "words", "named by their year"),
        ({"line": "4.9"}, "line", "no line '4.9'"),
        ({"currency": "USD"}, "words", "a currency, an amount and a rate"),
        ({"currency": "USD", "contract_amount": 110, "rate": "1.2"}, "words", "is 92 cents at this rate"),
        ({"currency": "USD", "contract_amount": 110, "rate": "0"}, "words", "the rate is"),
        ({"currency": "USD", "contract_amount": 110, "rate": "1e1"}, "words", "the rate is"),
        ({"currency": "EUR", "contract_amount": 110, "rate": "1.1"}, "words", "the rate is"),
        ({"currency": "usd", "contract_amount": 110, "rate": "1.1"}, "words", "no currency"),
        ({"call": "C9"}, "words", "no such call for you"),
        ({"call": "budget"}, "words", "no such call for you"),
        ({"theme": "justice"}, "words", "name the call"),
        ({"drawdown": "budget"}, "drawdown", "no such draw for you"),
        ({"drawdown": "budget", "line": "4.1"}, "humanitarian", "humanitarian"),
    ],
)
def test_what_a_proposal_of_a_grant_must_say(staffed: Book, changed: dict[str, Any], code: str, said: str) -> None:
    assert said in refused(code, lambda: proposed(staffed, "G1", 100, "subsidy", **changed), staffed)


def test_a_contract_in_another_currency_is_its_euro_at_the_rate(staffed: Book) -> None:
    """110 hundredths of a dollar at 1.1 are 100 cents; half a cent goes upwards."""
    proposed(staffed, "G1", 100, "subsidy", currency="USD", contract_amount=110, rate="1.1")
    proposed(staffed, "G2", 3, "subsidy", currency="USD", contract_amount=5, rate="2")


@pytest.mark.parametrize("name", ["people", "budget", "funds", "register", "partner X", "integrity 1"])
def test_a_grant_takes_no_name_of_another_kind(staffed: Book, name: str) -> None:
    code = "words"
    refused(code, lambda: proposed(staffed, name, 100, "subsidy"), staffed)


def test_the_instrument_must_be_one(staffed: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the rules that ship a proposal that names none is refused."""
    import registerbook
    from vrede.register.rules.ruleset import shipped

    monkeypatch.setattr(registerbook, "RULES", shipped())
    said = refused("instrument", lambda: proposed(staffed, "G1", 100, "subsidy", instrument=None), staffed)
    assert "assignment, contribution, loan, subsidy" in said


@pytest.mark.parametrize(
    ("who", "changed", "code", "said"),
    [
        ("anna", {"proposal": 1}, "stale", "the newest proposal is act"),
        ("anna", {"risks": []}, "words", "at least one risk"),
        ("anna", {"risks": ["theft: low: high"]}, "words", "risk: chance: effect: measure"),
        ("anna", {"risks": ["theft: low: : none"]}, "words", "risk: chance: effect: measure"),
        ("anna", {"markers": {"gender": "3"}}, "words", "weighs 0, 1 or 2"),
        ("anna", {"verdict": "perhaps"}, "words", "one of fund"),
        ("anna", {"scores": {"need": {"score": 1}}}, "words", "scores"),
        ("olga", {}, "role", "is for appraiser"),
    ],
)
def test_what_an_appraisal_must_say(staffed: Book, who: str, changed: dict[str, Any], code: str, said: str) -> None:
    proposal = proposed(staffed, "G1", 100, "subsidy")
    facts = {"proposal": proposal.seq, **APPRAISAL, **changed}
    assert said in refused(code, lambda: staffed.do(who, "appraisal", "G1", facts), staffed)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [("appraisal", {"proposal": 0, **APPRAISAL}), ("advice", {"discipline": "legal", "advice": "positive"})],
)
def test_nobody_judges_a_proposal_of_their_own(staffed: Book, kind: str, facts: dict[str, Any]) -> None:
    staffed.appoint("olga", "appraiser")
    proposal = proposed(staffed, "G1", 100, "subsidy")
    facts = {**facts, "proposal": proposal.seq} if "proposal" in facts else facts
    refused("own", lambda: staffed.do("olga", kind, "G1", facts, role="appraiser"), staffed)


Done = Callable[[Book, Any], None]


def _appraised(book: Book, proposal: Any, **changed: Any) -> None:
    book.do("anna", "appraisal", "G1", {"proposal": proposal.seq, **APPRAISAL, **changed})


def _advised(book: Book, *kinds: str, advice: str = "positive") -> None:
    for kind in kinds:
        book.do("arie", "advice", "G1", {"discipline": kind, "advice": advice})


@pytest.mark.parametrize(
    ("done", "code", "said"),
    [
        (lambda book, act: None, "step", "was not appraised"),
        (lambda book, act: _appraised(book, act), "step", "no legal advice"),
        (lambda book, act: (_appraised(book, act), _advised(book, "legal")), "step", "no financial advice"),
        (lambda book, act: judged(book, "G1", act, verdict="refuse"), "advice", "why in spite of it"),
        (lambda book, act: judged(book, "G1", act, verdict="fund_lower"), "advice", "why in spite of it"),
        (
            lambda book, act: (judged(book, "G1", act), _advised(book, "policy", advice="negative")),
            "advice",
            "why in spite of it",
        ),
        (
            lambda book, act: (judged(book, "G1", act), proposed(book, "G1", 100, "subsidy", kind="amendment")),
            "stale",
            "was changed since",
        ),
        (
            lambda book, act: (
                judged(book, "G1", act),
                book.do("anna", "due_diligence", f"partner {PARTNER}", {**VET, "outcome": "unfit"}),
            ),
            "due_diligence",
            "unfit",
        ),
        (
            lambda book, act: (
                judged(book, "G1", act),
                book.do("clara", "screening", f"partner {PARTNER}", {**SCREEN, "hits": ["Somebody"]}),
            ),
            "screening",
            "was not cleared",
        ),
        (
            lambda book, act: (
                judged(book, "G1", act),
                book.do("clara", "screening", f"partner {PARTNER}", {**SCREEN, "list_day": "2023-12-01"}),
            ),
            "screening",
            "it counts 90 days",
        ),
    ],
)
def test_a_step_that_was_not_done_stops_the_commitment(staffed: Book, done: Done, code: str, said: str) -> None:
    proposal = proposed(staffed, "G1", 100, "subsidy")
    done(staffed, proposal)
    assert said in refused(code, lambda: commit(staffed, "G1", proposal), staffed)


def test_steps_done_for_an_older_proposal_do_not_count(staffed: Book) -> None:
    judged(staffed, "G1", proposed(staffed, "G1", 100, "subsidy"))
    newer = proposed(staffed, "G1", 100, "subsidy", kind="amendment")
    assert "was not appraised" in refused("step", lambda: commit(staffed, "G1", newer), staffed)
    judged(staffed, "G1", newer)
    commit(staffed, "G1", newer)


def test_against_an_advice_with_words(staffed: Book) -> None:
    """The budget holder says why; a newer advice of the same kind takes the place of the older."""
    proposal = proposed(staffed, "G1", 100, "subsidy")
    judged(staffed, "G1", proposal)
    _advised(staffed, "legal", advice="negative")
    refused("advice", lambda: commit(staffed, "G1", proposal, facts={"justification": " "}), staffed)
    act = commit(staffed, "G1", proposal, facts={"justification": "parliament asked for it"})
    assert act.facts["justification"] == "parliament asked for it"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"legal_basis": "statutory"}, "step"),
        ({"legal_basis": "awaiting", "end_date": "2025-03-01"}, ""),
        ({"legal_basis": "awaiting", "end_date": "2025-03-02"}, "instrument"),
        ({"legal_basis": "incidental", "end_date": "2028-03-01"}, ""),
        ({"legal_basis": "incidental", "end_date": "2028-03-02"}, "instrument"),
        ({"legal_basis": "eu", "end_date": "2040-01-01"}, ""),
        ({"legal_basis": "named_in_budget", "end_date": "2040-01-01"}, ""),
    ],
)
def test_what_a_legal_basis_allows(staffed: Book, changed: dict[str, Any], code: str) -> None:
    """Awb 4:23: awaiting a rule one year, incidental four years; what rests on a rule comes from a call."""
    proposal = proposed(staffed, "G1", 100, "subsidy", **changed)
    judged(staffed, "G1", proposal)
    if code:
        refused(code, lambda: commit(staffed, "G1", proposal), staffed)
    else:
        commit(staffed, "G1", proposal)


def test_without_a_partner_known_there_is_none(book: Book) -> None:
    """No due diligence, then no screening."""
    book.staff()
    proposal = proposed(book, "G1", 100, "subsidy")
    judged(book, "G1", proposal)
    assert "no due diligence" in refused("due_diligence", lambda: commit(book, "G1", proposal), book)
    book.do("anna", "due_diligence", f"partner {PARTNER}", {**VET, "valid_until": DAY.isoformat()})
    assert "was not screened" in refused("screening", lambda: commit(book, "G1", proposal), book)
    book.do("clara", "screening", f"partner {PARTNER}", SCREEN)
    tomorrow = {"day": date(2024, 3, 2)}
    assert "expired on 2024-03-01" in refused("due_diligence", lambda: commit(book, "G1", proposal, **tomorrow), book)
    commit(book, "G1", proposal)


def test_a_hit_is_cleared_by_another_controller(staffed: Book) -> None:
    """Once, on the newest screening, and not by who screened."""
    name = f"partner {PARTNER}"
    clean = staffed.do("clara", "screening", name, SCREEN)
    assert "no hit" in refused(
        "screening", lambda: staffed.do("coen", "screening_clearance", name, approves=clean.seq), staffed
    )
    first = staffed.do("clara", "screening", name, {**SCREEN, "hits": ["Somebody"]})
    refused("own", lambda: staffed.do("clara", "screening_clearance", name, approves=first.seq), staffed)
    second = staffed.do("clara", "screening", name, {**SCREEN, "hits": ["Somebody", "Another"]})
    refused("stale", lambda: staffed.do("coen", "screening_clearance", name, approves=first.seq), staffed)
    staffed.do("coen", "screening_clearance", name, approves=second.seq)
    refused("paid", lambda: staffed.do("coen", "screening_clearance", name, approves=second.seq), staffed)
    granted(staffed, "G1", 100)


@pytest.mark.parametrize(
    ("who", "kind", "dossier", "facts", "code"),
    [
        ("anna", "due_diligence", "partner NL-KVK-2", VET, "words"),
        ("anna", "due_diligence", "G9", VET, "words"),
        ("anna", "due_diligence", "partner ", VET, "words"),
        ("anna", "due_diligence", f"partner {PARTNER}", {**VET, "valid_until": "2024-02-29"}, "due_diligence"),
        ("anna", "due_diligence", f"partner {PARTNER}", {**VET, "outcome": "nice"}, "words"),
        ("clara", "due_diligence", f"partner {PARTNER}", VET, "role"),
        ("clara", "screening", "partner NL-KVK-2", SCREEN, "words"),
        ("clara", "screening", f"partner {PARTNER}", {**SCREEN, "list_day": "2024-03-02"}, "screening"),
        ("clara", "screening", f"partner {PARTNER}", {**SCREEN, "list_hash": "abc"}, "words"),
        ("coen", "screening_clearance", f"partner {PARTNER}", {}, "state"),
    ],
)
def test_what_is_refused_about_partners(
    staffed: Book, who: str, kind: str, dossier: str, facts: dict[str, Any], code: str
) -> None:
    refused(code, lambda: staffed.do(who, kind, dossier, facts), staffed)


def test_due_diligence_counts_from_the_moment_it_was_done(staffed: Book) -> None:
    """The day of an act without a day is that of its moment."""
    later = datetime(2027, 1, 1, tzinfo=UTC)
    refused(
        "due_diligence", lambda: staffed.do("anna", "due_diligence", f"partner {PARTNER}", VET, moment=later), staffed
    )


def test_a_risk_is_what_the_tests_say() -> None:
    assert len(RISK.split(":")) == 4
    assert ARTICLE
    assert DAY.year == YEAR
