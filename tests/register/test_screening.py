"""A partner on a list: names without case, accents, signs and order; laws for any names."""

from __future__ import annotations

import hashlib
import string
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.register.rules.sanctions import Listed, alike, hits, read_list, screening, tokens

WORD = st.text(alphabet=string.ascii_letters + string.digits + "éüñßİ", min_size=1, max_size=8)
NAME = st.lists(WORD, min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("mine", "listed", "hit"),
    [
        ("Aid for All", "AID FOR ALL", True),
        ("Aid for All", "all for aid", True),
        ("Société d'Étude", "societe d etude", True),
        ("Aid for All Foundation", "Aid for All", True),
        ("Aid", "Aid for All", True),
        ("ＡＩＤ", "aid", True),
        ("Straße", "STRASSE", True),
        ("Aid for Some", "Aid for All", False),
        ("Aider", "Aid", False),
        ("...", "!!!", False),
        ("", "Aid", False),
    ],
)
def test_which_names_are_alike(mine: str, listed: str, hit: bool) -> None:
    assert (hits([mine], "", [Listed(listed)]) == [listed]) is hit


def test_aliases_and_identifiers_hit_too() -> None:
    """The hit is the name on the list, once."""
    rows = [
        Listed("X", ("Aid for All", "AFA")),
        Listed("Y", (), "NL-KVK-1"),
        Listed("Z"),
        Listed("X", ("for all aid",)),
    ]
    assert hits(["Aid for All"], "nl-kvk-1", rows) == ["X", "Y"]
    assert hits(["Nobody"], "", [Listed("Y")]) == []


@given(name=NAME, data=st.data())
def test_order_case_signs_and_form_of_letters_do_not_matter(name: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(name))
    form = data.draw(st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
    joint = data.draw(st.sampled_from([" ", "-", ", ", "/", " . "]))
    assert tokens(unicodedata.normalize(form, joint.join(other).upper())) == tokens(" ".join(name).upper())
    assert alike(tokens(" ".join(name)), tokens(joint.join(other)))


@given(mine=NAME, listed=st.lists(NAME, max_size=6))
def test_hits_are_those_of_a_plain_twin(mine: list[str], listed: list[list[str]]) -> None:
    """Each listed name by itself, word for word; the order of the list does not matter."""
    rows = [Listed(" ".join(words)) for words in listed]
    plain = []
    for row in rows:
        one, other = list(tokens(" ".join(mine))), list(tokens(row.name))
        if one and other and (all(w in other for w in one) or all(w in one for w in other)):
            plain.append(row.name)
    assert hits([" ".join(mine)], "", rows) == sorted(set(plain)) == hits([" ".join(mine)], "", rows[::-1])


LIST = b'name,aliases,identifier\n"Aid for All","AFA; Help for All",NL-KVK-9\nOther,,\n'


def test_the_facts_of_an_act() -> None:
    facts = screening("NL-KVK-1", ["help for all"], LIST, "made up", date(2024, 3, 1)).facts()
    assert facts == {
        "partner": "NL-KVK-1",
        "list": "made up",
        "list_hash": hashlib.sha256(LIST).hexdigest(),
        "list_day": "2024-03-01",
        "hits": ["Aid for All"],
    }
    with pytest.raises(ValueError, match="at least one name"):
        screening("NL-KVK-1", ["..."], LIST, "made up", date(2024, 3, 1))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name;aliases\nA;B\n", "the columns must be"),
        (b"", "the columns must be"),
        (b"name,aliases,identifier\n", "the list is empty"),
        (b"name,aliases,identifier\nA,b\n", "line 2: give three columns"),
        (b"name,aliases,identifier\nA,b,c,d\n", "line 2: give three columns"),
        (b"name,aliases,identifier\n?,b,c\n", "line 2: give three columns"),
        (b"name,aliases,identifier\n\xff,b,c\n", "utf-8"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(data: bytes, said: str) -> None:
    """Nobody is screened against half a list."""
    with pytest.raises(ValueError, match=said):
        read_list(data)
