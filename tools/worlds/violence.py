"""UCDP and VIEWS: events by month in overlapping releases, country-years that agree with them, forecasts and predictors in pages."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache

from worlds.places import STATES, WARS

UCDP, VIEWS = "/ucdp.uu.se/downloads/", "/api.viewsforecasting.org"
FIRST_YEAR = 2018
JANUARY_1980 = 1980
HEAD = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_name",
    "where_description",
    "country",
    "country_id",
    "where_prec",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "best",
    "high",
    "low",
]
YEARLY = [
    "country_id",
    "country",
    "year",
    "region",
    "sb_exist",
    "sb_dyad_count",
    "sb_total_deaths_best",
    "sb_total_deaths_low",
    "sb_total_deaths_high",
    "ns_total_deaths_best",
    "os_total_deaths_best",
    "cumulative_total_deaths_in_orgvio_best",
    "Version",
]
Month = tuple[int, int]


def table(head: Sequence[str], rows: Iterable[Sequence[object]], bom: bool = False) -> bytes:
    """A CSV file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def months(first: Month, last: Month) -> list[Month]:
    """Every month from one to another."""
    count = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
    return [(first[0] + (first[1] - 1 + n) // 12, (first[1] - 1 + n) % 12 + 1) for n in range(count)]


@cache
def events_of(seed: int, month: Month) -> list[list[object]]:
    """The events of a month as they finally are, the same whichever month is the last."""
    draw = random.Random(f"{seed} {month}")
    year, number = month
    found: list[list[object]] = []
    for at, gw in enumerate(WARS):
        level = (7 * at + seed) % 5
        for kind in (1, 1, 1, 2, 3):
            if draw.random() > 0.15 + 0.16 * level:
                continue
            deaths = int(draw.expovariate(1 / (2 + 12 * level**2)))
            ident = (year * 12 + number) * 1000 + len(found) + 1
            day = draw.randint(1, 28)
            name = STATES[gw]
            found.append(
                [
                    ident,
                    f"{name[:3].upper()}-{year}-{kind}-{ident}",
                    year,
                    draw.choice([0, 1]),
                    "Clear",
                    kind,
                    f"{name}: Made up, A - B",
                ]
                + [f'near the "old" market,\n{name}', name, gw, 1, 1, 1]
                + [
                    f"{year}-{number:02d}-{max(1, day - draw.randint(0, 9)):02d} 00:00:00.000",
                    f"{year}-{number:02d}-{day:02d} 00:00:00.000",
                ]
                + [deaths, deaths + draw.randint(0, 9), max(0, deaths - draw.randint(0, 9))]
            )
    return found


def as_candidate(events: Iterable[list[object]], seed: int, early: bool) -> list[list[object]]:
    """The same events as a monthly release has them: some are checked still and have fewer deaths, early ones more of them."""
    draw = random.Random(f"{seed} candidate {early}")
    made = []
    for event in events:
        row = list(event)
        if draw.random() < (0.3 if early else 0.1):
            row[4], row[15] = draw.choice(["Check deaths", "Check dyad"]), int(str(row[15])) * 2 // 3
        made.append(row)
    return made


def ucdp(seed: int, last: Month) -> dict[str, bytes]:
    """The page of downloads and what it links to: the yearly release of the year before, and candidates to the last month."""
    year = last[0]
    version = f"{year % 100}1"
    final = [e for m in months((FIRST_YEAR, 1), (year - 1, 12)) for e in events_of(seed, m)]
    packed, yearly = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(f"GEDEvent_v{year % 100}_1.csv"), table(HEAD, final), zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(yearly, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo(f"OrganizedViolenceCYDataSet{year % 100}_1.csv"),
            _country_years(seed, year - 1, final),
            zipfile.ZIP_DEFLATED,
        )
    made = {
        f"ged/ged{version}-csv.zip": packed.getvalue(),
        f"organizedviolencecy/organizedviolencecy-{version}-csv.zip": yearly.getvalue(),
    }
    cumulative = max((n for n in (3, 6, 12) if n <= last[1]), default=0)
    if cumulative:
        rows = [e for m in months((year, 1), (year, cumulative)) for e in events_of(seed, m)]
        made[f"candidateged/GEDEvent_v{year % 100}_01_{year % 100}_{cumulative:02d}.csv"] = table(
            HEAD, as_candidate(rows, seed, True)
        )
    for number in range(1, last[1] + 1):
        # A month's file repeats some events of the month before, with what became of them.
        again = events_of(seed, (year, number - 1))[:5] if number > 1 else []
        rows = [*again, *events_of(seed, (year, number))]
        made[f"candidateged/GEDEvent_v{year % 100}_0_{number}.csv"] = table(
            HEAD, as_candidate(rows, seed + number, False)
        )
    return {UCDP + name: data for name, data in made.items()} | {UCDP: _page(made, year)}


def _page(made: Iterable[str], year: int) -> bytes:
    links = []
    for at, name in enumerate(made):
        href = (name, f"https://ucdp.uu.se/downloads/{name}", f"/downloads/{name}")[at % 3]
        links.append(
            f"<li><h3>Made up {at}</h3> <a class='btn' href=\"{href}\">CSV</a> <a href='{name.rsplit('.', 1)[0]}.xlsx'>Excel</a></li>"
        )
    links.append("<a href='candidateged/ucdp-candidate-codebook1.5.pdf'>Codebook</a>")
    return f"<!DOCTYPE html><html><head><title>Downloads {year}</title></head><body><ul>{''.join(links)}</ul></body></html>".encode()


def _country_years(seed: int, last: int, final: Sequence[Sequence[object]]) -> bytes:
    sums: dict[tuple[int, int, int], int] = {}
    for event in final:
        key = (int(str(event[9])), int(str(event[2])), int(str(event[5])))
        sums[key] = sums.get(key, 0) + int(str(event[15]))
    rows = []
    for gw, name in STATES.items():
        for year in range(FIRST_YEAR, last + 1):
            sb, ns, os = (sums.get((gw, year, kind), 0) for kind in (1, 2, 3))
            rows.append(
                (
                    gw,
                    name,
                    year,
                    "Made up",
                    int(sb > 0),
                    int(sb > 0),
                    sb,
                    sb,
                    sb + 5,
                    ns,
                    os,
                    sb + ns + os,
                    f"{(last + 1) % 100}.1",
                )
            )
    return table(YEARLY, rows, bom=True)


def month_id(month: Month) -> int:
    """VIEWS' number of a month."""
    return (month[0] - JANUARY_1980) * 12 + month[1]


def views(seed: int, last: Month, page: int = 90) -> dict[str, bytes]:
    """The list of runs, the newest two runs in pages, and the predictors."""
    from worlds.places import VIEWS_IDS

    made: dict[str, bytes] = {}
    runs = []
    for back, month in enumerate(reversed(months((last[0] - (last[1] < 2), (last[1] - 2) % 12 + 1), last))):
        run = f"fatalities003_{month[0]}_{month[1]:02d}_t01"
        runs.append(run)
        draw = random.Random(f"{seed} {run} {back}")
        rows = [
            _forecast(draw, ident, gw, iso3, month_id(month) + ahead)
            for ident, gw, iso3 in VIEWS_IDS
            for ahead in range(1, 37)
        ]
        made |= _pages(f"{VIEWS}/{run}/cm/sb", "pagesize=10000", rows, page * 40)
    rows = []
    for month in months((FIRST_YEAR, 1), last):
        sums: dict[tuple[int, int], int] = {}
        for event in events_of(seed, month):
            key = (int(str(event[9])), int(str(event[5])))
            sums[key] = sums.get(key, 0) + int(str(event[15]))
        for ident, gw, iso3 in VIEWS_IDS:
            counts = {
                f"ucdp_ged_{name}_best_sum": sums.get((gw, kind), 0) for name, kind in (("sb", 1), ("ns", 2), ("os", 3))
            }
            rows.append(
                {
                    "country_id": ident,
                    "month_id": month_id(month),
                    "isoab": iso3,
                    "gwcode": gw,
                    "year": month[0],
                    "month": month[1],
                    **counts,
                }
            )
    made |= _pages(f"{VIEWS}/predictors_fatalities003_0000_00/cm", "pagesize=100000", rows, page * 200)
    old = ["fatalities002_2025_10_t01", "predictors_fatalities003_0000_00", "r_2021_01_01", "current"]
    made[f"{VIEWS}/"] = json.dumps({"runs": [*old, *runs]}).encode()
    return made


def _forecast(draw: random.Random, ident: int, gw: int, iso3: str, month: int) -> dict[str, object]:
    mean = draw.expovariate(1 / (60 if gw in WARS else 0.2))
    return {
        "country_id": ident, "month_id": month, "name": STATES[gw], "gwcode": gw, "isoab": iso3, "year": JANUARY_1980 + (month - 1) // 12,
        "month": (month - 1) % 12 + 1, "main_mean_ln": 0.5, "main_mean": round(mean, 4), "main_dich": round(min(0.99, mean / 80), 4),
    }  # fmt: skip


def _pages(path: str, query: str, rows: list[dict[str, object]], size: int) -> dict[str, bytes]:
    parts = [rows[at : at + size] for at in range(0, len(rows), size)] or [[]]
    made = {}
    for number, part in enumerate(parts, 1):
        following = f"https:/{path}?{query}&page={number + 1}" if number < len(parts) else ""
        answer = {
            "next_page": following,
            "prev_page": "",
            "row_count": len(rows),
            "page_count": len(parts),
            "page_cur": number,
            "data": part,
        }
        made[f"{path}?{query}" + (f"&page={number}" if number > 1 else "")] = json.dumps(answer).encode()
    return made
