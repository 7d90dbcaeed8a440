"""What is due when: drawn lives of a grant, and the rows of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from registerbook import PARTNER, RULES, YEAR, Book
from registergrant import ACCOUNT, HASH, granted, partner
from vrede.register.chain.act import Act
from vrede.register.chain.reading import every_act
from vrede.register.desk.due import due, late
from vrede.register.rules.terms import FILE, last_day, load_terms
from vrede.register.table.transition import transitions


@pytest.fixture
def grant(tmp_path: Path) -> Any:
    """A contribution of 1,000 cents, committed on 1 March 2024, ends on 30 June 2025; does an act on a day."""
    book = Book(f"sqlite:///{tmp_path / 'r.sqlite3'}")
    book.staff()
    book.law("cash", {"4.3": 1_000}, year=2025)
    partner(book)
    granted(book, "G1", 1_000, "contribution", schedule={"2024": 400, "2025": 600})

    def act(who: str, kind: str, on: date, facts: dict[str, Any] | None = None, /, **given: Any) -> Act:
        moment = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        return book.do(who, kind, "G1", facts, moment=moment, **given)

    act.rows = lambda day, ahead=92: [  # type: ignore[attr-defined]
        f"{r.day} {r.what} {r.dossier} {r.cents or '-'} {r.late_days}"
        for r in due(every_act(book.database), RULES, day, ahead)
    ]
    act.book = book  # type: ignore[attr-defined]
    yield act
    book.database.close()


def test_a_quiet_day_and_one_on_which_much_is_late(grant: Any) -> None:
    assert grant.rows(date(2024, 3, 1)) == ["2024-04-12 objection G1 - 0"]
    assert grant.rows(date(2024, 4, 13)) == []
    assert grant.rows(date(2024, 12, 31), 0) == ["2024-12-31 schedule G1 400 0"]
    assert grant.rows(date(2027, 1, 10)) == [
        "2024-12-31 schedule G1 400 740",
        "2025-07-01 financial_report G1 - 558",
        "2025-12-31 schedule G1 600 375",
        "2026-03-31 final_report G1 - 285",
        f"2026-12-31 due_diligence partner {PARTNER} - 10",
    ]


def test_what_was_asked_for_is_not_planned_twice(grant: Any) -> None:
    """A request that waits goes off what the schedule plans, the oldest year first; declined, it is planned again."""
    day = date(2024, 6, 3)
    request = grant("pia", "payment_request", day, {"account": ACCOUNT}, cents=300)
    assert grant.rows(day, 999) == [
        "2024-07-03 payment G1 300 0",
        "2024-12-31 schedule G1 100 0",
        *grant.rows(day, 999)[2:],
    ]
    grant("carla", "rejection", day, cents=300, approves=request.seq)
    assert "2024-12-31 schedule G1 400 0" in grant.rows(day, 999)


def test_each_act_takes_its_row_away(grant: Any) -> None:
    """A request is paid, a report judged, an objection decided, a claim repaid; then nothing is due."""
    day = date(2024, 6, 3)
    request = grant("pia", "payment_request", day, {"account": ACCOUNT}, cents=400)
    assert grant.rows(day) == ["2024-07-03 payment G1 400 0"]
    grant("carla", "payment", day, cents=400, approves=request.seq, year=YEAR, day=day)
    assert grant.rows(day) == []
    day = date(2025, 7, 1)
    report = {"report": "final", "period_end": "2025-06-30", "document": HASH}
    first = grant("pia", "report", day, report)
    assert "2025-09-30 report_assessment G1 - 0" in grant.rows(day)
    grant("coen", "report_assessment", day, {"opinion": "rejected"}, approves=first.seq)
    assert "2026-03-31 final_report G1 - 0" in grant.rows(day, 300)
    second = grant("pia", "report", day, report)
    grant("coen", "report_assessment", day, {"opinion": "accepted"}, approves=second.seq)
    assert "2025-09-30 final_settlement G1 - 0" in grant.rows(day)
    settled = grant("boris", "final_settlement", day, cents=300)
    assert not [row for row in grant.rows(day) if "schedule" in row or "final_settlement" in row]
    no = grant("pia", "objection", day, {"decision": settled.seq}, day=day)
    assert "2025-09-23 objection_decision G1 - 0" in grant.rows(day)
    grant("betty", "objection_decision", day, {"outcome": "rejected"}, approves=no.seq, day=day)
    grant("carla", "recovery", day, {"ground": "final_amount"}, cents=100)
    grant("carla", "repayment", day, cents=40)
    assert "2025-08-12 repayment G1 60 0" in grant.rows(day)
    grant("carla", "repayment", day, cents=60)
    assert [row for row in grant.rows(day) if "objection" not in row] == ["2025-07-01 financial_report G1 - 0"]


def test_a_subsidy_is_screened_again(grant: Any) -> None:
    """The day on which the newest screening stops to count; without one, today."""
    granted(grant.book, "G2", 10)
    assert f"2024-05-30 screening partner {PARTNER} - 0" in grant.rows(date(2024, 3, 1))


def test_rows_name_who_can_do_it(grant: Any) -> None:
    rows = due(every_act(grant.book.database), RULES, date(2027, 1, 10))
    assert {row.what: row.roles for row in rows} == {
        "schedule": transitions()["payment_request"].roles,
        "financial_report": transitions()["report"].roles,
        "final_report": transitions()["report"].roles,
        "due_diligence": ("appraiser",),
    }
    assert late(rows) == {"schedule": 2, "financial_report": 1, "final_report": 1, "due_diligence": 1}


def test_a_term_is_that_of_its_day(tmp_path: Path) -> None:
    """A newer term holds from its day on; before the first that one counts; a file that lacks one is refused."""
    text = FILE.read_text(encoding="utf-8")
    newer = text + text[text.index("[[term]]") : text.index("[[term]]", 500)].replace(
        "1994-01-01", "2030-01-01"
    ).replace("42", "10", 1)
    (tmp_path / "terms.toml").write_text(newer, encoding="utf-8")
    terms = load_terms(tmp_path / "terms.toml")
    assert last_day(terms, "objection", date(2029, 12, 31)) == date(2030, 2, 11)
    assert last_day(terms, "objection", date(2030, 1, 1)) == date(2030, 1, 11)
    assert last_day(terms, "objection", date(1990, 1, 1)) == date(1990, 2, 12)
    assert last_day(terms, "objection", date.max) == date.max
    (tmp_path / "less.toml").write_text(text[: text.rindex("[[term]]")], encoding="utf-8")
    with pytest.raises(ValueError, match="the terms are"):
        load_terms(tmp_path / "less.toml")


def test_what_was_released_is_not_asked(grant: Any) -> None:
    """Neither by the schedule nor by a request that can no longer be paid."""
    day = date(2024, 6, 3)
    grant("pia", "payment_request", day, {"account": ACCOUNT}, cents=700)
    assert "2024-07-03 payment G1 700 0" in grant.rows(day)
    grant("boris", "release", day, cents=350)
    assert [row for row in grant.rows(date(2026, 1, 1)) if "schedule" in row or "payment" in row] == [
        "2024-12-31 schedule G1 400 366",
        "2025-12-31 schedule G1 250 1",
    ]
    grant("boris", "release", day, cents=650)
    assert not [row for row in grant.rows(date(2026, 1, 1)) if "schedule" in row or "payment" in row]
