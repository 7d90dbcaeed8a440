"""The API as a whole: its addresses, its description in OpenAPI, and what it says of words that cannot be."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from vrede.lake import LakeError
from vrede.money import LinkError
from vrede.web.api import activities, countries, forecast, money, need, partners, results, synergy, tables
from vrede.web.api.door import VERSION
from vrede.web.site.json_problem import DESCRIPTION, Refused, answer, bad_value, lake_trouble
from vrede.web.site.request import BadFilter, parameters
from vrede.web.site.words import say

ABOUT = (
    "Article 4 of the Dutch budget for Foreign Trade and Development Cooperation, its money and results; read-only. "
    "Amounts are whole cents of euro, decimals are text. Own, chain and field are never added, nor committed and spent, "
    "nor clauses. Absent is not zero. Addresses are relative to this site."
)

api = NinjaAPI(
    title="vrede",
    version=VERSION,
    description=ABOUT,
    docs_url=None,  # its page would load scripts from elsewhere
    urls_namespace="api",
)
for part in (money, activities, results, synergy, forecast, countries, need, partners, tables):
    api.add_router("", part.router)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(error.status, error.error, error.advice)


def _cannot_be(request: HttpRequest, error: Any) -> HttpResponse:
    """A value that the description does not allow."""
    name = str(error.errors[0]["loc"][-1]) if error.errors else "?"
    refused = bad_value(name, parameters(request).get(name, ""))
    return answer(refused.status, refused.error, refused.advice)


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    """A filter that is one of its kind, and yet names nothing."""
    return answer(400, str(error), say("site.address_says_what_each_parameter", address=DESCRIPTION))


def _lake(request: HttpRequest, error: Any) -> HttpResponse:
    """The lake lacks what was asked: a table that an older build did not make."""
    return lake_trouble(error, "")


api.add_exception_handler(LakeError, _lake)
api.add_exception_handler(Refused, _refused)
api.add_exception_handler(ValidationError, _cannot_be)
api.add_exception_handler(LinkError, _unknown)
api.add_exception_handler(BadFilter, _unknown)
