"""Everything that the warning says in a snapshot, in one call: deaths by month, the newest forecast, its ledger and what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from vrede.article.lists import Region
from vrede.article.triggers import Trigger
from vrede.lake.ledger import Line, draws_of, table_of
from vrede.lake.store import Store
from vrede.lake.tables.warning import WARNING_TABLES
from vrede.sources.conflict.panel import TARGETS, Panel
from vrede.warning.alarm.crisis import Rule, crisis
from vrede.warning.alarm.trigger import fired
from vrede.warning.panel import month_name
from vrede.warning.proof.ledger import issue_scores, number_of

BY_NAME = {table.name: table for table in WARNING_TABLES}
HEADLINE = [column.name for column in BY_NAME["forecast_headline"].columns]
Known = dict[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class Policy:
    """What the law's files say of warnings: the crisis rule, the triggers, the article's regions, the months ahead that lead."""

    crisis: Rule
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
    store: Store,
    lines: Sequence[Line],
    policy: Policy,
) -> dict[str, pl.DataFrame]:
    """All tables of the warning. panel: None where no deaths by month are loaded. lines: the ledger. Raises LakeError."""
    made = {name: table.empty() for name, table in BY_NAME.items()}
    if panel is not None:
        made["country_month"] = country_months(panel)
        made["neighbour"] = neighbours(panel)
        made["crisis"] = crisis(made["country_month"], series, policy.crisis)
    known: Known = {
        (t, i, m): n for t, i, m, n in made["country_month"].select("target", "iso3", "month", "deaths").iter_rows()
    }
    if not lines:
        made["judgement"] = _judged(judgements, known, lines, made["country_month"], lambda line: pl.DataFrame())
        return made
    read: dict[int, pl.DataFrame] = {}

    def forecast_of(line: Line) -> pl.DataFrame:
        if line.issue not in read:
            read[line.issue] = _with_before(store, line, lines)
        return read[line.issue]

    newest = newest_of(lines)
    made["forecast"] = forecast_of(newest)
    for name in ("forecast_reason", "similar_case"):
        made[name] = BY_NAME[name].conform(table_of(store, newest, name))
    made["forecast_issue"] = _ledger(lines)
    made["forecast_headline"] = pl.concat(
        [forecast_of(line).filter(pl.col("ahead") == policy.headline).select(HEADLINE) for line in lines]
    )
    made["forecast_score"] = pl.concat(
        [
            issue_scores(
                line.issue, line.origin, line.iso3, draws_of(store, line, "draws"), draws_of(store, line, "base"), known
            )
            for line in lines
        ]
    )
    events = [
        fired(policy.triggers, forecast_of(line), date.fromisoformat(line.issued), policy.regions) for line in lines
    ]
    made["trigger_event"] = pl.concat(events)
    made["judgement"] = _judged(judgements, known, lines, made["country_month"], forecast_of)
    return {name: BY_NAME[name].conform(frame) for name, frame in made.items()}


def newest_of(lines: Sequence[Line]) -> Line:
    """The issue from the latest month; of those from one month the last. A past month may be issued later, to try it."""
    return max(lines, key=lambda line: (line.origin, line.issue))


def _with_before(store: Store, line: Line, lines: Sequence[Line]) -> pl.DataFrame:
    """Table forecast of an issue, with the chance for the same month in the issue of a month earlier."""
    mine = table_of(store, line, "forecast").with_columns(issue=pl.lit(line.issue, dtype=pl.Int64))
    earlier = [o for o in lines if number_of(o.origin) == number_of(line.origin) - 1 and o.issue < line.issue]
    if not earlier:
        return BY_NAME["forecast"].conform(mine.drop("p25_before_ppm", strict=False))
    before = table_of(store, max(earlier, key=lambda o: o.issue), "forecast")
    joined = mine.drop("p25_before_ppm", strict=False).join(
        before.select("target", "iso3", "month", p25_before_ppm="p25_ppm"),
        on=["target", "iso3", "month"],
        how="left",
        maintain_order="left",
    )
    return BY_NAME["forecast"].conform(joined)


def _ledger(lines: Sequence[Line]) -> pl.DataFrame:
    rows = [
        {
            "issue": line.issue,
            "target": target,
            "origin": line.origin,
            "first_month": line.first_month,
            "last_month": line.last_month,
            "issued": date.fromisoformat(line.issued),
            "in_time": line.in_time,
            "stale": line.stale,
            "panel_sha256": line.panel_sha256,
            "forecast_sha256": line.files["draws.npz"],
            "previous": line.previous,
            "hash": line.hash,
        }
        for line in lines
        for target in sorted(line.targets)
    ]
    table = BY_NAME["forecast_issue"]
    return table.conform(pl.DataFrame(rows, schema=table.schema, orient="row"))


def _judged(
    judgements: pl.DataFrame,
    known: Known,
    lines: Sequence[Line],
    months: pl.DataFrame,
    forecast_of: Callable[[Line], pl.DataFrame],
) -> pl.DataFrame:
    """Table judgement: each beside the forecast from the latest month of those issued by its day."""
    rows = []
    for row in judgements.iter_rows(named=True):
        before = [line for line in lines if line.issued <= row["day"].isoformat()]
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
