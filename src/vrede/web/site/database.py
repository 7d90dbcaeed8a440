"""The register's address as Django's accounts and sessions take it: they stand beside the acts, in tables of their own."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

WAIT_SECONDS = 30


def django_database(url: str) -> dict[str, Any]:
    """The entry of DATABASES for sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME.

    Nothing is opened here: an address that cannot be used is said where it is first needed.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.removeprefix("sqlite:///")),
            "OPTIONS": {
                "timeout": WAIT_SECONDS,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
            },
        }
    try:
        parts = urlsplit(url)
        _port = parts.port
    except (
        ValueError
    ):  # its words would hold the password; the register says what is wrong with the address, without it
        parts = urlsplit("postgresql://address.invalid/unreadable")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
