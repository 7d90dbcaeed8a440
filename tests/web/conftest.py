"""The site in this process, answering from the sample's lake."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrede.web.site.settings")
os.environ["VREDE_ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"


@pytest.fixture
def client(sample_lake: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Django's test client."""
    import django
    from django.apps import apps

    monkeypatch.setenv("VREDE_LAKE", str(sample_lake))
    if not apps.ready:
        django.setup()
    from django.test import Client

    from vrede.web.site import page_cache
    from vrede.web.site import search_index as index

    page_cache.forget()
    yield Client(raise_request_exception=True)
    page_cache.forget()
    index.forget()
