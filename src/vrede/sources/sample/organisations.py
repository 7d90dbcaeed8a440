"""Who publishes in the sample: invented organisations, and three real channel ids that say they are made up.

No name here belongs to an organisation that exists; registration numbers begin with 9000 or 990, which no register
has given out as far as known. The ministry, UNHCR, ICRC and IOM keep their real references, because the rules for
channels and for own money look at those, and each name says that the data is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["ministry", "dutch", "international", "local", "un", "red cross", "provider"]

MADE_UP = "(made-up data)"
MINISTRY_REF = "XM-DAC-7"
MINISTRY_OLD_REF = "NL-1"


@dataclass(frozen=True)
class SampleOrganisation:
    """One publisher: IATI reference, organisation type code, file stem, name, and the language it writes in."""

    ref: str
    name: str
    kind: Kind
    type: str
    stem: str
    language: str = "en"
    currency: str = "EUR"
    channel: str = ""


MINISTRY = SampleOrganisation(
    MINISTRY_REF, f"Ministerie van Buitenlandse Zaken {MADE_UP}", "ministry", "10", "ministry", "nl"
)


def _made(
    ref: str, name: str, kind: Kind, type_: str, stem: str, language: str = "en", currency: str = "EUR"
) -> SampleOrganisation:
    channels = {"dutch": "22000", "international": "21000", "local": "23000", "un": "41000", "provider": ""}
    return SampleOrganisation(ref, f"{name} {MADE_UP}", kind, type_, stem, language, currency, channels.get(kind, ""))


DUTCH = (
    _made("NL-KVK-90000001", "Stichting Papieren Brug", "dutch", "22", "papieren-brug", "nl"),
    _made("NL-KVK-90000002", "Stichting Windroos Verzonnen", "dutch", "22", "windroos"),
    _made("NL-KVK-90000003", "Vereniging Denkbeeldig Vredeshuis", "dutch", "22", "vredeshuis", "nl"),
    _made("NL-KVK-90000004", "Instituut Nergenshuizen", "dutch", "80", "nergenshuizen"),
    _made("NL-KVK-90000005", "Stichting Ontmijning Fantasia", "dutch", "22", "ontmijning-fantasia"),
    _made("NL-KVK-90000006", "Noodhulpkring Luchtkasteel", "dutch", "22", "luchtkasteel", "nl"),
    _made("NL-KVK-90000007", "Stichting Zevende Kompas", "dutch", "22", "zevende-kompas"),
)
INTERNATIONAL = (
    _made("GB-CHC-9900001", "Paper Lantern International", "international", "21", "paper-lantern", "en", "GBP"),
    _made("GB-CHC-9900002", "Clear Ground Imaginary Trust", "international", "21", "clear-ground", "en", "GBP"),
    _made("CH-FDJP-CHE990000003", "Fondation Lac Inventé", "international", "21", "lac-invente", "fr", "CHF"),
    _made("FR-RCS-990000004", "Association Colline Imaginaire", "international", "21", "colline", "fr"),
    _made("US-EIN-99-0000005", "Hypothetical Harbor Alliance", "international", "21", "harbor", "en", "USD"),
    _made("DK-CVR-99000006", "Opdigtet Bro Fonden", "international", "21", "opdigtet-bro", "en"),
)
LOCAL = (
    _made("UG-NGB-9900001", "Imagined River Association", "local", "23", "imagined-river", "en", "USD"),
    _made("SS-RRC-9900002", "Nowhere Valley Women's Circle", "local", "23", "nowhere-valley", "en", "USD"),
    _made("KE-NCB-9900003", "Example Savannah Peace Committee", "local", "23", "example-savannah", "en", "USD"),
    _made("CD-NIF-9900004", "Cercle Exemple du Lac", "local", "23", "cercle-exemple", "fr", "USD"),
    _made("ML-REG-9900005", "Réseau Dune Inventée", "local", "23", "dune-inventee", "fr"),
    _made("IQ-NGO-9900006", "Fictional Two Rivers Foundation", "local", "23", "two-rivers", "en", "USD"),
)
UN_LIKE = (
    _made("XM-DAC-99901", "Sample Nations Office for Peace", "un", "40", "sample-nations-peace", "en", "USD"),
    _made("XM-DAC-99902", "Sample Nations Fund for Relief", "un", "40", "sample-nations-relief", "en", "USD"),
)
CHANNELS = (
    SampleOrganisation("XM-DAC-41121", f"UNHCR {MADE_UP}", "un", "40", "unhcr", "en", "USD", "41121"),
    SampleOrganisation("XM-DAC-21016", f"ICRC {MADE_UP}", "red cross", "40", "icrc", "en", "CHF", "21016"),
    SampleOrganisation("XM-DAC-47066", f"IOM {MADE_UP}", "un", "40", "iom", "en", "USD", "47066"),
)
PROVIDERS = (
    _made("XM-DAC-99911", "Agency of Atlantis for Cooperation", "provider", "10", "atlantis", "en", "USD"),
    _made("XM-DAC-99912", "Ministère du Pays Imaginaire", "provider", "10", "pays-imaginaire", "fr"),
)
FIRST_LINK = DUTCH + INTERNATIONAL + UN_LIKE + CHANNELS
"""Those that receive from the ministry; LOCAL stand below them, PROVIDERS outside the chain."""
