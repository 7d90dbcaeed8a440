"""The API keeps to its own description: drawn questions, right and wrong, against every address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

SEED = 20261124
EXAMPLES = 30
KNOWN = {"/clauses/": "F3", "/activities/": "7", "/indicators/": "mines-cleared"}
WANTED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "positive_data_acceptance",
    "unsupported_method",
)
load_all_checks()
checks = [CHECKS.get_one(name) for name in WANTED]


@pytest.fixture(scope="module")
def described(sample_lake: Path) -> Iterator[Any]:
    """The description, as the running application gives it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_SETTINGS_MODULE", "vrede.web.site.settings")
        patch.setenv("VREDE_ALLOWED_HOSTS", "localhost")
        patch.setenv("VREDE_LAKE", str(sample_lake))
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


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_drawn_questions_are_answered_as_described(described: Any, mode: GenerationMode) -> None:
    """Every address, questions that fit and questions that do not: no fault, and only described answers.

    Half of the fitting ones ask for what is there, in the snapshot that is there: else nearly all would be answered 404.
    """
    answers: list[int] = []
    for result in described.get_all_operations():
        operation = result.ok()
        strategy = operation.as_strategy(generation_mode=mode)

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @seed(SEED)
        @given(case=strategy)
        def hold(case: Any) -> None:
            if mode is GenerationMode.POSITIVE and len(answers) % 2:
                (case.query or {}).pop("snapshot", None)
                for start, name in KNOWN.items():
                    if start in case.operation.path:
                        case.path_parameters = dict.fromkeys(case.path_parameters, name)
            answers.append(case.call_and_validate(checks=checks).status_code)

        hold()
    if mode is GenerationMode.POSITIVE:
        assert answers.count(200) > 17 * 10
        assert set(answers) <= {200, 404}
    else:
        assert answers.count(400) > 17 * 10
        # A few are right once they are an address: an unnamed parameter without a value is not sent, a list of one is its one.
        assert answers.count(200) < len(answers) / 50
        assert set(answers) <= {200, 400, 404, 405}


def test_whole_answers_fit_their_description(described: Any) -> None:
    """A thousand rows of every list, in both languages, and each single thing."""
    rows = 0
    for result in described.get_all_operations():
        operation = result.ok()
        known = {name: value for start, value in KNOWN.items() if start in operation.path for name in ("ident", "key")}
        named = {p.name for p in operation.path_parameters}
        takes = {p.name for p in operation.query}
        for language in ("nl", "en"):
            query = {"lang": language, **({"limit": "1000"} if "limit" in takes else {})}
            case = operation.Case(query=query, path_parameters={n: v for n, v in known.items() if n in named})
            answer = case.call_and_validate(checks=checks)
            assert answer.status_code == 200
            rows += len(answer.json().get("rows", []))
    assert rows > 5_000
