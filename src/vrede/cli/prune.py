"""`vrede prune`: old snapshots go."""

from __future__ import annotations

from typing import Annotated

import typer

from vrede.cli.options import Lang, LangOption
from vrede.lake import Store, prune_snapshots
from vrede.language import say
from vrede.settings import read_settings


def prune(
    keep: Annotated[int, typer.Option(min=1, help="How many snapshots stay, the newest.")] = 3,
    lang: LangOption = Lang.en,
) -> None:
    """Remove all snapshots but the newest; the current one always stays. Links to a removed snapshot say so.

    Examples:

      vrede prune

      vrede prune --keep 10
    """
    store = Store(read_settings().lake)
    with store.lock():
        gone = prune_snapshots(store, keep)
    names = ", ".join(gone) or say("cli.prune.nothing", lang.value)
    typer.echo(say("cli.prune.removed", lang.value, names=names))
