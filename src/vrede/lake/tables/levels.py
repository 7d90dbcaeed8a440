"""The table of rules about levels: one publisher, one kind of money, one rule."""

from __future__ import annotations

from vrede.sources import Column, Table

LEVEL_TABLE = Table(
    "level_rule",
    "at which of its levels a publisher's money counts, and who says so",
    (
        Column("partner_ref", "organisation", "the publisher; normalised"),
        Column("kind", "plain", "commitment or spent"),
        Column(
            "rule",
            "plain",
            "'one level' where policy names it, else the general rule: 'the larger of a parent and its parts'",
        ),
        Column("level", "integer", "the level (hierarchy) that counts; empty under the general rule"),
        Column("why_en", "words", "why that level, in English; empty under the general rule"),
        Column("why_nl", "words", "why that level, in Dutch; empty under the general rule"),
        Column("valid_from", "date", "the day from which policy says so; empty under the general rule"),
        Column("source", "words", "what policy rests on; empty under the general rule"),
        Column("checked", "date", "when somebody last compared policy with its source; empty under the general rule"),
    ),
    ("partner_ref", "kind"),
)
