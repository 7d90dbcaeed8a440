"""World Bank, UNHCR and INFORM, in pages, with what their answers really have: aggregates, empty codes, nothing, texts beside numbers."""

from __future__ import annotations

import json
import random

from worlds.places import ISO3, NAMES

FIRST_YEAR = 2015
INDICATORS = {
    "SP.POP.TOTL": (2, 1_000_000, 1_000_000),
    "NY.GDP.MKTP.CD": (2, 10**9, 10**9),
    **{f"GOV_WGI_{name}.EST": (3, 0, 0) for name in ("VA", "PV", "GE", "RQ", "RL", "CC")},
}


def world_bank(seed: int, year: int, last: int, per_page: int = 700) -> dict[str, bytes]:
    """Every indicator. year: that of the question; last: the newest with values."""
    made: dict[str, bytes] = {}
    for code, (database, least, step) in INDICATORS.items():
        draw = random.Random(f"{seed} {code}")
        rows: list[dict[str, object]] = []
        for iso3 in ["AFE", *ISO3, ""]:
            level = draw.randint(1, 90)
            for at in range(last, FIRST_YEAR - 1, -1):
                value: object = level * step + least + at if step else round(draw.uniform(-2.4, 2.4), 6)
                value = None if draw.random() < 0.03 else value
                rows.append(
                    {
                        "indicator": {"id": code},
                        "country": {"value": NAMES.get(iso3, "")},
                        "countryiso3code": iso3,
                        "date": str(at),
                        "value": value,
                    }
                )
        pages = -(-len(rows) // per_page)
        path = f"/api.worldbank.org/v2/country/all/indicator/{code}?format=json&per_page=20000&date=1989:{year}"
        path += "&source=3" if database == 3 else ""
        for number in range(1, pages + 1):
            head = {
                "page": number,
                "pages": pages,
                "per_page": per_page,
                "total": len(rows),
                "sourceid": str(database),
                "lastupdated": f"{last + 1}-07-01",
            }
            part = rows[(number - 1) * per_page : number * per_page]
            made[path + (f"&page={number}" if number > 1 else "")] = json.dumps([head, part]).encode()
    return made


def unhcr(seed: int, year: int, last: int, per_page: int = 500) -> dict[str, bytes]:
    """People by country of origin."""
    draw = random.Random(f"{seed} unhcr")
    items = []
    for iso3 in [*ISO3, "UKN"]:
        for at in range(FIRST_YEAR, last + 1):
            counts = {
                name: draw.choice([draw.randint(1, 900_000), str(draw.randint(1, 9_000)), "0", "-"])
                for name in ("refugees", "asylum_seekers", "idps", "hst", "ooc")
            }
            items.append(
                {
                    "year": at,
                    "coo_id": 1,
                    "coo_name": NAMES.get(iso3, "Unknown"),
                    "coo": iso3,
                    "coo_iso": iso3,
                    "coa_iso": "-",
                    **counts,
                }
            )
    pages = -(-len(items) // per_page)
    base = f"/api.unhcr.org/population/v1/population/?yearFrom=1990&yearTo={year}&coo_all=true&limit=1000&page="
    return {
        f"{base}{n}": json.dumps(
            {"page": n, "maxPages": pages, "items": items[(n - 1) * per_page : n * per_page]}
        ).encode()
        for n in range(1, pages + 1)
    }


def inform(seed: int, year: int) -> dict[str, bytes]:
    """The releases of a year, and the scores of the newest."""
    draw = random.Random(f"{seed} inform")
    base = "/drmkc.jrc.ec.europa.eu/inform-index/API/InformAPI/"
    releases = [
        {"WorkflowId": 400, "Name": f"INFORM Risk {year}", "WorkflowDate": f"{year}-03-01T00:00:00"},
        {"WorkflowId": 431, "Name": f"INFORM Risk Mid {year}", "WorkflowDate": f"{year}-08-31T00:00:00"},
        {"WorkflowId": 450, "Name": "INFORM Severity test", "WorkflowDate": f"{year}-10-31T00:00:00"},
    ]
    scores = [
        {
            "IndicatorId": "INFORM",
            "Iso3": iso3,
            "GNAYear": year,
            "IndicatorScore": round(draw.uniform(0.3, 9.6), 1),
            "WorkflowId": 431,
        }
        for iso3 in ISO3
    ]
    return {
        f"{base}Workflows/GetByYear/{year}": json.dumps(releases).encode(),
        f"{base}countries/Scores/?WorkflowId=431&IndicatorId=INFORM": json.dumps(scores).encode(),
    }
