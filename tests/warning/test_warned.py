"""What a snapshot says of warnings: each issue with its score and what it fired, late ones marked, judgements beside them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from smallpanel import CODES, LAST, deaths, write_panel
from vrede.article import load_policy, load_texts
from vrede.article.triggers import load_triggers
from vrede.lake import LakeError, Store
from vrede.lake.ledger import issued_draws, issued_table, read_ledger
from vrede.lake.tables.warning import WARNING_TABLES
from vrede.pipeline.forecasts import issue_into, issued_of
from vrede.sources.conflict.judgements import SCHEMA
from vrede.sources.conflict.panel import Panel, read_panel
from vrede.sources.conflict.read import read_series
from vrede.warning.alarm.crisis import crisis_rule_of
from vrede.warning.panel import month_name
from vrede.warning.proof.ledger import number_of
from vrede.warning.scores import crps_log1p
from vrede.warning.tables import WarningPolicy, country_months, neighbours, warned

Tables = dict[str, pl.DataFrame]
DAY = date(2021, 12, 5)
NO_JUDGEMENT = pl.DataFrame(schema=SCHEMA)
# Known until, and the day of issue: October in time; November in time; November's neighbour, from a month before, too late.
ISSUES = ((LAST - 2, date(2021, 10, 31)), (LAST - 1, date(2021, 11, 30)), (LAST - 3, date(2021, 12, 5)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three countries, 2020 and 2021."""
    return write_panel(tmp_path_factory.mktemp("conflict"))


@pytest.fixture(scope="module")
def panel(folder: Path) -> Panel:
    """Its panel."""
    return read_panel(folder)


@pytest.fixture(scope="module")
def store(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A lake with three issues."""
    made = Store(str(tmp_path_factory.mktemp("lake")))
    for month, day in ISSUES:
        issue_into(made, folder, month, day)
    return made


@pytest.fixture(scope="module")
def policy() -> WarningPolicy:
    """The shipped one."""
    found = load_policy()
    rule = crisis_rule_of(found.mapping("acute_crisis", DAY))
    return WarningPolicy(rule, load_triggers(), load_texts()[-1].regions, found.whole_number("headline_ahead", DAY))


@pytest.fixture(scope="module")
def tables(folder: Path, panel: Panel, store: Store, policy: WarningPolicy) -> Tables:
    """All tables of the warning."""
    return warned(panel, read_series(folder)[0], NO_JUDGEMENT, issued_of(store, read_ledger(store)), policy)


def judged(*rows: tuple[date, str, str]) -> pl.DataFrame:
    """day, iso3, month; by K, with 35 per cent."""
    made = [(at, "K", day, code, month, 350_000, "why") for at, (day, code, month) in enumerate(rows, 2)]
    return pl.DataFrame(made, schema=SCHEMA, orient="row")


def test_every_table_is_there_in_its_shape(tables: Tables) -> None:
    """Columns and types as declared, and each key once."""
    assert set(tables) == {table.name for table in WARNING_TABLES}
    for table in WARNING_TABLES:
        assert dict(tables[table.name].schema) == table.schema, table.name
        assert not tables[table.name].select(table.key).is_duplicated().any(), table.name


def test_deaths_by_month_are_those_of_the_panel(tables: Tables) -> None:
    """Every country and month of what is loaded; kinds that are not loaded are not there."""
    found = {(t, i, m): n for t, i, m, n in tables["country_month"].iter_rows()}
    months = range(LAST - 23, LAST + 1)
    assert found == {("ged_sb", c, month_name(m)): deaths(row, m) for row, c in enumerate(CODES) for m in months}


def test_states_that_followed_one_another_under_one_code_are_one_row(panel: Panel) -> None:
    """Two rows of one month and code are added, and are no neighbours of themselves."""
    other = Panel(
        panel.months.with_columns(iso3=pl.col("iso3").replace("AAA", "MLI")),
        panel.countries.with_columns(iso3=pl.col("iso3").replace("AAA", "MLI")),
        panel.neighbours,
    )
    last = country_months(other).filter(pl.col("month") == "2021-12")
    assert last.select("iso3", "deaths").rows() == [
        ("MLI", deaths(0, LAST) + deaths(1, LAST)),
        ("SDN", deaths(2, LAST)),
    ]
    assert neighbours(other).rows() == [("MLI", "SDN"), ("SDN", "MLI")]


def test_neighbours_are_told_both_ways(tables: Tables) -> None:
    """By their codes."""
    assert tables["neighbour"].rows() == [("AAA", "MLI"), ("MLI", "AAA"), ("MLI", "SDN"), ("SDN", "MLI")]


def test_the_forecast_is_the_one_from_the_newest_month_not_the_one_issued_last(tables: Tables) -> None:
    """The third issue was made of an older month."""
    assert set(tables["forecast"].select("issue", "origin").rows()) == {(2, "2021-11")}
    assert tables["forecast"].height == 3 * 36


def test_the_chance_before_is_that_of_the_same_month_in_the_issue_of_a_month_earlier(
    tables: Tables, store: Store
) -> None:
    """Month by month, not horizon by horizon; the last month was not forecast then."""
    before = {
        (i, m): p
        for i, m, p in issued_table(store, read_ledger(store)[0], "forecast")
        .select("iso3", "month", "p25_ppm")
        .iter_rows()
    }
    found = {(i, m): p for i, m, p in tables["forecast"].select("iso3", "month", "p25_before_ppm").iter_rows()}
    assert found == {(i, m): before.get((i, m)) for i, m in found}
    assert {m for (_, m), p in found.items() if p is None} == {"2024-11"}


def test_an_issue_made_later_is_not_before(tables: Tables) -> None:
    """The third issue is of the month before the first, but nobody could have seen it then: no rise is told of the first."""
    rise = tables["trigger_event"].filter(pl.col("issue").is_in([1, 3]))
    assert rise.height
    assert rise["before_ppm"].null_count() == rise.height


def test_the_ledger_marks_what_was_issued_late(tables: Tables) -> None:
    """After its first month began: the third, on 5 December, of a forecast from October on."""
    rows = tables["forecast_issue"].select("issue", "origin", "first_month", "issued", "in_time").rows()
    assert rows == [
        (1, "2021-10", "2021-11", date(2021, 10, 31), True),
        (2, "2021-11", "2021-12", date(2021, 11, 30), True),
        (3, "2021-09", "2021-10", date(2021, 12, 5), False),
    ]


def test_every_issue_leads_with_the_chance_three_months_ahead(tables: Tables) -> None:
    """Of every country, of every issue."""
    rows = tables["forecast_headline"].select("issue", "month", "ahead").unique().sort("issue").rows()
    assert rows == [(1, "2022-01", 3), (2, "2022-02", 3), (3, "2021-12", 3)]
    assert tables["forecast_headline"].height == 9


def test_every_issue_is_scored_on_the_months_that_came(tables: Tables, store: Store) -> None:
    """Two, one and three months; the figure is the mean over countries of the draws as they were issued."""
    scores = tables["forecast_score"]
    assert scores.select("issue", "month", "countries", "void").rows() == [
        (1, "2021-11", 3, 0),
        (1, "2021-12", 3, 0),
        (2, "2021-12", 3, 0),
        (3, "2021-10", 3, 0),
        (3, "2021-11", 3, 0),
        (3, "2021-12", 3, 0),
    ]
    draws = issued_draws(store, read_ledger(store)[0], "draws")["ged_sb"]
    came = pl.Series([deaths(row, LAST) for row in range(3)]).cast(pl.Float64).to_numpy()
    mean = Decimal(f"{float(crps_log1p(draws[:, 1], came).mean()):.6f}")
    assert scores.row(1, named=True)["log1p_crps"] == mean


def test_a_rule_fires_of_each_issue_on_the_day_it_was_issued(tables: Tables) -> None:
    """SDN at war fires `high` every time; AAA at peace fires nothing."""
    events = tables["trigger_event"]
    high = events.filter((pl.col("rule") == "high") & (pl.col("iso3") == "SDN")).sort("issue")
    assert high.select("issue", "fired").rows() == [(1, ISSUES[0][1]), (2, ISSUES[1][1]), (3, ISSUES[2][1])]
    assert "AAA" not in events["iso3"]


@pytest.mark.parametrize(
    ("day", "code", "month", "issue", "came", "in_time"),
    [
        (date(2021, 11, 20), "MLI", "2021-12", 1, True, True),
        (date(2021, 12, 1), "MLI", "2021-12", 2, True, False),
        (date(2021, 12, 10), "MLI", "2022-02", 2, False, True),
        (date(2021, 10, 1), "MLI", "2021-12", None, True, True),
        (date(2021, 11, 20), "XXX", "2021-12", None, False, True),
        (date(2021, 11, 20), "MLI", "2031-01", None, False, True),
    ],
    ids=["between two", "on the first of its month", "not known yet", "before all", "no such country", "too far ahead"],
)
def test_a_judgement_stands_beside_the_forecast_of_its_day(
    folder: Path,
    panel: Panel,
    store: Store,
    policy: WarningPolicy,
    day: date,
    code: str,
    month: str,
    issue: int | None,
    came: bool,
    in_time: bool,
) -> None:
    """The one from the latest month of those issued by then (the third is of an older month), what came, and whether it was signed before the month began."""
    lines = read_ledger(store)
    made = warned(panel, read_series(folder)[0], judged((day, code, month)), issued_of(store, lines), policy)[
        "judgement"
    ]
    said = None
    if issue:
        table = issued_table(store, lines[issue - 1], "forecast")
        said = table.filter((pl.col("iso3") == code) & (pl.col("month") == month))["p25_ppm"][0]
    (row,) = made.rows(named=True)
    assert (row["p25_ppm"], row["forecast_ppm"], row["in_time"]) == (350_000, said, in_time)
    assert row["deaths"] == (deaths(1, number_of(month)) if came else None)


def test_a_judgement_is_held_against_what_came_where_nothing_was_issued(
    folder: Path, panel: Panel, store: Store, policy: WarningPolicy
) -> None:
    """Deaths are loaded: they are known with or without a forecast."""
    one = judged((date(2021, 11, 20), "MLI", "2021-12"))
    made = warned(panel, read_series(folder)[0], one, issued_of(store, []), policy)["judgement"]
    assert made.select("forecast_ppm", "deaths", "in_time").rows() == [(None, deaths(1, LAST), True)]


@pytest.mark.parametrize("issued", [False, True])
def test_without_deaths_by_month_nothing_is_scored_and_nobody_is_in_crisis_or_out_of_it(
    folder: Path, store: Store, policy: WarningPolicy, issued: bool
) -> None:
    """What was issued stays readable."""
    lines = read_ledger(store) if issued else []
    made = warned(None, read_series(folder)[0], NO_JUDGEMENT, issued_of(store, lines), policy)
    empty = {"country_month", "neighbour", "crisis", "forecast_score", "judgement"}
    assert all(made[name].is_empty() for name in empty)
    assert made["forecast"].is_empty() is not issued


def test_an_issue_whose_draws_were_changed_stops_it(
    folder: Path, panel: Panel, policy: WarningPolicy, tmp_path: Path
) -> None:
    """A page does not show what nobody issued."""
    lake = Store(str(tmp_path))
    line = issue_into(lake, folder, None, DAY)
    lake.write_bytes(f"{line.folder}/draws.npz", lake.read_bytes(f"{line.folder}/base.npz"))
    series = read_series(folder)[0]
    with pytest.raises(LakeError, match=r"draws\.npz was changed after it was issued"):
        warned(panel, series, NO_JUDGEMENT, issued_of(lake, [line]), policy)
