"""Dated policy values: numbers and lists that a minister or a publisher could change, each with its source."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt, StrictStr, ValidationError, model_validator

from vrede.article.errors import PolicyError
from vrede.article.lists import Bilingual, Frozen, Line
from vrede.article.load import HERE, read_named, readable_key

PolicyScalar = StrictBool | StrictInt | StrictStr | tuple[StrictStr, ...] | dict[str, StrictStr]


class PolicyValue(Frozen):
    """One value, from a day on until the next. checked: the day somebody last compared it with its source."""

    valid_from: Annotated[date, Field(alias="from")]
    value: PolicyScalar
    source: Line
    checked: date


class PolicyKey(Frozen):
    """A policy value through time. unit: `days`, `eur_cents`, `identifiers` and so on; values: oldest first."""

    name: Line
    unit: Line
    title: Bilingual
    values: tuple[PolicyValue, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> "PolicyKey":
        days = [value.valid_from for value in self.values]
        if days != sorted(set(days)):
            raise ValueError("values stand in order of `from`, each day once")
        if len({_kind(value.value) for value in self.values}) > 1:
            raise ValueError("values are all of one kind")
        return self


class Policy:
    """All policy values; look each up for the day it applies to."""

    def __init__(self, keys: Sequence[PolicyKey]) -> None:
        self.keys = tuple(keys)
        self._by_name = {key.name: key for key in keys}

    def entry(self, name: str, day: date) -> PolicyValue:
        """The value in force on a day, with source and date. Raises PolicyError: unknown name, day before the first."""
        key = self._by_name.get(name)
        if key is None:
            raise PolicyError("policy", name, "no such policy value")
        begun = [value for value in key.values if value.valid_from <= day]
        if not begun:
            raise PolicyError("policy", name, f"has no value on {day}; the first is from {key.values[0].valid_from}")
        return begun[-1]

    def value(self, name: str, day: date) -> PolicyScalar:
        """The value in force on a day. Raises PolicyError as `entry` does."""
        return self.entry(name, day).value

    def whole_number(self, name: str, day: date) -> int:
        """The value, which must be a whole number. Raises PolicyError."""
        value = self.value(name, day)
        if isinstance(value, bool) or not isinstance(value, int):
            raise PolicyError("policy", name, f"is {_kind(value)}, not a whole number")
        return value

    def names(self, name: str, day: date) -> tuple[str, ...]:
        """The value, which must be a list of words. Raises PolicyError."""
        value = self.value(name, day)
        if not isinstance(value, tuple):
            raise PolicyError("policy", name, f"is {_kind(value)}, not a list")
        return value

    def mapping(self, name: str, day: date) -> dict[str, str]:
        """The value, which must be a table of words. Raises PolicyError."""
        value = self.value(name, day)
        if not isinstance(value, dict):
            raise PolicyError("policy", name, f"is {_kind(value)}, not a table")
        return dict(value)

    def group(self, name: str, day: date) -> dict[str, tuple[PolicyKey, PolicyValue]]:
        """The keys `name/...` with their value in force on a day, by what stands behind the slash; not yet begun: left out."""
        found = {}
        for key in self.keys:
            begun = [value for value in key.values if value.valid_from <= day]
            if key.name.startswith(f"{name}/") and begun:
                found[key.name.removeprefix(f"{name}/")] = (key, begun[-1])
        return found


def load_policy(folder: Path | None = None) -> Policy:
    """Every value of policy/*.toml under a folder, the package's own when None.

    Raises PolicyError (file, key, reason) for an unreadable file, an unknown key, or a name in two files.
    """
    base = folder or HERE
    keys: list[PolicyKey] = []
    for path in sorted((base / "policy").glob("*.toml")):
        file = f"policy/{path.name}"
        for row in read_named(base, file, "name"):
            try:
                key = PolicyKey.model_validate(row)
            except ValidationError as error:
                first = error.errors()[0]
                place = readable_key((str(row["name"]), *first["loc"]), {str(row["name"]): row})
                raise PolicyError(file, place, str(first.get("ctx", {}).get("error") or first["msg"])) from error
            if any(known.name == key.name for known in keys):
                raise PolicyError(file, key.name, "stands in another policy file too")
            keys.append(key)
    if not keys:
        raise PolicyError("policy", "", "no policy files found in this folder")
    return Policy(keys)


def _kind(value: PolicyScalar) -> str:
    return {bool: "yes or no", int: "a whole number", str: "a word", tuple: "a list", dict: "a table"}[type(value)]
