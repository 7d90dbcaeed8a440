"""What was issued: the ledger of forecasts, how each did when its months came, and judgements beside them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse

from vrede.article import Language
from vrede.language import month, number_text
from vrede.sources.countries import country_name
from vrede.warning import brier
from vrede.warning import scored as with_in_time
from vrede.web.figure.page import rendered
from vrede.web.pages.warning.lines import chance_text, forecast_csv, share_left_out, stale_words, target_words, why_none
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State

SHORT = 12
"""Signs of a hash that a page shows; the CSV has it whole."""
PLACES = 4


def _rounded(value: Decimal | None, language: Language) -> str:
    return number_text(round(value, PLACES) if value is not None else None, language)


def scored(state: State) -> pl.DataFrame:
    """Table forecast_score with in_time: whether the forecast was issued before the month began."""
    tables = state.tables("forecast_score", "forecast_issue")
    return with_in_time(tables["forecast_score"], tables["forecast_issue"])


def _scores(state: State, language: Language) -> list[dict[str, Any]]:
    rows = scored(state).sort("issue", "target", "month", descending=[True, False, False])
    made = []
    for row in rows.iter_rows(named=True):
        lost = row["log1p_crps"] > row["base_log1p_crps"]
        made.append(
            {
                **row,
                "target_words": target_words()[row["target"]],
                "month_words": month(row["month"], language),
                "ours": _rounded(row["log1p_crps"], language),
                "base": _rounded(row["base_log1p_crps"], language),
                "low": _rounded(row["gain_low"], language),
                "high": _rounded(row["gain_high"], language),
                "lost": lost,
                "late": not row["in_time"],
            }
        )
    return made


@dataclass(frozen=True, slots=True)
class BrierScores:
    """Over how many months, and the scores of the judgements and of the forecast beside them; lower is better."""

    n: int
    judgement: str
    forecast: str


@dataclass(frozen=True, slots=True)
class IssuedPage:
    """Every issue of the forecast, its scores, and judgements beside it."""

    none: str
    issues: list[dict[str, Any]]
    scores: list[dict[str, Any]]
    left_share: str
    lost: int
    late: int
    judgements: list[dict[str, Any]]
    brier: BrierScores | None


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """All issues, their scores, and judgements."""
    state, language = state_of(request), language_of(request)
    ledger = state.snapshot.table("forecast_issue").sort("issue", "target", descending=[True, False])
    judged = state.snapshot.table("judgement").sort("day", "judgement_no", descending=[True, False])
    scores = _scores(state, language)
    context = IssuedPage(
        none=why_none(state),
        issues=[
            {
                **row,
                "target_words": target_words()[row["target"]],
                "origin_words": month(row["origin"], language),
                "first": month(row["first_month"], language),
                "last": month(row["last_month"], language),
                "short": row["hash"][:SHORT],
                "stale_words": stale_words(row["stale"] or "", language),
            }
            for row in ledger.iter_rows(named=True)
        ],
        scores=scores,
        left_share=share_left_out(state, language),
        lost=sum(1 for row in scores if row["lost"]),
        late=sum(1 for row in scores if row["late"]),
        judgements=[
            {
                **row,
                "name": country_name(row["iso3"], language),
                "month_words": month(row["month"], language),
                "chance": chance_text(row["p25_ppm"], language),
                "forecast": chance_text(row["forecast_ppm"], language),
            }
            for row in judged.iter_rows(named=True)
        ],
        brier=_brier(judged, language),
    )
    return rendered(request, "warning/issued.html", context)


def _brier(judged: pl.DataFrame, language: Language) -> BrierScores | None:
    """Brier scores of judgements and of the forecast beside them, over the same months; only those signed in time count."""
    found = brier(judged)
    if found is None:
        return None
    months, judgement, forecast = found
    return BrierScores(months, _rounded(judgement, language), _rounded(forecast, language))


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """The ledger with its hashes."""
    return forecast_csv(state_of(request).snapshot.table("forecast_issue"), "forecast-ledger.csv")


@helpful
def scores_csv(request: HttpRequest) -> HttpResponse:
    """Every score of every issue."""
    return forecast_csv(scored(state_of(request)), "forecast-scores.csv")
