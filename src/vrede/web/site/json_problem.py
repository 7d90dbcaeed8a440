"""Answers of the API that say what is wrong and what to do, as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict, create_model

from vrede.lake import LakeError, TableMissing
from vrede.withheld import ListMissing

DESCRIPTION = "/api/v1/openapi.json"


class _Closed(Schema):
    """What is wrong, and what to do."""

    model_config = ConfigDict(extra="forbid")


_words: dict[str, Any] = {"error": (str, ...), "what to do": (str, ...)}
Problem = create_model("Problem", __base__=_Closed, **_words)
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 404, 405, 429, 503), Problem)


class Refused(Exception):
    """An address that cannot be answered; `status` is 400 or 404."""

    def __init__(self, status: int, error: str, advice: str) -> None:
        super().__init__(error)
        self.status, self.error, self.advice = status, error, advice


def answer(status: int, error: str, advice: str, **headers: str) -> HttpResponse:
    """A problem as JSON. `_` in a header's name stands for `-`."""
    body = json.dumps({"error": error[:300], "what to do": advice}, ensure_ascii=False)
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8", headers=named)


def bad_value(name: str, value: str) -> Refused:
    """400: a parameter with a value that cannot be."""
    return Refused(
        400,
        _("%(name)s=%(value)s cannot be used") % {"name": name[:40], "value": value[:60]},
        _("%(address)s says what each parameter may be.") % {"address": DESCRIPTION},
    )


def missing(what: str) -> Refused:
    """404: the address names nothing that is shown."""
    return Refused(404, what, _("Check the address; %(address)s lists what there is.") % {"address": DESCRIPTION})


def lake_trouble(error: LakeError, asked: str) -> HttpResponse:
    """404 where a snapshot was asked for that is not kept; else 503: there is nothing to show."""
    if isinstance(error, ListMissing):
        return answer(
            503,
            _("The list of what must not be shown is not where the settings say. Until it is, nothing is shown."),
            _("Who runs this site: put the file where VREDE_SUPPRESS says; `vrede doctor` tells whether it is read."),
        )
    if isinstance(error, TableMissing):
        return answer(
            503,
            _("It was built before the page had its data: the table %(table)s is not in it.") % {"table": error.table},
            _("Who runs this site: run `vrede build` again. Until then the other pages are as they were."),
        )
    if asked:
        return unknown_snapshot(asked)
    return answer(503, _("There is no data to show"), _("Who runs this site: `vrede doctor` says what is missing."))


def unknown_snapshot(name: str) -> HttpResponse:
    """404: the address asks for a snapshot that is not kept."""
    return answer(
        404,
        f"{_('This snapshot is not kept')}: {name[:60]}",
        _("It was removed, or never was here. Leave `snapshot` out of the address to see the figures of today."),
    )
