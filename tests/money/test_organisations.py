"""Which spellings are one organisation, which are two, and which name nobody."""

from __future__ import annotations

import itertools
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakefolder import Folder, activity, transaction
from vrede.article.policy import Policy, PolicyKey, load_policy
from vrede.language import has_words
from vrede.money.fold import Folding, alike
from vrede.money.near import NearNames
from vrede.money.reconcile import Reconciler
from vrede.money.spelling import Spelling, Unit, place_of

DAY = date(2026, 11, 30)
POLICY = load_policy()


def spelling(text: str, activities: int = 1) -> Spelling:
    """`ref|name|place`, each perhaps empty."""
    written, name, place = (part.strip() for part in f"{text}||".split("|")[:3])
    return Spelling(written, name, place=place, ident="" if place else f"A {text}", activities=activities)


def organisations(*texts: str, policy: Policy = POLICY) -> list[str]:
    """The organisation of each spelling, in their order."""
    found = Reconciler(policy, DAY).run([spelling(text) for text in texts])
    return [found.organisations[place_of(spelling(text))] for text in texts]


ONE = [
    # why | one | the other: `identifier|name|country of the activity`
    ("case and white space of an identifier", "NL-KVK-41160054|Cordaid", "nl-kvk- 41160054|Cordaid"),
    ("a code of the DAC's list without its prefix", "41122|UNICEF", "XM-DAC-41122|UNICEF"),
    ("the ministry's two identifiers", "NL-1|DGIS", "XM-DAC-7|Ministry of Foreign Affairs"),
    ("other signs in one number", "KE-NCB-OP/218/051/924|ActionAid Kenya", "KE-NCB-OP-218-051-924|ActionAid Kenya"),
    ("a prefix that stands twice", "GB-CHC-GB-CHC-1081769|Transform", "GB-CHC-1081769|Transform"),
    ("case, accents, signs and legal form", "|Médecins d’Afrique", "|MEDECINS D'AFRIQUE, B.V."),
    ("a legal form before the name", "|Stichting Simavi", "|Simavi"),
    ("its short form between brackets", "|Nederlandse Rode Kruis (NRK)", "|NEDERLANDSE RODE KRUIS"),
    ("its short form before it", "|ILO - International Labour Organization", "|International Labour Organization"),
    ("the name in two languages", "|Dhaka Ahsania Mission*Dam", "|Dhaka Ahsania Mission"),
    ("a name for the identifier that bears it", "|ZOA International", "NL-KVK-41009723|ZOA International"),
    ("a name where an identifier belongs", "Duke University|", "|Duke University"),
    ("an identifier where a name belongs", "|XI-IATI-EC_INTPA", "XI-IATI-EC_INTPA|European Commission"),
    (
        "a code of no register, for the identifier of that name",
        "00006|WORLD HEALTH BODY",
        "XM-DAC-928|World Health Body",
    ),
    ("the country in another language", "|Caritas Schweiz", "|Caritas Switzerland"),
    ("one letter", "|Afram Plains Development Organisation", "|Afram Plains Development Organization"),
    ("cut off within a word", "|School of Oriental and African Stud", "|School of Oriental and African Studies"),
    ("an office in one country", "|Ministry of Health|GHA", "|MINISTRY OF HEALTH|GHA"),
    ("policy says so", "|ICRC", "XM-DAC-21016|"),
]
TWO = [
    ("two valid identifiers with one name", "GB-CHC-285908|World Vision", "NL-KVK-41179943|World Vision"),
    ("an office in two countries", "|Ministry of Health|GHA", "|Ministry of Health|MWI"),
    ("an office in no country that is known", "|Ministry of Health", "|Ministry of health"),
    ("two countries in the name", "|World Vision Mali", "|World Vision Malawi"),
    ("two peoples in the name", "|Norwegian Red Cross", "|Nigerian Red Cross"),
    ("a word that tells", "|Plan International", "|Plan International Sudan"),
    ("another word order", "|Development Management Associates", "|Management Development Associates"),
    ("a number", "|Fund 2019", "|Fund 2018"),
    ("a short word of one letter before it", "|Y Care International", "|Care International"),
    ("a sign between digits that is part of the number", "XM-DAC-3-1|Ministry", "XM-DAC-31|Ministry"),
    ("a state is none of its agencies", "|Government of Belgium", "BE-10|Government of Belgium"),
    ("policy says so", "|CARE Nederland", "|CARE International"),
]


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in ONE], ids=[row[0] for row in ONE])
def test_they_are_one_organisation(one: str, other: str) -> None:
    """Each for one reason."""
    first, second = organisations(one, other)
    assert first == second


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in TWO], ids=[row[0] for row in TWO])
def test_they_are_two(one: str, other: str) -> None:
    """Each for one reason."""
    first, second = organisations(one, other)
    assert first != second


NOBODY = [
    ("12000|", "NONE-RECIPIENT_GOVERNMENT"),
    ("22000|", "NONE-DONOR_NGO"),
    ("21000|INTERNATIONAL NGO", "NONE-INTERNATIONAL_NGO"),
    ("N/A|", "NONE-UNKNOWN"),
    ("-|", "NONE-UNKNOWN"),
    ("#|Sin asignar", "NONE-PENDING"),
    ("|unknown", "NONE-UNKNOWN"),
    ("|Not available", "NONE-UNKNOWN"),
    ("|various", "NONE-SEVERAL"),
    ("|pending approval", "NONE-PENDING"),
    ("|Development Partner", "NONE-PARTNER"),
    ("|Multiple Parties", "NONE-SEVERAL"),
    ("N/A|Recipient Government", "NONE-RECIPIENT_GOVERNMENT"),
    ("12000|N/A", "NONE-RECIPIENT_GOVERNMENT"),
    ("XM-DAC-7-PPR-28591|", "NONE-UNKNOWN"),
    ("00029|INTERNATIONAL NON-GOVERNMENTAL ORGANIZATION", "NONE-INTERNATIONAL_NGO"),
]


@pytest.mark.parametrize(("text", "nobody"), NOBODY, ids=[row[0] for row in NOBODY])
def test_what_names_nobody_is_no_organisation(text: str, nobody: str) -> None:
    """An identifier or a word that is a kind, or says that nothing was filled in."""
    assert organisations(text) == [nobody]


def test_a_name_beside_a_code_of_nobody_is_the_name() -> None:
    """`12000` says that it is some government, the name says which."""
    (found,) = organisations("12000|Ministry of Finance|GHA")
    assert found.startswith("NAME-")


def test_every_kind_of_nobody_has_its_word() -> None:
    """In the catalogue, in Dutch and English."""
    kinds = POLICY.group("no_organisation", DAY)
    assert kinds
    assert all(has_words(f"money.nobody.{kind}") for kind in kinds)


def with_apart(*texts: str) -> Policy:
    """The policy with a pair that is not the same."""
    value = {"from": date(2000, 1, 1), "value": list(texts), "source": "a test", "checked": DAY}
    key = {"name": "other_organisation/test", "unit": "names", "title": {"nl": "x", "en": "x"}, "values": [value]}
    return Policy([*POLICY.keys, PolicyKey.model_validate(key)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("41122|UNICEF", "XM-DAC-41122|UNICEF"),
        ("|ZOA International", "NL-KVK-41009723|ZOA International"),
        ("|Caritas Schweiz", "|Caritas Switzerland"),
    ],
    ids=["identifier", "name", "alike"],
)
def test_policy_undoes_a_link_of_any_grade(one: str, other: str) -> None:
    """A pair that is not the same is kept apart, whatever its letters say."""
    texts = [text.split("|")[0] or text.split("|")[1] for text in (one, other)]
    first, second = organisations(one, other, policy=with_apart(*texts))
    assert first != second


def test_policy_does_not_hold_before_its_day() -> None:
    """Lists are dated: what had not begun holds for nothing."""
    early = Reconciler(POLICY, date(2000, 1, 1)).pairs
    assert early.same == Reconciler(POLICY, DAY).pairs.same  # all begin on the first day that files are of


def test_a_name_that_two_identifiers_bear_is_of_neither() -> None:
    """Nobody can tell whose money it was; it stands under its name."""
    *_, name = organisations("GB-CHC-285908|World Vision", "NL-KVK-41179943|World Vision", "|World Vision")
    assert name.startswith("NAME-")


PARTS = st.sampled_from(
    ["Relief", "Aid", "Mali", "Malawi", "Foundation", "Health", "Ministry of", "Stichting", "(RA)", "ltd", "Oxfam"]
)
NAMES = st.lists(PARTS, min_size=1, max_size=4).map(" ".join)
REFS = st.sampled_from(
    ["", "", "", "41122", "XM-DAC-41122", "NL-KVK-1", "nl-kvk-1", "GB-CHC-22", "00012", "N/A", "22000", "Oxfam House"]
)
SPELLINGS = st.lists(
    st.builds(
        lambda ref, name, place, n: Spelling(ref, name, place=place, ident="" if place else "A", activities=n),
        REFS,
        NAMES,
        st.sampled_from(["", "MLI", "GHA"]),
        st.integers(1, 9),
    ),
    max_size=12,
    unique_by=place_of,
)


@settings(deadline=None)
@given(SPELLINGS, st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing_and_no_link_is_silent(
    spellings: list[Spelling], chance: object
) -> None:
    """Whatever is met: one answer, the same in any order; all that is written otherwise than its organisation has a row that says why."""
    mixed = list(spellings)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (Reconciler(POLICY, DAY).run(rows) for rows in (spellings, mixed))
    assert one == other
    assert set(one.organisations) == {place_of(s) for s in spellings}
    told = {(link.organisation, link.written or link.name) for link in one.links}
    groups: dict[str, set[str]] = {}
    for s in spellings:
        found = one.organisations[place_of(s)]
        if not found.startswith("NONE-"):
            nobody = not s.written or Reconciler(POLICY, DAY).written.nobody_of(s.written)
            groups.setdefault(found, set()).add(s.name if nobody else s.written)
    for organisation, written in groups.items():
        silent = {text for text in written if (organisation, text) not in told and text != organisation}
        assert len(silent) <= (1 if organisation.startswith("NAME-") else 0), (organisation, silent)


@settings(deadline=None)
@given(st.lists(NAMES, min_size=2, max_size=12, unique=True))
def test_the_index_finds_what_comparing_all_finds(names: list[str]) -> None:
    """The slow plain twin: every pair that is alike is met through the index."""
    folding = Folding.of(POLICY, DAY)
    index = NearNames()
    for text in names:
        index.add(folding.name(text), Unit(text), text)
    for one, other in itertools.permutations(names, 2):
        if alike(folding.name(one), folding.name(other)):
            assert other in {text for _name, _unit, text in index.near(folding.name(one))}


RECEIVED = [
    # receiver | name of the partner | known by
    ("<receiver-org><narrative>Health Works</narrative></receiver-org>", "Health Works", "name"),
    ('<receiver-org ref="22000"><narrative>ARHR</narrative></receiver-org>', "ARHR", "name"),
    ('<receiver-org ref="N/A"><narrative>pending approval</narrative></receiver-org>', None, "nobody"),
    ('<receiver-org ref="XM-DAC-41122"><narrative>UNICEF</narrative></receiver-org>', "UNICEF", "identifier"),
]


@pytest.mark.parametrize(
    ("inside", "name", "known_by"), RECEIVED, ids=["a name", "a name beside a kind", "nobody", "both"]
)
def test_money_goes_through_whom_the_file_names(folder: Folder, inside: str, name: str | None, known_by: str) -> None:
    """A receiver without identifier is a partner by name, and no figure moves."""
    folder.file("a.xml", activity("A", ref="XM-DAC-7", inside=transaction("3 2020-01-01 7", inside)))
    built = folder.build()
    slices = built.table("slice").join(built.table("partner"), on="partner_ref", how="left")
    assert slices.select("name", "known_by").row(0) == (name, known_by)
    assert slices["amount_eur_cents"].sum() == 700


def test_planned_payments_go_through_whom_the_file_names(folder: Folder) -> None:
    """As payments that were made."""
    planned = (
        '<planned-disbursement type="1"><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>'
        '<value value-date="2020-01-01">9</value><receiver-org><narrative>Health Works</narrative></receiver-org></planned-disbursement>'
    )
    folder.file("a.xml", activity("A", ref="XM-DAC-7", inside=planned))
    built = folder.build()
    found = built.table("forward_slice").filter(pl.col("kind") == "planned")["partner_ref"].to_list()
    assert found and all(str(ref).startswith("NAME-") for ref in found)
