"""VIEWS beside ours: the same months and threshold, with the name of its run; nothing where it is not loaded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from vrede.article import Language
from vrede.lake import where
from vrede.language import month, number_text, whole
from vrede.web.pages.warning.lines import chance_text
from vrede.web.site.snapshot import State

STATE_BASED = "ged_sb"
PLACES = 4


def _table(state: State, name: str) -> pl.DataFrame | None:
    """A table that older snapshots lack, and that is empty where VIEWS was not fetched; None for both."""
    if not state.snapshot.has(name):
        return None
    frame = state.snapshot.table(name)
    return None if frame.is_empty() else frame


def run_beside(views: pl.DataFrame, origin: str) -> pl.DataFrame:
    """The rows of one run: with the same last month of data as ours, else the newest; of these the highest family and turn."""
    same = views.filter(pl.col("origin") == origin)
    rows = same if same.height else views.filter(pl.col("origin") == views["origin"].max())
    return rows.filter(pl.col("run") == rows["run"].max())


@dataclass(frozen=True, slots=True)
class ViewsMonth:
    """One month: our chance, theirs, and the deaths that they expect."""

    month: str
    ours: str
    views: str
    mean: str


@dataclass(frozen=True, slots=True)
class ViewsBeside:
    """What VIEWS says of a country. same: its run has the same last month of data as our forecast."""

    run: str
    origin: str
    same: bool
    months: list[ViewsMonth]


def beside(state: State, ahead: pl.DataFrame, target: str, iso3: str, language: Language) -> ViewsBeside | None:
    """Beside our forecast of a country; None for another kind of violence, and where no month is in both. ahead: rows of table forecast."""
    views = _table(state, "views_forecast")
    if views is None or ahead.is_empty() or target != STATE_BASED:
        return None
    rows = run_beside(views, ahead["origin"][0])
    theirs = {row["month"]: row for row in where(rows, iso3=iso3).iter_rows(named=True)}
    months = [
        ViewsMonth(
            month(row["month"], language),
            chance_text(row["p25_ppm"], language),
            chance_text(theirs[row["month"]]["p25_ppm"], language),
            _deaths(theirs[row["month"]]["mean"], language),
        )
        for row in ahead.iter_rows(named=True)
        if row["month"] in theirs
    ]
    if not months:
        return None
    origin = str(rows["origin"][0])
    return ViewsBeside(str(rows["run"][0]), month(origin, language), origin == ahead["origin"][0], months)


def _deaths(mean: Decimal | None, language: Language) -> str:
    return number_text(None if mean is None else round(mean, 0 if mean >= 10 else 1), language)


@dataclass(frozen=True, slots=True)
class SecondCountRow:
    """A month in which VIEWS counts other deaths than the panel."""

    month: str
    deaths: str
    views: str


def second_counts_of(state: State, target: str, iso3: str, language: Language) -> list[SecondCountRow]:
    """The months, the newest first, in which the two counts differ by more than the tolerance."""
    frame = _table(state, "second_count")
    if frame is None:
        return []
    return [
        SecondCountRow(month(row["month"], language), whole(row["deaths"], language), whole(row["views"], language))
        for row in where(frame, target=target, iso3=iso3).sort("month", descending=True).iter_rows(named=True)
    ]


@dataclass(frozen=True, slots=True)
class ViewsChances:
    """Every country's chance by VIEWS for one month. run: its name; origin: its last month of data."""

    run: str
    origin: str
    by: dict[str, int | None]


def chances_for(state: State, wanted: str, origin: str, language: Language) -> ViewsChances | None:
    """For the month (YYYY-MM) that pages lead with. origin: of our forecast; None where VIEWS says nothing of that month."""
    views = _table(state, "views_forecast")
    if views is None or not wanted:
        return None
    rows = where(run_beside(views, origin), month=wanted)
    if rows.is_empty():
        return None
    by = dict(rows.select("iso3", "p25_ppm").iter_rows())
    return ViewsChances(str(rows["run"][0]), month(str(rows["origin"][0]), language), by)


@dataclass(frozen=True, slots=True)
class ViewsScoreRow:
    """A month that came: our issue and a run of VIEWS with the same last month of data."""

    issue: int
    run: str
    month: str
    countries: str
    violent: str
    ours: str
    views: str
    late: bool


@dataclass(frozen=True, slots=True)
class ViewsScores:
    """All months that came, the newest first, and how many of them ours was better in, worse, or the same."""

    rows: list[ViewsScoreRow]
    better: int
    worse: int
    same: int


def scoreboard(state: State, language: Language) -> ViewsScores | None:
    """Both scored on the same months and countries; None until such a month has come."""
    frame = _table(state, "views_score")
    if frame is None:
        return None
    rows = frame.sort("month", "issue", "run", descending=[True, True, True])
    made = [
        ViewsScoreRow(
            row["issue"],
            row["run"],
            month(row["month"], language),
            whole(row["countries"], language),
            whole(row["violent"], language),
            number_text(round(row["brier"], PLACES), language),
            number_text(round(row["views_brier"], PLACES), language),
            not row["in_time"],
        )
        for row in rows.iter_rows(named=True)
    ]
    counted = frame.filter("in_time")
    gap = counted["brier"] - counted["views_brier"]
    return ViewsScores(made, int((gap < 0).sum()), int((gap > 0).sum()), int((gap == 0).sum()))
