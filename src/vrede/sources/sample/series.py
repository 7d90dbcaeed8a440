"""Made-up country series for the sample: violence, displacement, risk and governance, in the shape of the real files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from vrede.sources.sample.draw import Draw
from vrede.sources.sample.places import COUNTRIES
from vrede.sources.sample.violence import monthly_files

FIRST, LAST = 2014, 2024
GOVERNANCE = (
    "RuleofLaw",
    "PoliticalStability",
    "VoiceandAccountability",
    "ControlofCorruption",
    "GovernmentEffectiveness",
)
ISO3 = dict(
    pair.split(":")
    for pair in [
        "BF:BFA",
        "ML:MLI",
        "NE:NER",
        "TD:TCD",
        "MR:MRT",
        "SO:SOM",
        "SS:SSD",
        "SD:SDN",
        "ET:ETH",
        "KE:KEN",
        "UG:UGA",
        "IQ:IRQ",
        "JO:JOR",
        "LB:LBN",
        "YE:YEM",
        "EG:EGY",
        "TN:TUN",
        "CD:COD",
        "BI:BDI",
        "RW:RWA",
        "AF:AFG",
        "BD:BGD",
        "MZ:MOZ",
        "CO:COL",
    ]
)
"""ISO 3166-1 alpha 2 -> alpha 3 of the sample's countries: the sample takes nothing from the product it is to test."""


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def _signed(hundredths: int) -> str:
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def series_files(seed: int) -> dict[str, bytes]:
    """Name below the folder `conflict` -> bytes. Numbers of states are made up too: country_ids.csv says which is which."""
    draw = Draw(seed + 41)
    numbers = {country.code: 900 + at for at, country in enumerate(COUNTRIES)}
    violence, people, risk, governance = [], [], [], []
    yearly: dict[tuple[str, int], tuple[int, int, int]] = {}
    for country in COUNTRIES:
        level = draw.pick((0, 0, 20, 150, 900, 2500))
        inside, outside = draw.between(0, 9) * 120_000, draw.between(0, 9) * 60_000
        worse = draw.between(20, 85)
        for year in range(FIRST, LAST + 1):
            state = level * draw.between(40, 170) // 100
            groups, one_sided = state * draw.between(0, 30) // 100, state * draw.between(0, 40) // 100
            yearly[country.code, year] = (state, groups, one_sided)
            violence.append(
                (numbers[country.code], country.en, year, state, groups, one_sided, state + groups + one_sided)
            )
            inside, outside = (max(0, n * draw.between(85, 120) // 100) for n in (inside, outside))
            people.append((year, country.en, ISO3[country.code], outside, outside // 12, inside, inside // 3))
            if year % 2 == 0:
                risk.append((year, country.en, ISO3[country.code], f"{worse // 10}.{worse % 10}"))
            for at, name in enumerate(GOVERNANCE):
                governance.append(
                    (country.en, ISO3[country.code], year, name, _signed(50 - 3 * worse + 7 * at + draw.between(-9, 9)))
                )
    return {
        **monthly_files(seed, yearly, numbers, ISO3),
        "ucdp_country_year_made_up.csv": _table(
            (
                "country_id_cy",
                "country_cy",
                "year_cy",
                "sb_total_deaths_best_cy",
                "ns_total_deaths_best_cy",
                "os_total_deaths_best_cy",
                "cumulative_total_deaths_in_orgvio_best_cy",
            ),
            violence,
        ),
        "unhcr_by_origin_made_up.csv": _table(
            ("year", "country_of_origin", "iso3", "refugees", "asylum_seekers", "idps", "host_community"), people
        ),
        "inform_risk_made_up.csv": _table(("year", "COUNTRY", "ISO3", "INFORM RISK"), risk),
        "wgi_made_up.csv": _table(("country", "iso3", "year", "indicator", "estimate"), governance),
    }
