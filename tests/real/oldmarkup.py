"""IATI 1.0x read plainly, for the second counts: what they need of an old activity, rewritten with ElementTree alone.

Written from the standard's own account of what changed at 2.01, without a look at the product's reader.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

WORDS = {
    "transaction-type": ("code", {
        "if": "1", "c": "2", "d": "3", "e": "4", "ir": "5", "lr": "6", "r": "7", "qp": "8", "qs": "9", "cg": "10",
        "incoming funds": "1", "commitment": "2", "disbursement": "3", "expenditure": "4", "interest repayment": "5",
        "loan repayment": "6", "reimbursement": "7", "purchase of equity": "8", "sale of equity": "9", "credit guarantee": "10",
    }),
    "participating-org": ("role", {"funding": "1", "accountable": "2", "extending": "3", "implementing": "4"}),
    "sector": ("vocabulary", {"dac": "1", "dac-3": "2", "cofog": "3", "nace": "4", "ntee": "5", "adt": "6", "ro": "99"}),
    "policy-marker": ("vocabulary", {"dac": "1", "ro": "99"}),
    "recipient-region": ("vocabulary", {"dac": "1", "un": "2", "ro": "99"}),
}  # fmt: skip
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def is_old(activity: Element, declared: str) -> bool:
    """Whether it is written in 1.0x."""
    if next(activity.iter("narrative"), None) is not None:
        return False
    for name in ("title", "description", "reporting-org", "name"):
        found = activity.find(name)
        if found is not None and (found.text or "").strip():
            return True
    for found, attribute in (
        (activity.find("transaction/transaction-type"), "code"),
        (activity.find("activity-date"), "type"),
    ):
        if found is not None:
            return re.match(r"\s*[A-Za-z]", found.get(attribute) or "") is not None
    return (activity.get("version") or declared).strip().startswith("1")


def renewed(activity: Element, declared: str = "") -> Element:
    """The same activity with the codes, texts, days and other identifiers of 2.0x; one of 2.0x stays as it is."""
    if not is_old(activity, declared):
        return activity
    for element in list(activity.iter()):
        named = element.tag in ("title", "description", "reporting-org", "provider-org", "receiver-org", "sector")
        if named and (element.text or "").strip():
            narrative = SubElement(
                element, "narrative", {XML_LANG: element.get(XML_LANG)} if element.get(XML_LANG) else {}
            )
            narrative.text = element.text
        undated = element.tag in ("activity-date", "transaction-date") and element.get("iso-date") is None
        if undated and re.fullmatch(r"\s*\d{4}-\d\d-\d\d\s*", element.text or ""):
            element.set("iso-date", (element.text or "").strip())
        if element.tag == "other-identifier" and (element.text or "").strip() and element.get("ref") is None:
            element.set("ref", (element.text or "").strip())
        if element.tag in WORDS:
            attribute, codes = WORDS[element.tag]
            stated = element.get(attribute) or (element.text if element.tag == "transaction-type" else "") or ""
            if stated.strip().lower() in codes:
                element.set(attribute, codes[stated.strip().lower()])
    return activity
