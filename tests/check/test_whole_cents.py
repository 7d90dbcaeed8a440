"""Money of the register is whole cents: in its code, in its tables, and in every act, whatever somebody tries."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registerbook import DAY, YEAR, Book
from vrede.lake.tables.money import STORED
from vrede.register.refused import RegisterRefused
from vrede.sources.register.tables import REGISTER_TABLES

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "vrede"
FOLDERS = ("register", "web/register", "web/accounts", "sources/register", "sources/budget")
CODE = sorted(path for folder in FOLDERS for path in (SRC / folder).rglob("*.py")) + [SRC / "cli" / "register.py"]
SQL = sorted((SRC / "register").rglob("*.sql"))
MONEY = re.compile(r"(?:^|_)(?:cents?|euros?|amounts?|thousands?|balance|ceiling)(?:_|$)|_eur(?:_|$)")
DECIMALS = re.compile(r"\b(REAL|FLOAT[48]?|DOUBLE|NUMERIC|DECIMAL|MONEY)\b", re.IGNORECASE)
KEYS = {
    "cents",
    "amount",
    "amounts",
    "schedule",
    "lines",
    "level",
    "ceiling",
    "sub_ceilings",
    "accounted",
    "questioned",
    "released",
}
KEYS |= {"contract_amount"}


def names(node: ast.AST) -> Iterator[str]:
    """Every name, attribute and key inside a piece of code."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
            yield str(part.slice.value)


def money(node: ast.AST) -> bool:
    return any(MONEY.search(name) for name in names(node))


def exact(node: ast.AST) -> bool:
    """Decimal(...): divided exactly, to be rounded where somebody says how."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decimal"


def faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, what) of everything that could make money a decimal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield node.lineno, "float("
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.target, node.value)
            if any(map(money, sides)) and not any(map(exact, sides)):
                yield node.lineno, "an amount is divided with /"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Add | ast.Sub):
            sides = (node.left, node.right)
            if any(isinstance(s, ast.Constant) and isinstance(s.value, float) for s in sides) and any(
                map(money, sides)
            ):
                yield node.lineno, "an amount beside a decimal"
        elif isinstance(node, ast.Attribute) and re.fullmatch(
            "Float(32|64|Field)?|DecimalField|float(32|64)", node.attr
        ):
            yield node.lineno, node.attr
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and MONEY.search(node.target.id):
            if "float" in ast.unparse(node.annotation):
                yield node.lineno, "an amount that is declared a float"
        elif (
            isinstance(node, ast.arg)
            and MONEY.search(node.arg)
            and "float" in ast.unparse(node.annotation or ast.Pass())
        ):
            yield node.lineno, "an amount that is declared a float"


# code | what the check says of it
SEEN = [
    ("x = float(y)", "float("), ("x = cents / 100", "divided"), ("x = row['amount_eur_cents'] / total", "divided"),
    ("x = a / self.cents", "divided"), ("cents /= 2", "divided"), ("x = cents * 1.21", "decimal"), ("cents: float = 0", "float"),
    ("def f(amount: float): ...", "float"), ("t = pl.Float64", "Float64"), ("class M:\n  cents = models.DecimalField()", "DecimalField"),
    ("x = cents // 100", ""), ("x = Decimal(facts['contract_amount']) / rate", ""), ("p = folder / 'cents.toml'", ""), ("x = width / 2", ""), ("x = recent / accents", ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "said"), SEEN)
def test_the_check_sees_what_it_should(code: str, said: str) -> None:
    """A check that sees nothing would pass too."""
    found = " ".join(what for _line, what in faults(ast.parse(code)))
    assert (said in found) if said else not found


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(SRC)))
def test_no_code_makes_money_a_decimal(path: Path) -> None:
    """No float(, no division of an amount, no decimal beside one, no column or field of decimals."""
    assert not list(faults(ast.parse(path.read_text(encoding="utf-8"))))


def test_the_database_has_no_column_of_decimals() -> None:
    """Neither dialect; and money is BIGINT."""
    assert len(SQL) == 2
    for path in SQL:
        text = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        assert not DECIMALS.search(text), path.name
        columns = re.findall(r"^\s*cents\s+(\w+)", text, re.MULTILINE)
        assert len(columns) >= 3
        assert set(columns) == {"BIGINT"}


def test_statements_in_code_have_none_either() -> None:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.search(r"\b(SELECT|INSERT|CREATE)\b", node.value)
            ):
                assert not DECIMALS.search(node.value), f"{path.name}:{node.lineno}"


def test_every_declared_column_of_money_is_whole() -> None:
    """Cents, euro and thousands of euro are Int64 in every table; an outside file's own amount is an exact decimal and never cents."""
    seen = 0
    for table in (*STORED, *REGISTER_TABLES):
        for column in table.columns:
            if "cents" in column.name or column.unit in ("eur_cents", "eur", "thousand_eur"):
                assert column.kind == "integer", f"{table.name}.{column.name}"
                seen += 1
            assert column.dtype.is_float() is False, f"{table.name}.{column.name}"
    assert seen > 20


def numbers(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """(key, value) of everything in a body that is no list or object; what lies below a key of money keeps that key."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from numbers(below, key if key in KEYS else str(name))
    elif isinstance(value, list):
        for below in value:
            yield from numbers(below, key)
    else:
        yield key, value


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A register with every kind of act that moves money in it."""
    made = Book(f"sqlite:///{tmp_path / 'register.sqlite3'}")
    act = made.propose("G1", 20_001)
    act = made.propose("G1", 20_002, kind="amendment", schedule={"2024": 20_000, "2025": 2})
    made.commit("G1", act)
    made.pay("G1", made.request("G1", 5_001))
    made.act("betty", "budget holder", "release", "G1", 3)
    made.move("cash", 7)
    made.law("commitment", {"4.1": 400_001, "4.3": 600_000}, "first_supplementary")
    made.act("carla", "controller", "allotment", "funds", 50, year=YEAR, day=DAY, fund="BIV", letter="a letter")
    return made


def test_every_act_holds_whole_numbers(book: Book) -> None:
    """All bodies are walked: no number has a decimal point, and what stands under a key of money is an integer."""
    seen = set()
    for seq, cents, body in book.database.all("SELECT seq, cents, body FROM act"):
        assert cents is None or type(cents) is int
        for key, value in numbers(json.loads(body)):
            assert not isinstance(value, float), (seq, key)
            if key in KEYS:
                assert type(value) is int, (seq, key, value)
                seen.add(key)
    assert seen >= {"schedule", "lines", "level"}
    for table, column in (("act", "cents"), ("posting", "cents"), ("balance", "cents")):
        found = {kind for (kind,) in book.database.all(f"SELECT DISTINCT typeof({column}) FROM {table}")}
        assert found <= {"integer", "null"}, table
    book.database.close()


@pytest.mark.parametrize("number", [100.0, 100.5, 1e3, 0.1])
def test_a_decimal_never_gets_in(book: Book, number: float) -> None:
    """As an amount, in a schedule, in a law or anywhere below: refused in words, and nothing was written."""
    before = book.count()
    tries = [
        lambda: book.propose("G9", number),  # type: ignore[arg-type]
        lambda: book.propose("G9", 100, schedule={str(YEAR): number}),
        lambda: book.propose("G9", 100, schedule={"2024": 100 - number, "2025": number}),
        lambda: book.law("cash", {"4.1": number, "4.3": 600_000}),  # type: ignore[dict-item]
        lambda: book.propose("G9", 100, note={"deep": [{"down": number}]}),
    ]
    for one in tries:
        with pytest.raises(RegisterRefused):
            one()
    assert book.count() == before
    book.database.close()
