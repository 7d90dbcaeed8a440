"""The code that an authenticator app would show now for somebody of a made-up register: run by `vrede register code`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from vrede.register import Database, made_up
from vrede.settings import read_settings
from vrede.web.accounts.madeup import code_of_now


class Command(BaseCommand):
    """In a register that is used a second factor stays with whoever has it, so there this gives nothing."""

    help = "Print the code of now of somebody of a made-up register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """NAME."""
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Does it. Raises CommandError."""
        database = Database(read_settings().database)
        try:
            invented, name = made_up(database), str(options["name"])
            if not invented:
                raise CommandError(
                    "codes are given in a made-up register only; this is none, so use your authenticator app"
                )
            code = code_of_now(database, name)
        except DatabaseError as error:
            raise CommandError("there are no accounts in this database") from error
        finally:
            database.close()
        if code is None:
            raise CommandError(f"{name[:80]!r} has no authenticator app here")
        self.stdout.write(code.digits)
        self.stderr.write(f"valid for {code.seconds} seconds, and once")
