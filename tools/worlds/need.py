"""HDX: requirements and funding of plans, and people in need by year, each found through its package."""

from __future__ import annotations

import json
import random

from worlds.places import NAMES
from worlds.violence import table

HOST = "https://data.humdata.org"
PLANS = ("AFG", "MLI", "SDN", "SSD", "ETH", "SOM", "COD", "SYR", "YEM", "LBN", "UKR", "COL", "MMR", "TCD")


def answers(seed: int, year: int, day: str) -> dict[str, bytes]:
    """Both packages and what they name."""
    draw = random.Random(f"{seed} need")
    rows: list[tuple[object, ...]] = []
    for at in range(year - 2, year + 1):
        for number, iso3 in enumerate(PLANS):
            asked = draw.randint(20, 3000) * 1_000_000
            given = asked * draw.randint(5, 90) // 100
            name = f"Made-up plan for {NAMES[iso3]} {at}"
            rows.append(
                (
                    iso3,
                    9000 + number + at,
                    name,
                    f"H{iso3}{at % 100}",
                    4,
                    "Humanitarian response plan",
                    f"{at}-01-01",
                    f"{at}-12-31",
                    at,
                    asked,
                    given,
                    given * 100 // asked,
                )
            )
            rows.append((iso3, "", "Not specified", "", "", "", "", "", at, "", draw.randint(1, 90) * 1_000_000, ""))
        rows.append(
            (
                "",
                8000 + at,
                f"Made-up regional plan {at}",
                f"R{at}",
                5,
                "Regional response plan",
                f"{at}-01-01",
                f"{at}-12-31",
                at,
                500_000_000,
                100_000_000,
                20,
            )
        )
    head = [
        "countryCode",
        "id",
        "name",
        "code",
        "typeId",
        "typeName",
        "startDate",
        "endDate",
        "year",
        "requirements",
        "funding",
        "percentFunded",
    ]
    funding = table(head, rows)
    made = _package("global-requirements-and-funding-data", {"fts_requirements_funding_global.csv": funding}, day)
    files = {f"hpc_hno_{at}.csv": _in_need(draw, at) for at in range(year - 1, year + 1)}
    return made | _package("global-hpc-hno", files, day)


def _in_need(draw: random.Random, year: int) -> bytes:
    head = [
        "Country ISO3",
        "Admin 1 PCode",
        "Admin 1 Name",
        "Admin 2 PCode",
        "Admin 2 Name",
        "Description",
        "Cluster",
        "Category",
        "Population",
        "In Need",
        "Targeted",
        "Affected",
        "Reached",
        "Info",
    ]
    rows: list[tuple[object, ...]] = []
    for iso3 in PLANS:
        need = draw.randint(100, 25_000) * 1_000
        aimed = need * draw.randint(40, 90) // 100
        rows.append(
            (
                iso3,
                "",
                "",
                "",
                "",
                "Final HNRP Caseload",
                "ALL",
                "",
                need * 3,
                need,
                aimed,
                "",
                aimed // 3 if year % 2 else "",
                "",
            )
        )
        rows.append((iso3, "", "", "", "", "Education", "EDU", "", "", need // 3, aimed // 4, "", "", ""))
        rows.append(
            (
                iso3,
                "X01",
                "Made-up province",
                "",
                "",
                "Final HNRP Caseload",
                "ALL",
                "",
                "",
                need // 9,
                aimed // 9,
                "",
                "",
                "",
            )
        )
    return table(head, rows)


def _package(name: str, files: dict[str, bytes], day: str) -> dict[str, bytes]:
    made, resources = {}, []
    for number, (file, data) in enumerate(files.items()):
        path = f"/dataset/{name}/resource/{number}/download/{file}"
        made[f"/data.humdata.org{path}"] = data
        resources.append({"name": file, "format": "CSV", "url": HOST + path, "last_modified": f"{day}T11:58:00"})
    answer = {"success": True, "result": {"name": name, "metadata_modified": f"{day}T12:00:00", "resources": resources}}
    return made | {f"/data.humdata.org/api/3/action/package_show?id={name}": json.dumps(answer).encode()}
