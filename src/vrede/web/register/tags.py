"""Tags of the pages on which somebody signs in."""

from __future__ import annotations

from typing import Any

from django import template

from vrede.register import RegisterError
from vrede.web.accounts.madeup import Code, code_of_now
from vrede.web.register.connection import database

register = template.Library()


@register.simple_tag
def made_up_code(user: Any) -> Code | None:
    """What the authenticator app of somebody of a made-up register shows now; nothing in any other register."""
    try:
        return code_of_now(database(), user.get_username())
    except RegisterError:
        return None
