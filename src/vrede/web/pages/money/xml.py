"""XML with its tags, attributes and values marked for the eye; every piece of text is escaped."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

TAG = re.compile(r"<(/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*\"[^\"]*\")*)\s*(/?)>")
ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*\"([^\"]*)\"")


def highlighted(text: str) -> SafeString:
    """Serialised XML (attributes in double quotes) as HTML with the classes xt, xa and xv. Anything else is only escaped."""
    made: list[str] = []
    at = 0
    for match in TAG.finditer(text):
        made.append(escape(text[at : match.start()]))
        attributes = "".join(
            f' <span class="xa">{escape(name)}</span>=<span class="xv">&quot;{escape(value)}&quot;</span>'
            for name, value in ATTRIBUTE.findall(match[3])
        )
        made.append(
            f'<span class="xt">&lt;{match[1]}{escape(match[2])}</span>{attributes}<span class="xt">{match[4]}&gt;</span>'
        )
        at = match.end()
    made.append(escape(text[at:]))
    return mark_safe("".join(made))
