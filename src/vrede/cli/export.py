"""`vrede export`: the lake's tables as open data."""

from __future__ import annotations

import os
import shutil
import uuid
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from vrede.article.policy import load_policy
from vrede.cli.options import Lang, LangOption, SnapshotOption, opened
from vrede.lake.export import files, files_hash
from vrede.lake.reidentify import RULES, Exported, check, remembered
from vrede.lake.store import LakeError

EXPORTS = "exports.json"
EXIT_TOLD = 10
DONE = {
    Lang.nl: "{folder}: {n} bestanden, {mb} MB, momentopname {snapshot}",
    Lang.en: "{folder}: {n} files, {mb} MB, snapshot {snapshot}",
}
REFUSED = {
    Lang.nl: "Niet uitgevoerd: wat is afgeschermd zou te herkennen zijn.",
    Lang.en: "Not exported: what is withheld could be recognised.",
}


def export(
    folder: Annotated[Path, typer.Argument(help="Where the files are written; it must not be there, or be an export.")],
    base: Annotated[str, typer.Option(help="Address at which the files will stand; DCAT names it.")] = "",
    despite: Annotated[
        list[str] | None, typer.Option(help=f"Export although this rule is broken: {', '.join(RULES)}.")
    ] = None,
    lang: LangOption = Lang.en,
    snapshot: SnapshotOption = "",
) -> None:
    """Write every table as Parquet and CSV, with datapackage.json and dcat.jsonld. What is withheld is in none.

    Before that it is checked whether what is withheld could be recognised; a broken rule stops the export (exit 10).

    Examples:

      vrede export open-data/

      vrede export open-data/ --base https://data.example.nl/vrede/
    """
    accepted = set(despite or [])
    if unknown := sorted(accepted - set(RULES)):
        raise typer.BadParameter(f"{unknown[0]!r} is no rule: {', '.join(RULES)}", param_hint="--despite")
    if folder.exists() and not (folder / "datapackage.json").is_file() and any(folder.iterdir()):
        raise typer.BadParameter(f"{folder} holds something else; name another folder", param_hint="FOLDER")
    found = opened(snapshot)
    least = load_policy().whole_number("least_group", date.fromisoformat(found.manifest["policy_day"]))
    now = Exported(files_hash(found.manifest), found.suppression.digest)
    earlier = remembered(found.store.read_json(EXPORTS))
    broken = check(found.table("slice"), now, earlier, least)
    for one in broken:
        typer.echo(f"{one.rule}: {one.words(lang.value)}", err=True)
    if any(one.rule not in accepted for one in broken):
        typer.echo(REFUSED[lang], err=True)
        raise typer.Exit(EXIT_TOLD)
    half = folder.with_name(f".{folder.name}.{uuid.uuid4().hex[:8]}")
    number = size = 0
    try:
        for path, data in files(found.name, found.table, found.manifest, base):
            target = half / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            number, size = number + 1, size + len(data)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(half, folder)
    except OSError as error:
        raise LakeError(f"cannot write {folder}: {error.strerror}. Free some space or name another folder.") from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    if now not in earlier:
        kept = [*earlier, now]
        found.store.write_json(EXPORTS, [{"files": one.files, "digest": one.digest} for one in kept])
    typer.echo(DONE[lang].format(folder=folder, n=number, mb=round(size / 1e6), snapshot=found.name))
