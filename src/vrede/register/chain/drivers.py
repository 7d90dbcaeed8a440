"""What the errors of the two database drivers mean: a refusal of the register, a database that cannot be used, or a fault of ours."""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from operator import attrgetter
from urllib.parse import unquote

from vrede.register.refused import RegisterError, RegisterRefused

REFUSALS = {
    "out of order": "order.first",
    "own act": "own.database",
    "another act": "state.other_act",
    "said no": "no.database",
    "another role": "role.not_to_reject",
    "stopped": "suspended.payments",
    "role ended": "role.ended",
    "two roles": "person.two_roles",
    "stale approval": "stale.database",
    "outside the year": "year.database",
    "no room": "room.database",
    "answered already": "paid.database",
    "same token": "token.taken",
    "never changed": "kept.never_changed",
    "never deleted": "kept.never_changed",
}
"""What a trigger says -> the id of the refusal."""
UNUSABLE = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_NOTADB,
}
"""SQLite's codes for a file that cannot be used; all others are about the words of a question."""
SCHEME = r"(?:postgres|postgresql|mysql|mariadb|oracle|mssql)(?:\+\w+)?:/*"
"""How an address begins that has a password in it, also where somebody left a slash out."""
PORT = re.compile(r":([0-9]{1,5})(?=[/,?#]|\Z)")
IPV6 = re.compile(r"\[[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\]", re.IGNORECASE)
SECRET = ("pass", "pwd", "secret", "wachtwoord")
"""What the name of a secret has in it, in an address of names and values."""
Errors = tuple[type[Exception], ...]


@cache
def errors() -> Errors:
    """The base class of the errors of every driver that is here."""
    return (sqlite3.Error, *_psycopg("Error"))


@cache
def gone() -> Errors:
    """What the drivers raise where a connection does not answer any more."""
    return (sqlite3.Error, *_psycopg("OperationalError", "InterfaceError"))


def no_table(error: Exception) -> bool:
    """Whether a driver says that a table is not there."""
    if isinstance(error, sqlite3.OperationalError):
        return str(error).startswith("no such table")
    return isinstance(error, _psycopg("errors.UndefinedTable"))


def meant(error: Exception, url: str) -> Exception:
    """What a person reads for what a driver said: RegisterRefused or RegisterError; the error itself where it is a fault of ours."""
    return _refusal(str(error)) or (unusable(error, url) if _is_unusable(error) else error)


def unusable(error: Exception, url: str) -> RegisterError:
    """In words: which database, what its driver said, and what to do."""
    return RegisterError(
        f"the register at {without_password(url)} cannot be used: {driver_said(error, url)}. "
        "See whether its database runs, is whole and is not held by another program; then try again"
    )


def driver_said(error: Exception, url: str) -> str:
    """The first line of what a driver said; not its own words where they hold a part of the password, as for an address that it
    could not read."""
    said = (str(error).splitlines() or [type(error).__name__])[0]
    secret = " ".join(url[start:end] for start, end in _secrets(url))
    if any(part and part in said for part in re.split(r"[^\w%]", f"{secret} {unquote(secret)}")):
        return "its address is not well written, or its server is not there"
    return said


def without_password(url: str) -> str:
    """An address that may be shown; rather too much of it is left out than too little.

    >>> without_password("postgresql://u:a/b@c@host/name?password=d")
    'postgresql://u:***@host/name?password=***'
    >>> without_password("postgresql://u:a/name"), without_password("postgresql://host:5432/name")
    ('postgresql://u:***', 'postgresql://host:5432/name')
    """
    for start, end in reversed(_secrets(url)):
        url = f"{url[:start]}***{url[end:]}"
    return url


def _secrets(url: str) -> list[tuple[int, int]]:
    """From where to where passwords stand: before the last @, whatever characters they have; after a colon behind that, or in an address
    without @, that is not the one of a port; and after the name of a secret."""
    if url.startswith("sqlite:///"):
        return []
    spans = []
    before = re.match(rf"(?>(?:{SCHEME})?)[^:]*:(?P<secret>.*)@", url, re.IGNORECASE | re.DOTALL)
    if before is not None:
        spans.append(before.span("secret"))
    after = _after_a_colon(url)
    if after is not None:
        spans.append((after, len(url)))
    named = (one for one in re.finditer(r"([^=&?\s]+)\s*=", url) if any(w in unquote(one[1]).lower() for w in SECRET))
    spans += [(one.end(), len(url)) for one in named][:1]
    return _joined(sorted(spans))


def _after_a_colon(url: str) -> int | None:
    """Where something follows a colon that is no port, behind the last @ or, where there is none, behind the scheme."""
    scheme = re.match(rf"{SCHEME}|sqlite:/*", url, re.IGNORECASE)
    place = url.rfind("@") + 1 or (scheme.end() if scheme else 0)
    number = IPV6.match(url, place)
    place = url.find(":", number.end() if number else place)
    while place >= 0:
        port = PORT.match(url, place)
        if port is None or not 1 <= int(port[1]) <= 65_535:
            return place + 1
        place = url.find(":", place + 1)
    return None


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for start, end in spans:
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _is_unusable(error: Exception) -> bool:
    if isinstance(error, sqlite3.Error):
        code: int | None = getattr(error, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in UNUSABLE
    return isinstance(error, gone())


def _psycopg(*names: str) -> Errors:
    """Classes of psycopg by name; none where it is not installed, for then no error of it comes."""
    try:
        import psycopg
    except ModuleNotFoundError:
        return ()
    return tuple(attrgetter(name)(psycopg) for name in names)


def _refusal(text: str) -> RegisterRefused | None:
    said = re.search(r"refused: ([^\n]*)", text)
    if said:
        for words, refusal in REFUSALS.items():
            if words in said[1]:
                return RegisterRefused(refusal)
    lower = text.lower()
    if "act_answered_once" in lower or "act.approves" in lower:
        return RegisterRefused(REFUSALS["answered already"])
    if "token" in lower and "unique" in lower:
        return RegisterRefused(REFUSALS["same token"])
    if "foreign key" in lower:
        return RegisterRefused("role.database")
    return None
