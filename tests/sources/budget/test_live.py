"""The live open data of the state budget: three shapes, two units, and what cannot be read."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.sources.budget.figure import whole
from vrede.sources.budget.live import Live, read_live, shape_at
from vrede.sources.budget.names import PHASES
from vrede.sources.budget.read import BudgetError
from vrede.sources.budget.tables import BUDGET_ISSUE, BUDGET_LINE, BUDGET_RECIPIENT

# The headings as the public source of the ministry's site has them.
TABLES = [
    "index",
    "jaar",
    "fase",
    "verantwoordelijk_minister",
    "hoofdstuk_naam",
    "hoofdstuk_nummer",
    "artikel_naam",
    "artikel_nummer",
    "beleid_of_niet_beleid",
    "rbv_model",
    "artikelonderdeel_naam",
    "artikelonderdeel_nummer",
    "instrument_of_uitsplitsing_apparaat_naam",
    "instrument_of_uitsplitsing_apparaat_nummer",
    "regeling_detailniveau_naam",
    "regeling_detailniveau_nummer",
    "vuo",
    "bedrag",
]
STATES = (
    "Begrotingsjaar,Uitgaven Ontvangsten Verplichtingen,Begrotingsnummer,Naam Begroting ,Artikel nummer,Artikel,Stand ontwerpbegroting,"
    "Stand vastgestelde begroting,Stand eerste suppletoire,Stand tweede suppletoire,Realisatie"
)
RECIPIENTS = ["jaar", "hoofdstuk_nummer", "artikel_nummer", "instrument", "regeling", "ontvanger", "bedrag"]


def line(amount: Any, part: str = "1", scheme: str = "Noodhulpfonds", **changed: Any) -> dict[str, Any]:
    """A record of a budget table."""
    known = dict.fromkeys(TABLES, "") | {
        "jaar": "2024", "fase": "OWB", "hoofdstuk_nummer": "XVII", "artikel_nummer": "4", "artikelonderdeel_nummer": part,
        "instrument_of_uitsplitsing_apparaat_naam": "Bijdrage" if scheme else "", "regeling_detailniveau_naam": scheme, "vuo": "U",
    }  # fmt: skip
    return known | {"bedrag": amount} | changed


def recipient(amount: Any, name: str = "Rode Kruis", **changed: Any) -> dict[str, Any]:
    """A record of recipients."""
    return (
        dict(zip(RECIPIENTS, ["2024", "XVII", "4", "Bijdrage", "Noodhulpfonds", name, amount], strict=True)) | changed
    )


def as_json(tmp_path: Path, *records: Any) -> Path:
    path = tmp_path / "live.json"
    path.write_text(json.dumps(list(records)), encoding="utf-8")
    return path


def as_csv(tmp_path: Path, *records: dict[str, Any]) -> Path:
    path = tmp_path / "live.csv"
    pl.DataFrame(records).write_csv(path)
    return path


def amounts(found: Live) -> list[tuple[str | None, str | None, int]]:
    return found.lines.select("subarticle", "scheme", "amount_thousand_eur").rows()


# printed | read
FIGURES = [
    ("1073712", 1073712), ("1 073 712", 1073712), ("1\u00a0073\u202f712", None), ("1\u202f073\u202f712", 1073712), ("1.012.165", 1012165),
    ("394.571", 394571), ("\u2012140.706", -140706), ("\u2212 5", -5), ("-5", -5), ("0", 0), ("394.57", None), ("1.0121.65", None),
    ("1,234", None), ("1e3", None), ("", None), ("NaN", None), ("--5", None), ("1234567890123", None), ("9" * 5000, None), ("٣", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_a_figure_is_a_whole_number(text: str, expected: int | None) -> None:
    """Printed in three ways; never a decimal."""
    assert whole(text) == expected


@given(st.text(max_size=30))
def test_no_text_is_an_exception(text: str) -> None:
    found = whole(text)
    assert found is None or isinstance(found, int)


@pytest.mark.parametrize("write", [as_json, as_csv])
def test_a_budget_table_is_thousands(tmp_path: Path, write: Any) -> None:
    """Lowest lines, with the sums of sub-article and article that no line prints."""
    found = read_live(
        write(tmp_path, line("1 234"), line("6", scheme="CERF"), line("1.000", part="3", scheme="Stabiliteit"))
    )
    assert found.shape == "tables"
    assert found.lines.schema == BUDGET_LINE.schema
    assert amounts(found) == [
        ("4.1", "Noodhulpfonds", 1234), ("4.1", "CERF", 6), ("4.3", "Stabiliteit", 1000),
        ("4.1", None, 1240), ("4.3", None, 1000), (None, None, 2240),
    ]  # fmt: skip
    assert found.lines["amount_eur_cents"].to_list()[0] == 123_400_000
    assert found.lines["note"].to_list()[-1] == "sum of 2 lines of the file"
    assert found.issues.height == 0


def test_phases_and_kinds(tmp_path: Path) -> None:
    rows = [line("1", fase=phase, vuo=vuo) for phase in ("OWB", "VB", "O1", "SBS", "O2", "JV") for vuo in "VUO"]
    found = read_live(as_json(tmp_path, *rows)).lines.filter(pl.col("scheme").is_not_null())
    assert found["phase"].unique(maintain_order=True).to_list() == list(PHASES.values())
    assert found["kind"].unique(maintain_order=True).to_list() == ["commitment", "cash", "receipts"]
    assert found["measure"].unique().to_list() == ["level"]


def test_totals_are_left_out_of_sums(tmp_path: Path) -> None:
    rows = [line("10", totaal="NEE"), line("10", scheme="", totaal="JA")]
    assert amounts(read_live(as_json(tmp_path, *rows))) == [
        ("4.1", "Noodhulpfonds", 10),
        ("4.1", None, 10),
        (None, None, 10),
    ]


def test_what_is_printed_is_not_summed_again(tmp_path: Path) -> None:
    """A printed sub-article counts; one that differs from its schemes is an issue with the difference."""
    found = read_live(as_json(tmp_path, line("10"), line("12", scheme="")))
    assert amounts(found) == [("4.1", "Noodhulpfonds", 10), ("4.1", None, 12), (None, None, 12)]
    assert found.issues["difference_thousand_eur"].to_list() == [2]


def test_the_article_had_another_number(tmp_path: Path) -> None:
    found = read_live(as_json(tmp_path, line("10", artikel_nummer="44", jaar="2019"), line("1", artikel_nummer="41")))
    assert found.lines["article"].to_list() == ["4", "4", "4"]
    assert found.lines["note"][0] == "article 44 in the file"


def test_budget_states_give_the_article(tmp_path: Path) -> None:
    path = tmp_path / "states.csv"
    path.write_text(
        f"{STATES}\n2013,U,XVII,BHOS,44,Vrede,10,11,12,,‒1.300\n2013,U,V,BZ,4,Welvaart,1,1,1,1,1\n", encoding="utf-8"
    )
    found = read_live(path)
    assert found.shape == "states"
    assert found.lines.select("phase", "amount_thousand_eur").rows() == [
        ("draft", 10), ("adopted", 11), ("first_supplementary", 12), ("realised", -1300),
    ]  # fmt: skip


def test_the_unit_trap(tmp_path: Path) -> None:
    """A line of 1,234 thousand is what recipients of 1,234,000 euro received, to the cent; digits alike are a thousand times apart."""
    lines = read_live(as_json(tmp_path, line("1.234"))).lines
    received = read_live(as_csv(tmp_path, recipient("1.000.000"), recipient("234 000", "Cordaid"))).recipients
    assert received.schema == BUDGET_RECIPIENT.schema
    assert lines["amount_eur_cents"][0] == received["amount_eur_cents"].sum() == 123_400_000
    assert read_live(as_csv(tmp_path, recipient("1.234"))).recipients["amount_eur_cents"].to_list() == [123_400]


def test_recipients_cannot_be_read_as_thousands(tmp_path: Path) -> None:
    """No argument gives a unit, no column of recipients is in thousands, and their file gives no line of the budget."""
    found = read_live(as_json(tmp_path, recipient("1234")))
    assert found.lines.height == 0
    assert list(inspect.signature(read_live).parameters) == ["path", "chapter", "article"]
    assert not [column for column in BUDGET_RECIPIENT.columns if "thousand" in f"{column.name}{column.unit}"]
    assert not {table.name for table in (BUDGET_RECIPIENT,)} & {BUDGET_LINE.name}


@pytest.mark.parametrize(
    "extra", [{"vuo": "U"}, {"fase": "JV"}, {"Realisatie (x1000)": "5"}, {"bedrag (x 1.000)": "5"}]
)
def test_recipients_in_thousands_are_refused(tmp_path: Path, extra: dict[str, str]) -> None:
    """A department's sheet, or a table of the budget with names in it: whole files, so that no figure of them is believed."""
    with pytest.raises(BudgetError, match="recipients are published in euro"):
        read_live(as_json(tmp_path, {**recipient("5"), **extra}))
    with pytest.raises(BudgetError, match="recipients are published in euro"):
        read_live(as_json(tmp_path, {**line("5"), "ontvanger": "Rode Kruis"}))


def test_somebody_may_be_paid_twice(tmp_path: Path) -> None:
    assert read_live(as_json(tmp_path, recipient("5"), recipient("5"))).recipients["amount_eur"].to_list() == [5, 5]


# record | what is said of it
UNREADABLE = [
    (line("394,57"), "the amount '394,57' is not a whole number of thousands of euro"),
    (line(394.57), "'394.57 (a decimal)'"),
    (line(394.571), "'394.571 (a decimal)'"),
    (line(10**40), "is not a whole number"),
    (line(None), "the amount ''"),
    (line(["5"]), "the amount '(list)'"),
    (line(True), "the amount 'True'"),
    (line("5", fase="XX"), "the phase is 'XX'"),
    (line("5", vuo="X"), "vuo is 'X'"),
    (line("5", jaar="20x4"), "the year is '20x4'"),
    (line("5", jaar="99999"), "the year is '99999'"),
    ("a text", "it is no record"),
    (recipient("5,50"), "is not a whole number of euro"),
    (recipient("5", ""), "no recipient is named"),
]


@pytest.mark.parametrize(("record", "said"), UNREADABLE)
def test_what_cannot_be_read_is_an_issue(tmp_path: Path, record: Any, said: str) -> None:
    """With its place; the other rows stand."""
    sound = recipient("1", "B") if isinstance(record, dict) and "ontvanger" in record else line("1", scheme="B")
    found = read_live(as_json(tmp_path, sound, record))
    assert found.issues.schema == BUDGET_ISSUE.schema
    ((number, reason),) = found.issues.select("line_no", "reason").rows()
    assert number == 2
    assert said in reason
    assert (found.lines.height or found.recipients.height) >= 1


def test_no_sum_where_a_line_cannot_be_read(tmp_path: Path) -> None:
    """A sum of what is left would look whole."""
    assert amounts(read_live(as_json(tmp_path, line("10"), line("x", scheme="CERF")))) == [("4.1", "Noodhulpfonds", 10)]
    other = read_live(as_json(tmp_path, line("10"), line("x", scheme="CERF", jaar="2023")))
    assert amounts(other) == [("4.1", "Noodhulpfonds", 10), ("4.1", None, 10), (None, None, 10)]


def test_a_line_counts_once(tmp_path: Path) -> None:
    """The same twice is one; two that differ are none."""
    same = read_live(as_json(tmp_path, line("10"), line("10")))
    assert amounts(same)[0] == ("4.1", "Noodhulpfonds", 10) and same.issues["reason"].to_list() == [
        "the line stands twice"
    ]
    differing = read_live(as_json(tmp_path, line("10"), line("11")))
    assert amounts(differing) == []
    assert differing.issues["line_no"].to_list() == [1, 2]


def test_a_name_twice_in_a_record_is_an_issue(tmp_path: Path) -> None:
    """JSON lets the last win in silence; here none does."""
    path = tmp_path / "twice.json"
    text = json.dumps([line("10"), line("11", scheme="CERF")])
    path.write_text(text.replace('"bedrag": "11"', '"bedrag": "11", "Bedrag": "12"'), encoding="utf-8")
    found = read_live(path)
    assert amounts(found) == [("4.1", "Noodhulpfonds", 10)]
    assert "twice" in found.issues["reason"][0]


def test_records_may_stand_below_a_year(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    record = recipient("7")
    record.pop("jaar")
    path.write_text(json.dumps({"jaar": 2020, "result": [record]}), encoding="utf-8")
    assert read_live(path).recipients.select("year", "amount_eur").rows() == [(2020, 7)]


def test_another_article_gives_nothing_and_says_so(tmp_path: Path) -> None:
    found = read_live(as_json(tmp_path, line("5", hoofdstuk_nummer="V")))
    assert found.lines.height == 0
    assert found.issues["reason"].to_list() == ["no line of article 4 of chapter XVII stands in the file"]


HOSTILE = {
    "cut JSON": b'[{"jaar": "2024"', "no list": b'{"a": 1}', "two lists": b'{"a": [], "b": []}', "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000, "empty": b"", "zero bytes": b"jaar,bedrag\n\0", "not UTF-8": b"jaar\xff", "an image": b"\x89PNG\r\n\x1a\n",
    "open quote": ",".join(TABLES).encode() + b'\n"', "heading twice": b"jaar,jaar,bedrag\n", "a long field": b"jaar\n" + b"x" * 200_000,
    "other headings": b"a,b\n1,2\n", "no records": b"[]", "text": b"[1, 2]", "a number": b"{}",
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(data)
    with pytest.raises(BudgetError, match="hostile"):
        read_live(path)


def test_a_row_that_is_too_short_is_an_issue(tmp_path: Path) -> None:
    path = as_csv(tmp_path, line("10"))
    with path.open("a", encoding="utf-8") as stream:
        stream.write("XVII,2024\n")
    found = read_live(path)
    assert found.issues.select("line_no", "reason").rows() == [(3, "it has 2 values for 18 headings")]


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([*TABLES, "totaal"]), st.one_of(st.none(), st.text(), st.integers(), st.floats())
        )
    )
)
def test_any_records_give_rows_issues_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]
) -> None:
    path = as_json(tmp_path_factory.mktemp("any"), line("1"), *records)
    found = read_live(path)
    assert found.lines["amount_thousand_eur"].dtype == pl.Int64


def test_the_shape_is_told_by_the_headings(tmp_path: Path, shared: Path) -> None:
    assert shape_at(as_json(tmp_path, line("1"))) == "tables"
    assert shape_at(as_csv(tmp_path, recipient("1"))) == "recipients"
    assert shape_at(shared / "budget" / "art4_budget.csv") == "collected"
    assert shape_at(Path(__file__).parents[2] / "fetch" / "answers" / "budgettaire_tabellen.csv") == "tables"
