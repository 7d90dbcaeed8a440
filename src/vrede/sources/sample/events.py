"""Made-up events for the sample: a final release, and a candidate one whose last months the final one has revised."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from vrede.sources.sample.draw import Draw

FINAL_YEARS, CANDIDATES_FROM = (2022, 2023), 2023
"""The final release is of these years, the candidate one from the last quarter of the second to the end."""
FIRST_YEAR, MONTHS, AUTUMN = 1980, 12, 10
HEAD = (
    "id,year,active_year,code_status,type_of_violence,where_description,country_id,event_clarity,date_prec,date_start,date_end,"
    "best,high,low"
)
Month = Sequence[int]
"""Month number from January 1980, number of the state, deaths of the three kinds."""


def _table(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD.split(","))
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def event_files(seed: int, months: Iterable[Month]) -> dict[str, bytes]:
    """ucdp_ged_events_made_up.csv and ucdp_candidate_made_up.csv, by name.

    In the final release every month of each kind is two events that add up to it. The candidate release lacks some of them, has
    others with fewer deaths, and some that never became final; a few of its events are not clear yet, and
    its last line is none.
    """
    draw = Draw(seed + 47)
    final: list[tuple[object, ...]] = []
    candidate: list[tuple[object, ...]] = []
    ident = 700_000
    for number, state, *deaths in months:
        year, month = FIRST_YEAR + (number - 1) // MONTHS, (number - 1) % MONTHS + 1
        early = (year, month) >= (CANDIDATES_FROM, AUTUMN)
        if year < FINAL_YEARS[0]:
            continue
        for kind, count in enumerate(deaths, 1):
            half = count // 3
            for part, day in ((half, 4), (count - half, 17)):
                ident += 1
                if not part:
                    continue
                first, last = (
                    f"{year}-{month:02d}-{day:02d} 00:00:00.000",
                    f"{year}-{month:02d}-{day + 9:02d} 00:00:00.000",
                )
                fixed = (f'near the market, "old" town,\nkind {kind}', state, 1, 4, first, last)
                if year <= FINAL_YEARS[1]:
                    final.append((ident, year, 1, "Clear", kind, *fixed, part, part + 2, part))
                if early and draw.chance(85):
                    said = part if draw.chance(60) else part * 2 // 3
                    status = "Clear" if draw.chance(96) else "Check deaths unclear"
                    candidate.append((ident, year, 1, status, kind, *fixed, said, said + 5, said))
                if early and draw.chance(4):
                    candidate.append((ident + 500_000, year, 0, "Clear", kind, *fixed, 2, 2, 1))
    if candidate:
        candidate.append((*candidate[0][:6], candidate[0][6], 1, 4, *candidate[0][9:11], -3, 0, 0))
    return {"ucdp_ged_events_made_up.csv": _table(final), "ucdp_candidate_made_up.csv": _table(candidate)}
