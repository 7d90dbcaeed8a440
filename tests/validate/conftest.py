"""The standard from the shared data, a validator with a fixed day, from bytes to a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vrede.article.policy import load_policy
from vrede.validate.check import ValidationReport, Validator
from vrede.validate.standard import Standard
from vrede.validate.unpack import UnpackedFile

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def standard(shared: Path) -> Standard:
    """The standard's folder."""
    return Standard(shared / "iati-standard")


@pytest.fixture(scope="session")
def validator(standard: Standard) -> Validator:
    """Checks with a fixed day."""
    return Validator(standard, load_policy(), NOW)


@pytest.fixture(scope="session")
def check(validator: Validator) -> Callable[..., ValidationReport]:
    """From bytes to a report."""

    def run(data: bytes, version: str = "") -> ValidationReport:
        return validator.check(UnpackedFile("file.xml", data), version)

    return run
