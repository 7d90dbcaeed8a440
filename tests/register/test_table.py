"""The table of acts is whole: titles, fields and help in both languages; facts are checked against it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pytest
from pydantic import ConfigDict, TypeAdapter

from registerbook import PARTNER, RULES
from vrede.register.acts.body import checked
from vrede.register.acts.registry import HANDLERS
from vrede.register.acts.submission import Submission
from vrede.register.chain.act import canonical
from vrede.register.refused import RegisterRefused
from vrede.register.rules.ruleset import shipped
from vrede.register.table import limits
from vrede.register.table.bodies import Commitment, Proposal
from vrede.register.table.kinds import Kind
from vrede.register.table.limits import LARGEST
from vrede.register.table.transition import FILE, SAME, appointed, read_table, roles, transitions

TWO = {
    *(
        "commitment",
        "modification_approval",
        "payment",
        "signature",
        "drawdown",
        "reallocation",
        "budget_law",
        "allotment",
        "appointment",
        "final_settlement",
        "recovery",
    ),
    *(
        "objection_decision",
        "resumption",
        "screening_clearance",
        "release",
        "closure",
        "overrun",
        "report_assessment",
        "repayment",
        "dismissal",
        "refusal",
        "rejection",
    ),
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
        assert field.name not in ("cents", "year", "day") or field.type == field.name
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
    role = table["appointment"].field("role")
    assert role is not None
    assert sorted(choice.id for choice in role.choices) == sorted(appointed())
    assert "auditor" not in roles()
    assert {kind for kind, row in table.items() if row.second_factor} == TWO
    assert {kind for kind, row in table.items() if row.approves} <= TWO
    assert set(HANDLERS) == set(table) == set(Kind)


def test_what_is_described_and_never_asked_is_refused() -> None:
    extra = '\n[field.colour]\ntitle = { nl = "k", en = "c" }\nhelp = { nl = "k.", en = "c." }\n'
    with pytest.raises(ValueError, match="never asked: colour"):
        read_table(FILE.read_text(encoding="utf-8") + extra)


def test_the_instruments_that_ship_are_those_of_the_form() -> None:
    """What an instrument asks is a fact of the act; the legal bases are those of the form."""
    rules, field = shipped(), transitions()["proposal"].field
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


def fits(type: Any, value: Any) -> bool:
    """Whether a value is of a type, as it is read from the text of an act."""
    try:
        TypeAdapter(type, config=ConfigDict(strict=True)).validate_json(canonical({"value": value})[9:-1])
    except (ValueError, TypeError, RegisterRefused):
        return False
    return True


HASH = "0a" * 32


@pytest.mark.parametrize(
    ("type", "right", "wrong"),
    [
        (limits.Line, ["a", "é"], ["", " ", "a\nb", "a\x00", 1, None, "x" * 301, "\ud800"]),
        (limits.Text, ["a", "a\nb"], ["", 1, "x" * 2001]),
        (limits.Long, ["a\nb", "x" * 20_000], ["", [], "x" * 20_001]),
        (limits.Yes, [True, False], [0, 1, "yes"]),
        (Literal["one"], ["one"], ["two", "", 1, ["one"]]),
        (limits.Whole, [0, 7], [-1, True, 1.0, "7", LARGEST + 1]),
        (limits.Cents, [0, LARGEST], [-1, False, 1.5, LARGEST + 1]),
        (limits.Amounts, [{}, {"2024": 0}], [[], {"": 1}, {1: 1}, {"a": -1}, {"a": True}, {"a": 1.0}]),
        (limits.Texts, [{}, {"a": ""}], [[], {"a": 1}, {" ": "b"}]),
        (
            limits.Scores,
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
        (limits.Several, [[], ["a", "b"]], ["a", [1], [""], ["a"] * 1001]),
        (limits.Sha256, [HASH], [HASH.upper(), HASH[1:], 1, HASH + "\n"]),
        (limits.DossierName, ["G1"], ["", 1, "a\nb"]),
        (limits.Partner, [PARTNER, "44000"], ["", "a b", "a:b", "x", "a%"]),
        (limits.Day, ["2024-02-29"], ["2023-02-29", "20240229", "2024-2-9", date(2024, 2, 29), ""]),
    ],
)
def test_a_fact_is_of_its_type(type: Any, right: list[Any], wrong: list[Any]) -> None:
    assert [value for value in right if not fits(type, value)] == []
    assert [value for value in wrong if fits(type, value)] == []


def test_a_list_of_choices_has_each_once() -> None:
    efforts = Proposal.model_fields["efforts"].rebuild_annotation()
    assert fits(efforts, ["civil", "military"])
    assert not fits(efforts, ["civil", "civil"])
    assert not fits(efforts, ["naval"])


def asked(kind: str, **changed: Any) -> Submission:
    given: dict[str, Any] = {
        "who": "x",
        "role": "y",
        "kind": kind,
        "dossier": "G",
        "token": "t",
        "reason": "r",
        **changed,
    }
    return Submission(**given)


PROPOSAL = {"article": "XVII.4", "line": "4.3", "schedule": {"2024": 1}}


@pytest.mark.parametrize(
    ("act", "code", "said"),
    [
        (asked("proposal", year=2024, facts={**PROPOSAL, "colour": "red"}), "words", "'colour' is not asked"),
        (asked("proposal", year=2024, facts={**PROPOSAL, "day": "2024-01-01"}), "words", "has no day"),
        (asked("proposal", year=2024, facts={**PROPOSAL, "cents": 1}), "words", "'cents' is not asked"),
        (asked("proposal", year=2024, facts={"line": "4.3"}), "words", "article"),
        (asked("proposal", year=2024, facts={**PROPOSAL, "line": None}), "words", "(line) is needed"),
        (asked("proposal", facts=PROPOSAL), "words", "(year) is needed"),
        (asked("proposal", year=1999, facts=PROPOSAL), "words", "2000 to 2100"),
        (asked("proposal", year=2024, facts={**PROPOSAL, "year": 2024}), "words", "'year' is not asked"),
        (asked("proposal", year=2024, day=date(2024, 1, 1), facts=PROPOSAL), "words", "has no day"),
        (asked("proposal", year=2024, approves=1, facts=PROPOSAL), "words", "approves nothing"),
        (asked("proposal", year=2024, facts={**PROPOSAL, "instrument": "gift"}), "words", "one of subsidy"),
        (asked("proposal", year=2024, facts={**PROPOSAL, "ongoing_policy": 1}), "words", "yes or no"),
        (asked("commitment", year=2024), "year", "(day) is needed"),
        (asked("payment_request", year=2024), "words", "has no year"),
    ],
)
def test_facts_that_are_not_asked_or_lacking_are_refused(act: Submission, code: str, said: str) -> None:
    with pytest.raises(RegisterRefused) as trouble:
        checked(act, transitions()[act.kind])
    assert trouble.value.code == code
    assert said in str(trouble.value)


def test_what_was_left_empty_is_left_out_and_the_day_is_in_the_body() -> None:
    facts = {"justification": None, "receipts": []}
    body = checked(asked("commitment", year=2024, day=date(2024, 3, 1), facts=facts), transitions()["commitment"])
    assert body == Commitment(day=date(2024, 3, 1))
    assert body.facts() == {"day": "2024-03-01"}


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
    assert fits(limits.Receipts, [text]) is right
    assert not fits(limits.Receipts, [text, text])
