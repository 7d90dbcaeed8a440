"""What a single score hides: alarms and what they are worth, regions, kinds of country, triggers, and the largest misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from vrede.article import Trigger
from vrede.warning.alarm.trigger import Record, fires, record
from vrede.warning.alarm.worth import RATIOS, alarms, chance_of, escalation_from, lead_times, value
from vrede.warning.bounds import ALARM, VIOLENT_MONTH
from vrede.warning.panel import Array, month_id, month_name
from vrede.warning.proof.evaluate import BASE, HORIZONS, OURS, Window, quiet
from vrede.warning.scores import average_precision, chance, crps_log1p

WORST = 10
REDRAWS, SEED = 2000, 4
FEWEST = 5
"""Countries from which an interval over countries is told."""
Chosen = npt.NDArray[np.bool_]


def _codes(window: Window) -> list[str]:
    return [window.at.history.iso3[row] for row in window.at.history.scored]


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value


def highest(window: Window) -> Array:
    """Deaths in the worst of the twelve months up to the origin, of each country."""
    history = window.at.history
    recent = history.deaths[history.scored, window.at.origin - 11 : window.at.origin + 1]
    return np.asarray(np.nan_to_num(recent).max(1))


def escalation(windows: Sequence[Window], model: str) -> float:
    """Average precision of the chance of an escalation: 25 deaths, and twice the worst month of the year before."""
    said, came = [], []
    for window in windows:
        least = escalation_from(highest(window))
        said.append(chance_of(window.draws[model], least).ravel())
        came.append((window.outcomes >= least[:, None]).ravel())
    return average_precision(np.concatenate(said), np.concatenate(came))


def warned_of(windows: Sequence[Window], model: str) -> dict[str, Any]:
    """Hit rate, false alarms and lead time at ALARM, and the economic value by the ratio of cost to loss."""
    said = np.concatenate([chance(w.draws[model], VIOLENT_MONTH) for w in windows])
    came = np.concatenate([w.outcomes >= VIOLENT_MONTH for w in windows])
    calm = np.concatenate([quiet(w) for w in windows])
    found = alarms(said, came)
    new = alarms(said[calm], came[calm])
    leads = lead_times(said[calm], came[calm], HORIZONS)
    return {
        "from": ALARM,
        "hits": found.hits,
        "false": found.false,
        "missed": found.missed,
        "hit_rate": _number(found.hit_rate),
        "false_alarm_ratio": _number(found.false_alarm_ratio),
        "onset_hit_rate": _number(new.hit_rate),
        "onset_lead_months": float(np.median(leads)) if leads else None,
        "value": [{"ratio": ratio, "value": _number(value(said, came, ratio))} for ratio in RATIOS],
    }


def gain_of(windows: Sequence[Window], chosen: Mapping[int, Chosen]) -> dict[str, Any]:
    """Our gain in log1p CRPS on the base, over some countries of each window, with its 95% interval over countries.

    chosen: year -> flags of countries. No gain is told where the base was without error.
    """
    mine: dict[str, list[float]] = {}
    theirs: dict[str, list[float]] = {}
    for window in windows:
        ours = crps_log1p(window.draws[OURS], window.outcomes).mean(1)
        base = crps_log1p(window.draws[BASE], window.outcomes).mean(1)
        for code, here, a, b in zip(_codes(window), chosen[window.year], ours, base, strict=True):
            if here:
                mine.setdefault(code, []).append(float(a))
                theirs.setdefault(code, []).append(float(b))
    if not mine:
        return {"countries": 0, "cases": 0, "ours": None, "base": None, "gain": None, "low": None, "high": None}
    a = np.array([sum(mine[code]) for code in sorted(mine)])
    b = np.array([sum(theirs[code]) for code in sorted(mine)])
    number = sum(len(found) for found in mine.values())
    drawn = np.random.default_rng(SEED).integers(0, len(a), (REDRAWS, len(a)))
    against = b[drawn].sum(1)
    # Of few countries, or where the base is without error in some redraw, no interval can be told.
    told = len(a) >= FEWEST and float(against.min()) > 0
    low, high = np.quantile(1 - a[drawn].sum(1) / against, (0.025, 0.975)) if told else (None, None)
    return {
        "countries": len(a),
        "cases": number * len(HORIZONS),
        "ours": float(a.sum() / number),
        "base": float(b.sum() / number),
        "gain": float(1 - a.sum() / b.sum()) if b.sum() > 0 else None,
        "low": None if low is None else float(low),
        "high": None if high is None else float(high),
    }


def kinds(windows: Sequence[Window]) -> dict[str, dict[str, Any]]:
    """Gains by kind of country at the origin: quiet (no month of 25 in a year), at war, and those between."""
    at_war = {w.year: highest(w) >= VIOLENT_MONTH for w in windows}
    none = {w.year: highest(w) < 1 for w in windows}
    little = {year: ~at_war[year] & ~none[year] for year in at_war}
    return {name: gain_of(windows, flags) for name, flags in (("war", at_war), ("little", little), ("none", none))}


def regions(windows: Sequence[Window], lists: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Any]]:
    """Gains by region of the article. lists: id -> ISO3."""
    return {
        name: gain_of(windows, {w.year: np.isin(_codes(w), list(codes)) for w in windows})
        for name, codes in lists.items()
    }


def misses(windows: Sequence[Window]) -> list[dict[str, Any]]:
    """The country-months in which our forecast was farthest off by log1p CRPS, the worst first."""
    rows = []
    for window in windows:
        off = crps_log1p(window.draws[OURS], window.outcomes)
        first = month_id(window.year, 1)
        for flat in np.argsort(-off.ravel(), kind="stable")[:WORST]:
            country, month = divmod(int(flat), off.shape[1])
            draws = np.sort(window.draws[OURS][country, month])
            rows.append(
                {
                    "iso3": _codes(window)[country],
                    "month": month_name(first + month),
                    "expected": float(draws.mean()),
                    "low": int(draws[len(draws) // 10]),
                    "high": int(draws[len(draws) * 9 // 10]),
                    "deaths": int(window.outcomes[country, month]),
                    "off": float(off[country, month]),
                }
            )
    return sorted(rows, key=lambda row: (-row["off"], row["iso3"], row["month"]))[:WORST]


def onsets(windows: Sequence[Window]) -> list[dict[str, Any]]:
    """The first month of 25 deaths of every quiet country, with the chance that was given to it; the best seen first."""
    rows = []
    for window in windows:
        said, came = chance(window.draws[OURS], VIOLENT_MONTH), window.outcomes >= VIOLENT_MONTH
        for country in np.nonzero(quiet(window) & came.any(1))[0]:
            month = int(came[country].argmax())
            rows.append(
                {
                    "iso3": _codes(window)[country],
                    "month": month_name(month_id(window.year, 1) + month),
                    "chance": float(said[country, month]),
                    "ahead": int(HORIZONS[month]),
                }
            )
    return sorted(rows, key=lambda row: (-row["chance"], row["iso3"], row["month"]))


def triggers(
    windows: Sequence[Window], rules: Sequence[Trigger], lists: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """How each rule would have done, asked once a window at its origin. A rule on a rise needs a forecast a month before,
    and is left out: it was not tried."""
    made = []
    for rule in rules:
        if rule.rise_ppm or rule.ahead not in HORIZONS:
            continue
        where = {code for name in rule.regions for code in lists[name]}
        at = int(np.nonzero(np.equal(HORIZONS, rule.ahead))[0][0])
        warned: dict[str, list[int]] = {}
        war: dict[str, list[int]] = {}
        began: dict[str, list[int]] = {}
        for window in windows:
            origin = month_id(window.year - 1, 10)
            said, calm = chance(window.draws[OURS], VIOLENT_MONTH)[:, at], quiet(window)
            for country, code in enumerate(_codes(window)):
                if where and code not in where:
                    continue
                months = [origin + int(h) for h in HORIZONS[window.outcomes[country] >= VIOLENT_MONTH]]
                war.setdefault(code, []).extend(months)
                if calm[country] and months:
                    began.setdefault(code, []).append(months[0])
                if fires(rule, round(float(said[country]) * 1_000_000), None, bool(calm[country])):
                    warned.setdefault(code, []).append(origin)
        made.append({"rule": rule.id, **_told(record(warned, war, began, within=int(HORIZONS[-1])))})
    return made


def _told(found: Record) -> dict[str, Any]:
    lead = found.leads[len(found.leads) // 2] if found.leads else None
    return {
        "hits": found.hits,
        "false": found.false,
        "missed": found.missed,
        "onsets": found.onsets,
        "lead": lead,
    }


def detail(windows: Sequence[Window], rules: Sequence[Trigger], lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """All of it, by name."""
    models = list(windows[0].draws)
    return {
        "escalation_ap": {name: _number(escalation(windows, name)) for name in models},
        "alarms": {name: warned_of(windows, name) for name in (OURS, BASE)},
        "kinds": kinds(windows),
        "regions": regions(windows, lists),
        "misses": misses(windows),
        "onsets": onsets(windows),
        "triggers": triggers(windows, rules, lists),
    }
