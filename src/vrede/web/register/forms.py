"""The form of one act, made from its declaration: what it asks, what was given, and everything that is wrong with that, beside its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from vrede.language import euro_exact
from vrede.register import Kind, text
from vrede.register.acts import troubles
from vrede.register.table import Field, Transition
from vrede.web.register.fields import (
    ActField,
    AmountField,
    ChoiceField,
    DayField,
    DigestField,
    LinesField,
    RowsField,
    TicksField,
    WholeField,
    YesField,
)
from vrede.web.site.words import language_of_request, say

KNOWN = (
    *("article", "line", "call", "theme", "drawdown", "partner", "about", "fund"),
    *("from_line", "to_line", "milestone"),
)
"""Fields for which the page offers what the register knows."""
FIELDS: Mapping[str, type[ActField]] = {
    "cents": AmountField,
    "amount": AmountField,
    "year": WholeField,
    "whole": WholeField,
    "day": DayField,
    "choice": ChoiceField,
    "yes": YesField,
    "list": LinesField,
    "receipts": LinesField,
    "amounts": RowsField,
    "texts": RowsField,
    "scores": RowsField,
    "hash": DigestField,
}
OWN = ("cents", "year", "day")
"""What is of the act itself; all other fields are its facts."""


def field_for(fact: Field, kind: str) -> ActField:
    """The field of a fact. A threshold of an appraisal that keeps its name alone is not met, and no mistake."""
    known = fact.name if fact.name in KNOWN else ""
    if fact.type == "list" and fact.choices:
        return TicksField(fact)
    if fact.type == "texts":
        return RowsField(fact, bare=(kind, fact.name) == (Kind.APPRAISAL, "thresholds"))
    return FIELDS.get(fact.type, ActField)(fact, known=known)


class ActForm(forms.Form):
    """row: the act, with the fields that are asked here. start: what they start with. names: whether the dossier is named in it."""

    reason = forms.CharField(strip=True)
    dossier_name = forms.CharField(strip=True)

    def __init__(
        self,
        row: Transition,
        start: Mapping[str, Any],
        data: Any = None,
        files: Any = None,
        names: bool = False,
        taken: Iterable[str] = (),
    ) -> None:
        super().__init__(data, files)
        self.row, self._start, self._taken = row, start, set(taken)
        for fact in row.fields:
            self.fields[fact.name] = field_for(fact, row.kind)
        self.fields["reason"].error_messages["required"] = say("register.forms.say_why_in_sentence_whoever")
        self.fields["dossier_name"].error_messages["required"] = say("register.this_must_be_filled_in")
        if not names:
            del self.fields["dossier_name"]

    def clean_dossier_name(self) -> str:
        """A name that this person does not see in use."""
        name = str(self.cleaned_data["dossier_name"])
        if name in self._taken:
            raise forms.ValidationError(say("register.forms.there_is_dossier"))
        return name

    def clean_reason(self) -> str:
        """With line ends of one kind."""
        return str(self.cleaned_data["reason"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Everything that the register would say of the facts, beside its field."""
        language = language_of_request()
        for trouble in troubles(self.row, self.facts() | self._day()):
            if trouble.field in self.fields and trouble.field not in self.errors:
                words = text(trouble.id, language, trouble.values, lambda cents: euro_exact(cents, language))
                self.add_error(trouble.field, words)
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """What was given for the body, as plain values."""
        given = {fact.name: self.cleaned_data.get(fact.name) for fact in self.row.fields if fact.name not in OWN}
        return {n: v.isoformat() if isinstance(v, date) else v for n, v in given.items() if v is not None}

    def _day(self) -> dict[str, str]:
        day = self.cleaned_data.get("day")
        return {"day": day.isoformat()} if isinstance(day, date) else {}

    def shown(self) -> list[ShownField]:
        """The fields of the act as the page shows them."""
        return [ShownField(self, self[fact.name]) for fact in self.row.fields]

    def typed(self, name: str) -> Any:
        """What a field shows: what was typed, else what it starts with."""
        field = self.fields[name]
        assert isinstance(field, ActField)
        if self.is_bound:
            return field.widget.value_from_datadict(self.data, self.files, name)
        return field.start(self._start.get(name))


class ShownField:
    """A field for the template: its words, what it shows, and what is wrong. rows: of a field that takes several, each a list of (name of
    the input, text)."""

    def __init__(self, form: ActForm, bound: BoundField) -> None:
        field = bound.field
        assert isinstance(field, ActField)
        self.name, self.label, self.help = bound.name, str(field.label), str(field.help_text)
        self.type, self.known, self.required = field.fact.type, field.known, field.fact.required
        self.choices = field.choices
        self.trouble = " ".join(str(error) for error in bound.errors)
        value = form.typed(bound.name)
        self.ticked = isinstance(field, YesField) and value is True
        self.chosen = list(value or []) if isinstance(field, TicksField) else []
        self.rows = field.rows(bound.name, value) if isinstance(field, RowsField) else []
        self.text = "" if isinstance(field, TicksField | RowsField | YesField | DigestField) else str(value or "")
        if isinstance(field, LinesField):
            self.type = "list"
