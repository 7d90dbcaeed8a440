"""Programmes that share a place, a period and complementary subjects: drawn cases, and a plain twin."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from vrede.article.load import load_texts
from vrede.article.synergy import load_pairs
from vrede.lake.tables.money import BY_NAME
from vrede.results.places import areas, metres, points
from vrede.results.synergy import ground, part_pairs, synergy

PARTS = [part.id for part in load_texts()[-1].parts]
NEAR = 25_000
DAY = date(2020, 1, 1), date(2020, 12, 31)


class World:
    """Programmes one by one; `couples` gives what is found of them."""

    def __init__(self) -> None:
        self.activities: list[dict[str, object]] = []
        self.slices: list[dict[str, object]] = []
        self.placements: list[dict[str, object]] = []
        self.locations: list[dict[str, object]] = []
        self.links: list[dict[str, object]] = []

    def programme(
        self,
        partner: str,
        part: str,
        country: str = "MLI",
        period: tuple[date, date] = DAY,
        measure: str = "chain",
        grade: str = "coded",
        receiver: str = "",
    ) -> int:
        """Adds one; its key."""
        key = len(self.activities) + 1
        self.activities.append(
            {
                "activity_key": key,
                "reporting_org_ref": partner,
                "measure": measure,
                "start_date": period[0],
                "end_date": period[1],
            }
        )
        self.slices.append(
            {
                "slice_key": key,
                "activity_key": key,
                "place_kind": "country",
                "place_code": country,
                "partner_ref": receiver or partner,
                "amount_eur_cents": 100,
                "year": period[0].year,
            }
        )
        self.placements.append({"slice_key": key, "clause": part[:2], "part": part, "grade": grade})
        return key

    def at(self, key: int, position: str = "", **words: object) -> None:
        """A location of a programme."""
        row = {"activity_key": key, "row_no": len(self.locations), "position": position or None, **words}
        self.locations.append(row)

    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables of a snapshot that the engine reads."""
        rows = {
            "activity": self.activities,
            "slice": self.slices,
            "placement": self.placements,
            "location": self.locations,
            "link": self.links,
        }
        made = {}
        for name, given in rows.items():
            schema = BY_NAME[name].schema
            full = [{column: row.get(column) for column in schema} for row in given]
            made[name] = pl.DataFrame(full, schema=schema)
        return made

    def couples(self) -> list[dict[str, object]]:
        """The table synergy."""
        return found_in(self.tables()).to_dicts()


def found_in(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The table synergy of a whole world at once."""
    return synergy({**tables, **ground(tables)}, load_pairs(), PARTS, NEAR)


def test_two_programmes_in_one_country_with_police_and_courts() -> None:
    """Found once, with its reason in fields."""
    world = World()
    world.programme("NL-1", "F1.b")
    world.programme("NL-2", "F1.c", period=(date(2020, 7, 1), date(2021, 12, 31)))
    (found,) = world.couples()
    assert (found["level"], found["pairs"], found["overlap_days"], found["together"]) == (
        "country",
        "police-and-courts",
        184,
        False,
    )
    assert (found["first_partner"], found["second_partner"], found["rank"]) == ("NL-1", "NL-2", 1)


@pytest.mark.parametrize(
    "other",
    [
        {"partner": "NL-1", "part": "F1.c"},
        {"partner": "NL-2", "part": "F1.b"},
        {"partner": "NL-2", "part": "F1.c", "country": "NER"},
        {"partner": "NL-2", "part": "F1.c", "period": (date(2021, 1, 1), date(2021, 12, 31))},
        {"partner": "NL-2", "part": "F1.c", "grade": "text"},
        {"partner": "SE-2", "part": "F1.c", "measure": "field"},
        {"partner": "22000", "part": "F1.c"},
    ],
    ids=[
        "same partner",
        "same subject",
        "another country",
        "another period",
        "by words only",
        "not Dutch",
        "no organisation",
    ],
)
def test_what_makes_no_couple(other: dict[str, object]) -> None:
    """Each lacks one thing."""
    world = World()
    world.programme("NL-1", "F1.b")
    world.programme(**other)  # type: ignore[arg-type]
    assert world.couples() == []


def test_the_most_precise_place_that_both_state() -> None:
    """Points near each other, far apart, and only one with a point; an area by code; a point of a whole country is none."""
    near, far, half, same, other, middle = (World() for _ in range(6))
    for world in (near, far, half, same, other, middle):
        world.programme("NL-1", "F1.b")
        world.programme("NL-2", "F1.c")
    near.at(1, "16.27 -0.04")
    near.at(2, "16.30 -0.10")
    far.at(1, "16.27 -0.04")
    far.at(2, "12.65 -8.00")
    half.at(1, "16.27 -0.04")
    same.at(1, location_id="2457161", location_id_vocabulary="G1")
    same.at(2, location_id="2457161", location_id_vocabulary="G1")
    other.at(1, location_id="2457161", location_id_vocabulary="G1")
    other.at(2, location_id="2460594", location_id_vocabulary="G1")
    middle.at(1, "17 -4", feature="PCLI")
    middle.at(2, "12.65 -8.00", feature="PCLI")
    assert [c["level"] for c in near.couples()] == ["point"]
    assert near.couples()[0]["metres"] == metres(16.27, -0.04, 16.30, -0.10)
    assert far.couples() == []
    assert [c["level"] for c in half.couples()] == ["country"]
    assert [(c["level"], c["area"]) for c in same.couples()] == [("area", "G1:2457161")]
    assert other.couples() == []
    assert [c["level"] for c in middle.couples()] == ["country"]


def test_partners_that_name_each_other_in_any_activity_are_together() -> None:
    """The link stands in another activity of the same partners."""
    world = World()
    world.programme("NL-1", "F1.b")
    world.programme("NL-2", "F1.c")
    other = world.programme("NL-1", "F3.a", country="YEM")
    world.links.append({"link_key": 1, "activity_key": other, "target_key": 2, "direction": "down", "state": "certain"})
    assert [c["together"] for c in world.couples()] == [True]


def test_own_money_is_its_receivers() -> None:
    """Of the ministry's own programme the partner is who receives it."""
    world = World()
    world.programme("XM-DAC-7", "F1.b", measure="own", receiver="NL-2")
    world.programme("NL-2", "F1.c")
    assert world.couples() == []
    world.programme("NL-3", "F1.c")
    assert [(c["first_partner"], c["second_partner"]) for c in world.couples()] == [("NL-2", "NL-3")]


def test_the_stronger_come_first() -> None:
    """A shared point before a shared country, more pairs before fewer, longer before shorter."""
    world = World()
    world.programme("NL-1", "F1.b")
    world.programme("NL-2", "F1.c")
    world.programme("NL-3", "F1.c", period=(date(2020, 1, 1), date(2020, 1, 31)))
    world.programme("NL-4", "F1.d")
    world.programme("NL-5", "F1.b", country="NER")
    world.programme("NL-6", "F1.c", country="NER")
    world.at(5, "13.5 2.1")
    world.at(6, "13.5 2.1")
    found = world.couples()
    assert [c["rank"] for c in found] == list(range(1, len(found) + 1))
    assert (found[0]["first_partner"], found[0]["level"]) == ("NL-5", "point")
    lengths = [c["overlap_days"] for c in found if c["level"] == "country" and " " not in str(c["pairs"])]
    assert lengths == sorted(lengths, reverse=True)


def test_order_of_the_tables_does_not_matter() -> None:
    """The same rows turned round give the same couples."""
    world = World()
    for at, part in enumerate(("F1.b", "F1.c", "F1.d", "F1.e", "F3.a", "F1.f", "F5.a", "S2.a")):
        world.programme(f"NL-{at}", part)
    straight = found_in(world.tables())
    turned = {name: frame.reverse() for name, frame in world.tables().items()}
    assert found_in(turned).equals(straight)


def test_pairs_name_parts_that_exist() -> None:
    """Every pair finds parts on both sides, and complements both ways round."""
    rows = part_pairs(load_pairs(), PARTS)
    for pair in load_pairs():
        first, second = pair.parts(PARTS)
        assert first, pair.id
        assert second, pair.id
    assert set(rows.select("pair", "part", "other").rows()) == set(rows.select("pair", "other", "part").rows())


@pytest.mark.parametrize(
    ("position", "read"),
    [
        ("16.27 -0.04", [(16.27, -0.04)]),
        ("16.27, -0.04", [(16.27, -0.04)]),
        (" 16.27 -0.04 ", [(16.27, -0.04)]),
        ("0 0", []),
        ("95 0", []),
        ("16.27", []),
        ("north", []),
        (None, []),
    ],
)
def test_points_that_can_be_read(position: str | None, read: list[tuple[float, float]]) -> None:
    """Two numbers on Earth; the place where no data lies is none."""
    world = World()
    world.at(1, position or "")
    assert points(world.tables()["location"]).select("lat", "lon").rows() == read


def test_areas_need_a_list_and_a_code() -> None:
    """The name of a gazetteer is no code in it."""
    world = World()
    world.at(1, location_id="Geonames.org", location_id_vocabulary="G1")
    world.at(1, location_id="2457161")
    world.at(1, administrative="453782", administrative_vocabulary="G1")
    assert areas(world.tables()["location"]).select("gazetteer", "area").rows() == [("G1", "453782")]
