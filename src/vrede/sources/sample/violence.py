"""Made-up deaths by month for the sample, which add up to its yearly figures; who borders on whom, and the list of states."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from vrede.sources.sample.draw import Draw
from vrede.sources.sample.events import event_files
from vrede.sources.sample.places import COUNTRIES

FIRST_MONTHLY, OTHERS_FROM = 2006, 2019
"""First year of deaths in state-based conflict by month, and of the two other kinds: like the real files, begun later."""
JANUARY_1980 = 1980
BORDERS = (
    "BF:ML BF:NE ML:NE ML:MR NE:TD TD:SD SD:SS SD:ET SD:EG SS:ET SS:KE SS:UG SS:CD SO:ET SO:KE ET:KE KE:UG UG:CD UG:RW "
    "CD:BI CD:RW BI:RW IQ:JO"
)
AFRICA = frozenset(
    ["BF", "ML", "NE", "TD", "MR", "SO", "SS", "SD", "ET", "KE", "UG", "EG", "TN", "CD", "BI", "RW", "MZ"]
)
MIDDLE_EAST = frozenset(["IQ", "JO", "LB", "YE", "EG"])
Yearly = Mapping[tuple[str, int], tuple[int, int, int]]
"""(country, year) -> deaths in state-based and non-state conflict and one-sided violence."""


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def split(total: int, weights: Sequence[int]) -> list[int]:
    """A total over months by weight, largest remainder first; all of it."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    left = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in left[: total - sum(parts)]:
        parts[at] += 1
    return parts


def monthly_files(seed: int, yearly: Yearly, numbers: Mapping[str, int], iso3: Mapping[str, str]) -> dict[str, bytes]:
    """country_month.csv, neighbours.csv, country_ids.csv and two releases of events, by name. numbers: country -> its made-up number."""
    draw = Draw(seed + 43)
    first = min(year for _country, year in yearly)
    last = max(year for _country, year in yearly)
    rows = []
    for country in COUNTRIES:
        level = yearly[country.code, first][0]
        calm = draw.chance(40)
        for year in range(FIRST_MONTHLY, last + 1):
            if year < first:
                early = 0 if calm else level * draw.between(20, 160) // 100
                deaths: tuple[int, int, int] = (early, 0, 0)
            else:
                deaths = yearly[country.code, year]
            # War comes in bursts: some months weigh much more than others, and each leans on the one before.
            weights, lean = [], draw.between(1, 60)
            for _month in range(12):
                lean = max(1, lean * draw.between(45, 190) // 100)
                weights.append(lean)
            months = [split(number, weights) for number in deaths]
            for month in range(12):
                others = (months[1][month], months[2][month]) if year >= OTHERS_FROM else ("", "")
                ident = (year - JANUARY_1980) * 12 + month + 1
                state = months[0][month]
                rows.append((ident, numbers[country.code], iso3[country.code], 1, state, state, *others))
    borders = [pair.split(":") for pair in BORDERS.split()]
    near = sorted((numbers[a], numbers[b]) for one, other in borders for a, b in ((one, other), (other, one)))
    return {
        **event_files(seed, [(row[0], row[1], *(n or 0 for n in (row[4], *row[6:]))) for row in rows]),
        "country_month.csv": _table(
            ("month_id", "country_id", "iso3", "in_challenge", "ged_sb", "ged_sb_v221", "ged_ns", "ged_os"), rows
        ),
        "neighbours.csv": _table(("country_id", "neighbour_country_id"), near),
        "country_ids.csv": _table(
            (
                "country_id",
                "gwcode",
                "iso3",
                "name",
                "in_panel",
                "predecessor_country_id",
                "in_africa",
                "in_middle_east",
            ),
            (
                (
                    numbers[c.code],
                    numbers[c.code],
                    iso3[c.code],
                    c.en,
                    1,
                    "",
                    int(c.code in AFRICA),
                    int(c.code in MIDDLE_EAST),
                )
                for c in COUNTRIES
            ),
        ),
    }
