"""The tables of the chain and of what lies ahead: who says what of whom, and the money that is seen or planned."""

from __future__ import annotations

from vrede.sources import Column, Table

_CERTAINTY = Column("state", "plain", "certain (the identifier is published here), possible (proposed) or unlinkable")
_PAYER = Column("payer_key", "activity", "activity_key of the activity that pays")
_RECEIVER = Column("receiver_key", "activity", "activity_key of the activity that receives")


def _euro(name: str, meaning: str) -> Column:
    return Column(name, "integer", meaning, unit="eur_cents")


def _day(name: str, meaning: str) -> Column:
    return Column(name, "date", meaning)


_SOURCE = Column("kind", "plain", "budget, or planned (a planned disbursement): never added")
FORWARD_TABLES: tuple[Table, ...] = (
    Table(
        "forward",
        "a budget or planned disbursement that counts, by calendar year; revised rows have replaced original ones",
        (
            Column("activity_key", "activity", "the activity"),
            Column("source", "plain", "budget or planned"),
            Column("row_no", "ordinal", "the row in table budget or planned_disbursement"),
            Column("year", "integer", "calendar year; empty: no period that can be read"),
            _day("first", "first day of the whole row"),
            _day("last", "last day of the whole row"),
            _euro("amount_eur_cents", "the year's part, by days; empty: unpriced"),
            Column(
                "price_state", "plain", "euro, rate, last rate known (the day is yet to come), or why it has no price"
            ),
        ),
        ("activity_key", "source", "row_no", "year"),
    ),
    Table(
        "forward_slice",
        "a share of what is budgeted or planned for a year: one sector, one place",
        (
            Column("ahead_key", "integer", "the share in this snapshot"),
            Column("activity_key", "activity", "the activity"),
            _SOURCE,
            Column("row_no", "ordinal", "the row in table budget or planned_disbursement"),
            Column("year", "integer", "calendar year; empty: none"),
            Column("sector_level", "plain", "1 purpose code, 2 group; empty: none"),
            Column("sector_code", "code", "DAC code; empty: none"),
            Column("place_kind", "plain", "country, region or none"),
            Column("place_code", "place", "ISO3 or region code"),
            _euro("amount_eur_cents", "the share; empty: unpriced"),
            Column("partner_ref", "organisation", "through whom, as for transactions"),
            Column("channel", "plain", "kind of partner"),
            Column("measure", "plain", "own, chain, field or none"),
            Column("humanitarian", "flag", "the activity's flag; empty counts as no"),
            Column("placed", "flag", "serves at least one part of the article"),
            Column("apart", "flag", "cost of refugees in the donor country"),
        ),
        ("ahead_key",),
    ),
    Table(
        "forward_placement",
        "a share of what lies ahead under a part of the article",
        (
            Column("ahead_key", "integer", "the share in forward_slice"),
            Column("clause", "plain", "id of the clause"),
            Column("part", "plain", "id of the part"),
            Column("grade", "plain", "coded, likely or text"),
            Column("rule", "plain", "the rule that gave it"),
        ),
        ("ahead_key", "part"),
    ),
)

CHAIN_TABLES: tuple[Table, ...] = (
    Table(
        "link",
        "a statement of one activity about another, or a link that is proposed",
        (
            Column("link_key", "integer", "the statement in this snapshot"),
            Column("activity_key", "activity", "the activity that makes it"),
            Column("transaction_key", "integer", "the transaction it is about; empty: about the activity as a whole"),
            Column(
                "source", "plain", "element or attribute it stands in; 'provider' for a proposal without an identifier"
            ),
            Column(
                "direction",
                "plain",
                "what the other is to it: up (pays it), down (is paid), parent, child, beside, alias",
            ),
            Column("stated_id", "link", "identifier as stated; empty for a proposal without one"),
            Column("stated_ref", "organisation", "organisation named beside it, as stated"),
            Column("target_key", "activity", "activity_key of the other; empty where unlinkable"),
            _CERTAINTY,
            Column("rule", "plain", "how it was linked or proposed, or why it cannot be"),
            Column("suggested_id", "link", "what was probably meant; empty where nothing can be said"),
        ),
        ("link_key",),
    ),
    Table(
        "chain_edge",
        "money from one activity to another, by commitments and spending; payer's and receiver's word are never added",
        (
            _PAYER,
            _RECEIVER,
            Column("kind", "plain", "commitment (types 2 and 11) or spent (types 3, 4 and 1)"),
            Column("state", "plain", "certain where any of its links is, else possible"),
            Column("rule", "plain", "how they were linked"),
            _euro("payer_eur_cents", "what the payer says it gave; empty: it says nothing"),
            _euro("receiver_eur_cents", "what the receiver says it got; empty: it says nothing"),
            _euro("passed_eur_cents", "the receiver's word, else the payer's"),
            _day("payer_first", "first day in the payer's word"),
            _day("payer_last", "last day in the payer's word"),
            _day("receiver_first", "first day in the receiver's word"),
            _day("receiver_last", "last day in the receiver's word"),
            Column(
                "lag_days", "integer", "days from the first receipt to the receiver's next own payment", unit="days"
            ),
        ),
        ("payer_key", "receiver_key", "kind"),
    ),
    Table(
        "chain_balance",
        "what an activity received, spent and passed on to others here: entering, inside and net are never added",
        (
            Column("activity_key", "activity", "the activity"),
            Column("measure", "plain", "own, chain, field or none"),
            _euro("received_eur_cents", "incoming funds (type 1)"),
            _euro("spent_eur_cents", "disbursements and expenditure (types 3 and 4)"),
            _euro("entering_eur_cents", "receipts that no activity published here is known to have paid"),
            _euro("passed_on_eur_cents", "paid to activities here that spend themselves: certain links only"),
            _euro("passed_on_at_most_eur_cents", "the same with proposed links"),
            _euro("net_eur_cents", "spent less what was certainly passed on: every euro once"),
            _euro("net_at_least_eur_cents", "spent less what may have been passed on"),
            _euro("new_money_eur_cents", "second opinion: spent less received, never below nothing"),
        ),
        ("activity_key",),
    ),
    Table(
        "chain_bound",
        "three bounds of a chain activity's money: what it states to have received, at most the ministry's, all of it; never added",
        (
            Column("activity_key", "activity", "the activity"),
            Column("kind", "plain", "commitment or spent"),
            Column(
                "basis",
                "plain",
                "alone (the ministry alone funds it), stated (others too, and it states the ministry's amount), not stated (counted in full)",
            ),
            _euro(
                "received_eur_cents",
                "stated as received from the ministry, without what came through another of the chain",
            ),
            _euro(
                "stated_eur_cents",
                "the larger of received and promised by the ministry, as stated; empty: nothing, or without a price",
            ),
            _euro(
                "passed_on_eur_cents",
                "passed on to activities of the chain that count it themselves: certain links only",
            ),
            _euro("at_most_eur_cents", "at most the ministry's, without what was passed on"),
            _euro("whole_eur_cents", "all that the activity committed or spent, the money of all its funders"),
        ),
        ("activity_key", "kind"),
    ),
    Table(
        "chain_slice",
        "a slice of a chain activity with its share of what is at most the ministry's",
        (
            Column("slice_key", "integer", "the slice"),
            Column("activity_key", "activity", "the activity"),
            _euro("at_most_eur_cents", "its part of at_most_eur_cents in chain_bound, in proportion; empty: unpriced"),
        ),
        ("slice_key",),
        conserved=True,
    ),
    Table(
        "chain_step",
        "a payment further down that carries money of an own activity, by level",
        (
            Column("root_key", "activity", "activity_key of the own activity"),
            Column("level", "ordinal", "1 for those it pays, 2 for those they pay, and so on"),
            _PAYER,
            _RECEIVER,
            _euro("certain_eur_cents", "of the own activity's money, over certain links"),
            _euro("at_most_eur_cents", "the same with proposed links"),
        ),
        ("root_key", "level", "payer_key", "receiver_key"),
    ),
    Table(
        "chain_gap",
        "what own activities spent less what is seen of it at most, by reason: the reasons add up to it",
        (
            Column("root_key", "activity", "activity_key of the own activity"),
            Column("reason", "plain", "why it cannot be followed"),
            _euro("eur_cents", "amount; below nothing what was taken back again, or received beyond what was paid"),
        ),
        ("root_key", "reason"),
    ),
    Table(
        "double_claim",
        "money that is claimed twice: one receipt in two publishers' files, or more received than was paid",
        (
            Column("reason", "plain", "same receipt, or more than was paid"),
            Column("payer_key", "activity", "activity_key of the payer; empty: not published here"),
            Column("stated_id", "link", "the payer's identifier, as stated"),
            _euro("amount_eur_cents", "the receipt, or what is claimed beyond what was spent"),
            _day("day", "day of the receipt"),
            Column("claimants", "organisations", "publishers that claim it"),
        ),
        (),
    ),
)
