"""Names of the few codes that a reader meets on an activity's page, in Dutch and English (IATI codelists)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

NAMES: dict[tuple[str, str], dict[str, tuple[str, str]]] = {
    ("activity", "activity_status"): {
        "1": ("in voorbereiding", "in preparation"),
        "2": ("loopt", "under way"),
        "3": ("werk klaar, geld nog niet", "work done, money not yet"),
        "4": ("afgesloten", "closed"),
        "5": ("ingetrokken", "cancelled"),
        "6": ("opgeschort", "suspended"),
    },
    ("transaction", "transaction_type"): {
        "1": ("ontvangen", "incoming funds"),
        "2": ("toezegging", "commitment"),
        "3": ("uitbetaling", "disbursement"),
        "4": ("uitgave", "expenditure"),
        "5": ("rente", "interest"),
        "6": ("aflossing van lening", "loan repayment"),
        "7": ("teruggave", "reimbursement"),
        "8": ("aankoop van aandelen", "purchase of equity"),
        "9": ("verkoop van aandelen", "sale of equity"),
        "10": ("kredietgarantie", "credit guarantee"),
        "11": ("ontvangen toezegging", "incoming commitment"),
        "12": ("uitgaande belofte", "outgoing pledge"),
        "13": ("ontvangen belofte", "incoming pledge"),
    },
    ("participating_org", "role"): {
        "1": ("financiert", "funding"),
        "2": ("verantwoordelijk", "accountable"),
        "3": ("geeft door", "extending"),
        "4": ("voert uit", "implementing"),
    },
    ("activity_date", "type"): {
        "1": ("begin, gepland", "start, planned"),
        "2": ("begin, werkelijk", "start, actual"),
        "3": ("einde, gepland", "end, planned"),
        "4": ("einde, werkelijk", "end, actual"),
    },
    ("budget", "type"): {"1": ("oorspronkelijk", "original"), "2": ("herzien", "revised")},
    ("planned_disbursement", "type"): {"1": ("oorspronkelijk", "original"), "2": ("herzien", "revised")},
    ("related_activity", "type"): {
        "1": ("ouder", "parent"),
        "2": ("kind", "child"),
        "3": ("broer of zus", "sibling"),
        "4": ("samen betaald", "co-funded"),
        "5": ("van een derde", "third party"),
    },
}


def code_name(table: str, column: str, value: object, language: str) -> str:
    """A value as a reader sees it: a code with its name where we know it, a date or amount as it is; '' for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("ja" if value else "nee") if language == "nl" else ("yes" if value else "no")
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime | date):
        return value.isoformat()
    names = NAMES.get((table, column), {}).get(str(value))
    return f"{names[0 if language == 'nl' else 1]} ({value})" if names else str(value)
