"""`{% say "id" year=year %}`: words of the catalogue in a template."""

from __future__ import annotations

from django import template
from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.safestring import SafeString

from vrede.web.site import words

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, ident: str, /, **named: object) -> SafeString:
    """The words of an id, which are ours and may hold markup; what is filled in is escaped unless it is known to be safe."""
    return SafeString(words.say(ident, **{name: _shown(value, context) for name, value in named.items()}))


def _shown(value: object, context: Context) -> object:
    """A value as a template writes it; a number stays one, since it may choose between one and other."""
    return value if isinstance(value, int) else render_value_in_context(value, context)
