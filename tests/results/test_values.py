"""Results as one tidy table: what a value, a measure, a direction and a permission to add are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from vrede.lake.tables.money import BY_NAME
from vrede.results.values import indicators, number_of, values

NAMES = (
    "result",
    "indicator",
    "baseline",
    "period",
    "target",
    "actual",
    "baseline_dimension",
    "target_dimension",
    "actual_dimension",
)


def tables(**rows: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    """The tables of a snapshot with these rows; every activity is 1."""
    made = {}
    for name in NAMES:
        given = [{"activity_key": 1, "row_no": at, **row} for at, row in enumerate(rows.get(name, []))]
        schema = BY_NAME[name].schema
        made[name] = BY_NAME[name].conform(
            pl.DataFrame(given, schema={n: t for n, t in schema.items() if not given or n in given[0]})
        )
    return made


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", "5"),
        (" 5.25 ", "5.25"),
        ("-3", "-3"),
        ("+3", "3"),
        (".5", "0.5"),
        ("7.", "7"),
        ("0", "0"),
        ("1,234", None),
        ("12%", None),
        ("1e5", None),
        ("", None),
        ("N/A", None),
        ("٣", None),
        ("9" * 19, None),
    ],
)
def test_what_is_a_number(text: str, number: str | None) -> None:
    """Digits and a point, nothing else: a comma may mean two things, a sign of per cent another measure."""
    found = pl.DataFrame({"value": [text]}).select(number_of("value"))["value"][0]
    assert found == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("code", "measure"),
    [
        ("1", "unit"),
        ("2", "percentage"),
        ("3", "nominal"),
        ("4", "ordinal"),
        ("5", "qualitative"),
        ("9", "unknown"),
        (None, "unknown"),
    ],
)
def test_the_measure_in_words(code: str | None, measure: str) -> None:
    """List IndicatorMeasure; what is not in it is not guessed."""
    made = tables(result=[{"type": "1"}], indicator=[{"parent_no": 0, "measure": code}])
    assert indicators(made)["measure"].to_list() == [measure]


@pytest.mark.parametrize(
    ("of_indicator", "of_result", "said"),
    [
        (True, False, "allowed"),
        (False, True, "not allowed"),
        (None, True, "allowed"),
        (None, False, "not allowed"),
        (None, None, "not stated"),
    ],
)
def test_the_indicators_word_on_adding_counts_before_the_results(
    of_indicator: bool | None, of_result: bool | None, said: str
) -> None:
    """The more precise statement counts; silence is no permission."""
    made = tables(
        result=[{"aggregation_status": of_result}], indicator=[{"parent_no": 0, "aggregation_status": of_indicator}]
    )
    assert indicators(made)["aggregation"].to_list() == [said]


def test_a_row_for_every_value_with_the_facts_of_its_indicator() -> None:
    """A baseline, two targets in parts and an actual: four rows, each with its period, part and year."""
    made = tables(
        result=[{"type": "2", "aggregation_status": True}],
        indicator=[
            {"parent_no": 0, "measure": "1", "ascending": False, "reference": " A1 ", "reference_vocabulary": "99"}
        ],
        baseline=[{"parent_no": 0, "year": 2018, "value": "3"}],
        period=[{"parent_no": 0, "period_start": date(2020, 1, 1), "period_end": date(2020, 12, 31)}],
        target=[{"parent_no": 0, "value": "10"}, {"parent_no": 0, "value": "4"}],
        target_dimension=[
            {"parent_no": 1, "name": "sex", "value": "f"},
            {"parent_no": 1, "name": "age", "value": "18+"},
        ],
        actual=[{"parent_no": 0, "value": "about 9"}],
    )
    rows = values(made).select("kind", "year", "dimension", "number", "direction", "reference", "result_type").rows()
    assert rows == [
        ("actual", 2020, "", None, "down", "A1", "2"),
        ("baseline", 2018, "", Decimal("3"), "down", "A1", "2"),
        ("target", 2020, "", Decimal("10"), "down", "A1", "2"),
        ("target", 2020, "age=18+; sex=f", Decimal("4"), "down", "A1", "2"),
    ]


def test_no_results_make_an_empty_table() -> None:
    """A lake without results has the table, without rows."""
    assert values(tables()).is_empty()
