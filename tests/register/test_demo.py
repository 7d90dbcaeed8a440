"""The demo: a made-up year through the register's own rules, the same for the same day, and never known to a real register."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from lxml import etree

from registerbook import DAY, YEAR, Book
from vrede.article.policy import load_policy
from vrede.register.acts.submission import Submission
from vrede.register.audit.budget_statement import statement
from vrede.register.audit.dump_file import dump, restore
from vrede.register.audit.verification import verify
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.reading import acts_of, made_up, newest
from vrede.register.demo.play import empty, fill, play
from vrede.register.demo.story import people, story
from vrede.register.desk.projection import Projection
from vrede.register.publish.folder import files
from vrede.register.recording.recorder import record
from vrede.register.refused import RegisterRefused
from vrede.register.rules.funds import load_funds
from vrede.register.rules.ruleset import rules_of, shipped
from vrede.register.table.transition import transitions
from vrede.validate.check import Validator
from vrede.validate.finding import Severity
from vrede.validate.standard import Standard
from vrede.validate.unpack import UnpackedFile
from vrede.withheld.suppression import Suppression

TODAY = date(2026, 12, 8)
ROLES = {one.who: one.role for one in people()}
DAYS = [
    date(2027, 1, 1),
    date(2027, 1, 2),
    date(2027, 1, 9),
    date(2028, 2, 29),
    date(2027, 3, 1),
    date(2026, 7, 15),
    date(2026, 12, 31),
]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Database]:
    """The demo of a day in SQLite."""
    database = Database(f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    play(database, TODAY)
    yield database
    database.close()


def do(database: Database, who: str, kind: str, dossier: str, /, **facts: Any) -> Act:
    """An act on the day after; what it approves, its amount, year and day are filled in as a form does."""
    row, day = transitions()[kind], TODAY + timedelta(days=1)
    target = newest(acts_of(database, dossier), *row.approves) if row.approves else None
    cents = facts.pop("cents", target.cents if target and row.amount else None)
    year = day.year if row.field("year") and (target is None or target.cents) else None
    asked = Submission(who, ROLES[who], kind, dossier, uuid4().hex, "a reason", cents, year, target and target.seq, day if row.field("day") else None, facts)  # fmt: skip
    return record(database, asked, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def refused(database: Database, *words: str, **facts: Any) -> str:
    with pytest.raises(RegisterRefused) as error:
        do(database, *words, **facts)
    return error.value.code


def test_it_fills_an_empty_database_of_each_kind(address: str) -> None:
    """It verifies, says that it is made up, and goes in once; the rules of either database take every act."""
    database = Database(address)
    assert not made_up(database)
    number = fill(database, TODAY)
    assert database.one("SELECT COUNT(*) FROM act") == (number,)
    assert number == len(story()) + len(people())
    assert verify(database) == []
    assert made_up(database)
    with pytest.raises(RegisterRefused, match="begun here already"):
        fill(database, TODAY)
    assert database.one("SELECT COUNT(*) FROM act") == (number,)
    do(database, "controller", "payment", "2026-02")
    assert verify(database) == []
    database.close()


def test_a_register_that_was_begun_is_left_alone(book: Book) -> None:
    before = book.count()
    for tries in (lambda: fill(book.database, TODAY), lambda: play(book.database, TODAY), lambda: empty(book.database)):
        with pytest.raises(RegisterRefused, match="begun"):
            tries()
    assert book.count() == before


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_same_day_gives_the_same_acts(day: date, tmp_path: Path) -> None:
    """Every word, moment and hash; and on any day the same acts in the same order, in time, none of them ahead."""
    told = []
    for name in ("one", "two"):
        database = Database(f"sqlite:///{tmp_path / name}.sqlite3")
        play(database, day)
        told.append(
            database.all("SELECT seq, moment, who, kind, dossier, token, reason, body, hash FROM act ORDER BY seq")
        )
        assert verify(database) == []
        short = [row for row in statement(database) if (row["year"], row["line"]) == (day.year, "4.3")]
        book = Projection().advance(database)
        due = sum(d.due(day.year) for d in book.dossiers.values() if d.sort == "grant" and d.line == "4.3")
        assert 0 < due - short[0]["cash_free_cents"] < 50_000_000
        database.close()
    assert told[0] == told[1]
    moments = [row[1] for row in told[0]]
    assert moments == sorted(moments)
    assert moments[-1][:10] <= day.isoformat()
    assert [(row[2], row[3]) for row in told[0][len(people()) :]] == [(one.who, one.kind) for one in story()]


def test_what_stands_in_it(demo: Database) -> None:
    """Grants at every point of their life, of every instrument; every role but those that only read has acted."""
    book = Projection().advance(demo)
    states = {name: (one.instrument, one.state) for name, one in book.dossiers.items() if one.sort == "grant"}
    assert states == {
        "2025-01": ("assignment", "closed"),
        "2025-02": ("subsidy", "settled"),
        "2025-03": ("subsidy", "committed"),
        "2025-04": ("contribution", "committed"),
        "2025-05": ("contribution", "committed"),
        "2026-01": ("contribution", "committed"),
        "2026-02": ("assignment", "committed"),
        "2026-03": ("contribution", "proposed"),
        "2026-04": ("loan", "proposed"),
        **{f"CALL-2026-{n}": ("subsidy", "committed" if n in (1, 4) else "proposed") for n in (1, 2, 3, 4, 6)},
        "CALL-2026-5": ("subsidy", "refused"),
    }
    ranked = acts_of(demo, "CALL-2026")[-1].facts.get("rows", [])
    assert [(row["dossier"][-1], row["why"]) for row in ranked] == [
        ("1", "taken"), ("4", "taken"), ("2", "taken"), ("3", "sub_ceiling"), ("5", "ceiling"), ("6", "late"),
    ]  # fmt: skip
    assert book.dossiers["2025-04"].line == "4.1"
    assert {role for (role,) in demo.all("SELECT DISTINCT role FROM act")} == set(ROLES.values()) - {"auditor"}
    said = [json.loads(body) for (body,) in demo.all("SELECT body FROM act")]
    assert {one["phase"] for one in said if "phase" in one} == {"draft", "adopted", "first_supplementary"}
    assert {one["partner"] for one in said if "partner" in one} == {f"NL-KVK-9000000{n}" for n in (1, 2, 3)}


def test_a_document_does_not_rename_its_dossier(demo: Database) -> None:
    """Nor does a law, for the line that it names."""
    book = Projection().advance(demo)
    assert book.dossiers["CALL-2026-1"].title == "Courts that come to the village"
    assert book.dossiers["2025-03"].title == "Legal aid desks, last half year"


def test_only_what_asks_for_an_approval_waits_for_one(demo: Database) -> None:
    """No screening without a hit, none that was cleared, and no report of a concern that stops nothing: of the stop only the newest."""
    book = Projection().advance(demo)
    found = {name: sorted(one.kind for one in book.dossiers[name].pending.values()) for name in book.waiting}
    assert not [name for name in found if name.startswith("partner")]
    assert found["integrity 1"] == ["suspension"]
    assert found["2025-04"] == ["modification"]


def test_what_waits_can_be_done(demo: Database) -> None:
    """By somebody of the demo, on the day after: each thing that is left for the reader."""
    do(demo, "controller", "payment", "2026-02")
    do(demo, "holder", "commitment", "CALL-2026-2")
    do(demo, "holder", "commitment", "2026-03")
    do(demo, "holder2", "modification_approval", "2025-04")
    do(demo, "holder2", "objection_decision", "CALL-2026-4", outcome="rejected")
    do(demo, "board-defence", "signature", "FUND-2026-2", side="defence")
    do(demo, "controller2", "drawdown", "FUND-2026-2")
    do(demo, "integrity2", "resumption", "integrity 1")
    do(demo, "controller", "payment", "2025-05")
    for kind in ("legal", "financial"):
        do(demo, "appraiser2", "advice", "2026-04", discipline=kind, advice="positive")
    do(demo, "holder", "commitment", "2026-04", justification="the loss is the partner's")
    do(demo, "controller", "repayment", "2025-02", cents=6_000_000)
    do(demo, "controller", "closure", "2025-02")
    final = {"report": "final", "period_end": "2025-06-30", "document": "0" * 64}
    do(demo, "partner", "report", "2025-03", **final, accounted=80_000_000)
    do(demo, "controller2", "report_assessment", "2025-03", opinion="accepted")
    do(demo, "controller", "payment", "2025-03")
    refusal = newest(acts_of(demo, "CALL-2026-5"), "refusal")
    assert refusal is not None
    do(demo, "other-partner", "objection", "CALL-2026-5", decision=refusal.seq)
    do(demo, "holder2", "objection_decision", "CALL-2026-5", outcome="rejected")
    do(demo, "holder", "refusal", "CALL-2026-6", ground="late")
    assert verify(demo) == []


def test_what_is_refused_in_it_and_why(demo: Database) -> None:
    """The rules that the walk shows."""
    assert refused(demo, "controller", "payment", "2025-03") == "reports"
    assert refused(demo, "controller", "payment", "2025-05") == "suspended"
    assert refused(demo, "holder", "commitment", "CALL-2026-3") == "ranking"
    assert refused(demo, "holder", "commitment", "2026-04") == "step"
    assert refused(demo, "holder2", "commitment", "CALL-2026-5") == "state"
    assert refused(demo, "controller2", "drawdown", "FUND-2026-2") == "sides"
    assert refused(demo, "holder", "objection_decision", "CALL-2026-4", outcome="upheld") == "own"
    assert refused(demo, "holder", "modification_approval", "2025-04") == "own"
    assert refused(demo, "integrity", "resumption", "integrity 1") == "own"
    assert refused(demo, "controller", "closure", "2025-02") == "claim"
    assert refused(demo, "board-diplomatic", "document", "2025-04", title="t", document="0" * 64, category="letter", public=True) == "humanitarian"  # fmt: skip


def test_a_real_register_never_knows_the_invented_fund(book: Book, demo: Database, tmp_path: Path) -> None:
    """Neither its rules nor an act; the demo knows it beside those that ship, which stay as they are."""
    assert rules_of(book.database) == shipped()
    assert "DEMO" not in load_funds()
    assert set(rules_of(demo).funds) == {*load_funds(), "DEMO"}
    assert rules_of(demo).instruments == shipped().instruments
    facts = {"fund": "DEMO", "letter": "a letter"}
    with pytest.raises(RegisterRefused, match="there is no fund 'DEMO'"):
        record(
            book.database,
            Submission("carla", "controller", "allotment", "funds", "t", "a reason", 100, YEAR, None, DAY, facts),
            datetime(2024, 3, 1, tzinfo=UTC),
        )
    asks = {"uses": ["training"], "criteria": {"integrated": "yes", "handover": "yes"}}
    assert refused(demo, "officer", "fund_request", "FUND-9", cents=1, fund="BIV", **asks) == "fund"
    with pytest.raises(RegisterRefused, match="not asked for this act"):
        book.appoint("zoe", "appraiser", made_up=True)
    assert not made_up(book.database)


def test_a_copy_of_it_says_so_too(demo: Database, tmp_path: Path) -> None:
    """Dumped and restored, it is made up still."""
    dump(demo, tmp_path / "demo.jsonl")
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    restore(other, tmp_path / "demo.jsonl")
    assert made_up(other)
    assert "DEMO" in rules_of(other).funds
    other.close()


def test_what_it_publishes_is_sound_and_says_that_it_is_made_up(demo: Database, shared: Path) -> None:
    """No error by the project's own validator; what is restricted is in none of its files."""
    made, published = files(demo, Suppression(), TODAY)
    validator = Validator(Standard(shared / "iati-standard"), load_policy(), datetime(2026, 12, 9, tzinfo=UTC))
    report = validator.check(UnpackedFile("activities.xml", made["activities.xml"]))
    assert report.complete
    bad = (Severity.error, Severity.critical)
    assert [g.finding.rule for g in report.findings.groups() if g.finding.severity in bad] == []
    assert (published.activities, published.left_out) == (9, 0)
    assert json.loads(made["register.json"])["made_up"] is True
    root = etree.fromstring(made["activities.xml"])
    for part in ("title", "description"):
        texts = root.xpath(f"iati-activity/{part}/narrative[1]/text()")
        assert [text.startswith("Made up") for text in texts] == [True] * 9
    assert len(set(root.xpath("iati-activity/title/narrative/text()"))) == 9
    assert b"DEMO00000" not in b"".join(made.values())
    assert b"builders told me" not in b"".join(made.values())


def test_only_a_register_that_is_made_up_publishes_that_it_is(book: Book) -> None:
    book.commit("G1", book.propose("G1", 10, title="A title"))
    made, _published = files(book.database, Suppression(), TODAY)
    assert "made_up" not in json.loads(made["register.json"])
    assert b"<narrative>A title</narrative>" in made["activities.xml"]
    assert b"ade up" not in made["activities.xml"]
