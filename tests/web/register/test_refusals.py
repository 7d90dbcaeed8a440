"""Every code of refusal has words in both languages, and amounts are in euro."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from vrede.register.refused import CODES, RegisterRefused
from vrede.web.register.refusals import kinds, told


def test_every_code_has_words_in_both_languages(desk: Any) -> None:
    with override("en"):
        english = kinds()
    with override("nl"):
        dutch = kinds()
    assert set(english) == set(dutch) == set(CODES)
    assert all(english[code] != dutch[code] for code in CODES)


def test_amounts_are_written_in_euro() -> None:
    said = told(RegisterRefused("room", "XVII.4 has -5 cents, 1,234,567 cents too few"), "nl")
    assert said is not None
    assert said.exact == "XVII.4 has €\u00a0−0,05, €\u00a012.345,67 too few"
