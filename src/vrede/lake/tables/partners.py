"""The tables of organisations: each once, and the spellings that are taken for it."""

from __future__ import annotations

from vrede.sources import Column, Table

PARTNER = Column(
    "partner_ref",
    "organisation",
    "the organisation through whom: the receiver of own money, else the publisher; its spellings taken together (organisation_link)",
)
CHANNEL = Column("channel", "plain", "kind of partner, by the article's channels")
PARTNER_TABLE = Table(
    "partner",
    "an organisation that publishes, takes part or receives, all its spellings together",
    (
        PARTNER,
        Column("name", "words", "the name met most often; empty: none was given"),
        Column("type", "plain", "kind of organisation (list OrganisationType), the one met most often"),
        CHANNEL,
        Column("published", "integer", "activities that it publishes"),
        Column("takes_part", "integer", "activities of others in which it takes part or receives"),
        Column(
            "known_by",
            "plain",
            "identifier; name: nobody gave one, and the reference is made here from the name; nobody: a word that names no organisation",
        ),
        Column(
            "country",
            "place",
            "ISO 3166-1 alpha-3: the only country in which a name that many countries have is of this organisation; else empty",
        ),
    ),
    ("partner_ref",),
)

ORGANISATION_LINK_TABLE = Table(
    "organisation_link",
    "a spelling that is taken for an organisation, and why: nothing is taken together without a row here",
    (
        PARTNER,
        Column("as_ref", "organisation", "the identifier as it is written; empty: the spelling is a name alone"),
        Column(
            "as_name",
            "words",
            "the name as it is written where no identifier stands; empty: the spelling is an identifier",
        ),
        Column(
            "country",
            "place",
            "ISO 3166-1 alpha-3: where a name that many countries have is taken so; empty: everywhere",
        ),
        Column(
            "grade",
            "plain",
            "identifier (the same one, written otherwise), name (the same folded name), alike, or policy",
        ),
        Column("reason", "plain", "how they agree; of policy the id of its value"),
        Column("matched", "words", "the spelling that it was compared with"),
        Column(
            "score",
            "integer",
            "how alike the letters of both are, whatever the order of words: 100 is the same",
            unit="percent",
        ),
        Column("activities", "integer", "activities in which the spelling stands"),
    ),
    ("partner_ref", "as_ref", "as_name", "country"),
)
