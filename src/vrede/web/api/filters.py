"""What may be asked: the parameters of every address, named as on the pages."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field, create_model

from vrede.money import PATTERNS, Selection, parse_selection
from vrede.web.figure.filter import with_organisation
from vrede.web.site.json_problem import Refused
from vrede.web.site.request import parameters, state_of
from vrede.web.site.snapshot import State, own_indicators, texts
from vrede.web.site.words import say

LARGEST, USUAL, FARTHEST = 1_000, 100, 1_000_000_000
PLAIN = r"[^\s\x00-\x1f\x7f]{1,120}"
MEANINGS = {
    "scope": "article (each slice once), unplaced, apart (refugees in the donor country) or all",
    "clause": "a clause of the article",
    "part": "a part of a clause",
    "measure": "own, chain or field; none: in no total",
    "kind": "commitment or spent",
    "year": "year of the transaction date; none: no date",
    "country": "ISO 3166-1 alpha-3",
    "place": "code of a region of the DAC's list, or none",
    "region": "a list of countries of the article",
    "grade": "coded, likely or text",
    "channel": "kind of partner",
    "partner": "reference of the partner, or any identifier that is taken for it; none: nobody is named",
    "purpose": "purpose code of the DAC; none: no code",
    "activity": "activity_key in this snapshot",
    "bound": "of the chain: received (from the ministry, as stated), at_most (the ministry's) or whole (all of its activities)",
}


def whole(pattern: str) -> str:
    """A pattern that holds for the whole value."""
    return f"^(?:{pattern})$"


def _named(names: list[str]) -> str:
    return "|".join(name.replace(".", r"\.") for name in names)


def patterns() -> dict[str, str]:
    """Condition of a selection -> the pattern of its values; of clauses, parts and regions only those that there are."""
    text = texts()[-1]
    return {
        **{name: pattern.pattern for name, pattern in PATTERNS.items()},
        "clause": _named([clause.id for clause in text.clauses]),
        "part": _named([part.id for part in text.parts]),
        "region": _named([region.id for region in text.regions]),
        "partner": PLAIN,
    }


class Common(Schema):
    """What every address takes."""

    snapshot: str | None = Field(
        None, pattern=whole("[0-9a-f]{16}"), description="name of a kept snapshot; the current one where left out"
    )
    lang: Literal["nl", "en"] = Field("en", description="language of names, reasons and problems")


class Paged(Common):
    """What every list takes."""

    limit: int = Field(USUAL, ge=1, le=LARGEST, description="rows a page")
    offset: int = Field(0, ge=0, le=FARTHEST, description="rows to pass over")


def condition(pattern: str, meaning: str) -> Any:
    """A parameter that may be left out."""
    return (str | None, Field(None, pattern=whole(pattern), description=meaning))


def conditions(name: str, base: type[Schema], **given: Any) -> Any:
    """A set of parameters."""
    return create_model(name, __base__=base, **given)


_SELECTION = {name: condition(pattern, MEANINGS[name]) for name, pattern in patterns().items()}
OfSelection: Any = conditions("OfSelection", Common, **_SELECTION)
SelectionPaged: Any = conditions("SelectionPaged", Paged, **_SELECTION)
OWN = _named([one.id for one in own_indicators()])


def asked(request: HttpRequest, given: Any) -> State:
    """The state that answers. Raises Refused where a parameter is unknown or stands there twice."""
    known = set(type(given).model_fields)
    for name in request.GET:
        if name not in known:
            error = say("api.filters.there_is_no_parameter_name", name=name[:60])
            raise Refused(400, error, say("api.filters.choose_from_names", names=", ".join(sorted(known))))
        if len(request.GET.getlist(name)) > 1:
            error = say("api.filters.parameter_name_stands_there_more", name=name[:60])
            raise Refused(400, error, say("api.filters.give_it_once_ask_once"))
    return state_of(request)


def selection_of(request: HttpRequest, defaults: Selection | None = None) -> Selection:
    """The selection that an address names. Raises LinkError."""
    found = parse_selection(parameters(request), {region.id for region in texts()[-1].regions}, defaults)
    return with_organisation(found, state_of(request))
