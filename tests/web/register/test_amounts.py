"""Amounts as people type them: to the cent, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.language.numbers import euro_exact
from vrede.web.register.amounts import cents_of, written


@pytest.mark.parametrize(
    ("text", "language", "cents"),
    [
        ("1234", "nl", 123400),
        ("1.234", "nl", 123400),
        ("1.234,5", "nl", 123450),
        ("1.234,56", "nl", 123456),
        ("€ 1.234,56", "nl", 123456),
        ("EUR 12", "en", 1200),
        ("1,234.56", "en", 123456),
        ("0.01", "en", 1),
        ("1.234", "en", None),
        ("1,234", "en", 123400),
        ("12,50", "en", None),
        ("12.50", "nl", None),
        ("1.23.456", "nl", None),
        ("-5", "nl", None),
        ("1e6", "en", None),
        ("½", "nl", None),
        ("١٢", "en", None),
        ("", "nl", None),
        ("12,345.678", "en", None),
        ("99999999999999999", "en", None),
    ],
)
def test_what_is_read(text: str, language: str, cents: int | None) -> None:
    """Sixteen digits at most; a point that could be a thousand or a decimal goes by the page's language, else is refused."""
    assert cents_of(text, language) == cents  # type: ignore[arg-type]


@given(st.integers(0, 10**15), st.sampled_from(["nl", "en"]))
def test_what_is_written_is_read_back(cents: int, language: str) -> None:
    assert cents_of(written(cents, language), language) == cents  # type: ignore[arg-type]
    assert cents_of(euro_exact(cents, language), language) == cents  # type: ignore[arg-type]
