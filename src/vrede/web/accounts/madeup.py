"""Accounts of a made-up register: its sign-in page offers their names and passwords, and the code of now. Any other register gives none."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth import get_user_model

from vrede.register import Database, made_up
from vrede.register.demo import Member, people

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of a password: no two look alike."""
GROUPS, LENGTH = 4, 4


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody as whom a reader may sign in."""

    who: str
    role: str
    beside: str
    password: str


def password_of(register: str, who: str) -> str:
    """The password of somebody. register: the hash of its first act, so that another made-up register has other passwords.

    It is calculated and kept nowhere; it protects nothing, since everything behind it is invented.
    """
    digest = hashlib.sha256(f"{register} {who}".encode()).digest()
    letters = [LETTERS[byte % len(LETTERS)] for byte in digest[: GROUPS * LENGTH]]
    return "-".join("".join(letters[at : at + LENGTH]) for at in range(0, GROUPS * LENGTH, LENGTH))


def register_of(database: Database) -> str:
    """What the passwords of a made-up register are calculated from; '' where the register is not made up."""
    if not made_up(database):
        return ""
    row = database.one("SELECT hash FROM act WHERE seq = 1")
    return str(row[0]) if row is not None else ""


def offered(database: Database) -> list[Offered]:
    """Everybody of a made-up register who has an account here; nobody of any other register."""
    register = register_of(database)
    if not register:
        return []
    accounts = set(get_user_model().objects.filter(is_active=True).values_list("username", flat=True))
    return [offer(one, register) for one in people() if one.who in accounts]


def offer(one: Member, register: str) -> Offered:
    """A member of the demo with their password."""
    return Offered(one.who, one.role, one.side or one.partner, password_of(register, one.who))


@dataclass(frozen=True, slots=True)
class Code:
    """What an authenticator app would show now, and for how many seconds."""

    digits: str
    seconds: int


def code_of_now(database: Database, who: str) -> Code | None:
    """The code of somebody of a made-up register; None for somebody without an app, and in any other register."""
    if not made_up(database):
        return None
    factor = Authenticator.objects.filter(user__username=who, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return None
    now, period = int(time.time()), app_settings.TOTP_PERIOD
    digits = format_hotp_value(hotp_value(decrypt(factor.data["secret"]), now // period))
    return Code(digits, period - now % period)
