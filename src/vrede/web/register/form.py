"""A form of one act, made from the table of transitions: what it asks, what was given, and what is wrong with that."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from vrede.article import Language
from vrede.register.table.transitions import Field, Transition
from vrede.web.register.amounts import cents_of, written

ROWS = 6
"""Empty rows of a field that takes several."""
MOST_ROWS = 60
SEVERAL = ("amounts", "texts", "scores")
KNOWN = ("article", "line", "call", "theme", "draw", "partner", "about", "fund", "source", "target", "milestone")
"""Fields for which the page offers what the register knows."""
LISTS = ("list", "receipts")
NOT_MET = ("appraise", "thresholds")
"""Act and field of which a row may keep its name alone: a threshold without a reason is not met, and no mistake."""
EMPTY = (*LISTS, *SEVERAL)
"""Required fields that may be empty: that there are none is what they say. Whether there must be some, the register knows."""
HASH = re.compile("[0-9a-f]{64}")


@dataclass
class Asking:
    """One field as the page shows it. rows: of a field that takes several, each a list of (name of the input, text).
    chosen: of several choices. known: name of the list of values to choose from.
    """

    name: str
    type: str
    label: str
    help: str
    required: bool
    text: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    rows: list[list[tuple[str, str]]] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    known: str = ""
    trouble: str = ""


@dataclass
class Given:
    """What a form gave: facts for the body, and what stands beside it."""

    facts: dict[str, Any] = field(default_factory=dict)
    cents: int | None = None
    year: int | None = None
    day: date | None = None
    troubles: dict[str, str] = field(default_factory=dict)


def asking(row: Transition, language: Language, start: Mapping[str, Any]) -> list[Asking]:
    """The fields of an act, with what they start with (facts, cents, year, day)."""
    return [_asked(one, language, start.get(one.name)) for one in row.fields]


def _asked(one: Field, language: Language, value: Any) -> Asking:
    made = Asking(one.name, one.type, getattr(one.title, language), getattr(one.help, language), one.required)
    made.known = one.name if one.name in KNOWN else ""
    made.choices = [(choice.id, getattr(choice, language)) for choice in one.choices]
    if one.type in SEVERAL:
        made.rows = _rows(one.name, one.type, value if isinstance(value, Mapping) else {}, language)
    elif one.type in ("cents", "amount"):
        made.text = written(value, language)
    elif one.type == "list" and one.choices:
        made.chosen = [str(part) for part in value or []]
    elif one.type in LISTS:
        made.type = "list"
        made.text = "\n".join(str(part) for part in value or [])
    elif value is not None:
        made.text = str(value)
    return made


def _rows(name: str, type_: str, value: Mapping[str, Any], language: Language) -> list[list[tuple[str, str]]]:
    cells = []
    for key, worth in value.items():
        if type_ == "amounts":
            cells.append([str(key), written(int(worth), language)])
        elif type_ == "texts":
            cells.append([str(key), str(worth)])
        else:
            cells.append([str(key), str(worth.get("score", "")), str(worth.get("reason", ""))])
    width = 3 if type_ == "scores" else 2
    cells += [[""] * width] * max(1, ROWS - len(cells))
    return [[(f"{name}.{number}.{at}", text) for at, text in enumerate(row)] for number, row in enumerate(cells)]


def read(row: Transition, posted: QueryDict, files: Mapping[str, Any], language: Language) -> Given:
    """What was given. A field that cannot be read is a trouble with words; nothing is guessed."""
    given = Given()
    for one in row.fields:
        try:
            value = _value(one, posted, files, language, (row.kind, one.name) == NOT_MET)
        except ValueError as error:
            given.troubles[one.name] = str(error)
            continue
        if value is None:
            if one.required and one.type in EMPTY:
                given.facts[one.name] = [] if one.type in LISTS else {}
            elif one.required:
                given.troubles[one.name] = _("This must be filled in.")
            continue
        if one.name in ("cents", "year", "day"):
            setattr(given, one.name, value)
        else:
            given.facts[one.name] = value.isoformat() if isinstance(value, date) else value
    return given


def shown_again(fields: list[Asking], row: Transition, posted: QueryDict, troubles: Mapping[str, str]) -> None:
    """Puts what was typed back into the fields, with what is wrong beside each."""
    for one in fields:
        one.trouble = troubles.get(one.name, "")
        if one.rows:
            width = len(one.rows[0])
            typed = [
                [str(posted.get(f"{one.name}.{number}.{at}", "")) for at in range(width)]
                for number in range(_many(one.name, posted))
            ]
            kept = [cells for cells in typed if any(cells)]
            kept += [[""] * width] * max(1, ROWS - len(kept))
            one.rows = [
                [(f"{one.name}.{n}.{at}", text) for at, text in enumerate(cells)] for n, cells in enumerate(kept)
            ]
        elif one.type == "list" and one.choices:
            one.chosen = [str(part) for part in posted.getlist(one.name)]
        elif one.type != "hash":
            one.text = str(posted.get(one.name, ""))


def _many(name: str, posted: QueryDict) -> int:
    return next((n for n in range(MOST_ROWS) if f"{name}.{n}.0" not in posted), MOST_ROWS)


def _value(one: Field, posted: QueryDict, files: Mapping[str, Any], language: Language, bare: bool) -> Any:
    if one.type == "yes":
        return posted.get(one.name) == "yes"
    if one.type in SEVERAL:
        return _several(one, posted, language, bare) or None
    if one.type == "hash":
        return _hash(one, posted, files)
    if one.type == "list" and one.choices:
        ids = {choice.id for choice in one.choices}
        return [str(part) for part in posted.getlist(one.name) if part in ids] or None
    text = str(posted.get(one.name, "")).strip().replace("\r\n", "\n")
    if not text:
        return None
    if one.type in ("cents", "amount"):
        return _amount(text, language)
    if one.type in ("year", "whole"):
        if not re.fullmatch("[0-9]{1,9}", text):
            raise ValueError(_("Write a whole number, without points."))
        return int(text)
    if one.type == "day":
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(_("Write a day as year-month-day: 2024-03-01.")) from error
    if one.type == "choice" and text not in {choice.id for choice in one.choices}:
        raise ValueError(_("Choose one of the list."))
    if one.type in LISTS:
        return _parts(text, one.name == "iso3")
    return text


def _parts(text: str, codes: bool) -> list[str]:
    """One a line; codes may stand on one line with commas between them."""
    if codes:
        return [part.upper() for part in re.split("[\n,; ]+", text) if part]
    return [line.strip() for line in text.split("\n") if line.strip()]


def _amount(text: str, language: Language) -> int:
    cents = cents_of(text, language)
    if cents is None:
        raise ValueError(
            _("%(text)s cannot be read as an amount in euro. Write it as %(example)s.")
            % {"text": f"“{text[:40]}”", "example": "1.234,56" if language == "nl" else "1,234.56"}
        )
    return cents


def _several(one: Field, posted: QueryDict, language: Language, bare: bool) -> dict[str, Any]:
    """bare: a row may keep its name alone, and then says nothing."""
    found: dict[str, Any] = {}
    for number in range(_many(one.name, posted)):
        key, *rest = (str(posted.get(f"{one.name}.{number}.{at}", "")).strip() for at in range(3))
        if not any(rest) and (not key or bare):
            continue
        if not key or not rest[0]:
            raise ValueError(_("Row %(number)d is half empty.") % {"number": number + 1})
        if key in found:
            raise ValueError(_("%(key)s stands there twice.") % {"key": f"“{key[:40]}”"})
        if one.type == "amounts":
            found[key] = _amount(rest[0], language)
        elif one.type == "texts":
            found[key] = rest[0]
        elif not re.fullmatch("[0-9]{1,3}", rest[0]):
            raise ValueError(_("A score is a whole number from 0 to 100."))
        else:
            found[key] = {"score": int(rest[0]), "reason": rest[1]}
    return found


def _hash(one: Field, posted: QueryDict, files: Mapping[str, Any]) -> str | None:
    """The digest of an uploaded document, which is not kept; or one that was calculated elsewhere."""
    file = files.get(one.name)
    if isinstance(file, UploadedFile) and file.size:
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        return digest.hexdigest()
    text = str(posted.get(f"{one.name}.hash", "")).strip().lower()
    if not text:
        return None
    if not HASH.fullmatch(text):
        raise ValueError(_("A SHA-256 has 64 signs from 0-9 and a-f."))
    return text
