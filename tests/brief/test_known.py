"""What the files behind a figure can know: each measure has its own days of retrieval, and a year may not be whole in them.

own money: retrieved 15 June 2021     field: retrieved 10 October 2025
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lakefolder import Folder, activity
from vrede.article.load import load_texts
from vrede.brief.contents import Brief, Figure, subject_of
from vrede.brief.facts import before, facts_of, ledger_of
from vrede.brief.known import retrieved
from vrede.brief.make import make_brief
from vrede.brief.question import answer
from vrede.lake import whole_year
from vrede.lake.retrieval import reach
from vrede.lake.snapshot import Snapshot
from vrede.lake.store import Store
from vrede.money.selection import Selection
from vrede.withheld.suppression import Suppression

TEXTS = load_texts()
RELIEF = '<sector vocabulary="1" code="72010"/><recipient-country code="ML"/>'
RESULT = (
    '<result type="1"><title><narrative>Relief</narrative></title><indicator measure="1"><title><narrative>{title}'
    "</narrative></title>{periods}</indicator></result>"
)
PERIOD = '<period><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/><actual {value}/></period>'


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Own money of 2020 and half of 2021, and everyone else's of 2020 to 2025."""
    root = tmp_path / "sources"
    root.mkdir()
    made = Folder(root, tmp_path / "lake")
    made.file("own.xml", activity("A", "3 2020-03-01 1000000", "3 2021-03-01 250000", ref="XM-DAC-7", inside=RELIEF))
    others = ("3 2020-03-01 70", "3 2021-12-01 80", "3 2025-02-01 90")
    made.file("field.xml", activity("B", *others, ref="XM-DAC-1", inside=RELIEF))
    made.datasets("own.xml,2021-06-15,XM-DAC-7,,", "field.xml,2025-10-10,XM-DAC-1,,")
    return made


def said(snapshot: Snapshot, language: str, **view: str) -> str:
    """The paragraph of an answer."""
    ledger, activities = ledger_of(snapshot, TEXTS), snapshot.table("activity")
    return answer(ledger, Selection(**view), "0" * 16, activities, language, "relief", False).paragraph  # type: ignore[arg-type]


def brief_of(snapshot: Snapshot, language: str, asked: str = "F3", year: str = "") -> Brief:
    """A brief of this lake."""
    about = subject_of(asked, TEXTS[-1], language)  # type: ignore[arg-type]
    facts = facts_of(snapshot, ledger_of(snapshot, TEXTS), TEXTS, about)
    return make_brief(facts, about, language, year)  # type: ignore[arg-type]


def text_of(brief: Brief, at: int) -> str:
    """The paragraphs of a section, figures as they are printed."""
    return " ".join(
        "".join(piece.shown if isinstance(piece, Figure) else piece for piece in paragraph)
        for paragraph in brief.sections[at].paragraphs
    )


def test_an_answer_names_the_day_of_each_measure(folder: Folder) -> None:
    """Never one day for all three: the newest of all is not that of own money."""
    snapshot = folder.build()
    own, field = said(snapshot, "en", clause="F3", year="2020").split("Everyone else")
    assert "retrieved on 15 June 2021" in own
    assert "10 October 2025" not in own.split("Under chain")[0]
    assert "retrieved on 10 October 2025" in field
    assert "opgehaald op 15 juni 2021" in said(snapshot, "nl", clause="F3", year="2020")


@pytest.mark.parametrize(
    ("year", "measure", "en", "nl"),
    [
        ("2020", "own", "", ""),
        ("2021", "own", "2021 is not whole in them", "2021 is daarin niet heel"),
        ("2022", "own", "They can say nothing of 2022", "Zij kunnen over 2022 niets melden"),
        ("2021", "field", "", ""),
        ("2025", "field", "2025 is not whole in them", "2025 is daarin niet heel"),
        ("", "own", "2021 is not whole in them", "2021 is daarin niet heel"),
    ],
)
def test_an_answer_says_what_of_a_year_its_files_cannot_know(
    folder: Folder, year: str, measure: str, en: str, nl: str
) -> None:
    snapshot = folder.build()
    for language, words, marks in (("en", en, ("not whole", "nothing of")), ("nl", nl, ("niet heel", "niets melden"))):
        told = said(snapshot, language, clause="F3", year=year, measure=measure)
        assert words in told
        assert any(mark in told for mark in marks) is bool(words)


def test_amounts_from_files_of_several_days_name_the_first_and_the_last(folder: Folder) -> None:
    """Of a year that only the newer files hold whole, that is said."""
    folder.file("old.xml", activity("C", "3 2021-02-01 10", ref="XM-DAC-1", inside=RELIEF))
    folder.datasets("own.xml,2021-06-15,XM-DAC-7,,", "field.xml,2025-10-10,XM-DAC-1,,", "old.xml,2021-04-01,XM-DAC-1,,")
    told = said(folder.build(), "en", clause="F3", year="2021", measure="field")
    assert "retrieved between 1 April 2021 and 10 October 2025" in told
    assert "In some of them 2021 is not whole: the oldest are of 1 April 2021" in told


def test_files_without_a_known_day_are_said_to_have_none(folder: Folder) -> None:
    folder.datasets("field.xml,2025-10-10,XM-DAC-1,,")
    assert "retrieved is not known" in said(folder.build(), "en", clause="F3", year="2020", measure="own")


def test_a_brief_leads_with_the_last_whole_year(folder: Folder) -> None:
    """The year that has begun stands in its table, marked; the lead is of the year before."""
    for language, lead, row in (
        ("en", "In 2020 the ministry spent", "2021 (own money until 15 June)"),
        ("nl", "In 2020 gaf het ministerie", "2021 (eigen geld tot 15 juni)"),
    ):
        made = brief_of(folder.build(), language)
        assert lead in text_of(made, 0)
        labels = [label for label, _row in made.sections[0].grids[0].rows]
        assert labels[:2] == [row, "2020"]


def test_a_part_of_a_year_is_marked_beside_its_own_figures(folder: Folder) -> None:
    """Own money of 2021 is of a part of the year; that of everyone else is of the whole."""
    told = text_of(brief_of(folder.build(), "en", year="2021"), 0)
    assert "0.3 m (until 15 June) under this sentence" in told.replace("\u00a0", " ")
    assert "everyone else spent €" in told
    assert "committed nothing (not found in these files, which go until 15 June)" in told
    assert told.count("(until 15 June)") == 1
    made = brief_of(folder.build(), "nl", year="2021")
    assert "(eigen geld, 2021, tot 15 juni)" in made.sections[0].grids[1].caption
    assert any("2021 (tot 15 juni)" in receipt.words for receipt in made.receipts)


def test_a_figure_is_marked_by_the_files_it_rests_on(folder: Folder) -> None:
    """Newer files of the same measure, on other programmes, do not make its year whole."""
    folder.file("old.xml", activity("C", "3 2021-02-01 10", ref="XM-DAC-1", inside=RELIEF.replace("ML", "NE")))
    folder.datasets("own.xml,2021-06-15,XM-DAC-7,,", "field.xml,2025-10-10,XM-DAC-1,,", "old.xml,2021-04-01,XM-DAC-1,,")
    snapshot = folder.build()
    assert "€ 10 (until 1 April)." in text_of(brief_of(snapshot, "en", "NER", "2021"), 0).replace("\u00a0", " ")
    labels = [label for label, _row in brief_of(snapshot, "nl", "NER", "2021").sections[0].grids[0].rows]
    assert labels[0] == "2021 (eigen geld tot 15 juni; veld tot 1 april)"


def test_a_year_that_the_files_cannot_know_is_not_called_nothing(folder: Folder) -> None:
    told = text_of(brief_of(folder.build(), "en", year="2023"), 0)
    assert "the ministry spent not known (the files are of 15 June 2021)" in told
    assert "everyone else spent nothing (not found in these files)" in told


def test_a_brief_names_the_day_of_each_measure(folder: Folder) -> None:
    """One day only where it is the same for all."""
    assert "15 June 2021 (own money)" in brief_of(folder.build(), "en").notes[-1]
    assert "10 oktober 2025 (veld)" in brief_of(folder.build(), "nl").notes[-1]
    same = dict.fromkeys(("own", "chain", "field"), date(2021, 6, 15))
    assert retrieved(same, "en") == "15 June 2021"


def test_how_much_of_a_year_a_day_can_know() -> None:
    """retrieved   | 2020  | 2021
    31 Dec 2020    | whole | nothing
    15 June 2021   | whole | part"""
    assert [reach(date(2020, 12, 31), year) for year in (2020, 2021)] == ["whole", "nothing"]
    assert [reach(date(2021, 6, 15), year) for year in (2020, 2021)] == ["whole", "part"]
    assert whole_year([2021, 2020], date(2021, 6, 15)) == 2020
    assert whole_year([2021], date(2021, 6, 15)) == 2021
    assert whole_year([2021, 2020], None) == 2021
    assert whole_year([], date(2021, 6, 15)) is None


def test_a_period_without_a_value_is_no_result(folder: Folder) -> None:
    """value="5" counts; value="" and no value at all are said apart."""
    periods = "".join(PERIOD.format(value=value) for value in ('value="5"', 'value=""', ""))
    inside = RELIEF + RESULT.format(title="People helped", periods=periods)
    folder.file("own.xml", activity("A", "3 2020-03-01 1000000", ref="XM-DAC-7", inside=inside))
    snapshot = folder.build()
    assert "Results reported: 1, by programmes: 1" in text_of(brief_of(snapshot, "en"), 2)
    blank = snapshot.table("result_value").height - 1
    assert blank
    assert f"{blank} reports have no value" in text_of(brief_of(snapshot, "en"), 2)
    assert f"{blank} meldingen hebben geen waarde" in text_of(brief_of(snapshot, "nl"), 2)


def test_programmes_with_only_blank_periods_report_no_result(folder: Folder) -> None:
    inside = RELIEF + RESULT.format(title="People helped", periods=PERIOD.format(value='value=" "'))
    folder.file("own.xml", activity("A", "3 2020-03-01 1000000", ref="XM-DAC-7", inside=inside))
    told = text_of(brief_of(folder.build(), "en"), 2)
    assert "None of these programmes reports a result." in told
    assert "1 report has no value" in told


def test_indicators_are_counted_with_what_they_were_matched_by(folder: Folder) -> None:
    """By words alone is said, and that none was matched by its reference; what is not recognised is no zero."""
    mines = "<sector vocabulary='1' code='15250'/><recipient-country code='ML'/>"
    periods = PERIOD.format(value='value="5"')
    inside = mines + RESULT.format(title="Square metres of land cleared of landmines", periods=periods)
    folder.file("own.xml", activity("A", "3 2020-03-01 1000000", ref="XM-DAC-7", inside=inside))
    snapshot = folder.build()
    grades = snapshot.table("indicator_match")["grade"].unique().to_list()
    assert grades == ["likely"]
    told = text_of(brief_of(snapshot, "en", "S2"), 2)
    assert (
        "1 indicator of a partner speaks of this (none by reference, 1 by words, under the same sentence (likely))"
        in told
    )
    assert "Not recognised in partners' files:" in told
    assert "Niet herkend in bestanden van partners:" in text_of(brief_of(snapshot, "nl", "S2"), 2)


def test_a_snapshot_before_that_lacks_a_table_is_not_compared_with(folder: Folder) -> None:
    """The brief is made; it says that there is nothing to compare with."""
    first = folder.build()
    folder.file("more.xml", activity("D", "3 2020-03-01 5", ref="XM-DAC-1", inside=RELIEF))
    second = folder.build()
    assert before(second) is not None
    store, path = Store(str(folder.lake)), f"snapshots/{first.name}/manifest.json"
    manifest = store.read_json(path)
    assert manifest
    del manifest["tables"]["placement"]
    store.write_json(path, manifest)
    again = Snapshot(store, second.name)
    assert before(again) is None
    assert "no earlier snapshot" in text_of(brief_of(again, "en"), 3)


def test_with_a_place_withheld_a_brief_says_why_it_has_no_series(folder: Folder) -> None:
    """Not that none is loaded; and the withheld place has words for a name."""
    snapshot = folder.build(Suppression(places=frozenset({"MLI"}), digest="one"))
    for language, why, name in (
        ("en", "Series of countries are not shown while a place is withheld.", "place withheld"),
        ("nl", "Reeksen van landen worden niet getoond", "plaats niet getoond"),
    ):
        made = brief_of(snapshot, language)
        assert why in text_of(made, 1)
        assert "None of the loaded" not in text_of(made, 1)
        assert [label for label, _row in made.sections[0].grids[1].rows] == [name]
        assert not any("ZZZ" in receipt.words or "Mali" in receipt.words for receipt in made.receipts)
