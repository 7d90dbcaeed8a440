"""Phrases in a sentence are cut out and nothing of the sentence is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.article.phrases import Segment, marked_parts, segments, without_marks


def test_a_sentence_is_cut_at_its_phrases() -> None:
    assert segments("Pays for [peace talks](F1.d), and [courts](F1.c).") == (
        Segment("Pays for ", None),
        Segment("peace talks", "F1.d"),
        Segment(", and ", None),
        Segment("courts", "F1.c"),
        Segment(".", None),
    )


def test_a_part_marked_twice_counts_once() -> None:
    assert marked_parts("[one](A1.a) and [two](A1.a)") == ("A1.a",)


@pytest.mark.parametrize("sentence", ["[open", "[open](F1.a", "closed](F1.a)"])
def test_a_mark_that_is_not_closed_is_refused(sentence: str) -> None:
    with pytest.raises(ValueError, match="not closed"):
        segments(sentence)


words = st.text(alphabet="abc .,’", min_size=1, max_size=12)


@given(st.lists(st.tuples(words, st.sampled_from([None, "F1.a", "S3.10"])), max_size=8))
def test_nothing_of_the_sentence_is_lost(stretches: list[tuple[str, str | None]]) -> None:
    sentence = "".join(text if part is None else f"[{text}]({part})" for text, part in stretches)
    assert without_marks(sentence) == "".join(text for text, _ in stretches)
