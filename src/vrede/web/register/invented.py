"""Whether the register is made up, for pages that stand before its door: signing in and one's own account."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest

from vrede.register import RegisterError, made_up
from vrede.web.accounts.madeup import Offered, offered
from vrede.web.register.connection import database
from vrede.web.register.words import role_word

ACCOUNT = re.compile(r"/((nl|en)/)?account/.*")


def context(request: HttpRequest) -> dict[str, Any]:
    """`made_up_register` for every template. Asked of the database where a page says it, and only for pages that are never kept."""
    now = getattr(request, "projection", None)
    if now is not None:
        return {"made_up_register": now.made_up}
    if not ACCOUNT.fullmatch(request.path):
        return {"made_up_register": False}
    return {"made_up_register": _asked, "made_up_accounts": _accounts}


def _asked() -> bool:
    try:
        return made_up(database())
    except RegisterError:  # the page of an account needs no register
        return False


def _accounts() -> list[tuple[Offered, str]]:
    """Accounts that may be used to look around, with their roles in the page's language."""
    try:
        return [(one, role_word(one.role)) for one in offered(database())]
    except RegisterError:
        return []
