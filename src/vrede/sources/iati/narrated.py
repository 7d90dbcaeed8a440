"""Elements whose narratives are kept: the element's path as in `narrative.element`, and the table that parent_no counts in."""

from __future__ import annotations

NARRATED: dict[str, tuple[str, ...]] = {
    "activity": ("title", "description", "reporting-org"),
    "participating_org": (".",),
    "activity_date": (".",),
    "recipient_country": (".",),
    "other_identifier": ("owner-org",),
    "sector": (".",),
    "recipient_region": (".",),
    "location": ("name", "description", "activity-description"),
    "transaction": ("description", "provider-org", "receiver-org"),
    "tag": (".",),
    "policy_marker": (".",),
    "humanitarian_scope": (".",),
    "planned_disbursement": ("provider-org", "receiver-org"),
    "document_link": ("title", "description"),
    "result": ("title", "description"),
    "indicator": ("title", "description"),
    "baseline": ("comment",),
    "target": ("comment",),
    "actual": ("comment",),
    "organisation": ("name", "reporting-org"),
    "recipient_org_budget": ("recipient-org",),
    "recipient_region_budget": ("recipient-region",),
    "recipient_country_budget": ("recipient-country",),
}
