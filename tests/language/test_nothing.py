"""Nothing has four states, each with its own sign and word, and what was taken back is beside what was paid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.language import (
    STATES,
    Language,
    Nothing,
    cancels,
    euro_exact,
    euro_millions,
    millions,
    signs_in_words,
    state_of_figure,
    state_words,
    with_taken_back,
)

LANGUAGES: tuple[Language, ...] = ("nl", "en")
# state | sign | in Dutch | in English
TABLE = """
not_published | – | door niemand gepubliceerd | nobody published it
not_loaded    | … | niet geladen: geen bestand hier bevat het, of geen wisselkoers ervoor | not loaded: no file here holds it, or no exchange rate for it
withheld      | ■ | niet getoond: mogelijk achtergehouden | not shown: it may be withheld
zero          | 0 | echt nul: wat gepubliceerd is, telt op tot niets | really zero: what was published adds up to nothing
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("state", "sign", "dutch", "english"), ROWS)
def test_each_state_has_its_sign_and_word(state: str, sign: str, dutch: str, english: str) -> None:
    assert (state_words(state, "nl"), state_words(state, "en")) == (dutch, english)
    assert (state, sign, english) in signs_in_words("en")


def test_no_two_states_share_a_sign_or_a_word() -> None:
    for language in LANGUAGES:
        signs = signs_in_words(language)
        assert (
            len({sign for _state, sign, _words in signs})
            == len({words for _state, _sign, words in signs})
            == len(STATES)
            == 4
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", [millions, euro_millions, euro_exact])
def test_what_is_no_figure_is_written_as_its_sign(write: object, language: Language) -> None:
    assert callable(write)
    assert [write(state, language) for state in Nothing] == ["–", "…", "■"]


def test_a_state_that_is_none_of_the_four_has_no_words() -> None:
    with pytest.raises(KeyError):
        state_words("unknown", "en")


# cents | taken back of them | in millions, Dutch and English
CANCELLED = [
    (0, -600_000_000, "0 (6,0 en −6,0)", "0 (6.0 and −6.0)"),
    (300_000_000, -300_000_000, "3,0 (6,0 en −3,0)", "3.0 (6.0 and −3.0)"),
    (-100_000_000, -700_000_000, "−1,0 (6,0 en −7,0)", "−1.0 (6.0 and −7.0)"),
    (500_000_000, -100_000_000, "5,0", "5.0"),
    (-600_000_000, -600_000_000, "−6,0", "−6.0"),
    (0, 0, "0", "0"),
]


@pytest.mark.parametrize(("cents", "back", "dutch", "english"), CANCELLED)
def test_paid_and_taken_back_are_both_shown_where_they_cancel(cents: int, back: int, dutch: str, english: str) -> None:
    assert with_taken_back(cents, back, "nl", millions) == dutch
    assert with_taken_back(cents, back, "en", millions) == english


def test_in_a_sentence_they_carry_their_unit() -> None:
    assert with_taken_back(0, -600_000_000, "en", euro_millions).replace("\u00a0", " ") == "€ 0 (€ 6.0 m and € −6.0 m)"


@given(paid=st.integers(0, 10**15), back=st.integers(-(10**15), 0))
def test_a_sum_of_nothing_never_hides_what_was_paid(paid: int, back: int) -> None:
    """Whatever cancels to nothing is shown with both; and nothing is called zero that is not."""
    cents = paid + back
    if not cents and paid:
        assert cancels(cents, back)
    assert (state_of_figure(cents) == "zero") == (cents == 0)
    for language in LANGUAGES:
        assert (millions(cents, language) == "0") == (cents == 0)
        assert not millions(cents, language).startswith(("−0,0", "−0.0", "-0", "0,0", "0.0"))
