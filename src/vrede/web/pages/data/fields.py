"""Tables and columns of an activity in words, for readers who never saw the standard."""

from __future__ import annotations

from django.utils.translation import gettext as _


def name_of_table(name: str) -> str:
    """A table of the activity's page in the reader's language; its own name where we have no words for it."""
    return {
        "participating_org": _("Organisations that take part"),
        "activity_date": _("Start and end"),
        "sector": _("Sectors"),
        "recipient_country": _("Countries"),
        "recipient_region": _("Regions"),
        "location": _("Places on the map"),
        "budget": _("Budgets"),
        "planned_disbursement": _("Planned payments"),
        "policy_marker": _("Policy markers"),
        "tag": _("Tags"),
        "humanitarian_scope": _("Emergencies and appeals"),
        "related_activity": _("Related activities"),
        "other_identifier": _("Other identifiers"),
        "document_link": _("Documents"),
    }.get(name, name)


def name_of_column(table: str, column: str) -> str:
    """A column of such a table in the reader's language; its own name where we have no words for it."""
    of_table = {
        ("document_link", "category"): _("kind of document"),
        ("document_link", "format"): _("file type"),
        ("related_activity", "ref"): _("identifier of the activity"),
        ("other_identifier", "ref"): _("other identifier"),
        ("location", "ref"): _("the publisher's own code"),
    }
    named = {
        "ref": _("identifier"),
        "role": _("role"),
        "type": _("kind"),
        "activity_id": _("identifier of its activity"),
        "crs_channel_code": _("channel code of the DAC"),
        "iso_date": _("day"),
        "code": _("code"),
        "vocabulary": _("code list"),
        "vocabulary_uri": _("address of the code list"),
        "percentage": _("share in per cent"),
        "significance": _("weight"),
        "status": _("status"),
        "amount": _("amount"),
        "currency": _("currency"),
        "value_date": _("day of the rate"),
        "period_start": _("from"),
        "period_end": _("until"),
        "provider_ref": _("identifier of who gives"),
        "provider_type": _("kind of giver"),
        "provider_activity_id": _("activity of who gives"),
        "receiver_ref": _("identifier of who receives"),
        "receiver_type": _("kind of receiver"),
        "receiver_activity_id": _("activity of who receives"),
        "owner_ref": _("identifier of its owner"),
        "url": _("address"),
        "document_date": _("day of the document"),
        "reach": _("reach"),
        "location_id": _("code of the place"),
        "location_id_vocabulary": _("code list of the place"),
        "administrative": _("administrative areas"),
        "administrative_vocabulary": _("code list of the areas"),
        "administrative_level": _("level of the area"),
        "position": _("latitude and longitude"),
        "exactness": _("exactness"),
        "location_class": _("kind of place"),
        "feature": _("feature on the map"),
    }
    return of_table.get((table, column)) or named.get(column, column)
