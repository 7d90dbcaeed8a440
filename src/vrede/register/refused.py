"""Why the register does not do what was asked: what, why, and what to do instead. Nothing was written."""

from __future__ import annotations


class RegisterRefused(Exception):
    """code: role, own, stale, room, line, open, year, paid, token, state, words, phase or person. The message is for a person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class RegisterError(Exception):
    """The database cannot be used; the message says which, why and what to do."""
