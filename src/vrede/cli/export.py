"""`vrede export`: the lake's tables as open data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from vrede.article import load_policy
from vrede.cli.options import Lang, LangOption, SnapshotOption, opened
from vrede.lake import DESCRIPTOR, LakeError, export_files, files_hash, is_export, replacing
from vrede.language import say
from vrede.withheld import EXPORT_RULES, UNREADABLE, Exported, broken_rules, exported_before

EXPORTS = "exports.json"
EXIT_TOLD = 10


def export(
    folder: Annotated[Path, typer.Argument(help="Where the files are written; it must not be there, or be an export.")],
    base: Annotated[str, typer.Option(help="Address at which the files will stand; DCAT names it.")] = "",
    despite: Annotated[
        list[str] | None, typer.Option(help=f"Export although this rule is broken: {', '.join(EXPORT_RULES)}.")
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
    if unknown := sorted(accepted - set(EXPORT_RULES)):
        raise typer.BadParameter(f"{unknown[0]!r} is no rule: {', '.join(EXPORT_RULES)}", param_hint="--despite")
    folder = folder.resolve()
    if not _free(folder):
        raise typer.BadParameter(f"{folder} holds something else; name another folder", param_hint="FOLDER")
    found = opened(snapshot)
    least = load_policy().whole_number("least_group", date.fromisoformat(found.manifest["policy_day"]))
    now = Exported(files_hash(found.manifest), found.withholding)
    raw = found.store.read_json(EXPORTS)
    if raw is None and found.store.exists(EXPORTS):
        raise LakeError(UNREADABLE)
    earlier = exported_before(raw)
    broken = broken_rules(found.once("slice"), now, earlier, least)
    for one in broken:
        typer.echo(f"{one.rule}: {one.words(lang.value)}", err=True)
    if any(one.rule not in accepted for one in broken):
        typer.echo(say("cli.export.refused", lang.value), err=True)
        raise typer.Exit(EXIT_TOLD)
    try:
        with replacing(folder) as half:
            number = export_files(found.name, found.once, found.manifest, half, base)
            size = sum(file.stat().st_size for file in half.rglob("*") if file.is_file())
            if now not in earlier:  # before it is there: one that nobody remembers is one the next is not held against
                kept = [*earlier, now]
                found.store.write_json(EXPORTS, [{"files": one.files, "digest": one.digest} for one in kept])
    except OSError as error:
        raise LakeError(f"cannot write {folder}: {error.strerror}. Free some space or name another folder.") from error
    megabytes = round(size / 1e6)
    typer.echo(say("cli.export.done", lang.value, folder=folder, files=number, mb=megabytes, snapshot=found.name))


def _free(folder: Path) -> bool:
    """True where nothing stands in the way: nothing there, an empty folder, or an earlier export and nothing else."""
    if not folder.exists():
        return True
    try:
        names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else None
        descriptor = (folder / DESCRIPTOR).read_bytes() if names and DESCRIPTOR in names else b""
    except OSError:
        return False
    return names is not None and (not names or is_export(names, descriptor))
