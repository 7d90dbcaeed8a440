"""Forecasts of the sample that ship with the package, each under the hash of what it was made from: fitting them anew takes half a minute.

They are used for exactly these inputs and this code; for all others a forecast is fitted. `make proof` fits them and compares every byte.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl

from vrede.lake import packed_draws, unpacked_draws
from vrede.warning import Issued

FOLDER = Path(__file__).parent.parent / "sources" / "sample" / "forecasts"
FACTS = "facts.json"
TABLES = {"forecast": "forecast", "forecast_reason": "reasons", "similar_case": "cases"}
"""File -> field of Issued."""


def shipped(inputs: str, folder: Path = FOLDER) -> Issued | None:
    """The forecast made from inputs with this hash; None where none ships."""
    for facts_file in sorted(folder.glob(f"*/{FACTS}")):
        facts = json.loads(facts_file.read_text(encoding="utf-8"))
        if facts["inputs"] == inputs:
            place = facts_file.parent
            draws, base = (unpacked_draws((place / f"{name}.npz").read_bytes()) for name in ("draws", "base"))
            forecast, reasons, cases = (pl.read_parquet(place / f"{name}.parquet") for name in TABLES)
            iso3, models = tuple(facts["iso3"]), facts["models"]
            return Issued(facts["origin"], iso3, draws, base, models, forecast, reasons, cases)
    return None


def files_of(inputs: str, issued: Issued) -> dict[str, bytes]:
    """The files that `shipped` reads, by name: on one release of Python the same forecast gives the same bytes."""
    facts = {"inputs": inputs, "origin": issued.origin, "iso3": issued.iso3, "models": dict(issued.models)}
    found = {FACTS: (json.dumps(facts, indent=1, sort_keys=True) + "\n").encode()}
    for name, field in TABLES.items():
        out = io.BytesIO()
        getattr(issued, field).write_parquet(out, compression="zstd", compression_level=3)
        found[f"{name}.parquet"] = out.getvalue()
    return {**found, "draws.npz": packed_draws(issued.draws), "base.npz": packed_draws(issued.base)}
