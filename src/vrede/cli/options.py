"""Options that several commands share, and the lake as the environment names it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import platformdirs
import typer

from vrede.lake import Snapshot, Store
from vrede.settings import Settings, read_settings
from vrede.withheld import Suppression, load_suppression, open_snapshot


class Lang(StrEnum):
    """Languages of what is printed."""

    nl = "nl"
    en = "en"


class Format(StrEnum):
    """Forms of what is printed."""

    table = "table"
    json = "json"
    csv = "csv"


LangOption = Annotated[Lang, typer.Option(help="Language of what is printed.")]
FormatOption = Annotated[Format, typer.Option(help="A table to read, or JSON or CSV for a program.")]
SnapshotOption = Annotated[str, typer.Option(help="Name of a kept snapshot; the current one where none is given.")]


def suppression_of(settings: Settings) -> Suppression:
    """What must not be shown, from VREDE_SUPPRESS or suppress.csv in a local lake. Raises LakeError."""
    if settings.suppress is not None:
        return load_suppression(settings.suppress, asked_for=True)
    store = Store(settings.lake)
    return load_suppression(store.local / "suppress.csv") if store.local is not None else Suppression()


def opened(name: str = "") -> Snapshot:
    """The snapshot of this environment. Raises LakeError where there is none."""
    settings = read_settings()
    return open_snapshot(Store(settings.lake), suppression_of(settings), name or None)


def sample_folder(settings: Settings) -> Path:
    """Where the sample's source files are written."""
    store = Store(settings.lake)
    return (store.local or Path.cwd() / "sample") / "sample-sources"


def raw_store(settings: Settings) -> Store | None:
    """Where raw tables stand: VREDE_RAW; None for the lake itself, where it is a folder; else the platform's cache."""
    if settings.raw:
        return Store(settings.raw)
    if Store(settings.lake).local is not None:
        return None
    return Store(platformdirs.user_cache_dir("vrede", appauthor=False))
