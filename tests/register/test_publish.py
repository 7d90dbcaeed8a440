"""What the register publishes: the same bytes from the same acts, sound IATI, money to the cent, and whole or not at all."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from lxml import etree

from registerbook import ARTICLE, DAY, YEAR, Book
from vrede.article.load import load_texts
from vrede.article.policy import load_policy
from vrede.register.audit.budget_statement import statement
from vrede.register.chain.act import Act, canonical
from vrede.register.publish import disclosure
from vrede.register.publish import folder as publishing
from vrede.register.publish.activities import activities, shares
from vrede.register.publish.disclosure import disclosed
from vrede.register.publish.folder import files, publish
from vrede.register.publish.grants import Grant, grants
from vrede.register.publish.policy import Redaction, coding_on, redaction_on
from vrede.register.refused import RegisterError, RegisterRefused
from vrede.register.table.transition import transitions
from vrede.sources.register.read import read_register
from vrede.validate.check import Validator
from vrede.validate.finding import Severity
from vrede.validate.standard import Standard
from vrede.validate.unpack import UnpackedFile
from vrede.withheld.suppression import Suppression

TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
FULL: dict[str, Any] = {
    "title": "Veilig leven", "partner": "NL-KVK-41160054", "clauses": ["F1", "S2"], "iso3": ["MLI", "NER", "TCD"], "oda": True,
    "end_date": "2025-12-31",
}  # fmt: skip


def whole(book: Book) -> Book:
    """Committed, paid in part, released in part; one that is closed; one that was only proposed."""
    act = book.propose("G1", 100_050, **FULL)
    book.commit("G1", act)
    book.pay("G1", book.request("G1", 5_005, "otto"))
    book.act("betty", "budget holder", "release", "G1", 50)
    book.commit("H 2", book.propose("H 2", 1, line="4.1"))
    book.pay("H 2", book.request("H 2", 1, "otto"))
    book.act("cees", "controller", "closure", "H 2")
    book.propose("G3", 7)
    return book


@pytest.fixture
def validator(shared: Path) -> Validator:
    """The project's own, with the standard of the shared data."""
    return Validator(Standard(shared / "iati-standard"), load_policy(), NOW)


def errors(validator: Validator, data: bytes) -> list[tuple[str, str]]:
    report = validator.check(UnpackedFile("activities.xml", data))
    assert report.complete
    return [
        (group.finding.rule, group.finding.value)
        for group in report.findings.groups()
        if group.finding.severity in (Severity.error, Severity.critical)
    ]


def act(
    seq: int, kind: str, cents: int | None = None, approves: int | None = None, dossier: str = "G1", **facts: Any
) -> Act:
    """An act as it stands in the database, of any kind, also one that no code here records."""
    moment = f"2024-03-{seq:02}T12:00:00.000+00:00"
    year = YEAR if cents is not None else None
    said = canonical(facts)
    return Act(
        seq, moment, "somebody", "a role", kind, dossier, approves, cents, year, f"t{seq}", f"reason {seq}", said, ""
    ).sealed()


PLAN: dict[str, Any] = {"article": ARTICLE, "line": "4.3", "instrument": "subsidy", **FULL}
LIFE = [
    act(1, "proposal", 1_000, schedule={"2024": 1_000}, **PLAN),
    act(2, "amendment", 900, schedule={"2024": 500, "2025": 400}, **PLAN | {"title": "Veiliger leven"}),
    act(3, "appraisal", markers={"1": "2", "9": "0"}, scores={"a": {"score": 80, "reason": "secret"}}, verdict="fund"),
    act(4, "commitment", 900, 2, day="2024-03-04", article=ARTICLE, line="4.3"),
    act(5, "modification", 100, schedule={"2024": 500, "2025": 500}, end_date="2026-06-30"),
    act(6, "modification_approval", 100, 5, day="2024-03-06", article=ARTICLE, line="4.3"),
    act(7, "modification", 0, schedule={"2026": 1_000}),
    act(8, "result", indicator="hectares cleared", period_end="2024-12-31", value="12.5", unit="ha", narrative="dry season"),
    act(9, "result", indicator="hectares cleared", period_end="2024-06-30", value="3", unit="ha", narrative=""),
    act(10, "result", indicator="trust", period_end="2024-06-30", value="a lot", unit="", narrative=""),
    act(11, "document", title="Plan", document="0" * 64, category="plan", public=True, address="https://example.org/plan.pdf"),
    act(12, "document", title="Letter", document="1" * 64, category="letter", public=True),
    act(13, "document", title="Contract", document="2" * 64, category="contract", public=False, address="https://example.org/c.pdf"),
    act(14, "payment_request", 300, account="NL91ABNA0417164300"),
    act(15, "payment", 300, 14, day="2024-03-15", article=ARTICLE, line="4.3"),
    act(16, "final_settlement", 280, day="2024-03-16"),
    act(17, "recovery", 20, ground="final_amount"),
    act(18, "repayment", 20),
    act(19, "audit", opinion="qualified", questioned=7, document="3" * 64),
    act(20, "closure"),
]  # fmt: skip


@pytest.fixture
def life(monkeypatch: pytest.MonkeyPatch) -> Grant:
    """A whole life of a grant. That the settlement releases what is open is for its postings to say."""
    of = disclosure.postings
    gives = [disclosure.postings(act(30, "release", 700))[0]]
    monkeypatch.setattr(disclosure, "postings", lambda one: gives if one.kind == "final_settlement" else of(one))
    (found,) = grants(disclosed(LIFE, redaction_on(TODAY)))
    return found


def test_a_grant_is_what_its_acts_leave(life: Grant) -> None:
    """The approved proposal with the changes that were agreed; a change that nobody agreed to changes nothing."""
    assert (life.title, life.description, life.state) == ("Veiliger leven", "reason 1", "closed")
    assert life.schedule == ((2024, 500), (2025, 500))
    assert (life.start, life.end, life.closed, life.revised) == (
        date(2024, 3, 4),
        date(2026, 6, 30),
        date(2024, 3, 20),
        True,
    )
    assert [(move.type, move.cents) for move in life.movements] == [
        ("commitment", 900), ("commitment", 100), ("disbursement", 300), ("release", -700), ("repayment", -20),
    ]  # fmt: skip
    assert (life.committed_cents, life.paid_cents) == (300, 280)
    assert [(one.indicator, one.value) for one in life.results] == [
        ("hectares cleared", "12.5"),
        ("hectares cleared", "3"),
    ]
    assert [one.address for one in life.documents] == ["https://example.org/plan.pdf"]


def test_a_whole_life_is_sound_iati(life: Grant, validator: Validator) -> None:
    """With results, documents, markers, negative commitments and a repayment: no error of `vrede validate`."""
    data = activities([life], coding_on(TODAY))
    assert errors(validator, data) == []
    activity = etree.fromstring(data).find("iati-activity")
    assert activity is not None
    money = [(t.find("transaction-type").get("code"), t.findtext("value")) for t in activity.iter("transaction")]  # type: ignore[union-attr]
    assert money == [("2", "9"), ("2", "1"), ("3", "3"), ("2", "-7"), ("3", "-0.2")]
    assert [p.get("code") for p in activity.iter("policy-marker")] == ["1", "9"]
    assert [p.get("value") for p in activity.iter("actual")] == ["3", "12.5"]
    assert activity.find("activity-status").get("code") == "4"  # type: ignore[union-attr]


def test_what_is_recorded_is_sound_iati(book: Book, validator: Validator) -> None:
    """The acts that the register itself recorded, on each database."""
    made, published = files(whole(book).database, Suppression(), TODAY)
    assert errors(validator, made["activities.xml"]) == []
    assert (published.activities, published.withheld, published.left_out, published.unmarked) == (2, 0, 0, 2)
    root = etree.fromstring(made["activities.xml"])
    first, second = root.iter("iati-activity")
    assert first.findtext("iati-identifier") == "XM-DAC-7-register-G1"
    assert re.fullmatch("XM-DAC-7-register-H-2-[0-9a-f]{8}", second.findtext("iati-identifier", ""))
    assert sum(Decimal(c.get("percentage", "")) for c in first.iter("recipient-country")) == 100
    assert [s.get("code") for s in first.iter("sector")] == ["15220", "15250"]
    assert second.get("humanitarian") == "1"


def test_the_same_acts_give_the_same_bytes(book: Book, tmp_path: Path) -> None:
    """Twice the same, and from a register that was copied to another database."""
    whole(book)
    one, _published = files(book.database, Suppression(), TODAY)
    assert files(book.database, Suppression(), TODAY)[0] == one
    from vrede.register.chain.database import Database
    from vrede.register.recording.replay import copy

    other = Database(f"sqlite:///{tmp_path / 'copy.sqlite3'}")
    copy(book.database, other)
    assert files(other, Suppression(), TODAY)[0] == one
    other.close()


def test_the_tables_hold_what_the_register_says(book: Book, tmp_path: Path) -> None:
    """Read back through sources/register: budget = statement, money = movements, to the cent."""
    publish(whole(book).database, tmp_path / "out", Suppression(), TODAY)
    tables = read_register(tmp_path / "out")
    assert tables["register_budget"].rows(named=True) == statement(book.database)
    money = tables["register_transaction"]
    assert money["amount_eur_cents"].to_list() == [100_050, 5_005, -50, 1, 1]
    activity = tables["register_activity"]
    assert activity.select("committed_cents", "paid_cents").rows() == [(100_000, 5_005), (1, 1)]
    used = {row["line"]: row["commitment_used_cents"] for row in statement(book.database)}
    assert money.filter(pl.col("kind") == "commitment").group_by("line").agg(pl.col("amount_eur_cents").sum()).sort("line").rows() == [
        ("4.1", used["4.1"]), ("4.3", used["4.3"]),
    ]  # fmt: skip


def test_an_earlier_moment_is_published_again(book: Book) -> None:
    """Up to an act: as it was then."""
    act_ = book.propose("G1", 500, **FULL)
    done = book.commit("G1", act_)
    then, _published = files(book.database, Suppression(), TODAY)
    book.pay("G1", book.request("G1", 100, "otto"))
    assert files(book.database, Suppression(), TODAY)[0] != then
    assert files(book.database, Suppression(), TODAY, until=done.seq)[0] == then
    with pytest.raises(RegisterRefused, match="there is no act 999"):
        files(book.database, Suppression(), TODAY, until=999)


def test_without_a_grant_there_is_no_file_of_activities(book: Book) -> None:
    made, published = files(book.database, Suppression(), TODAY)
    assert "activities.xml" not in made
    assert published.activities == 0


def test_a_register_that_does_not_verify_is_not_published(tmp_path: Path) -> None:
    book = whole(Book(f"sqlite:///{tmp_path / 'r.sqlite3'}"))
    book.database.run("DROP TRIGGER act_kept")
    book.database.run("UPDATE act SET reason = 'another' WHERE seq = 12")
    with pytest.raises(RegisterRefused, match="does not verify"):
        publish(book.database, tmp_path / "out", Suppression(), TODAY)
    assert not (tmp_path / "out").exists()
    book.database.close()


def test_nothing_before_the_first_policy(book: Book) -> None:
    with pytest.raises(RegisterRefused, match="no policy"):
        files(book.database, Suppression(), date(2020, 1, 1))


@pytest.mark.parametrize("broken", ["write", "rename"])
def test_whole_or_not_at_all(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """A full disk, or a rename that fails: the former copy stays, byte for byte, and nothing lies beside it."""
    out = tmp_path / "a" / "out"
    publish(whole(book).database, out, Suppression(), TODAY)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    real = os.replace
    calls: list[Any] = []

    def fails(source: Any, target: Any) -> None:
        calls.append(source)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(source, target)

    def full(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(
        publishing.os, "replace" if broken == "rename" else "fsync", fails if broken == "rename" else full
    )
    book.propose("G9", 3)
    with pytest.raises(RegisterError, match="cannot write"):
        publish(book.database, out, Suppression(), TODAY)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_what_is_not_ours_is_not_replaced(book: Book, tmp_path: Path) -> None:
    """A folder with something else, or a file, is refused; an earlier output is replaced and leaves nothing behind."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("mine")
    for name in ("other", "other/thesis.txt"):
        with pytest.raises(RegisterRefused, match="something else"):
            publish(book.database, tmp_path / name, Suppression(), TODAY)
    book.commit("G1", book.propose("G1", 500))
    publish(book.database, tmp_path / "out", Suppression(), TODAY)
    assert (tmp_path / "out" / "activities.xml").exists()
    publish(book.database, tmp_path / "out", Suppression(), TODAY, until=9)
    assert not (tmp_path / "out" / "activities.xml").exists()


@pytest.mark.parametrize("number", range(1, 60))
def test_percentages_sum_to_a_hundred(number: int) -> None:
    given = shares(f"{one}" for one in range(number))
    assert sum(share for _code, share in given) == Decimal(100)
    assert max(share for _code, share in given) - min(share for _code, share in given) <= Decimal("0.000001")


def test_a_purpose_code_of_a_clause_is_one_of_its_rules() -> None:
    """publishing.toml names no code that the article's own rules do not know for that clause."""
    text = load_texts()[-1]
    for clause, code in coding_on(TODAY).sectors.items():
        assert code in {
            known for part in text.clause(clause).parts for rule in part.rules for known in rule.purpose_codes
        }


def test_a_policy_cannot_open_what_is_never_published() -> None:
    """Bank accounts, people and tokens, and reasons of other acts, whatever the file says."""
    sound = redaction_on(TODAY).model_dump()
    for changed in (
        {"facts": {"request": ["account"]}},
        {"facts": {"appoint": ["person"]}},
        {"reasons": ["proposal", "concern"]},
    ):
        with pytest.raises(ValueError, match="ever published"):
            Redaction.model_validate({**sound, **changed})


def test_regions_are_wide() -> None:
    """In place of a country stands a region of ten or more, and no country lies in two."""
    regions = redaction_on(TODAY).region
    assert all(len(countries) >= 10 for countries in regions.countries.values())
    listed = [iso3 for countries in regions.countries.values() for iso3 in countries]
    assert len(listed) == len(set(listed))
    assert regions.of("MLI") == "298" and regions.of("NLD") == regions.rest


def test_the_manifest_names_every_file(book: Book) -> None:
    made: dict[str, bytes] = files(whole(book).database, Suppression(), TODAY)[0]
    manifest = json.loads(made["register.json"])
    assert set(manifest["files"]) == set(made) - {"register.json"}
    assert manifest["head"].startswith(f"{book.count()}:")
    assert DAY.isoformat() < manifest["policy"]["redaction"] <= TODAY.isoformat()


def test_the_policy_names_facts_that_acts_have() -> None:
    """A fact that is spelt otherwise in the table of acts would be left out in silence. An address of a document is no field yet."""
    table = transitions()
    for kind, names in redaction_on(TODAY).facts.items():
        known = {field.name for field in table[kind].fields}
        assert set(names) - {"day", "address"} <= known, kind
