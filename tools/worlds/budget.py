"""The state budget: two pages of links, a file a year and phase, and the recipients of a year."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

HOST = "/www.rijksfinancien.nl"
PHASES = {"OWB": "StandOWB", "O1": "StandO1", "SBS": "StandSBS", "O2": "StandO2", "JV": "Realisatie"}
HEAD = (
    "IBOSnummer;Begrotingsjaar;Fase;VUO;Totaal;Hoofdstuknummer;Hoofdstuknaam;Artikelnummer;Artikelnaam;Artikelonderdeelnummer;Artikelonderdeelnaam;"
    "Instrumentnummer;Instrumentnaam;Detailnummer;Detailnaam"
)
ARTICLE = "Vrede, veiligheid en duurzame ontwikkeling"
SCHEMES = {
    "1": {
        "Subsidies (regelingen)": ["Noodhulpprogramma's"],
        "Bijdrage aan (inter)nationale organisaties": ["UNHCR", "Wereldvoedselprogramma"],
    },
    "2": {
        "Subsidies (regelingen)": ["Migratie en ontwikkeling"],
        "Bijdrage aan (inter)nationale organisaties": ["Opvang in de regio"],
    },
    "3": {
        "Subsidies (regelingen)": ["Stabiliteitsfonds"],
        "Bijdrage aan (inter)nationale organisaties": ["Functionerende rechtsorde"],
    },
}


def answers(seed: int, year: int) -> dict[str, bytes]:
    """Pages, files of the phases that are past, recipients of the years before."""
    made: dict[str, bytes] = {}
    links = []
    for at in range(year - 2, year + 1):
        for phase in PHASES if at < year else ("OWB", "O1", "SBS"):
            name = f"Budgettaire_Tabellen_{at}_{phase}_excl.csv"
            path = f"/sites/default/files/open-data/{name}"
            made[HOST + path] = _file(seed, at, phase)
            links.append(path if at % 2 else f"https://www.rijksfinancien.nl{path}")
    page = "".join(
        f'<p><a href="{link}">download</a> <a href="{link.replace("_excl", "_incl")}">incl</a></p>' for link in links
    )
    made[f"{HOST}/overzicht-datasets"] = f"<!doctype html><html><body><h1>Datasets</h1>{page}</body></html>".encode()
    made[f"{HOST}/open-data/budgettaire%20tabellen%20rijksbegroting"] = (
        b"<!doctype html><html><body><p>Zie het overzicht</p></body></html>"
    )
    draw = random.Random(f"{seed} recipients")
    for at in range(year - 2, year):
        paid = [
            {"naam": name, "realisatie": {str(at): draw.randint(10, 90_000) * 1_000}}
            for name in ("Voorbeeldstichting", "Stichting Verzonnen", "Geanonimiseerde ontvanger(s)")
        ]
        made[f"{HOST}/open-data/api/json/financiele_instrumenten?year[]={at}"] = json.dumps(
            {"ontvangers": paid}
        ).encode()
    return made


def _lines(seed: int, year: int, phase: str) -> Iterator[tuple[str, str, str, str, str, str, int]]:
    """(kind, part, instrument number and name, scheme number and name, thousands of euro) of the lowest lines."""
    for kind in ("V", "U"):
        for part, instruments in SCHEMES.items():
            for at, (instrument, schemes) in enumerate(instruments.items(), 1):
                for number, scheme in enumerate(schemes, 1):
                    draw = random.Random(f"{seed} {year} {kind} {part} {scheme}")
                    level = draw.randint(20, 200) * 1_000
                    moved = [draw.randint(-9, 9) * 100 for _step in PHASES][: list(PHASES).index(phase) + 1]
                    yield kind, part, str(at), instrument, str(number), scheme, level + sum(moved[1:])


def _file(seed: int, year: int, phase: str) -> bytes:
    columns = f"StandVB;{PHASES[phase]};Verschil" if phase == "JV" else PHASES[phase]
    rows = [f"{HEAD};{columns}"]
    before = {line[:6]: line[6] for line in _lines(seed, year, "OWB")}
    sums: dict[tuple[str, ...], list[int]] = {}
    for line in _lines(seed, year, phase):
        kind, part, instrument, name, detail, scheme, amount = line
        old = before[line[:6]]
        for depth in ((), (part,), (part, instrument, name)):
            both = sums.setdefault((kind, *depth), [0, 0])
            both[0] += amount
            both[1] += old
        rows.append(_row(year, phase, kind, "N", (part, instrument, name, detail, scheme), amount, old))
    for key, (amount, old) in sums.items():
        rows.append(_row(year, phase, key[0], "J", key[1:], amount, old))
    other = f"{year}.5.1;{year};{phase};U;N;V;Buitenlandse Zaken;1;Rechtsorde;1;;1;Subsidies;1;Ander;" + (
        "1;1;0" if phase == "JV" else "1"
    )
    return ("\r\n".join([*rows, other]) + "\r\n").encode("utf-8-sig")


def _row(year: int, phase: str, kind: str, total: str, place: tuple[str, ...], amount: int, old: int) -> str:
    part, instrument, name, detail, scheme = (*place, "", "", "", "", "")[:5]
    number = ".".join(piece for piece in (str(year), "17", "4", part, instrument, detail) if piece)
    texts = (
        number,
        str(year),
        phase,
        kind,
        total,
        "XVII",
        "Buitenlandse Handel en Ontwikkelingshulp",
        "4",
        ARTICLE,
        part,
        "",
        instrument,
        name,
        detail,
        scheme,
    )
    amounts = f"{old};{amount};{amount - old}" if phase == "JV" else str(amount)
    return ";".join(texts) + ";" + amounts
