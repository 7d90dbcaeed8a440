"""The register's database for the site: one connection a thread, and one projection for all."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.utils import timezone

from vrede.register import OLDER, Act, Database, NotBegun, file_of
from vrede.register import every_act as read_every_act
from vrede.register.audit import head
from vrede.register.desk import Projection, WorkList
from vrede.register.rules import rules_of
from vrede.settings import read_settings

log = logging.getLogger(__name__)
NOTHING = "No register was begun here. Who runs this site: `vrede register found --administrator NAME`."
_here = threading.local()
_projections: dict[str, Projection] = {}
_acts: list[Any] = [("", ""), ()]
_worklists: dict[str, WorkList] = {}
_lock = threading.Lock()


def database() -> Database:
    """This thread's connection. Raises NotBegun where there is no register yet, RegisterError where it cannot be used."""
    url = read_settings().database
    held: Database | None = getattr(_here, "database", None)
    if held is None or held.url != url or held.replaced() or not held.alive():
        if held is not None:
            held.close()
            _here.database = None
        path = file_of(url)
        if path is not None and not path.exists():  # opening it would make it
            raise NotBegun(NOTHING)
        _here.database = held = Database(url)
    if not held.begun():
        raise NotBegun(NOTHING)
    return held


def projection() -> Projection:
    """The register as it is now. Raises RegisterError."""
    opened = database()
    with _lock:
        kept = _projections.get(opened.url)
        if kept is None or not kept.fits(opened):
            kept = _projections[opened.url] = Projection()
            _worklists.pop(opened.url, None)
    return kept.advance(opened)


def worklist() -> WorkList:
    """What is due in this register, kept between questions."""
    with _lock:
        return _worklists.setdefault(read_settings().database, WorkList())


def every_act() -> tuple[Act, ...]:
    """All acts in order, kept until one more is recorded: what figures over the whole register are made of."""
    opened = database()
    last = head(opened)
    key = (opened.url, last.hash if last else "")
    with _lock:
        if _acts[0] != key:
            _acts[:] = [key, tuple(read_every_act(opened))]
        acts: tuple[Act, ...] = _acts[1]
        return acts


def fold() -> None:
    """Make the projection and the work list of today, as a server does before its first reader; nothing where no register was begun.

    A database of an older program is read as it is, and said in the log. Raises RegisterError where the database cannot be used.
    """
    try:
        now = projection()
        worklist().due(now, database(), rules_of(database()), timezone.localdate())
        if database().is_older():
            log.warning("nothing can be recorded: %s", OLDER)
    except NotBegun:
        return
    finally:
        _let_go()


def forget() -> None:
    """Let go of this thread's connection and of every projection, as a test does between registers."""
    _let_go()
    with _lock:
        _projections.clear()
        _worklists.clear()
        _acts[:] = [("", ""), ()]


def _let_go() -> None:
    held: Database | None = getattr(_here, "database", None)
    if held is not None:
        held.close()
        _here.database = None
