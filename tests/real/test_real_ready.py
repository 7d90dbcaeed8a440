"""Real data: what a build made ready answers as slices that are added up, for drawn selections."""

from __future__ import annotations

import random

from vrede.article import GRADES, load_texts
from vrede.lake.snapshot import Snapshot
from vrede.money import KINDS, MEASURES, Ledger, ReadyLedger, Selection
from vrede.money.selection import SCOPES

REGIONS = {region.id: region.countries for region in load_texts()[-1].regions}
DRAWN, WITH_MONEY = 600, 90


def draw(rng: random.Random, words: dict[str, list[str]]) -> Selection:
    """A selection of what the slices know; most name a few conditions."""
    under = rng.choice(("clause", "part", "scope"))
    asked = {under: rng.choice(words[under]), "bound": rng.choice(("", "received", "at_most", "whole"))}
    for name, share in (
        ("measure", 0.7),
        ("kind", 0.7),
        ("year", 0.6),
        ("grade", 0.2),
        ("channel", 0.2),
        ("partner", 0.15),
        ("purpose", 0.15),
    ):
        if rng.random() < share:
            asked[name] = rng.choice(words[name])
    if rng.random() < 0.3:
        place = rng.choice(("country", "region", "place"))
        asked[place] = rng.choice(words[place])
    return Selection(**asked)


def test_drawn_selections_are_answered_to_the_cent(real_snapshot: Snapshot) -> None:
    table = real_snapshot.table
    plain, ready = Ledger.of(table, REGIONS), ReadyLedger(table, real_snapshot.ready, REGIONS)

    def known(column: str) -> list[str]:
        return ["none" if value is None else str(value) for value in plain.slices[column].unique().sort()]

    words = {
        "clause": plain.clauses,
        "part": plain.placement["part"].unique().sort().to_list(),
        "scope": list(SCOPES),
        "measure": list(MEASURES),
        "kind": list(KINDS),
        "grade": list(GRADES),
        "year": known("year"),
        "channel": known("channel"),
        "partner": known("partner_ref"),
        "purpose": known("sector_code"),
        "country": [code for code in known("place_code") if len(code) == 3],
        "region": list(REGIONS),
        "place": ["none"],
    }
    rng, with_money = random.Random(1), 0
    for _ in range(DRAWN):
        chosen = draw(rng, words)
        sums = plain.sums(chosen)
        assert sums == ready.sums(chosen), chosen
        assert plain.outliers(chosen) == ready.outliers(chosen), chosen
        with_money += sums.slices > 0
    assert with_money > WITH_MONEY
