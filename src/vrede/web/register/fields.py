"""The fields of forms: one for each shape that a fact of an act may have, with what is wrong in the reader's language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from vrede.register.table import Field
from vrede.web.register.amounts import cents_of, written
from vrede.web.site.words import language_of_request, say

ROWS = 6
"""Empty rows of a field that takes several."""
MOST_ROWS = 60
HASH = re.compile("[0-9a-f]{64}")


class ActField(forms.Field):
    """A field of an act. fact: its declaration. known: name of the list of values to choose from."""

    def __init__(self, fact: Field, known: str = "", **words: Any) -> None:
        language = language_of_request()
        label, help_text = getattr(fact.title, language), getattr(fact.help, language)
        messages = {"required": say("register.this_must_be_filled_in")}
        required = fact.required and fact.type != "yes"
        super().__init__(required=required, label=label, help_text=help_text, error_messages=messages, **words)
        self.fact, self.known = fact, known
        self.choices = [(choice.id, getattr(choice, language)) for choice in fact.choices]

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip().replace("\r\n", "\n")
        return self.read(text) if text else None

    def read(self, text: str) -> Any:
        """The value of a text that says something. Raises ValidationError."""
        return text

    def start(self, value: Any) -> Any:
        """A value as it is first shown."""
        return "" if value is None else str(value)


class AmountField(ActField):
    """Euro as people write them; the value is cents."""

    def read(self, text: str) -> int:
        return _cents(text)

    def start(self, value: Any) -> str:
        return written(value, language_of_request())


class WholeField(ActField):
    """A whole number, or a year."""

    def read(self, text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text):
            raise forms.ValidationError(say("register.fields.write_whole_number_without_points"))
        return int(text)


class DayField(ActField):
    """A day."""

    def read(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise forms.ValidationError(say("register.fields.write_day_as_year_month")) from error


class ChoiceField(ActField):
    """One of the choices."""

    def read(self, text: str) -> str:
        if text not in dict(self.choices):
            raise forms.ValidationError(say("register.fields.choose_one_of_list"))
        return text


class YesField(ActField):
    """A box that is ticked or not."""

    widget = forms.CheckboxInput

    def to_python(self, value: Any) -> bool:
        return value is True

    def start(self, value: Any) -> bool:
        return value is True or value == "yes"


class TicksField(ActField):
    """Several of the choices; others are left out."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str] | None:
        ids = dict(self.choices)
        return [str(one) for one in value or [] if one in ids] or None

    def start(self, value: Any) -> list[str]:
        return [str(one) for one in value or []]


class LinesField(ActField):
    """Several texts, one a line; codes of countries may be on one line with commas between them. None at all is given by leaving it
    empty, also where it is required: whether there must be some, the register knows."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> list[str] | None:
        text = str(value or "").strip().replace("\r\n", "\n")
        if self.fact.name == "iso3":
            lines = [part.upper() for part in re.split("[\n,; ]+", text) if part]
        else:
            lines = [line.strip() for line in text.split("\n") if line.strip()]
        return lines or ([] if self.fact.required else None)

    def validate(self, value: Any) -> None:
        return None

    def start(self, value: Any) -> str:
        return "\n".join(str(one) for one in value or [])


class Rows(forms.Widget):
    """Rows of inputs named NAME.ROW.CELL; the value is their cells."""

    width = 2

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[list[str]]:
        many = next((n for n in range(MOST_ROWS) if f"{name}.{n}.0" not in data), MOST_ROWS)
        return [[str(data.get(f"{name}.{number}.{at}", "")) for at in range(self.width)] for number in range(many)]


class RowsField(ActField):
    """Names, each with an amount, a text, or a score and its reason. bare: a row may keep its name alone, and then says nothing."""

    widget = Rows

    def __init__(self, fact: Field, bare: bool = False, **words: Any) -> None:
        super().__init__(fact, **words)
        self.bare = bare
        self.widget.width = 3 if fact.type == "scores" else 2

    def to_python(self, value: Any) -> dict[str, Any] | None:
        read: dict[str, Any] = {}
        for number, cells in enumerate(value or [], 1):
            key, *rest = (cell.strip() for cell in cells)
            if not any(rest) and (not key or self.bare):
                continue
            if not key or not rest[0]:
                raise forms.ValidationError(say("register.fields.row_number_is_half_empty", number=number))
            if key in read:
                raise forms.ValidationError(say("register.fields.key_stands_there_twice", key=f"“{key[:40]}”"))
            read[key] = self._worth(rest)
        return read or ({} if self.fact.required else None)

    def _worth(self, rest: Sequence[str]) -> Any:
        if self.fact.type == "amounts":
            return _cents(rest[0])
        if self.fact.type == "texts":
            return rest[0]
        if not re.fullmatch("[0-9]{1,3}", rest[0]):
            raise forms.ValidationError(say("register.fields.score_is_whole_number"))
        return {"score": int(rest[0]), "reason": rest[1]}

    def validate(self, value: Any) -> None:
        return None

    def start(self, value: Any) -> list[list[str]]:
        cells = []
        for key, worth in (value or {}).items():
            if self.fact.type == "amounts":
                cells.append([str(key), written(int(worth), language_of_request())])
            elif self.fact.type == "texts":
                cells.append([str(key), str(worth)])
            else:
                cells.append([str(key), str(worth.get("score", "")), str(worth.get("reason", ""))])
        return cells

    def rows(self, name: str, cells: Sequence[Sequence[str]]) -> list[list[tuple[str, str]]]:
        """Rows with the names of their inputs, and some that are empty."""
        kept = [list(row) for row in cells if any(row)]
        kept += [[""] * self.widget.width] * max(1, ROWS - len(kept))
        return [[(f"{name}.{n}.{at}", text) for at, text in enumerate(row)] for n, row in enumerate(kept)]


class Digest(forms.Widget):
    """A file, or the digest of one that was calculated elsewhere."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Any:
        return files.get(name) or data.get(f"{name}.hash", "")


class DigestField(ActField):
    """The SHA-256 of a document, which is not kept."""

    widget = Digest

    def to_python(self, value: Any) -> str | None:
        if isinstance(value, UploadedFile):
            digest = hashlib.sha256()
            for chunk in value.chunks():
                digest.update(chunk)
            return digest.hexdigest() if value.size else None
        text = str(value or "").strip().lower()
        if text and not HASH.fullmatch(text):
            raise forms.ValidationError(say("register.fields.sha_256_has_64_signs"))
        return text or None


def _cents(text: str) -> int:
    language = language_of_request()
    cents = cents_of(text, language)
    if cents is None:
        raise forms.ValidationError(
            say(
                "register.fields.text_cannot_be_read",
                text=f"“{text[:40]}”",
                example="1.234,56" if language == "nl" else "1,234.56",
            )
        )
    return cents
