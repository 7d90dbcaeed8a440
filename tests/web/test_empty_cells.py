"""A cell without content holds no white space either: on a narrow screen the style sheet leaves empty cells out."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from lxml import html

PAGES = ["/clause/F1/", "/sdg16/", "/sdg16/16.1/", "/warning/crisis/", "/safety/", "/innovation/", "/need/", "/chain/"]


def empty_cells(body: bytes) -> list[str]:
    """What is in each cell of a page that shows nothing."""
    cells = html.fromstring(body).xpath("//table[contains(@class, 'stack')]//td[not(*)]")
    return [cell.text or "" for cell in cells if not (cell.text or "").strip()]


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_cell_is_empty(client: Client, path: str) -> None:
    assert set(empty_cells(client.get(f"/en{path}").content)) <= {""}


def test_a_payment_without_provider_or_receiver(client: Client) -> None:
    """An activity's payments often name one of the two only."""
    answer = client.get("/en/partner/?ref=NL-KVK-90000001").content.decode()
    links = re.findall(r'href="(/en/activity/\?[^"]*)"', answer)
    assert links
    found = [cell for link in links[:5] for cell in empty_cells(client.get(link.replace("&amp;", "&")).content)]
    assert found
    assert set(found) == {""}
