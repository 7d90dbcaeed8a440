"""Why the register does not do what was asked: what, why, and what to do instead. Nothing was written."""

from __future__ import annotations

CODES = (
    *("words", "role", "state", "token", "order", "kept", "own", "stale", "paid", "no", "person", "sides", "partner"),
    *(
        "room",
        "left",
        "line",
        "open",
        "year",
        "day",
        "phase",
        "fund",
        "criterion",
        "instrument",
        "humanitarian",
        "draw",
    ),
    *(
        "ceiling",
        "rank",
        "ground",
        "step",
        "vet",
        "screen",
        "advice",
        "stopped",
        "reports",
        "milestone",
        "claim",
        "late",
    ),
    "verify",
)


class RegisterRefused(Exception):
    """The message is for a person. code: what kind of reason, one of CODES."""

    def __init__(self, code: str, message: str) -> None:
        assert code in CODES, code
        super().__init__(message)
        self.code = code


class RegisterError(Exception):
    """The database cannot be used; the message says which, why and what to do."""


class NotBegun(RegisterError):
    """The database can be used, but no register was begun in it."""
