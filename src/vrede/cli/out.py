"""`vrede out`: what the lake holds, as IATI 2.03 files."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from vrede.cli.options import Lang, LangOption, SnapshotOption, opened
from vrede.lake import LakeError
from vrede.language import say
from vrede.pipeline import iati_file, iati_publishers, without_amount
from vrede.sources.iati import TABLES


def out(
    folder: Annotated[Path, typer.Argument(help="Where the files are written; made where it is not there.")],
    publisher: Annotated[str, typer.Option(help="Only this publisher's activities.")] = "",
    lang: LangOption = Lang.en,
    snapshot: SnapshotOption = "",
) -> None:
    """Write what the lake holds back as IATI 2.03, a file per publisher. What is withheld is in none.

    Examples:

      vrede out written/

      vrede out written/ --publisher NL-KVK-41160054
    """
    found = opened(snapshot)
    tables = {table.name: found.table(table.name) for table in TABLES}
    wanted = [
        (ref, keys)
        for ref, keys in iati_publishers(tables)
        if not publisher or ref == publisher.replace(" ", "").upper()
    ]
    if not wanted:
        raise typer.BadParameter(f"{publisher or 'nobody'} publishes nothing in this snapshot.")
    activities = left_out = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ref, keys in wanted:
            target = folder / f"{re.sub(r'[^A-Za-z0-9._-]', '_', ref)[:100]}.xml"
            half = target.with_suffix(".part")
            with half.open("wb") as stream:
                stream.writelines(iati_file(tables, keys))
            os.replace(half, target)
            activities += keys.len()
            left_out += without_amount(tables, keys)
    except OSError as error:
        raise LakeError(
            f"cannot write in {folder}: {error.strerror}. Free some space or name another folder."
        ) from error
    number = len(wanted)
    typer.echo(say("cli.out.done", lang.value, files=number, publishers=number, activities=activities, folder=folder))
    if left_out:
        typer.echo(say("cli.out.left_out", lang.value, n=left_out), err=True)
