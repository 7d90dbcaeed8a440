"""Issuing a forecast from a sources folder into the lake's ledger, and reading it for a snapshot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from vrede.article import Policy as PolicyValues
from vrede.article import Region, load_triggers
from vrede.lake import (
    LakeError,
    LedgerLine,
    Store,
    Unfinished,
    append_issue,
    clear_unfinished,
    issued_draws,
    issued_table,
    read_ledger,
)
from vrede.pipeline.capacity import enough
from vrede.pipeline.events import event_tables
from vrede.pipeline.inputs import Sources
from vrede.pipeline.shipped import shipped
from vrede.sources.conflict import (
    TARGETS,
    has_panel,
    is_stale,
    panel_inputs,
    panel_sha256,
    panel_vintage,
    read_judgements,
    read_panel,
    read_series,
    tolerance_of,
)
from vrede.sources.countries import is_country
from vrede.warning import (
    AHEAD,
    QUIET_MONTHS,
    VIOLENT_MONTH,
    History,
    Issued,
    IssuedForecast,
    WarningPolicy,
    crisis_rule_of,
    history,
    make_issue,
    month_name,
    room_of,
    second_count_of,
    second_counts,
    views_scores,
    warned,
)

SLOW = {"population": 2, "gdp": 3}
"""Years after which a yearly input is stale for a forecast: its own lag and one more."""


def histories(folder: Path, series: pl.DataFrame) -> dict[str, History]:
    """Each target that has months, with its history. series: table country_series. Raises SeriesError."""
    panel = read_panel(folder)
    loaded = [target for target in TARGETS if panel.months[target].null_count() < panel.months.height]
    return {target: history(panel, target, series) for target in loaded}


def stale(series: pl.DataFrame, origin: str, issued: date) -> str:
    """Inputs older than they should be, each with its last year or month; '' where none is."""
    said = []
    if is_stale(origin, issued):
        said.append(f"deaths by month: {origin}")
    for name, years in SLOW.items():
        last = series.filter(pl.col("indicator") == name)["year"].max()
        if last is None:
            said.append(f"{name}: none")
        elif int(origin[:4]) - int(str(last)) > years:
            said.append(f"{name}: {last!s}")
    return "; ".join(said)


def issue_into(
    store: Store,
    folder: Path,
    origin: int | None,
    issued: date,
    told: Callable[[str], None] = lambda text: None,
    pool: Callable[[], AbstractContextManager[Executor | None]] = nullcontext,
    workers: int = 1,
    series: pl.DataFrame | None = None,
) -> LedgerLine:
    """Make a forecast from a month (the last one where none is named) and append it to the ledger.

    The same inputs and origin as an issue before give that issue back: nothing is issued twice. pool: where models are
    fitted, `workers` at a time; here without it. What a killed run had drawn is kept, and the next goes on from there.
    The sample's forecasts ship with the package and are fitted only where inputs or code are others.
    series: table country_series; that of the folder alone where none is given.
    Raises SeriesError; LakeError where memory or disk would not do or a worker died; ValueError for a month outside the panel.
    """
    series = read_series(folder)[0] if series is None else series
    found = histories(folder, series)
    main = found["ged_sb"]
    month = main.last if origin is None else origin
    main.until(month)  # a month outside is told before anything is asked of this machine
    name = month_name(month)
    inputs = inputs_hash(folder, series, name)
    for line in read_ledger(store):
        if line.inputs == inputs:
            return line
    made = shipped(inputs)
    if made is None:
        needed = room_of(len(main.scored), len(main.ids), month - main.first + 1, len(found), workers)
        told(needed.words)
        enough(needed, store)
        made = _calculated(found, month, Unfinished(store, inputs), told, pool)
    facts: dict[str, Any] = {
        "origin": name,
        "first_month": month_name(month + 1),
        "last_month": month_name(month + AHEAD),
        "issued": issued.isoformat(),
        "targets": dict(made.models),
        "iso3": list(made.iso3),
        "stale": stale(series, name, issued),
        "panel_sha256": panel_sha256(folder),
        "inputs": inputs,
        "vintage": panel_vintage(folder),
    }
    tables = {"forecast": made.forecast, "forecast_reason": made.reasons, "similar_case": made.cases}
    line = append_issue(store, facts, tables, {"draws": made.draws, "base": made.base})
    clear_unfinished(store)
    return line


def _calculated(
    found: Mapping[str, History],
    month: int,
    kept: Unfinished,
    told: Callable[[str], None],
    pool: Callable[[], AbstractContextManager[Executor | None]],
) -> Issued:
    """Fit and draw. Raises LakeError where a worker died."""
    try:
        with pool() as executor:
            return make_issue(found, month, told, executor, kept)
    except BrokenExecutor as error:
        raise LakeError(
            f"a process that drew was killed ({error}), often for want of memory; run again: what was drawn is kept"
        ) from error


def inputs_hash(folder: Path, series: pl.DataFrame, origin: str) -> str:
    """Hash of all that a forecast from this month is made from: files, the slow series, and the code."""
    inputs = hashlib.sha256()
    for path in panel_inputs(folder):
        inputs.update(hashlib.sha256(path.read_bytes()).digest())
    inputs.update(f"{origin} {warning_code()} {VIOLENT_MONTH} {QUIET_MONTHS}".encode())
    inputs.update(series.filter(pl.col("indicator").is_in(list(SLOW))).write_csv().encode())
    return inputs.hexdigest()


MAKERS = (
    "models/",
    "bounds.py",
    "features.py",
    "panel.py",
    "issue.py",
    "explain.py",
    "scores.py",
    "summary.py",
    "tasks.py",
)


def warning_code() -> str:
    """Hash over the code that makes a forecast: other code, another forecast."""
    root = Path(__file__).parent.parent / "warning"
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*")):
        if file.suffix in (".py", ".toml") and file.relative_to(root).as_posix().startswith(MAKERS):
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def issued_of(store: Store, lines: Sequence[LedgerLine]) -> list[IssuedForecast]:
    """The forecasts of these lines of the ledger; what they hold is read from the lake when asked for."""
    return [
        IssuedForecast(
            line.issue,
            line.origin,
            line.first_month,
            line.last_month,
            line.issued,
            line.in_time,
            line.stale,
            line.targets,
            line.iso3,
            line.panel_sha256,
            line.files["draws.npz"],
            line.previous,
            line.hash,
            line.vintage,
            partial(issued_table, store, line),
            partial(issued_draws, store, line),
        )
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class Views:
    """What VIEWS says: tables views_forecast and views_month."""

    forecast: pl.DataFrame
    months: pl.DataFrame


def warning_tables(
    folder: Path | None,
    series: pl.DataFrame,
    store: Store,
    policy: PolicyValues,
    regions: Sequence[Region],
    day: date,
    views: Views | None = None,
) -> dict[str, pl.DataFrame]:
    """All tables of the warning for a snapshot. views: those of VIEWS, where they are loaded. Raises SeriesError, LakeError."""
    panel = read_panel(folder) if folder is not None and has_panel(folder) else None
    lead = policy.whole_number("headline_ahead", day)
    rules = WarningPolicy(crisis_rule_of(policy.mapping("acute_crisis", day)), load_triggers(), regions, lead)
    issues = issued_of(store, read_ledger(store))
    made = warned(panel, series, read_judgements(folder, is_country), issues, rules)
    if views is not None:
        made["views_score"] = views_scores(issues, views.forecast, made["country_month"])
        tolerance = second_count_of(policy.mapping("second_count", day))
        made["second_count"] = second_counts(made["country_month"], views.months, tolerance)
    return made | event_tables(folder, panel, series, tolerance_of(policy.mapping("control_tolerance", day)))


SAMPLE_MONTHS_BACK = 1


def sample_origins(series: Path) -> list[int]:
    """The months from which the sample is forecast."""
    last = histories(series, read_series(series)[0])["ged_sb"].last
    return list(range(last - SAMPLE_MONTHS_BACK, last + 1))


def issue_sample(store: Store, sources: Sources) -> None:
    """The sample's two forecasts, a month apart, so that it shows a change and a score. Nothing where they are there."""
    assert sources.series is not None
    for origin in sample_origins(sources.series):
        first = date.fromisoformat(f"{month_name(origin + 1)}-01")
        issue_into(store, sources.series, origin, first - timedelta(days=1))
