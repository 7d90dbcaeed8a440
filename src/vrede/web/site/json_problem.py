"""Answers of the API that say what is wrong and what to do, as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import ConfigDict, create_model

from vrede.lake import LakeError, TableLost, TableMissing
from vrede.web.site.words import say
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
        say("site.json_problem.name_value_cannot_be_used", name=name[:40], value=value[:60]),
        say("site.address_says_what_each_parameter", address=DESCRIPTION),
    )


def missing(what: str) -> Refused:
    """404: the address names nothing that is shown."""
    return Refused(404, what, say("site.json_problem.check_address", address=DESCRIPTION))


def lake_trouble(error: LakeError, asked: str) -> HttpResponse:
    """404 where a snapshot was asked for that is not kept; else 503: there is nothing to show."""
    if isinstance(error, ListMissing):
        return answer(
            503,
            say("site.suppression_list_missing"),
            say("site.who_runs_this_site_put"),
        )
    if isinstance(error, TableMissing):
        return answer(
            503,
            say("site.it_was_built_before_page", table=error.table),
            say("site.who_runs_this_site_run"),
        )
    if isinstance(error, TableLost):
        return answer(503, say("site.problem.part_of_data_is_lost"), say("site.who_runs_this_site_run"))
    if asked:
        return unknown_snapshot(asked)
    return answer(503, say("site.there_is_no_data"), say("site.json_problem.who_runs_this_site_vrede"))


def unknown_snapshot(name: str) -> HttpResponse:
    """404: the address asks for a snapshot that is not kept."""
    return answer(
        404,
        f"{say('site.this_snapshot_is_not_kept')}: {name[:60]}",
        say("site.it_was_removed_or_never"),
    )
