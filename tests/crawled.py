"""A walk over every link of the site in this process: what each address answers, and what a reader finds written there."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation
from lxml import html

MOST = 6
"""Of questions to a page that differ only in their answers so many are tried, and one of every address: each figure is such a question."""
ELSEWHERE = ("account", "register")
"""Pages behind a sign-in: they are crawled by tests of the register."""
SPOKEN = "//@title | //@aria-label | //@data-label | //@placeholder | //@alt"


@dataclass(frozen=True, slots=True)
class Crawled:
    """One answer. name: of its page in the list of addresses; found_at: the page that linked to it; tree: its elements, where it is a page;
    texts: what is written on it in its own language, piece by piece; text: all of these.
    """

    address: str
    name: str
    status: int
    found_at: str
    tree: Any
    texts: tuple[str, ...]
    text: str = ""


def plain(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def texts_of(tree: Any, language: str) -> tuple[str, ...]:
    """What a page says, without scripts and without what it marks as of another language: a name, or an answer in both."""
    other = f"@lang and not(starts-with(@lang, '{language}'))"
    inside = tree.xpath(f"//text()[not(ancestor::script or ancestor::style or ancestor::*[{other}])]")
    return tuple(piece for one in (*inside, *tree.xpath(SPOKEN)) if (piece := plain(str(one))))


def name_of(path: str) -> str:
    """The name of a page in the list of addresses, which has those of the language that is spoken."""
    try:
        with translation.override(path[1:3]):
            return resolve(path).url_name or path
    except Resolver404:
        return "no page of this site"


def crawl(client: Client, starts: Sequence[str]) -> list[Crawled]:
    """Every page that links lead to, and every file that they offer, of each address as asked once and of its questions a few."""
    found: list[Crawled] = []
    tried: Counter[tuple[str, tuple[str, ...]]] = Counter()
    asked = set(starts)
    queue = deque((address, name_of(urlsplit(address).path), "") for address in starts)
    while queue:
        address, name, found_at = queue.popleft()
        answer = client.get(address)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            found.append(Crawled(address, name, answer.status_code, found_at, None, ()))
            continue
        tree = html.fromstring(answer.content)
        texts = texts_of(tree, address[1:3])
        found.append(Crawled(address, name, answer.status_code, found_at, tree, texts, " ".join(texts)))
        for link in tree.xpath("//a/@href"):
            parts = urlsplit(urljoin(address, link))
            full = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc or full in asked or parts.path.split("/")[2:3] in ([one] for one in ELSEWHERE):
                continue
            name = name_of(parts.path)
            words = tuple(sorted({word for word, _value in parse_qsl(parts.query)}))
            here, alike = (parts.path, words), (parts.path[:4] + name, words)
            tried.update((here, alike))
            if tried[here] == 1 or tried[alike] <= MOST:
                asked.add(full)
                queue.append((full, name, address))
    return found
