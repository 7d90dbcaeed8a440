"""`vrede register account`: an account of the register's site, through the site's own commands."""

from __future__ import annotations

import os
import sys

import typer

EXIT_REFUSED = 11


def manage(*words: str) -> None:
    """One of the site's commands. Its refusal is one line and an exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrede.web.site.settings")
    import django
    from django.core.management import CommandError, call_command

    django.setup()
    try:
        call_command(*words)
    except CommandError as error:
        sys.stdout.flush()
        typer.echo(f"vrede: refused: {error}", err=True)
        raise typer.Exit(EXIT_REFUSED) from error


def prepare() -> None:
    """Makes the tables of accounts and sessions that are not there yet."""
    manage("migrate", "--verbosity=0")
