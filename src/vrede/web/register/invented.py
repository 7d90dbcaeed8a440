"""Whether the register is made up, for pages that stand before its door: signing in and one's own account."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest

from vrede.register import RegisterError, made_up
from vrede.web.register.connection import database

ACCOUNT = re.compile(r"/((nl|en)/)?account/.*")


def context(request: HttpRequest) -> dict[str, Any]:
    """`made_up_register` for every template. Asked of the database where a page says it, and only for pages that are never kept."""
    now = getattr(request, "projection", None)
    if now is not None:
        return {"made_up_register": now.made_up}
    return {"made_up_register": _asked if ACCOUNT.fullmatch(request.path) else False}


def _asked() -> bool:
    try:
        return made_up(database())
    except RegisterError:  # the page of an account stands without a register too
        return False
