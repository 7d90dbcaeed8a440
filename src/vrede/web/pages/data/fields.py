"""Tables and columns of an activity in words, for readers who never saw the standard."""

from __future__ import annotations

from vrede.web.site.words import say


def name_of_table(name: str) -> str:
    """A table of the activity's page in the reader's language; its own name where we have no words for it."""
    return {
        "participating_org": say("data.fields.organisations_that_take_part"),
        "activity_date": say("data.fields.start_and_end"),
        "sector": say("data.fields.sectors"),
        "recipient_country": say("site.countries"),
        "recipient_region": say("data.fields.regions"),
        "location": say("data.fields.places_on_map"),
        "budget": say("data.fields.budgets"),
        "planned_disbursement": say("data.fields.planned_payments"),
        "policy_marker": say("data.fields.policy_markers"),
        "tag": say("data.fields.tags"),
        "humanitarian_scope": say("data.fields.emergencies_and_appeals"),
        "related_activity": say("data.fields.related_activities"),
        "other_identifier": say("data.fields.other_identifiers"),
        "document_link": say("data.fields.documents"),
    }.get(name, name)


def name_of_column(table: str, column: str) -> str:
    """A column of such a table in the reader's language; its own name where we have no words for it."""
    of_table = {
        ("document_link", "category"): say("data.fields.kind_of_document"),
        ("document_link", "format"): say("data.fields.file_type"),
        ("related_activity", "ref"): say("data.fields.identifier_of_activity_lower"),
        ("other_identifier", "ref"): say("data.fields.other_identifier"),
        ("location", "ref"): say("data.fields.publisher_own_code"),
    }
    named = {
        "ref": say("data.fields.identifier"),
        "role": say("data.fields.role"),
        "type": say("site.kind_lower"),
        "activity_id": say("data.fields.identifier_of_activity"),
        "crs_channel_code": say("data.fields.channel_code_of_dac"),
        "iso_date": say("data.fields.day"),
        "code": say("site.code"),
        "vocabulary": say("data.fields.code_list"),
        "vocabulary_uri": say("data.fields.address_of_code_list"),
        "percentage": say("data.fields.share_in_per_cent"),
        "significance": say("data.fields.weight"),
        "status": say("site.status"),
        "amount": say("site.amount_lower"),
        "currency": say("data.fields.currency"),
        "value_date": say("data.fields.day_of_rate"),
        "period_start": say("site.from_lower"),
        "period_end": say("data.fields.until"),
        "provider_ref": say("data.fields.identifier_of_who_gives"),
        "provider_type": say("data.fields.kind_of_giver"),
        "provider_activity_id": say("data.fields.activity_of_who_gives"),
        "receiver_ref": say("data.fields.identifier_of_who_receives"),
        "receiver_type": say("data.fields.kind_of_receiver"),
        "receiver_activity_id": say("data.fields.activity_of_who_receives"),
        "owner_ref": say("data.fields.identifier_of_owner"),
        "url": say("data.fields.address"),
        "document_date": say("data.fields.day_of_document"),
        "reach": say("data.fields.reach"),
        "location_id": say("data.fields.code_of_place"),
        "location_id_vocabulary": say("data.fields.code_list_of_place"),
        "administrative": say("data.fields.administrative_areas"),
        "administrative_vocabulary": say("data.fields.code_list_of_areas"),
        "administrative_level": say("data.fields.level_of_area"),
        "position": say("data.fields.latitude_and_longitude"),
        "exactness": say("data.fields.exactness"),
        "location_class": say("data.fields.kind_of_place"),
        "feature": say("data.fields.feature_on_map"),
    }
    return of_table.get((table, column)) or named.get(column, column)
