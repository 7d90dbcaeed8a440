"""An Atom feed (RFC 4287), built as a tree so that no text can break out of its element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NEVER = "1970-01-01T00:00:00Z"


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = "".join(c for c in text if c in "\t\n" or c >= " ") or None
    return element


def feed(title: str, here: str, entries: Sequence[dict[str, Any]], language: str) -> bytes:
    """The feed's bytes. entries: id, title, updated (RFC 3339), link, text; the newest first. An empty feed is valid too."""
    root = etree.Element(f"{{{ATOM}}}feed", {XML_LANG: language}, nsmap={None: ATOM})  # type: ignore[dict-item]  # the stubs miss the default namespace
    _add(root, "title", title)
    _add(root, "id", here)
    _add(root, "updated", entries[0]["updated"] if entries else NEVER)
    _add(root, "link", rel="self", href=here)
    _add(_add(root, "author"), "name", "vrede")
    for entry in entries:
        made = _add(root, "entry")
        for name in ("title", "id", "updated"):
            _add(made, name, entry[name])
        _add(made, "link", rel="alternate", href=entry["link"])
        _add(made, "content", entry["text"], type="text")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")
