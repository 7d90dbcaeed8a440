"""Everything that the warning says in a snapshot, in one call: deaths by month, the newest forecast, its ledger and what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from vrede.article import Region, Trigger
from vrede.lake.tables import WARNING_TABLES
from vrede.sources.conflict import TARGETS, Panel
from vrede.warning.alarm.crisis import CrisisRule, crisis
from vrede.warning.alarm.trigger import fired
from vrede.warning.issued import IssuedForecast, newest_of
from vrede.warning.panel import month_name
from vrede.warning.proof.ledger import issue_scores, number_of

BY_NAME = {table.name: table for table in WARNING_TABLES}
HEADLINE = [column.name for column in BY_NAME["forecast_headline"].columns]
Known = dict[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class WarningPolicy:
    """What the law's files say of warnings: the crisis rule, the triggers, the article's regions, the months ahead that lead."""

    crisis: CrisisRule
    triggers: Sequence[Trigger]
    regions: Sequence[Region]
    headline: int


def country_months(panel: Panel) -> pl.DataFrame:
    """Table country_month: each target's months as loaded. States that followed one another under one code are one row."""
    long = panel.months.unpivot(
        on=list(TARGETS), index=["iso3", "month_id"], variable_name="target", value_name="deaths"
    ).drop_nulls("deaths")
    name = {number: month_name(number) for number in long["month_id"].unique().to_list()}
    made = (
        long.with_columns(month=pl.col("month_id").replace_strict(name, return_dtype=pl.String))
        .group_by("target", "iso3", "month")
        .agg(pl.col("deaths").sum())
        .sort("target", "iso3", "month")
    )
    return BY_NAME["country_month"].conform(made)


def neighbours(panel: Panel) -> pl.DataFrame:
    """Table neighbour, of the countries of the panel by their codes of today."""
    code = panel.countries.select("country_id", "iso3")
    made = (
        panel.neighbours.join(code, on="country_id")
        .join(code.rename({"country_id": "neighbour_country_id", "iso3": "neighbour_iso3"}), on="neighbour_country_id")
        .filter(pl.col("iso3") != pl.col("neighbour_iso3"))
        .select("iso3", "neighbour_iso3")
    )
    return BY_NAME["neighbour"].conform(made.unique().sort("iso3", "neighbour_iso3"))


def warned(
    panel: Panel | None,
    series: pl.DataFrame,
    judgements: pl.DataFrame,
    issues: Sequence[IssuedForecast],
    policy: WarningPolicy,
) -> dict[str, pl.DataFrame]:
    """All tables of the warning. panel: None where no deaths by month are loaded. issues: every forecast of the ledger, the oldest first."""
    made = {name: table.empty() for name, table in BY_NAME.items()}
    if panel is not None:
        made["country_month"] = country_months(panel)
        made["neighbour"] = neighbours(panel)
        made["crisis"] = crisis(made["country_month"], series, policy.crisis)
    known: Known = {
        (t, i, m): n for t, i, m, n in made["country_month"].select("target", "iso3", "month", "deaths").iter_rows()
    }
    if not issues:
        made["judgement"] = _judged(judgements, known, issues, made["country_month"], lambda one: pl.DataFrame())
        return made
    read: dict[int, pl.DataFrame] = {}

    def forecast_of(one: IssuedForecast) -> pl.DataFrame:
        if one.issue not in read:
            read[one.issue] = _with_before(one, issues)
        return read[one.issue]

    newest = newest_of(issues)
    made["forecast"] = forecast_of(newest)
    for name in ("forecast_reason", "similar_case"):
        made[name] = BY_NAME[name].conform(newest.table(name))
    made["forecast_issue"] = _ledger(issues)
    made["forecast_headline"] = pl.concat(
        [forecast_of(one).filter(pl.col("ahead") == policy.headline).select(HEADLINE) for one in issues]
    )
    made["forecast_score"] = pl.concat(
        [issue_scores(one.issue, one.origin, one.iso3, one.draws("draws"), one.draws("base"), known) for one in issues]
    )
    events = [
        fired(policy.triggers, forecast_of(one), date.fromisoformat(one.issued), policy.regions) for one in issues
    ]
    made["trigger_event"] = pl.concat(events)
    made["judgement"] = _judged(judgements, known, issues, made["country_month"], forecast_of)
    return {name: BY_NAME[name].conform(frame) for name, frame in made.items()}


def _with_before(one: IssuedForecast, issues: Sequence[IssuedForecast]) -> pl.DataFrame:
    """Table forecast of an issue, with the chance for the same month in the issue of a month earlier."""
    mine = one.table("forecast").with_columns(issue=pl.lit(one.issue, dtype=pl.Int64))
    earlier = [o for o in issues if number_of(o.origin) == number_of(one.origin) - 1 and o.issue < one.issue]
    if not earlier:
        return BY_NAME["forecast"].conform(mine.drop("p25_before_ppm", strict=False))
    before = max(earlier, key=lambda o: o.issue).table("forecast")
    joined = mine.drop("p25_before_ppm", strict=False).join(
        before.select("target", "iso3", "month", p25_before_ppm="p25_ppm"),
        on=["target", "iso3", "month"],
        how="left",
        maintain_order="left",
    )
    return BY_NAME["forecast"].conform(joined)


def _ledger(issues: Sequence[IssuedForecast]) -> pl.DataFrame:
    rows = [
        {
            "issue": one.issue,
            "target": target,
            "origin": one.origin,
            "first_month": one.first_month,
            "last_month": one.last_month,
            "issued": date.fromisoformat(one.issued),
            "in_time": one.in_time,
            "stale": one.stale,
            "panel_sha256": one.panel_sha256,
            "forecast_sha256": one.forecast_sha256,
            "previous": one.previous,
            "hash": one.hash,
            "vintage": one.vintage,
        }
        for one in issues
        for target in sorted(one.targets)
    ]
    table = BY_NAME["forecast_issue"]
    return table.conform(pl.DataFrame(rows, schema=table.schema, orient="row"))


def _judged(
    judgements: pl.DataFrame,
    known: Known,
    issues: Sequence[IssuedForecast],
    months: pl.DataFrame,
    forecast_of: Callable[[IssuedForecast], pl.DataFrame],
) -> pl.DataFrame:
    """Table judgement: each beside the forecast from the latest month of those issued by its day."""
    rows = []
    for row in judgements.iter_rows(named=True):
        before = [one for one in issues if one.issued <= row["day"].isoformat()]
        said = None
        if before:
            found = forecast_of(newest_of(before)).filter(
                (pl.col("target") == "ged_sb") & (pl.col("iso3") == row["iso3"]) & (pl.col("month") == row["month"])
            )
            said = found["p25_ppm"][0] if found.height else None
        rows.append(
            {
                **row,
                "forecast_ppm": said,
                "deaths": known.get(("ged_sb", row["iso3"], row["month"])),
                "in_time": row["day"].isoformat() < f"{row['month']}-01",
            }
        )
    table = BY_NAME["judgement"]
    return table.conform(pl.DataFrame(rows, schema=table.schema, orient="row"))
