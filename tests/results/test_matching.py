"""Which of the ministry's own indicators a partner's speaks of: reference, words with placement, words."""

from __future__ import annotations

import polars as pl
import pytest

from vrede.article.indicators import OwnIndicator, load_indicators
from vrede.results.matching import LONGEST, matches

NARRATIVE = {
    "activity_key": pl.Int64,
    "element": pl.String,
    "parent_no": pl.Int32,
    "row_no": pl.Int32,
    "text": pl.String,
}


def own(ident: str) -> OwnIndicator:
    """The ministry's indicator with this id."""
    return next(one for one in load_indicators() if one.id == ident)


def matched(
    title: str, *, about: str = "", reference: str | None = None, part: str = "", grade: str = "coded"
) -> dict[str, str]:
    """own -> grade for one indicator of one activity."""
    texts = [(1, "indicator/title", 0, 0, title)]
    if about:
        texts.append((1, "activity/title", 0, 0, about))
    placed = pl.DataFrame(
        [(1, part, grade)] if part else [],
        schema={"activity_key": pl.Int64, "part": pl.String, "grade": pl.String},
        orient="row",
    )
    facts = pl.DataFrame(
        [(1, 0, reference)],
        schema={"activity_key": pl.Int64, "indicator_no": pl.Int32, "reference": pl.String},
        orient="row",
    )
    found = matches(facts, pl.DataFrame(texts, schema=NARRATIVE, orient="row"), placed, load_indicators())
    return dict(found.select("own", "grade").iter_rows())


@pytest.mark.parametrize(
    ("title", "ident"),
    [
        ("Square metres of land cleared of landmines", "mines-cleared"),
        ("Number of UXO destroyed", "explosives-destroyed"),
        ("# of children reached with mine risk education", "risk-education"),
        ("Mine victims assisted", "victims-assisted"),
        ("Number of people reached with legal aid", "justice-reached"),
        ("Women mediators trained", "mediators-trained"),
        ("Number of peace dialogues between communities", "dialogues-supported"),
        ("% of budget that went to national and local actors", "local-share"),
        ("# of refugee children enrolled in primary education", "education-access"),
    ],
)
def test_words_find_what_they_say(title: str, ident: str) -> None:
    """One example an indicator."""
    assert matched(title).get(ident) == "text"


@pytest.mark.parametrize(
    "title",
    [
        "# of farmers and miners trained in good practices",
        "# of hectares under sustainable management",
        "Land area sprayed for locust control",
        "% of budget spent on capacity building of local actors",
        "Access of refugees to national primary health care facilities",
        "Number of meetings held",
        "",
    ],
)
def test_words_that_look_alike_find_nothing(title: str) -> None:
    """Miners clear no mines, and a clinic is no school."""
    assert matched(title) == {}


def test_a_reference_is_coded_and_the_placement_makes_words_likely() -> None:
    """The reference counts before the words; words count for more where the money stands under the same clause."""
    assert matched("anything", reference="LOC-I1") == {"local-share": "coded"}
    assert matched("Number of people reached with legal aid", part="F1.e") == {"justice-reached": "likely"}
    assert matched("Number of people reached with legal aid", part="F3.a") == {"justice-reached": "text"}
    assert matched("Number of people reached with legal aid", part="F1.c", grade="text") == {"justice-reached": "text"}


def test_what_the_activity_is_about_may_stand_in_its_own_texts() -> None:
    """Schoolchildren are refugees where the activity says so."""
    title = "# of children enrolled in primary education"
    assert matched(title) == {}
    assert matched(title, about="Education for refugees in Uganda") == {"education-access": "text"}


def test_a_story_is_no_indicator() -> None:
    """In a text of pages any word turns up."""
    assert matched("Number of people reached with legal aid " + "and more " * LONGEST) == {}


@pytest.mark.parametrize("one", load_indicators(), ids=lambda one: one.id)
def test_the_model_and_the_engine_say_the_same(one: OwnIndicator) -> None:
    """OwnIndicator.spoken_of, in plain Python, agrees with the engine on every example of this file."""
    for title in (
        "Square metres of land cleared of landmines",
        "Number of people reached with legal aid",
        "# of refugee children enrolled in primary education",
        "% of budget that went to national and local actors",
        "# of hectares under sustainable management",
        "Number of humanitarian innovations supported",
    ):
        assert one.spoken_of(title) == (one.id in matched(title))
