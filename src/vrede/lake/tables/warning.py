"""The tables of the warning: deaths by month, the issued forecasts with their scores, crises, triggers and judgements."""

from __future__ import annotations

from dataclasses import replace

from vrede.sources import Column, Table
from vrede.sources.conflict import EVENT_TABLES

USE = "; a statistical estimate, not a position of the Dutch State, not for decisions on asylum, return, travel or targets"
_TARGET = Column("target", "plain", "ged_sb state-based conflict, ged_ns non-state conflict, ged_os one-sided violence")
_ISO3 = Column("iso3", "place", "country, ISO 3166-1 alpha-3")
_MONTH = Column("month", "plain", "the month, YYYY-MM")
_ORIGIN = Column("origin", "plain", "last month that was known when it was made, YYYY-MM")
_ISSUE = Column("issue", "integer", "number of the issued forecast in the ledger, from 1")
_RANK = Column("rank", "integer", "place in the list, the largest first, from 1")


def _chance(least: str) -> Column:
    return Column(f"p{least}_ppm", "integer", f"chance of {least} deaths or more in the month", unit="ppm")


def _quantile(name: str, meaning: str) -> Column:
    return Column(name, "integer", f"{meaning} of the draws", unit="deaths")


CHANCES = tuple(map(_chance, ("1", "25", "100", "1000")))
QUANTILES = (
    _quantile("q025", "2.5% quantile"),
    _quantile("q05", "5% quantile"),
    _quantile("q10", "10% quantile"),
    _quantile("q25", "25% quantile"),
    _quantile("q50", "median"),
    _quantile("q75", "75% quantile"),
    _quantile("q90", "90% quantile"),
    _quantile("q95", "95% quantile"),
    _quantile("q975", "97.5% quantile"),
)

_DECLARED: tuple[Table, ...] = (
    Table(
        "country_month",
        "deaths in a country and month, UCDP best estimate; a month that is not there is missing, never nothing",
        (
            _TARGET,
            _ISO3,
            _MONTH,
            Column("deaths", "integer", "deaths, booked in the month in which an event ends", unit="deaths"),
        ),
        ("target", "iso3", "month"),
    ),
    Table(
        "neighbour",
        "countries that lie next to each other, both ways",
        (_ISO3, Column("neighbour_iso3", "place", "the country beside it, ISO 3166-1 alpha-3")),
        ("iso3", "neighbour_iso3"),
    ),
    Table(
        "forecast",
        "the newest issued forecast: for each country and month, what its 1,000 draws say" + USE,
        (
            _TARGET,
            _ISO3,
            _MONTH,
            Column("ahead", "integer", "months after the origin", unit="months"),
            _ORIGIN,
            _ISSUE,
            Column("model", "plain", "what made the draws: ours, or the benchmark where too few months are known"),
            *CHANCES,
            *QUANTILES,
            Column("expected", "number", "mean of the draws", unit="deaths"),
            Column("category", "plain", "the class with the most draws: 0, 1-24, 25-99, 100-999 or 1000+"),
            Column("quiet", "flag", "no month of 25 deaths in the twelve up to the origin: more would be an onset"),
            Column(
                "p25_before_ppm",
                "integer",
                "the same chance of 25 deaths in the forecast issued a month earlier; empty: none was",
                unit="ppm",
            ),
        ),
        ("target", "iso3", "month"),
    ),
    Table(
        "forecast_headline",
        "the chance that pages lead with, of every issue: how it went from one issue to the next" + USE,
        (
            _ISSUE,
            _TARGET,
            _ISO3,
            _ORIGIN,
            _MONTH,
            Column("ahead", "integer", "months after the origin", unit="months"),
            _chance("25"),
        ),
        ("issue", "target", "iso3"),
    ),
    Table(
        "forecast_reason",
        "what moved a country's chance of 25 deaths, by group of features; the parts sum to the whole difference" + USE,
        (
            _TARGET,
            _ISO3,
            Column(
                "against",
                "plain",
                "calm: the middle of all countries forecast, at peace where most are; before: the same country a month earlier",
            ),
            _RANK,
            Column("group", "plain", "group of features, or 'rest': what the other models make of it"),
            Column("points_ppm", "integer", "part of the difference in chance", unit="ppm"),
        ),
        ("target", "iso3", "against", "rank"),
    ),
    Table(
        "similar_case",
        "past situations most like a country's now, and what followed them" + USE,
        (
            _TARGET,
            _ISO3,
            _RANK,
            Column("case_iso3", "place", "the country of the past situation"),
            Column("case_month", "plain", "its month, YYYY-MM"),
            Column("weight_ppm", "integer", "its share in the draws of this model", unit="ppm"),
            Column("before", "integer", "deaths in the twelve months up to it", unit="deaths"),
            Column(
                "after", "integer", "deaths in the twelve months that followed; empty: not all known", unit="deaths"
            ),
        ),
        ("target", "iso3", "rank"),
    ),
    Table(
        "forecast_issue",
        "the ledger of issued forecasts: each hashed with the one before, so that none can be changed or left out"
        + USE,
        (
            _ISSUE,
            _TARGET,
            _ORIGIN,
            Column("first_month", "plain", "first month that is forecast, YYYY-MM"),
            Column("last_month", "plain", "last month that is forecast, YYYY-MM"),
            Column("issued", "date", "the day on which it was issued"),
            Column("in_time", "flag", "issued before its first month began; else it is no proof of foresight"),
            Column(
                "stale",
                "plain",
                "inputs that were older than they should be, with their last year or month, or none: not loaded",
            ),
            Column("panel_sha256", "plain", "hash of the deaths that it was made from"),
            Column("forecast_sha256", "plain", "hash of its draws"),
            Column("previous", "plain", "hash of the line before; empty: the first"),
            Column("hash", "plain", "hash of this line with the one before"),
            Column(
                "vintage",
                "words",
                "releases whose deaths it was made from, or the file of months; empty: not noted then",
            ),
        ),
        ("issue", "target"),
    ),
    Table(
        "forecast_score",
        "how an issued forecast did in a month that has come, beside the simplest baseline" + USE,
        (
            _ISSUE,
            _TARGET,
            _MONTH,
            Column("countries", "integer", "countries scored"),
            Column("void", "integer", "countries forecast for which the month has not been published"),
            Column("log1p_crps", "number", "mean CRPS on log(1 + deaths) of the forecast"),
            Column("base_log1p_crps", "number", "the same of conflictology-12 made at the same origin"),
            Column("gain_low", "number", "lower end of the 95% interval of base less forecast, over countries"),
            Column("gain_high", "number", "upper end of that interval"),
            Column("ign", "number", "mean log score in bits"),
            Column("base_ign", "number", "the same of conflictology-12"),
        ),
        ("issue", "target", "month"),
    ),
    Table(
        "crisis",
        "whether a country is in acute crisis by the dated rule: yes, no, or cannot tell" + USE,
        (
            _ISO3,
            _MONTH,
            Column("state", "plain", "yes, no or cannot tell"),
            Column("test", "plain", "the part of the rule: deaths, displacement or severity"),
            Column("passed", "plain", "yes, no or cannot tell, of this part"),
            Column("figure", "number", "what was measured; empty: not loaded or too old"),
            Column("bound", "number", "from which it counts"),
            Column("of", "plain", "year or month of the figure"),
        ),
        ("iso3", "test"),
    ),
    Table(
        "trigger_event",
        "a dated rule that fired: shown until it is answered" + USE,
        (
            Column("rule", "plain", "id of the rule (article/lists/triggers.toml)"),
            _ISO3,
            _ISSUE,
            Column("fired", "date", "the day of the forecast that fired it"),
            _MONTH,
            Column("p25_ppm", "integer", "the chance in that forecast", unit="ppm"),
            Column("before_ppm", "integer", "the chance a month earlier; empty: none was issued", unit="ppm"),
        ),
        ("rule", "iso3", "issue"),
    ),
    Table(
        "judgement",
        "an analyst's judgement beside the forecast: signed, scored, and never in its place" + USE,
        (
            Column("judgement_no", "integer", "line in the file"),
            Column("signed", "words", "who signs for it: an initial or a function, no name"),
            Column("day", "date", "the day of the judgement"),
            _ISO3,
            _MONTH,
            Column("p25_ppm", "integer", "the chance of 25 deaths by the analyst", unit="ppm"),
            Column(
                "forecast_ppm", "integer", "the same by the newest forecast that was issued by that day", unit="ppm"
            ),
            Column("deaths", "integer", "what came; empty: not known yet", unit="deaths"),
            Column("in_time", "flag", "signed before the month began"),
            Column("note", "words", "the analyst's reason"),
        ),
        ("judgement_no",),
    ),
    Table(
        "views_score",
        "a forecast of ours beside a run of VIEWS with the same last month of data: mean Brier score of the chance of 25 deaths in a month that has come"
        + USE,
        (
            _ISSUE,
            Column("run", "plain", "name of the run of VIEWS"),
            _ORIGIN,
            _MONTH,
            Column("countries", "integer", "countries that both forecast and whose deaths are known"),
            Column("violent", "integer", "of these, with 25 deaths or more"),
            Column("brier", "number", "mean Brier score of ours; lower is better"),
            Column("views_brier", "number", "the same of VIEWS"),
            Column("in_time", "flag", "ours was issued before the month began"),
        ),
        ("issue", "run", "month"),
    ),
    Table(
        "second_count",
        "months in which VIEWS counts other deaths than the panel, by more than the tolerance (policy second_count): the panel counts; in no download or export, as VIEWS states no licence",
        (
            _TARGET,
            _ISO3,
            _MONTH,
            Column("deaths", "integer", "deaths in the panel", unit="deaths"),
            Column("views", "integer", "deaths in VIEWS' own count", unit="deaths"),
        ),
        ("target", "iso3", "month"),
        passed_on=False,
    ),
    *EVENT_TABLES,
)
WARNING_TABLES: tuple[Table, ...] = tuple(replace(table, of_countries=True) for table in _DECLARED)
