"""The command `vrede`: its commands, and what happens when one of them cannot do its work."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from vrede.cli.lazy import Commands

app = typer.Typer(
    cls=Commands,
    name="vrede",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Article 4 of the Dutch budget for Foreign Trade and Development Cooperation, with its money.",
    epilog="Exit codes: 0 done, 2 wrong words on the command line, 3 law or policy files, 4 the lake or the register, 5 another build is "
    "at work, 6 the sources or the standard, 7 `verify` found a difference, 8 `validate` found something critical or an error, "
    "9 `get` could not fetch something, 10 `export` would tell what is withheld, 11 the register refused.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"vrede {version('vrede')}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """The options of `vrede` itself."""


def main() -> None:
    """The door: every error that a person can mend is one line on stderr and an exit code of its kind."""
    try:
        app()
    except Exception as error:
        from vrede.cli.exits import exit_code  # only now: it loads what every kind of error comes from

        code = exit_code(error)
        if code is None:
            raise
        typer.echo(f"vrede: {error}", err=True)
        sys.exit(code)
