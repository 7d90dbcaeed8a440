"""Files that are costly to make (PDFs, workbooks): which words their address may have, and by what they are kept."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpRequest

from vrede.money import PATTERNS
from vrede.web.site.request import BadFilter, parameters
from vrede.web.site.words import say

BRIEF = re.compile(r"/(nl|en)/brief/([^/]+)\.pdf")
ANNEX = re.compile(r"/(nl|en)/answer\.xlsx")
OF_A_BRIEF = ("year", "snapshot")
OF_AN_ANNEX = (*PATTERNS, "snapshot", "cents")
SILENT = ("snapshot", "cents")
"""Words that change nothing in the file beside the snapshot, which the cache knows already."""


def refuse_others(request: HttpRequest, known: tuple[str, ...]) -> None:
    """Raises BadFilter where the address has a word that the file is not made from."""
    for name in request.GET:
        if name not in known:
            raise BadFilter(say("site.costly.name_is_no_word", name=name[:40]))


def kept_by(request: HttpRequest) -> str:
    """What names an answer in the cache: its whole address; of a costly file only what it is made from.

    So a stranger makes no second copy by turning words round, by other letters, or by a word that means nothing.
    """
    brief, annex = BRIEF.fullmatch(request.path), ANNEX.fullmatch(request.path)
    known = OF_A_BRIEF if brief else OF_AN_ANNEX
    if not (brief or annex) or any(name not in known for name in request.GET):
        return request.get_full_path()
    path = f"/{brief[1]}/brief/{brief[2].upper()}.pdf" if brief else request.path
    words = sorted(
        (name, value.strip()) for name, value in parameters(request).items() if value.strip() and name not in SILENT
    )
    return f"{path}?{urlencode(words)}"
