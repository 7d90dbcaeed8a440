"""Entities of HTML in a file of XML: `&eacute;` is a word that XML does not know, and parsers say something else of it."""

from __future__ import annotations

import re
from pathlib import Path

from vrede.sources.iati.chunks import encoding_of
from vrede.sources.iati.file import FileIssue, open_plain

KNOWN = (b"amp", b"lt", b"gt", b"quot", b"apos")
ENTITY = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|&([A-Za-z][A-Za-z0-9]{0,30});", re.DOTALL)
LOOKED_AT = 64 << 20


def entity_in(path: Path) -> str:
    """The first entity that XML does not know, with its line, for people; '' where there is none in the first 64 MiB."""
    try:
        with open_plain(path) as stream:
            data = stream.read(LOOKED_AT)
    except FileIssue:
        return ""
    encoding = encoding_of(data[:64])
    if encoding in ("utf-16", "utf-32"):
        data = data.decode(encoding, errors="ignore").encode()
    for found in ENTITY.finditer(data):
        if found[1] is not None and found[1] not in KNOWN:
            line = data.count(b"\n", 0, found.start()) + 1
            return f"&{found[1].decode()}; on line {line} is no entity of XML: write the character itself"
    return ""
