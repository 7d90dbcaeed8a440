"""What the register says has an id where it arises, and its Dutch and English in one chapter of the catalogue."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from vrede.language import has_words, parameters_of
from vrede.language.catalogue import chapter
from vrede.register.desk.due import DOES
from vrede.register.table.kinds import Kind
from vrede.register.table.limits import Type
from vrede.register.table.transition import transitions
from vrede.register.wording import text

SRC = Path(__file__).resolve().parents[2] / "src" / "vrede"
CODE = sorted([*(SRC / "register").rglob("*.py"), *(SRC / "web" / "register").rglob("*.py")])
ID = re.compile(r"[a-z_]+\.[a-z_0-9]+")
BESIDE = ("todo", "due", "wanted", "why", "report_type", "report_state", "dossier_state")
"""Ids that are made of a value: what is missing, what is due, types, states."""


def catalogue() -> set[str]:
    """The ids of the chapter, as the register writes them."""
    return {one.removeprefix("act.") for one in chapter("act")} - {"or"}


def named() -> set[str]:
    """Every text of the code that is written as an id of the chapter, but names of files and of fields of an act."""
    texts = {
        node.value
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value)
    }
    endings = (".toml", ".sql", ".csv", ".xml", ".json", ".parquet", ".html", ".sqlite3")
    return {one for one in texts if not one.endswith(endings) and one != "act.approves" and not has_words(one)}


def test_every_id_has_words_and_no_words_are_left_over() -> None:
    refusals = {one for one in catalogue() if one.partition(".")[0] not in BESIDE}
    assert refusals - named() == {"step.legal_advice", "step.financial_advice"}  # made of the discipline
    assert named() - catalogue() == set()


def test_what_is_made_of_a_value_has_words_for_each() -> None:
    leads = {row.leads for row in transitions().values()} - {"="}
    types = set(Type.__args__) - {"cents", "year", "choice"}  # type: ignore[attr-defined]
    for prefix, values in (("due", set(DOES)), ("dossier_state", leads | {"new"}), ("wanted", types)):
        known = {one.removeprefix(f"{prefix}.") for one in catalogue() if one.startswith(f"{prefix}.")}
        assert known == values


def test_values_are_said_in_the_language() -> None:
    """Kinds of acts by their title, roles and choices by theirs, cents as an amount."""
    values = {"kind": Kind.BUDGET_LAW, "roles": ["controller", "fund board"], "role": "appraiser"}
    assert text("role.other", "nl", values) == "begrotingswet is voor controller of fondsbestuur, niet voor beoordelaar"
    assert text("role.other", "en", values) == "budget law is for controller or fund board, not for appraiser"
    assert text("claim.most", "nl", {"most_cents": 5, "short_cents": 1}, lambda cents: f"€ {cents}").startswith(
        "er kan ten hoogste € 5"
    )


def test_no_kind_of_act_is_a_literal() -> None:
    """Kinds are those of the enumeration, so that a kind that is gone is found by the type checker."""
    kinds = {kind.value for kind in Kind}
    found = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            of_a_kind = isinstance(node, ast.Compare) and any(
                isinstance(part, ast.Attribute) and part.attr == "kind" for part in (node.left, *node.comparators)
            )
            newest = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "newest"
            if of_a_kind or newest:
                found += [
                    f"{path.name}:{part.lineno}"
                    for part in ast.walk(node)
                    if isinstance(part, ast.Constant) and part.value in kinds
                ]
    assert found == []


def test_a_refusal_gives_every_value_of_its_words() -> None:
    """Where a refusal is raised with its values beside it; values that come as a mapping are those of the cases in other tests."""
    missing = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "RegisterRefused"
            ):
                continue
            given = {keyword.arg for keyword in node.keywords}
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and has_words(f"act.{part.value}") and None not in given:
                    wanted = {name.removesuffix("_quoted") for name in parameters_of(f"act.{part.value}")}
                    missing += [(path.name, node.lineno, part.value, name) for name in wanted - given]
    assert missing == []
