"""A server on loopback for each test, and bounds so small that no test waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from vrede.fetch.limits import FetchLimits
from webserver import Web, serving

XML = b'<?xml version="1.0"?>\n<iati-activities version="2.03">' + b"<!-- peace -->" * 50 + b"</iati-activities>\n"


@pytest.fixture
def web() -> Iterator[Web]:
    """The server."""
    with serving() as found:
        yield found


@pytest.fixture
def quick() -> FetchLimits:
    """Two tries, no pause between them."""
    return FetchLimits(attempts=2, wait_seconds=0, wait_most_seconds=0, deadline_seconds=20, read_seconds=5)
