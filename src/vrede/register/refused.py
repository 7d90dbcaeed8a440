"""Why the register does not do what it was asked, as an id of chapter `act` of the catalogue with its values. Nothing was written."""

from __future__ import annotations

from vrede.register.wording import text


class RegisterRefused(Exception):
    """The message is for a person, in English; `wording.text` gives it in another language. code: the sort of reason, before the point
    in its id."""

    def __init__(self, id: str, /, **values: object) -> None:
        super().__init__(id, values)
        self.id, self.values = id, values
        self.code = id.partition(".")[0]

    def __str__(self) -> str:
        return text(self.id, "en", self.values)


class RegisterError(Exception):
    """The database cannot be used; the message says which, why and what to do."""


class NotBegun(RegisterError):
    """The database can be used, but no register was begun in it."""
