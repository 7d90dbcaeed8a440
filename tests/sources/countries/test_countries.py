"""Codes and names of countries and regions."""

from __future__ import annotations

import re

import pytest

from vrede.article.load import load_texts
from vrede.sources.countries import country_codes, country_name, is_country, is_region, region_name


def test_codes_are_of_two_and_three_letters_and_once() -> None:
    codes = country_codes()
    assert codes["iso2"].is_unique().all()
    assert codes["iso3"].is_unique().all()
    assert all(re.fullmatch("[A-Z]{2}", a) and re.fullmatch("[A-Z]{3}", b) for a, b in codes.iter_rows())
    assert codes.height == 250  # 249 of ISO 3166-1, and Kosovo


@pytest.mark.parametrize(
    ("iso3", "nl", "en"),
    [("MLI", "Mali", "Mali"), ("ETH", "Ethiopië", "Ethiopia"), ("XKX", "Kosovo", "Kosovo"), ("QQQ", "QQQ", "QQQ")],
)
def test_names(iso3: str, nl: str, en: str) -> None:
    assert (country_name(iso3, "nl"), country_name(iso3, "en")) == (nl, en)


def test_namibia_is_no_missing_value() -> None:
    assert ("NA", "NAM") in country_codes().rows()


def test_every_country_has_a_name_in_both_languages() -> None:
    for iso3 in country_codes()["iso3"]:
        assert country_name(iso3, "nl") != iso3
        assert country_name(iso3, "en") != iso3


def test_every_country_of_the_law_is_known() -> None:
    for text in load_texts():
        for region in text.regions:
            assert all(is_country(c) for c in region.countries), region.id


@pytest.mark.parametrize(
    ("code", "nl", "en"), [("289", "Ten zuiden van de Sahara", "South of Sahara"), ("1", "1", "1")]
)
def test_regions(code: str, nl: str, en: str) -> None:
    assert (region_name(code, "nl"), region_name(code, "en")) == (nl, en)
    assert is_region(code) == (code != nl)
