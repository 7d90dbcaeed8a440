"""Names that many pages use: of the three measures, and of the phases and sub-articles of the budget."""

from __future__ import annotations

from django.utils.translation import gettext as _


def measure_names() -> dict[str, str]:
    """Own, chain and field in the page's language."""
    return {"own": _("own money"), "chain": _("chain"), "field": _("field")}


def budget_names() -> dict[str, str]:
    """Names of phases and sub-articles in the page's language."""
    return {
        "draft": _("draft"),
        "adopted": _("adopted"),
        "first_supplementary": _("first supplementary budget"),
        "second_supplementary": _("second supplementary budget"),
        "realised": _("realised"),
        "amendment": _("amendment"),
        "final_law": _("final law"),
        "4.1": _("Humanitarian aid"),
        "4.2": _("Reception in the region and migration cooperation"),
        "4.3": _("Security and rule of law"),
        "4.4": _("Emergency relief fund"),
    }
