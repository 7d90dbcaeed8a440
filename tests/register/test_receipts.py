"""The acts that an act relies on are there, and whoever names them may read them; to a partner the ministry's receipts are its own."""

from __future__ import annotations

import pytest

from registerbook import DAY, PARTNER, Book
from registerrefused import refused
from vrede.register.audit.verification import verify
from vrede.register.chain.reading import acts_of
from vrede.register.desk.projection import Projection
from vrede.register.desk.visibility import OF_A_PARTNER, readable
from vrede.register.dossier.person import Person
from vrede.register.table.transition import transitions

STAFF = {"policy officer", "appraiser", "budget holder", "controller"}


@pytest.fixture
def filled(book: Book) -> Book:
    """Acts in every sort of dossier: G1 on 4.3, H1 of humanitarian aid, a law, an appointment, a report of fraud."""
    book.staff()
    book.propose("G1", 100, partner=PARTNER)
    book.propose("H1", 100, "4.1", partner=PARTNER)
    book.do(
        "anna", "concern", "integrity 1", {"about": "G1", "category": "fraud", "description": "w", "suspend": False}
    )
    return book


@pytest.mark.parametrize(
    ("dossier", "there"),
    [
        ("G1", True),
        ("H1", True),
        ("budget", True),
        ("people", False),
        ("register", False),
        ("integrity 1", False),
        ("", False),  # no such act
    ],
)
def test_an_act_relies_on_what_is_there_and_may_be_read(filled: Book, dossier: str, there: bool) -> None:
    number = acts_of(filled.database, dossier)[0].seq if dossier else 999_999_999_999_999
    if there:
        act = filled.propose("G9", 1, receipts=[f"act {number}"])
        assert act.facts["receipts"] == [f"act {number}"]
    else:
        said = refused("words", lambda: filled.propose("G9", 1, receipts=[f"act {number}"]), filled)
        assert said == f"there is no act {number} for you to rely on"
    assert verify(filled.database) == []


def test_only_the_staff_rely_on_receipts() -> None:
    """A role that reads less than the staff would need a narrower rule than register/acts/access.py has."""
    relying = [row for row in transitions().values() if row.field("receipts")]
    assert len(relying) > 10
    assert all(set(row.roles) <= STAFF for row in relying)


def test_a_partner_reads_none_of_the_ministrys_receipts(filled: Book) -> None:
    proposal = acts_of(filled.database, "G1")[0]
    relied = {"receipts": [f"act {proposal.seq}", f"sha256:{'a' * 64}"]}
    filled.do("bram", "refusal", "G1", {"ground": "policy", **relied}, cents=100, approves=proposal.seq, day=DAY)
    dossier = Projection().advance(filled.database).dossiers["G1"]
    acts = acts_of(filled.database, "G1")
    for role, reads in (("policy officer", True), ("auditor", True), ("partner contact", False)):
        person = Person("somebody").appointed(role, partner=PARTNER if role == "partner contact" else "")
        refusal = readable(person, dossier, acts)[-1]
        assert refusal.kind == "refusal"
        assert refusal.kind in OF_A_PARTNER
        assert ("receipts" in refusal.facts) is reads
        assert refusal.facts["ground"] == "policy"
