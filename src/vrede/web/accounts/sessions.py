"""Sessions in the database, asked for only by a key that could be one of ours: a cookie can hold any sign."""

from __future__ import annotations

import re

from django.contrib.sessions.backends import db

KEY = re.compile("[0-9a-z]{32}")


class SessionStore(db.SessionStore):
    """Django's, which would ask PostgreSQL also for a key with NUL in it."""

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and KEY.fullmatch(key) is not None
