"""A policy value is looked up for the day it applies to; whatever is not so written is refused."""

from datetime import date
from pathlib import Path

import pytest

from vrede.article import PolicyError, load_policy

TODAY = date(2024, 5, 1)
TWO = """
[rate_age_days]
unit = "days"
title = { nl = "ouderdom", en = "age" }
values = [
    { from = 2020-01-01, value = 31, source = "one", checked = 2026-11-24 },
    { from = 2022-07-01, value = 14, source = "two", checked = 2026-11-24 },
]
"""


def written(folder: Path, content: str) -> Path:
    (folder / "policy").mkdir(exist_ok=True)
    (folder / "policy" / "test.toml").write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2020, 1, 1), 31), (date(2022, 6, 30), 31), (date(2022, 7, 1), 14), (date(2040, 1, 1), 14)],
)
def test_a_value_holds_until_the_next(tmp_path: Path, day: date, value: int) -> None:
    assert load_policy(written(tmp_path, TWO)).whole_number("rate_age_days", day) == value


def test_a_day_before_the_first_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="has no value on 2019-12-31"):
        load_policy(written(tmp_path, TWO)).value("rate_age_days", date(2019, 12, 31))


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(PolicyError, match="no such policy value"):
        load_policy().value("rate_age", TODAY)


def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(PolicyError, match="a whole number, not a list"):
        load_policy().names("rate_age_days", TODAY)
    with pytest.raises(PolicyError, match="a list, not a whole number"):
        load_policy().whole_number("ministry_identifiers", TODAY)
    with pytest.raises(PolicyError, match="a whole number, not a table"):
        load_policy().mapping("rate_age_days", TODAY)


REFUSED = [
    ("an unknown key", "unit =", "scale = 1\nunit =", "rate_age_days.scale"),
    ("values out of order", "2022-07-01", "2019-07-01", "rate_age_days"),
    ("a day twice", "2022-07-01", "2020-01-01", "rate_age_days"),
    ("a fraction", "value = 14", "value = 14.5", "rate_age_days.values"),
    ("values of two kinds", "value = 14", 'value = "14"', "rate_age_days"),
    ("no source", 'source = "two", ', "", "rate_age_days.values[1].source"),
    ("a day that is no day", "from = 2022-07-01", 'from = "soon"', "rate_age_days.values[1].from"),
]


@pytest.mark.parametrize(("what", "old", "new", "key"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(tmp_path: Path, what: str, old: str, new: str, key: str) -> None:
    assert old in TWO, what
    with pytest.raises(PolicyError) as caught:
        load_policy(written(tmp_path, TWO.replace(old, new)))
    assert caught.value.file == "policy/test.toml"
    assert caught.value.key.startswith(key)


def test_a_name_in_two_files_is_refused(folder: Path) -> None:
    with pytest.raises(PolicyError, match="in another policy file too"):
        load_policy(written(folder, TWO))


def test_a_folder_without_policy_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no policy files"):
        load_policy(tmp_path)


def test_what_other_layers_rely_on_is_there() -> None:
    policy = load_policy()
    assert policy.whole_number("rate_age_days", TODAY) == 31
    assert policy.names("ministry_identifiers", TODAY) == ("XM-DAC-7", "NL-1")
    assert policy.names("ministry_activity_prefixes", TODAY) == ("XM-DAC-7-PPR-", "NL-1-PPR-")
    assert policy.names("secondary_publishers", TODAY) == ()
    assert policy.whole_number("small_partner_eur_cents", TODAY) == 250_000 * 100
    assert policy.names("in_donor_refugee_codes", TODAY) == tuple(str(code) for code in range(93010, 93019))


def test_every_value_has_the_day_it_was_checked() -> None:
    for key in load_policy().keys:
        assert all(value.checked >= value.valid_from or value.checked.year >= 2026 for value in key.values)
