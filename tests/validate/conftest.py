"""The standard from the shared data, a validator with a fixed day, and activities written in a few words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vrede.article.policy import load_policy
from vrede.validate.check import Report, Validator
from vrede.validate.standard import Standard
from vrede.validate.unpack import Source

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="{version}">\n'
ACTIVITY = """<iati-activity xml:lang="nl" default-currency="EUR">
<iati-identifier>{identifier}</iati-identifier>
<reporting-org ref="NL-KVK-27108436" type="22"><narrative>Partner</narrative></reporting-org>
<title><narrative>Titel</narrative></title>
<description><narrative>Tekst</narrative></description>
<participating-org ref="NL-KVK-27108436" role="4" type="22"><narrative>Partner</narrative></participating-org>
<activity-status code="2"/>
<activity-date iso-date="2020-01-01" type="2"><narrative>begin</narrative></activity-date>
<recipient-country code="ML"/>
<sector code="15220" vocabulary="1"/>
<policy-marker code="1" significance="0" vocabulary="1"/>
<budget type="1" status="1"><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/><value value-date="2020-01-01">900000</value></budget>
{inside}
</iati-activity>
"""
INCOMING = (
    '<transaction><transaction-type code="{code}"/><transaction-date iso-date="2020-02-01"/>'
    '<value value-date="2020-02-01">{amount}</value><provider-org {provider}><narrative>Ministerie</narrative></provider-org></transaction>'
)
GOOD = 'ref="XM-DAC-7" provider-activity-id="XM-DAC-7-PPR-4000001234"'


def incoming(provider: str = GOOD, code: str = "11", amount: str = "900000") -> str:
    """An incoming transaction."""
    return INCOMING.format(provider=provider, code=code, amount=amount)


def activity(number: int = 1, inside: str = "", identifier: str = "") -> str:
    """A sound activity with something more inside."""
    return ACTIVITY.format(identifier=identifier or f"NL-KVK-27108436-{number}", inside=inside)


def file_of(*activities: str, version: str = "2.03") -> bytes:
    """A file of activities."""
    return (HEAD.format(version=version) + "".join(activities) + "</iati-activities>\n").encode()


@pytest.fixture(scope="session")
def standard(shared: Path) -> Standard:
    """The standard's folder."""
    return Standard(shared / "iati-standard")


@pytest.fixture(scope="session")
def validator(standard: Standard) -> Validator:
    """Checks with a fixed day."""
    return Validator(standard, load_policy(), NOW)


@pytest.fixture(scope="session")
def check(validator: Validator) -> Callable[..., Report]:
    """From bytes to a report."""

    def run(data: bytes, version: str = "") -> Report:
        return validator.check(Source("file.xml", data), version)

    return run
