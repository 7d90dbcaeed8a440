"""Laws of the register for any acts in any order: 1,200 steps on each database here, 20,000 in tests/proof."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from registermachine import machine_of

RUNS, STEPS = 20, 60


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_authority_is_never_exceeded_and_no_cent_is_lost(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Whatever is tried: rooms stay, debits equal credits, the chain verifies."""
    number = iter(range(10**6))
    if kind == "sqlite":
        machine = machine_of(lambda: f"sqlite:///{tmp_path / f'{next(number)}.sqlite3'}")
    else:
        create = request.getfixturevalue("new_postgres")
        machine = machine_of(create)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
