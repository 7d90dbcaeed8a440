"""Each planted awkwardness is present, and the truths say what a right reader makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrede.sources.sample import ActivityTruth, TransactionTruth, Truths

PAY = "2021-06-15"
REFUSED = ("page.xml", "entities.xml", "empty.xml", "truncated.xml.gz")


def noted(truths: Truths, note: str) -> list[ActivityTruth]:
    return [a for a in truths.activities if a.note == note]


def rows(truths: Truths, activity: ActivityTruth) -> list[TransactionTruth]:
    return [t for t in truths.transactions if (t.file, t.activity_ordinal) in activity.copies]


@pytest.mark.parametrize(
    ("note", "sectors"),
    [
        ("percentages-99.99", {"15220": 333_334, "15130": 333_333, "15150": 333_333}),
        ("percentages-100.01", {"15220": 333_367, "15130": 333_267, "15150": 333_366}),
        ("percentage-missing", {"15220": 600_000, "72010": 400_000}),
        ("percentages-two-missing", {"15220": 500_000, "72010": 250_000, "15190": 250_000}),
        ("two-vocabularies", {"15220": 1_000_000}),
        ("vocabulary-2-only", {"152": 750_000, "720": 250_000}),
        ("sector-on-transaction", {"72010": 1_000_000}),
        ("no-sector", {}),
    ],
)
def test_sectors(truths: Truths, note: str, sectors: dict[str, int]) -> None:
    (activity,) = noted(truths, note)
    (paid,) = [t for t in rows(truths, activity) if t.date == PAY]
    assert {code: part for _, code, part in paid.sectors} == sectors


@pytest.mark.parametrize(
    ("note", "places"),
    [
        ("country-on-transaction", (("country", "SO", 1_000_000),)),
        (
            "region-beside-countries",
            (("country", "NE", 500_000), ("country", "ML", 300_000), ("region", "289", 200_000)),
        ),
        ("region-on-top", (("country", "NE", 500_000), ("country", "ML", 500_000))),
        ("no-place", ()),
    ],
)
def test_places(truths: Truths, note: str, places: tuple[tuple[str, str, int], ...]) -> None:
    (activity,) = noted(truths, note)
    (paid,) = [t for t in rows(truths, activity) if t.date == PAY]
    assert paid.places == places


@pytest.mark.parametrize(
    ("note", "field", "value"),
    [
        ("negative-disbursement", "amount", "-5000.50"),
        ("zero-amount", "amount", "0"),
        ("amount-four-decimals", "amount", "1234.5678"),
        ("amount-with-blanks", "amount", "8000.10"),
        ("value-date-in-later-year", "value_date", "2021-01-08"),
        ("value-date-missing", "value_date", ""),
        ("date-missing", "date", ""),
        ("date-unreadable", "date_stated", "31/12/2019"),
        ("amount-unreadable", "amount_stated", "1,000"),
        ("amount-missing", "amount", ""),
        ("currency-without-rate", "currency", "XDR"),
        ("currency-missing", "currency", "EUR"),
    ],
)
def test_last_transaction(truths: Truths, note: str, field: str, value: str) -> None:
    (activity,) = noted(truths, note)
    last = rows(truths, activity)[-1]
    if note == "currency-missing":
        assert [t.currency for t in rows(truths, activity)] == ["EUR", "EUR", ""]
    else:
        assert getattr(last, field) == value


ISSUES = {
    "ill-formed", "not-xml", "entities", "empty", "version-lies", "retrieved-missing", "owner-unknown",
    "owner-is-another", "identifier-empty", "identifier-blanks", "percentages-not-100", "percentage-missing",
    "date-missing", "date-unreadable", "amount-unreadable", "amount-missing", "currency-missing", "unpriced",
    "value-date-missing", "provider-activity-mangled", "provider-activity-unknown",
}  # fmt: skip


def test_issues_are_exactly_the_planted_kinds(truths: Truths) -> None:
    assert {i.kind for i in truths.issues} == ISSUES
    assert {i.file for i in truths.issues if not i.file.startswith("awkward/")} == set()


def test_parts_of_two_year_files_join(truths: Truths) -> None:
    (activity,) = noted(truths, "parts")
    assert [file for file, _ in activity.copies] == ["2025-03/ministry-2019.xml", "2025-03/ministry-2020.xml.gz"]
    assert [t.date[:4] for t in rows(truths, activity)] == [
        "2019",
        "2019",
        "2020",
        "2020",
        "2021",
        "2021",
        "2022",
        "2022",
    ]


def test_a_duplicate_counts_once(truths: Truths) -> None:
    for note in ("duplicate", "same-activity-twice-in-one-file"):
        (activity,) = noted(truths, note)
        assert len(activity.copies) == 1
        assert len(rows(truths, activity)) == 3


def test_a_payment_moved_between_vintages_counts_once(truths: Truths) -> None:
    (gave,), (got,) = noted(truths, "payment-moved-away"), noted(truths, "payment-moved-here")
    moved = rows(truths, got)[-1]
    assert moved.amount not in {t.amount for t in rows(truths, gave)}
    assert all(a.copies[0][0] == "2025-03/ministry-2019.xml" for a in (gave, got))


def test_what_only_the_older_vintage_has_still_counts(truths: Truths) -> None:
    gone = noted(truths, "only-in-older-vintage")
    assert len(gone) == 3
    assert {a.copies[0][0] for a in gone} == {"2024-06/ministry-2019.xml.gz"}


def test_old_prefix_and_blanks_are_kept_as_identity(truths: Truths) -> None:
    (old,), (older,), (blanks,) = (
        noted(truths, n) for n in ("old-prefix", "old-reporting-ref", "identifier-with-blanks")
    )
    assert (old.reporting_ref, old.identifier) == ("XM-DAC-7", "NL-1-PPR-28456")
    assert (older.reporting_ref, older.identifier) == ("NL-1", "NL-1-PPR-28457")
    assert blanks.identifier == "XM-DAC-7-PPR-4000990050"
    assert {old.measure, older.measure, blanks.measure} == {"own"}


def test_empty_identifiers_are_two_activities(truths: Truths) -> None:
    found = noted(truths, "identifier-empty")
    assert len(found) == 2
    assert {a.identifier for a in found} == {""}
    assert len({a.copies for a in found}) == 2


def test_mangled_links_say_what_they_mean(truths: Truths) -> None:
    links = {
        t.provider_activity_stated: t.target
        for a in noted(truths, "provider-activity-mangled")
        for t in rows(truths, a)
        if t.type == "1"
    }
    known = {a.identifier for a in truths.activities}
    assert len(links) == 9
    assert sum(1 for target in links.values() if not target) == 2
    assert {target for target in links.values() if target} <= known
    assert links["XM-DAC-7-NL-1-PPR-28456"] == "NL-1-PPR-28456"


def test_owner_decides_over_reference(truths: Truths) -> None:
    unknown, other = noted(truths, "owner-unknown"), noted(truths, "owner-is-another")
    assert [(a.measure, a.owner_verified) for a in unknown] == [("own", False)] * 2
    assert [(a.measure, a.owner_verified) for a in other] == [("none", False)]
    assert not any(t.file == "awkward/owner-is-another.xml" and t.measure != "none" for t in truths.transactions)


def test_a_secondary_reporter_is_in_no_measure(truths: Truths) -> None:
    (activity,) = noted(truths, "secondary-reporter")
    assert (activity.secondary, activity.measure) == (True, "none")
    assert activity.reporting_ref == "XM-DAC-99912"


def test_hierarchy_levels_repeat_the_money(truths: Truths) -> None:
    parent, *children = noted(truths, "hierarchy")
    assert (parent.hierarchy, [c.hierarchy for c in children]) == ("1", ["2", "2"])


def test_titles_that_a_spreadsheet_would_run(truths: Truths) -> None:
    starts = {a.title[0][1][0] for a in noted(truths, "title-like-a-formula")}
    assert starts == set("=+-@")
    assert any("," in a.title[0][1] for a in noted(truths, "title-like-a-formula"))


def test_a_very_long_text_and_markup(truths: Truths, folder: Path) -> None:
    body = (folder / "iati/awkward/ministry-awkward.xml").read_text(encoding="utf-8")
    assert "A very long text that says nothing at all. " * 1_600 in body
    assert "&lt;script&gt;" in body
    assert noted(truths, "very-long-text")


def test_broken_files_are_what_they_say(folder: Path, truths: Truths) -> None:
    awkward = folder / "iati" / "awkward"
    assert (awkward / "empty.xml").read_bytes() == b""
    assert b"<html" in (awkward / "page.xml").read_bytes()
    assert (awkward / "entities.xml").read_bytes().count(b"<!ENTITY") == 10
    assert (awkward / "utf-16.xml").read_bytes()[:2] == b"\xff\xfe"
    assert b"</iati-activities>" not in (awkward / "truncated.xml.gz").read_bytes()
    counted = {t.file for t in truths.transactions}
    assert counted & {f"awkward/{n}" for n in REFUSED} == set()
    assert {"awkward/utf-16.xml", "awkward/version-lies.xml"} <= counted


def test_contact_persons_are_in_the_files_and_only_there(folder: Path, truths: Truths) -> None:
    body = (folder / "iati/2025-03/ministry-2017.xml").read_text(encoding="utf-8")
    assert all(mark in body for mark in truths.never_stored)
    assert not any(mark in repr(truths.activities) + repr(truths.transactions) for mark in truths.never_stored)


def test_currencies(truths: Truths) -> None:
    assert {t.currency for t in truths.transactions} == {"EUR", "USD", "GBP", "CHF", "XDR", ""}


def test_other_transaction_types_are_there(truths: Truths) -> None:
    assert {t.type for t in truths.transactions} == {"1", "2", "3", "4", "7", "11", "12", "13"}


def test_weights_never_exceed_the_whole(truths: Truths) -> None:
    for t in truths.transactions:
        for weights in (t.sectors, t.places):
            assert sum(part for *_, part in weights) in (0, 1_000_000), t
