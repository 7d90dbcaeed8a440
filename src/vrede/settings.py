"""Settings: the environment is read here and nowhere else. The table in docs/settings.md is checked against SETTINGS."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

# Name, default as a reader sees it, meaning.
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("VREDE_LAKE", "the platform's data folder", "folder or fsspec URL of the lake"),
    ("VREDE_SUPPRESS", "suppress.csv in the lake", "file of activities, partners and places that must not be shown"),
    (
        "VREDE_RAW",
        "the lake, or the platform's cache folder",
        "folder of the raw tables; needed where the lake is elsewhere",
    ),
    (
        "VREDE_STANDARD",
        "standard in the platform's data folder",
        "folder of the IATI schemas, codelists and rulesets that `vrede validate` checks against",
    ),
    (
        "VREDE_GET_ALLOW",
        "nothing",
        "host:port, with commas, from which `vrede get` may fetch although it lies in a private network",
    ),
    (
        "VREDE_MIRROR",
        "nothing",
        "http://host:port through which `vrede get` asks everything, https://HOST/PATH as http://host:port/HOST/PATH; may lie in a private network",
    ),
    (
        "VREDE_CONTACT",
        "https://example.org/vrede",
        "page or mailbox by which a source finds who runs this; `vrede get` names it to every server",
    ),
    (
        "VREDE_DATABASE",
        "register.sqlite3 in the platform's data folder",
        "database of the register: sqlite:///FILE, or postgresql://USER:PASSWORD@HOST:PORT/NAME",
    ),
    (
        "VREDE_OIDC_ISSUER",
        "nothing",
        "OpenID Connect: address of the provider, through which people sign in to the register",
    ),
    ("VREDE_OIDC_CLIENT", "nothing", "OpenID Connect: our number at the provider"),
    ("VREDE_OIDC_SECRET", "nothing", "OpenID Connect: our secret at the provider"),
    ("VREDE_OIDC_NAME", "your organisation", "OpenID Connect: what the button to sign in says"),
    ("VREDE_HOST", "127.0.0.1", "address that the site listens on"),
    ("VREDE_PORT", "8000", "port that the site listens on"),
    (
        "VREDE_ADDRESS",
        "http:// with host and port",
        "where the site stands for its readers, such as https://vrede.example.nl: what `vrede brief` prints before receipts",
    ),
    ("VREDE_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "host names that the site answers to, with commas"),
    ("VREDE_SECRET_KEY", "made at every start", "key of signed cookies; set it when several processes serve"),
    ("VREDE_API_PER_MINUTE", "600", "questions that one address may ask the API in a minute"),
    ("VREDE_WORKERS", "the processors that may be used", "processes that read files side by side"),
    (
        "VREDE_MEMORY",
        "half of what the machine has",
        "memory that a build may use with all its processes, such as 1.5G or 800M; it takes fewer processes where that is little",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, with defaults filled in."""

    lake: str
    raw: str
    suppress: Path | None
    standard: Path
    get_allow: frozenset[str]
    mirror: str
    contact: str
    database: str
    oidc_issuer: str
    oidc_client: str
    oidc_secret: str
    oidc_name: str
    host: str
    port: int
    address: str
    allowed_hosts: tuple[str, ...]
    secret_key: str
    api_per_minute: int
    workers: int
    memory: int | None


class SettingsError(Exception):
    """A setting cannot be used; the message says which and why."""


def _whole(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not re.fullmatch("[0-9]{1,9}", text):
        raise SettingsError(f"{name} is {text!r}; it must be a whole number")
    return int(text)


def _bytes(text: str) -> int | None:
    said = text.strip()
    if not said:
        return None
    found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,3})?) ?([MG])B?", said.upper())
    if found is None or not float(found[1]):
        raise SettingsError(f"VREDE_MEMORY is {said[:40]!r}; it must be a number with M or G behind it, such as 1.5G")
    return int(float(found[1]) * {"M": 1_000_000, "G": 1_000_000_000}[found[2]])


def _hosts(text: str) -> frozenset[str]:
    named = [part.strip().lower() for part in text.split(",") if part.strip()]
    for part in named:
        if not re.fullmatch(r"(\[[0-9a-f:.]+\]|[^\s:/\[\]]+):[0-9]{1,5}", part):
            raise SettingsError(f"VREDE_GET_ALLOW holds {part!r}; it must be host:port, with commas between them")
    return frozenset(named)


def _contact(text: str) -> str:
    said = text.strip() or "https://example.org/vrede"
    if not re.fullmatch(r"[!-~]{1,200}", said) or set("()<>") & set(said):
        raise SettingsError(f"VREDE_CONTACT is {said[:40]!r}; it must be an address without blanks and brackets")
    return said


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this environment. Raises SettingsError."""
    lake = environment.get("VREDE_LAKE", "").strip() or platformdirs.user_data_dir("vrede", appauthor=False)
    suppress = environment.get("VREDE_SUPPRESS", "").strip()
    hosts = environment.get("VREDE_ALLOWED_HOSTS", "").strip() or "localhost,127.0.0.1,[::1]"
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    host, port = environment.get("VREDE_HOST", "").strip() or "127.0.0.1", _whole(environment, "VREDE_PORT", 8000)
    return Settings(
        lake=lake,
        raw=environment.get("VREDE_RAW", "").strip(),
        suppress=Path(suppress) if suppress else None,
        standard=Path(
            environment.get("VREDE_STANDARD", "").strip()
            or Path(platformdirs.user_data_dir("vrede", appauthor=False)) / "standard"
        ),
        database=environment.get("VREDE_DATABASE", "").strip()
        or f"sqlite:///{Path(platformdirs.user_data_dir('vrede', appauthor=False)) / 'register.sqlite3'}",
        get_allow=_hosts(environment.get("VREDE_GET_ALLOW", "")),
        mirror=environment.get("VREDE_MIRROR", "").strip(),
        contact=_contact(environment.get("VREDE_CONTACT", "")),
        oidc_issuer=environment.get("VREDE_OIDC_ISSUER", "").strip().rstrip("/"),
        oidc_client=environment.get("VREDE_OIDC_CLIENT", "").strip(),
        oidc_secret=environment.get("VREDE_OIDC_SECRET", "").strip(),
        oidc_name=environment.get("VREDE_OIDC_NAME", "").strip() or "your organisation",
        host=host,
        port=port,
        address=environment.get("VREDE_ADDRESS", "").strip().rstrip("/") or f"http://{host}:{port}",
        allowed_hosts=tuple(h.strip() for h in hosts.split(",") if h.strip()),
        secret_key=environment.get("VREDE_SECRET_KEY", ""),
        api_per_minute=max(1, _whole(environment, "VREDE_API_PER_MINUTE", 600)),
        workers=max(1, _whole(environment, "VREDE_WORKERS", processors)),
        memory=_bytes(environment.get("VREDE_MEMORY", "")),
    )
