"""A made-up small standard in words of our own, for 2.03 alone: what `written` writes fits it, and little else is asked.

It is checked against the real one in tests/validate/test_small_standard.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

VERSION = "2.03"
TEXT = ("iati-identifier",)
NARRATED = ("title", "description", "reporting-org", "participating-org", "activity-date")
"""Elements that hold narratives."""
ATTRIBUTES = {
    "reporting-org": ("ref", "type"),
    "participating-org": ("ref", "role", "type"),
    "activity-status": ("code",),
    "activity-date": ("iso-date", "type"),
    "recipient-country": ("code",),
    "sector": ("code", "vocabulary"),
    "policy-marker": ("code", "significance", "vocabulary"),
    "budget": ("type", "status"),
}
ORDER = (
    "iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status", "activity-date",
    "recipient-country", "sector", "policy-marker", "budget", "transaction",
)  # fmt: skip
"""What an activity holds, in order; the first four it must have."""
LISTS = {
    "ActivityStatus": ("1", "2", "3", "4", "5", "6"),
    "TransactionType": tuple(str(code) for code in range(1, 14)),
    "OrganisationRole": ("1", "2", "3", "4"),
    "OrganisationRegistrationAgency": ("NL-KVK", "XM-DAC", "GB-CHC"),
}
EMBEDDED = ("ActivityStatus", "TransactionType", "OrganisationRole")
MAPPED = {
    "//iati-activity/activity-status/@code": "ActivityStatus",
    "//iati-activity/transaction/transaction-type/@code": "TransactionType",
    "//iati-activity/participating-org/@role": "OrganisationRole",
}
RULE = {
    "paths": ["reporting-org/@ref", "iati-identifier"],
    "ruleInfo": {
        "id": "1.1.3",
        "severity": "error",
        "category": "identifiers",
        "message": "An activity is called otherwise than the organisation that reports it.",
        "link": {"path": ""},
    },
}


def write_standard(folder: Path) -> None:
    """Schema, lists, mapping and ruleset, each where `vrede get standard` lays it."""
    for name, text in _files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _files() -> Iterator[tuple[str, str]]:
    yield f"schemas/{VERSION}/iati-activities-schema.xsd", _schema()
    for name, codes in LISTS.items():
        place = f"embedded/{VERSION}" if name in EMBEDDED else "non-embedded"
        items = "".join(f'<codelist-item status="active"><code>{code}</code></codelist-item>' for code in codes)
        complete = int(name in EMBEDDED)
        yield (
            f"codelists/{place}/{name}.xml",
            f'<codelist name="{name}" complete="{complete}"><codelist-items>{items}</codelist-items></codelist>',
        )
    rows = (f'<mapping><path>{path}</path><codelist ref="{name}"/></mapping>' for path, name in MAPPED.items())
    yield f"mapping/{VERSION}/mapping.xml", f"<mappings>{''.join(rows)}</mappings>"
    rules = {"/iati-activities/iati-activity": {"unique": {"cases": [RULE]}}}
    yield f"rulesets/{VERSION}/standard.json", json.dumps(rules)


def _schema() -> str:
    """An activity is what ORDER says; below a budget or a transaction anything goes."""
    elements = "".join(_element(name, number) for number, name in enumerate(ORDER))
    return f"""<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
<xsd:import namespace="http://www.w3.org/XML/1998/namespace"/>
<xsd:element name="iati-activities"><xsd:complexType><xsd:sequence>
<xsd:element name="iati-activity" minOccurs="0" maxOccurs="unbounded"><xsd:complexType><xsd:sequence>{elements}</xsd:sequence>
<xsd:attribute name="default-currency"/><xsd:attribute name="hierarchy"/><xsd:anyAttribute namespace="##other" processContents="skip"/>
</xsd:complexType></xsd:element>
</xsd:sequence><xsd:attribute name="version" use="required"/></xsd:complexType></xsd:element>
</xsd:schema>"""


def _element(name: str, number: int) -> str:
    least, most = int(number < 4), "1" if name in TEXT else "unbounded"
    head = f'<xsd:element name="{name}" minOccurs="{least}" maxOccurs="{most}"'
    if name in TEXT:
        return f'{head} type="xsd:string"/>'
    attributes = "".join(f'<xsd:attribute name="{one}"/>' for one in ATTRIBUTES.get(name, ()))
    inside = ""
    if name in NARRATED:
        inside = '<xsd:sequence><xsd:element name="narrative" maxOccurs="unbounded" minOccurs="0"/></xsd:sequence>'
    elif name in ("budget", "transaction"):
        inside = '<xsd:sequence><xsd:any processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence>'
    return f"{head}><xsd:complexType>{inside}{attributes}</xsd:complexType></xsd:element>"
