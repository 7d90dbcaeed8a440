"""`vrede register demo` and `code`: a made-up year to walk through, with an account for every role."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from vrede.cli.account import EXIT_REFUSED, manage, prepare
from vrede.cli.register import register
from vrede.register import Database, RegisterRefused
from vrede.register.demo import empty
from vrede.settings import read_settings

NEXT = """
Now: `vrede serve`, open {address}/en/register/work/ and sign in as one of them. The pages show these passwords too, and the code that is
asked for then; `vrede register code NAME` prints it as well. docs/commands.md has a walk through the year.
"""


@register.command()
def demo(
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day that the year leads up to; today where none is given."),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Leave a register that was begun already as it is.")] = False,
) -> None:
    """Fill an EMPTY register with a made-up year, and print an account with a password for every role.

    Everything in it is invented, and the register says so for ever. Use a database of its own, never the one that you work with.

    Examples:

      VREDE_DATABASE=sqlite:///demo.sqlite3 vrede register demo

      VREDE_DATABASE=sqlite:///demo.sqlite3 vrede register demo --day 2026-03-14

      vrede register demo --once
    """
    settings = read_settings()
    database = Database(settings.database)
    try:
        if once and database.begun():
            typer.echo("A register was begun here already; it stays as it is.")
            return
        empty(database)
    except RegisterRefused as refused:
        typer.echo(f"vrede: refused: {refused}", err=True)
        raise typer.Exit(EXIT_REFUSED) from refused
    finally:
        database.close()
    prepare()
    manage("demo", f"--day={(day or datetime.now().astimezone()).date().isoformat()}")
    typer.echo(NEXT.format(address=settings.address))


@register.command()
def code(name: Annotated[str, typer.Argument(help="A name that `vrede register demo` printed.")]) -> None:
    """Print the code that an authenticator app would show now for somebody of a made-up register. Any other register refuses.

    Example: VREDE_DATABASE=sqlite:///demo.sqlite3 vrede register code officer
    """
    manage("code", "--", name)
