"""Fills an empty register with a made-up year and makes an account for everybody in it: run by `vrede register demo`."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from vrede.register import Database, RegisterRefused
from vrede.register.demo import fill, people
from vrede.settings import read_settings
from vrede.web.accounts.madeup import offer, register_of

HEADINGS = ("name", "role", "password", "for an authenticator app")


class Command(BaseCommand):
    """Prints every name with a password and the secret of its second factor, once. The sign-in page of this register shows the passwords too."""

    help = "Fill an empty register with a made-up year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--day."""
        parser.add_argument("--day", type=date.fromisoformat, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Does it. Raises CommandError."""
        users = get_user_model().objects
        taken = sorted(users.filter(username__in=[one.who for one in people()]).values_list("username", flat=True))
        if taken:
            raise CommandError(f"there are accounts here already ({', '.join(taken)}); a demo needs an empty database")
        database = Database(read_settings().database)
        try:
            acts = fill(database, options["day"])
            register = register_of(database)
        except RegisterRefused as refused:
            raise CommandError(str(refused)) from refused
        finally:
            database.close()
        rows = [HEADINGS]
        with transaction.atomic():
            for one in people():
                offered = offer(one, register)
                user = users.create_user(username=one.who, password=offered.password)
                secret = generate_totp_secret()
                TOTP.activate(user, secret)
                role = f"{one.role} ({offered.beside})" if offered.beside else one.role
                rows.append((one.who, role, offered.password, get_adapter().build_totp_url(user, secret)))
        widths = [max(len(row[at]) for row in rows) for at in range(3)]
        self.stdout.write(f"A made-up year until {options['day']}, in {acts} acts. Its accounts:\n")
        for row in rows:
            self.stdout.write(
                "  ".join([*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[3]])
            )
