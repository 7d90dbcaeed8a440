"""The code that an authenticator app would show now for somebody of a made-up register: run by `vrede register code`."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from vrede.register import Database, made_up
from vrede.settings import read_settings


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
            invented = made_up(database)
        finally:
            database.close()
        if not invented:
            raise CommandError(
                "codes are given in a made-up register only; this is none, so use your authenticator app"
            )
        name = str(options["name"])
        try:
            factor = Authenticator.objects.filter(user__username=name, type=Authenticator.Type.TOTP).first()
        except DatabaseError as error:
            raise CommandError("there are no accounts in this database") from error
        if factor is None:
            raise CommandError(f"{name[:80]!r} has no authenticator app here")
        now, period = int(time.time()), app_settings.TOTP_PERIOD
        self.stdout.write(format_hotp_value(hotp_value(decrypt(factor.data["secret"]), now // period)))
        self.stderr.write(f"valid for {period - now % period} seconds, and once")
