"""The state's files by phase and its recipients, as a test writes them: made-up values in the documented shape."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

HEAD = (
    "IBOSnummer;Begrotingsjaar;Fase;VUO;Totaal;Hoofdstuknummer;Hoofdstuknaam;Artikelnummer;Artikelnaam;Artikelonderdeelnummer;"
    "Instrumentnummer;Instrumentnaam;Detailnummer;Detailnaam;{}"
)
COLUMN = {"OWB": "StandOWB", "O1": "StandO1", "SBS": "StandSBS", "O2": "StandO2", "JV": "StandVB;Realisatie;Verschil"}


def row(
    amounts: str,
    part: str = "",
    instrument: str = "",
    scheme: str = "",
    *,
    total: str = "N",
    year: int = 2026,
    phase: str = "O1",
    vuo: str = "U",
    number: str = "1",
    chapter: str = "XVII",
    article: str = "4",
) -> str:
    """A row; amounts as they stand in the columns of the phase."""
    numbers = [part, "3" if instrument else "", number if scheme else ""]
    ibos = ".".join([str(year), "17", article, *(n for n in numbers if n)])
    names = ["Hulp", article, "Vrede", part, numbers[1], instrument, numbers[2], scheme]
    return ";".join([ibos, str(year), phase, vuo, total, chapter, *names, amounts])


def state_file(*rows: str, phase: str = "O1", column: str = "", head: str = HEAD) -> bytes:
    """A file of a phase, with the byte order mark of the real ones."""
    text = "\n".join([head.format(column or COLUMN[phase]), *rows]) + "\n"
    return ("\ufeff" + text).encode()


def recipients_of(year: int, **paid: object) -> bytes:
    """An answer with recipients; `_` in a name stands for a space."""
    rows = [{"naam": name.replace("_", " "), "realisatie": {str(year): euro}} for name, euro in paid.items()]
    return json.dumps({"ontvangers": rows}).encode()


def place(folder: Path, files: Mapping[str, bytes], day: str = "2026-11-30") -> None:
    """Files as the last good answers of a source. files: name of the answer with its ending -> its bytes."""
    listed = {}
    for file, data in files.items():
        name, _dot, ending = file.rpartition(".")
        digest = hashlib.sha256(data).hexdigest()
        path = f"{day}/{name}-{digest[:8]}.{ending}"
        (folder / day).mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        address = f"https://example.org/{file}"
        listed[name] = {
            "day": day,
            "checked": day,
            "rows": 1,
            "newest": "",
            "files": [{"path": path, "address": address, "sha256": digest}],
        }
    (folder / "answers.json").write_text(json.dumps(listed), encoding="utf-8")
