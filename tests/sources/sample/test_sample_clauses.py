"""Every clause and part of the article is carried by activities, and what belongs to none is there too."""

from __future__ import annotations

from collections import defaultdict

from vrede.sources.sample import PARTS, Truths


def carriers(truths: Truths) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for activity in truths.activities:
        for part, carrier in activity.carriers:
            found[part].add(carrier)
    return found


def test_every_part_is_carried_by_own_money_and_by_partners(truths: Truths) -> None:
    for wanted in ("own", "chain"):
        parts = {part for a in truths.activities if a.measure == wanted for part, _ in a.carriers}
        assert parts == set(PARTS), wanted


def test_every_target_of_sdg_16_is_tagged(truths: Truths) -> None:
    targets = {c.removeprefix("tag:3:") for c in carriers(truths)["S3"] if c.startswith("tag:3:")}
    assert targets == {"16.1", "16.2", "16.3", "16.4", "16.5", "16.6", "16.7", "16.8", "16.9", "16.10", "16.a", "16.b"}


def test_both_funds_are_named(truths: Truths) -> None:
    assert carriers(truths)["F2"] == {"fund:Budget Internationale Veiligheid", "fund:Stabiliteitsfonds"}


def test_humanitarian_aid_is_carried_in_four_ways(truths: Truths) -> None:
    kinds = {c.split(":")[0] for c in carriers(truths)["F3"]}
    assert kinds == {"sector", "humanitarian", "scope"}
    assert "sector:10:4" in carriers(truths)["F3"]


def test_refugees_in_the_donor_country_belong_to_no_clause(truths: Truths) -> None:
    keys = {(t.reporting_ref, t.identifier) for t in truths.transactions if ("1", "93010", 1_000_000) in t.sectors}
    assert keys
    for activity in truths.activities:
        if (activity.reporting_ref, activity.identifier) in keys:
            assert activity.carriers == ()


def test_some_activities_belong_to_no_clause_at_all(truths: Truths) -> None:
    assert sum(1 for a in truths.activities if not a.carriers) > 30


def test_demining_reports_land_and_items(truths: Truths) -> None:
    names = {r.indicator for r in truths.results}
    assert {"Land released (m2)", "Cluster munitions destroyed (items)"} <= names
    assert all(int(r.actual) > 0 for r in truths.results)
    assert any(r.dimensions for r in truths.results)


def test_titles_stand_in_three_languages(truths: Truths) -> None:
    languages = {tuple(lang for lang, _ in a.title) for a in truths.activities}
    assert {("nl", "en"), ("nl", "en", "fr"), ("en",), ("fr", "en")} <= languages


def test_all_years_have_own_spending_and_commitments(truths: Truths) -> None:
    for kind in ("2", "3"):
        years = {t.date[:4] for t in truths.transactions if t.measure == "own" and t.type == kind}
        assert {str(y) for y in range(2017, 2025)} <= years


def test_chains_have_three_links(truths: Truths) -> None:
    by_identifier = {a.identifier: a for a in truths.activities if not a.secondary}
    third = [a for a in truths.activities if a.depth == 2]
    assert len(third) == 90
    for activity in third:
        above = by_identifier[activity.parents[0]]
        assert above.depth == 1
        assert by_identifier[above.parents[0]].measure == "own"
