"""The site's accounts on a database that a test chooses, and the site as a server of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registercluster import free_port

SECONDS = 60
ACCOUNTS, EMPTY = "accounts", "empty.sqlite3"
"""Where the file of empty accounts is made once for all processes of a run."""
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrede.web.site.settings")
# A browser that an earlier test of this process opened keeps a loop in this thread, which waits meanwhile: no harm to a database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def prepared() -> None:
    """Django, once a process."""
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["quickhasher.QuickHasher"]


def use(address: str, forgetting: bool = True) -> None:
    """The database of accounts from now on."""
    from django.db import connections

    from vrede.web.register import connection
    from vrede.web.site.database import django_database

    if forgetting:
        connection.forget()
    for one in connections.all(initialized_only=True):
        one.close()
    connections.settings = connections.configure_settings({"default": django_database(address)})
    if hasattr(connections._connections, "default"):
        del connections["default"]


def empty_accounts_in(place: Path) -> None:
    """A SQLite file in a folder, with the tables of accounts and nobody in them."""
    from django.core.management import call_command
    from django.db import connection

    use(f"sqlite:///{place / EMPTY}")
    call_command("migrate", verbosity=0)
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def session_of(name: str) -> str:
    """The key of a session of this person with a second factor, as signing in makes it; the account is made where there is none."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    user, _new = get_user_model().objects.get_or_create(username=name)
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "JBSWY3DPEHPK3PXP"}}
    )
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.create()
    return str(session.session_key)


@contextmanager
def serving(**environment: str) -> Iterator[str]:
    """`vrede serve` on a free port with these settings, until the end of the block; its address."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "vrede", "serve"],
        env={**os.environ, "VREDE_PORT": str(port), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{address}/robots.txt", timeout=5).close()
                break
            except OSError:
                assert server.poll() is None, "the server left"
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
