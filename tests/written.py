"""Activities written in a few words, for tests of validation."""

from __future__ import annotations

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
