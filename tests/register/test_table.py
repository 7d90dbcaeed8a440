"""The table of acts is whole: titles, fields and help in both languages; facts are checked against it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from registerbook import PARTNER, RULES
from vrede.register.acts.body import checked
from vrede.register.acts.registry import CHECKS
from vrede.register.acts.submission import Asked
from vrede.register.refused import RegisterRefused
from vrede.register.rules.ruleset import shipped
from vrede.register.table.limits import LARGEST, fits
from vrede.register.table.transitions import FILE, SAME, Choice, Field, Words, appointed, read_table, roles, transitions

TWO = {
    *("commit", "agree", "pay", "sign", "draw", "move", "law", "allot", "appoint", "determine", "recover"),
    *("decide", "lift", "clear", "release", "close", "exceed", "accept", "repaid", "dismiss", "refuse", "decline"),
}
"""Acts that approve, pay, move money, change the law or appoint."""


@pytest.mark.parametrize("kind", sorted(transitions()))
def test_every_act_says_what_it_is_in_both_languages(kind: str) -> None:
    """Title, help, fields and choices; help is short."""
    row = transitions()[kind]
    assert row.kind == kind
    assert row.roles
    texts = [row.title, row.help]
    for field in row.fields:
        texts += [field.title, field.help, *field.choices]
        assert (field.type in ("cents", "year", "day") and field.own) or field.name not in ("cents", "year", "day")
        assert field.type != "choice" or field.choices
    for text in texts:
        assert text.nl.strip()
        assert text.en.strip()
    for words in (row.help, *(field.help for field in row.fields)):
        for text in (words.nl, words.en):
            assert text.endswith((".", "?")), text
            assert all(len(sentence.split()) <= 18 for sentence in text.split(". ")), text
    assert len({field.name for field in row.fields}) == len(row.fields)


def test_the_table_holds_together() -> None:
    """Every state that is needed is led to, every act approved is one, every role can be appointed; approvals ask a second factor."""
    table = transitions()
    led = {row.leads for row in table.values()} - {SAME} | {""}
    assert {need for row in table.values() for need in row.needs} <= led
    assert {kind for row in table.values() for kind in row.approves} <= set(table)
    role = table["appoint"].field("role")
    assert role is not None
    assert sorted(choice.id for choice in role.choices) == sorted(appointed())
    assert "auditor" not in roles()
    assert {kind for kind, row in table.items() if row.second_factor} == TWO
    assert {kind for kind, row in table.items() if row.approves} <= TWO
    assert set(CHECKS) <= set(table) - {"found"}


def test_what_is_described_and_never_asked_is_refused() -> None:
    extra = '\n[field.colour]\ntype = "line"\ntitle = { nl = "k", en = "c" }\nhelp = { nl = "k.", en = "c." }\n'
    with pytest.raises(ValueError, match="never asked: colour"):
        read_table(FILE.read_text(encoding="utf-8") + extra)


def test_the_instruments_that_ship_are_those_of_the_form() -> None:
    """What an instrument asks is a fact of the act; the legal bases are those of the form."""
    rules, field = shipped(), transitions()["propose"].field
    instrument, basis = field("instrument"), field("legal_basis")
    assert instrument is not None
    assert basis is not None
    assert {choice.id for choice in instrument.choices} == set(rules.instruments)
    for one in rules.instruments.values():
        for rule in one.rule:
            for kind, names in rule.asks.items():
                assert all(transitions()[kind].field(name) for name in names)
            assert {row.id for row in rule.basis} in (set(), {choice.id for choice in basis.choices})
    assert set(RULES.instruments) - set(rules.instruments) == {"plain"}


WORDS = Words(nl="n", en="e")
HASH = "0a" * 32


@pytest.mark.parametrize(
    ("type", "right", "wrong"),
    [
        ("line", ["a", "é"], ["", " ", "a\nb", "a\x00", 1, None, "x" * 301, "\ud800"]),
        ("text", ["a", "a\nb"], ["", 1, "x" * 2001]),
        ("long", ["a\nb", "x" * 20_000], ["", [], "x" * 20_001]),
        ("yes", [True, False], [0, 1, "yes"]),
        ("choice", ["one"], ["two", "", 1, ["one"]]),
        ("whole", [0, 7], [-1, True, 1.0, "7", LARGEST + 1]),
        ("amount", [0, LARGEST], [-1, False, 1.5, LARGEST + 1]),
        ("amounts", [{}, {"2024": 0}], [[], {"": 1}, {1: 1}, {"a": -1}, {"a": True}, {"a": 1.0}]),
        ("texts", [{}, {"a": ""}], [[], {"a": 1}, {" ": "b"}]),
        (
            "scores",
            [{}, {"a": {"score": 100, "reason": "r"}}],
            [
                {"a": {"score": 101, "reason": "r"}},
                {"a": {"score": 1, "reason": " "}},
                {"a": {"score": 1}},
                {"a": 1},
                {"a": {"score": True, "reason": "r"}},
                {"a": {"score": 1, "reason": "r", "more": 1}},
            ],
        ),
        ("list", [[], ["a", "b"]], ["a", [1], [""], ["a"] * 1001]),
        ("hash", [HASH], [HASH.upper(), HASH[1:], 1, HASH + "\n"]),
        ("dossier", ["G1"], ["", 1, "a\nb"]),
        ("partner", [PARTNER, "44000"], ["", "a b", "a:b", "x", "a%"]),
        ("day", ["2024-02-29"], ["2023-02-29", "20240229", "2024-2-9", date(2024, 2, 29), ""]),
    ],
)
def test_a_fact_is_of_its_type(type: Any, right: list[Any], wrong: list[Any]) -> None:
    choices = (Choice(id="one", nl="een", en="one"),) if type == "choice" else ()
    field = Field(name="n", type=type, title=WORDS, help=WORDS, required=True, choices=choices)
    assert [value for value in right if not fits(field, value)] == []
    assert [value for value in wrong if fits(field, value)] == []


def test_a_list_of_choices_has_each_once() -> None:
    field = transitions()["propose"].field("efforts")
    assert field is not None
    assert fits(field, ["civil", "military"])
    assert not fits(field, ["civil", "civil"])
    assert not fits(field, ["naval"])


def asked(kind: str, **changed: Any) -> Asked:
    given: dict[str, Any] = {
        "who": "x",
        "role": "y",
        "kind": kind,
        "dossier": "G",
        "token": "t",
        "reason": "r",
        **changed,
    }
    return Asked(**given)


PROPOSAL = {"article": "XVII.4", "line": "4.3", "schedule": {"2024": 1}}


@pytest.mark.parametrize(
    ("act", "code", "said"),
    [
        (asked("propose", year=2024, facts={**PROPOSAL, "colour": "red"}), "words", "'colour' is not asked"),
        (asked("propose", year=2024, facts={**PROPOSAL, "day": "2024-01-01"}), "words", "'day' is not asked"),
        (asked("propose", year=2024, facts={**PROPOSAL, "cents": 1}), "words", "'cents' is not asked"),
        (asked("propose", year=2024, facts={"line": "4.3"}), "words", "article"),
        (asked("propose", year=2024, facts={**PROPOSAL, "line": None}), "words", "(line) is needed"),
        (asked("propose", facts=PROPOSAL), "words", "year is needed"),
        (asked("propose", year=1999, facts=PROPOSAL), "words", "2000 to 2100"),
        (asked("propose", year=2024, facts={**PROPOSAL, "year": 2025}), "words", "the year"),
        (asked("propose", year=2024, day=date(2024, 1, 1), facts=PROPOSAL), "words", "has no day"),
        (asked("propose", year=2024, approves=1, facts=PROPOSAL), "words", "approves nothing"),
        (asked("propose", year=2024, facts={**PROPOSAL, "instrument": "gift"}), "words", "one of subsidy"),
        (asked("propose", year=2024, facts={**PROPOSAL, "ongoing": 1}), "words", "yes or no"),
        (asked("commit", year=2024), "year", "day is needed"),
        (asked("request", year=2024), "words", "has no year"),
    ],
)
def test_facts_that_are_not_asked_or_lacking_are_refused(act: Asked, code: str, said: str) -> None:
    with pytest.raises(RegisterRefused) as trouble:
        checked(act, transitions()[act.kind])
    assert trouble.value.code == code
    assert said in str(trouble.value)


def test_year_and_day_stand_in_the_body() -> None:
    """Of the act, or a law's among its facts; what was left empty is left out."""
    facts = checked(asked("commit", year=2024, day=date(2024, 3, 1), facts={"despite": None}), transitions()["commit"])
    assert facts == {"year": 2024, "day": "2024-03-01"}
    law = {"article": "XVII.4", "year": 2024, "authority": "cash", "phase": "draft", "level": 1}
    assert checked(asked("law", facts=law), transitions()["law"]) == law


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("/en/rows/?clause=F1&snapshot=0123456789abcdef&cents=12", True),
        ("https://vrede.example.org/nl/warning/triggers/?snapshot=0123456789abcdef", True),
        (f"sha256:{'0a' * 32}", True),
        ("act 812", True),
        ("/en/rows/?clause=F1", False),
        ("/en/rows/?snapshot=0123456789abcde", False),
        ("javascript:/?snapshot=0123456789abcdef", False),
        ("/en/ rows/?snapshot=0123456789abcdef", False),
        (f"sha256:{'0A' * 32}", False),
        ("act 0", False),
        ("a feeling", False),
        ("", False),
    ],
)
def test_what_an_act_relies_on_can_be_found_again(text: str, right: bool) -> None:
    """A figure of a snapshot, a document by its digest, another act; each once."""
    field = transitions()["answer"].field("receipts")
    assert field is not None
    assert fits(field, [text]) is right
    assert not fits(field, [text, text])
