"""`vrede register show`, `head` and `verify`: what a register says and whether it is what was recorded; and `prepare`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from vrede.cli.options import Format, FormatOption
from vrede.cli.register import MENDED, head_of, opened, register
from vrede.register import OLDER, Database, RegisterError
from vrede.register.audit import head, statement, verify
from vrede.register.chain import errors, no_table, without_password
from vrede.settings import read_settings

EXIT_CHANGED = 7


def _begun(url: str) -> Database:
    """A connection that only reads. Raises RegisterError where no register was begun."""
    database = Database(url, readonly=True)
    try:
        if database.begun():
            return database
    except RegisterError:
        database.close()
        raise
    database.close()
    raise RegisterError(f"no register was begun in {without_password(url)}: `vrede register found` begins one")


@contextmanager
def _reading() -> Iterator[Database]:
    """The register of this environment, of which nothing can be changed. Where it is of an older program, that is said."""
    database = _begun(read_settings().database)
    try:
        older = database.is_older()
        if older:
            typer.echo(f"vrede: {OLDER}", err=True)
        try:
            with database.reading():
                yield database
        except errors() as error:
            if older and no_table(error):
                raise RegisterError(OLDER) from error
            raise
    finally:
        database.close()


@register.command()
def show(format: FormatOption = Format.table) -> None:
    """Per article and year what the law allows, what was committed and paid, and what is free; both authorities side by side.

    Example: vrede register show --format json
    """
    with _reading() as database:
        rows: list[dict[str, Any]] = statement(database)
    if format is Format.json:
        typer.echo(json.dumps(rows, indent=1))
        return
    if not rows:
        typer.echo("No law stands in the register yet: `vrede register budget` records them.", err=True)
        return
    writer = csv.writer(sys.stdout, delimiter="," if format is Format.csv else "\t", lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows(row.values() for row in rows)


@register.command(name="head")
def published() -> None:
    """The number and hash of the last act. Publish it where nobody of yours can change it: `verify --head` then proves all before it.

    Example: vrede register head
    """
    with _reading() as database:
        last = head(database)
    assert last is not None  # a register that was begun has an act
    typer.echo(f"{last.seq}:{last.hash}")


@register.command(name="verify")
def check(
    published: Annotated[str, typer.Option("--head", help="NUMBER:HASH as `vrede register head` gave it before.")] = "",
) -> None:
    """Read every act again: any edit, gap or reorder is found, and where. Nothing is written. Exit code 7 where something does not fit.

    Examples:

      vrede register verify

      vrede register verify --head 812:9f2b6c...
    """
    known = head_of(published)
    with _reading() as database:
        findings, last = verify(database, known), head(database)
    for finding in findings:
        typer.echo(f"act {finding.seq}: {finding.what}" if finding.seq else finding.what, err=True)
    if findings:
        raise typer.Exit(EXIT_CHANGED)
    typer.echo(f"{last.seq if last else 0} acts: all fits.")


@register.command(name="prepare")
def renew() -> None:
    """Make guards and tables anew that are of an older program, changed or gone. No act is changed.

    Example: vrede register prepare
    """
    _begun(read_settings().database).close()
    with opened() as database:
        older = database.is_older()
        database.prepare()
    typer.echo(MENDED if older else "Guards and tables of the register are those of this program.", err=older)
