"""The links of a page: where a source lists its files for people, that list is read, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urldefrag, urljoin

from lxml import etree, html

LARGEST = 16 << 20


def links_of(page: Path, address: str) -> list[str]:
    """The addresses that a page links to, absolute and each once, in their order; of a page that cannot be read none.

    page: the file; address: the true one that it came from, against which relative links hold (a `base` of the page's own counts first).
    """
    if page.stat().st_size > LARGEST:
        return []
    try:
        root = html.document_fromstring(page.read_bytes(), parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    base = urljoin(address, next((str(one.get("href") or "") for one in root.iter("base")), ""))
    found = []
    for link in root.iter("a", "area"):
        try:
            found.append(urldefrag(urljoin(base, str(link.get("href") or "").strip())).url)
        except ValueError:  # a link that is no address
            continue
    return list(dict.fromkeys(link for link in found if link.startswith(("http://", "https://"))))
