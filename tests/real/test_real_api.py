"""The API on real data: every row of every list is answered once, and fits the description."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.checks import CHECKS, load_all_checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrede.web.site.settings")
os.environ.setdefault("VREDE_ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
KNOWN = {"/clauses/": "F3", "/activities/": "277", "/indicators/": "mines-cleared"}
LARGEST = {"/api/v1/transactions": 100_000, "/api/v1/activities": 15_000, "/api/v1/series": 50_000}


@pytest.fixture(scope="module")
def described(real_lake: Path) -> Iterator[Any]:
    """The description, as the application gives it on the real lake."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VREDE_LAKE", str(real_lake))
        patch.setenv("VREDE_API_PER_MINUTE", "1000000")
        from django.core.wsgi import get_wsgi_application

        application = get_wsgi_application()
        from vrede.web.api import door
        from vrede.web.site import page_cache
        from vrede.web.site import search_index as index

        page_cache.forget()
        door.forget()
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
        page_cache.forget()
        index.forget()
        door.forget()


def test_every_row_is_answered_once_and_as_described(described: Any) -> None:
    """Lists to their last page; the description holds on the first page and the last."""
    load_all_checks()
    checks = [CHECKS.get_one("response_schema_conformance"), CHECKS.get_one("status_code_conformance")]
    met: set[str] = set()
    for result in described.get_all_operations():
        operation = result.ok()
        known = {name: value for start, value in KNOWN.items() if start in operation.path for name in ("ident", "key")}
        path = {p.name: known[p.name] for p in operation.path_parameters}
        lists = "limit" in {p.name for p in operation.query}
        total, counted, seen, offset = -1, 0, set(), 0
        while total < 0 or offset < total:
            query = {"limit": "1000", "offset": str(offset)} if lists else {}
            case = operation.Case(query=query, path_parameters=path)
            ends = offset == 0 or offset + 1000 >= total
            answer = case.call_and_validate(checks=checks) if ends else case.call()
            assert answer.status_code == 200
            page = answer.json()
            total, offset = page.get("total", 0), offset + 1000
            counted += len(page.get("rows", []))
            seen |= {hash(json.dumps(row)) for row in page.get("rows", [])}
        assert counted == len(seen) == total, operation.path
        assert total >= LARGEST.get(operation.path, 0)
        met.add(operation.path)
    assert set(LARGEST) < met
