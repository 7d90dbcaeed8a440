"""The catalogue of words: every id that is used has words, every entry is used, and both languages say the same."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import vrede
from vrede.language import WordsError, has_words, parameters_of, say
from vrede.language.catalogue import PARAMETER, chapter, chapters

ROOT = Path(vrede.__file__).parent
IDS = sorted(ident for name in chapters() for ident in chapter(name))
IN_TEMPLATE = re.compile(r"""\{%\s*say\s+(?:"([^"]+)"|'([^']+)')([^%]*)%\}""")
ANY = "\x00"
ENDINGS = (".py", ".csv", ".json", ".html", ".parquet", ".sqlite3")


def strings(tree: ast.AST) -> set[str]:
    """Every text in a piece of code; of one that is put together, what stands between its parts."""
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    parts = {id(part) for node in joined for part in node.values}
    whole = {"".join(str(p.value) if isinstance(p, ast.Constant) else ANY for p in node.values) for node in joined}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in parts)
    return whole | {node.value for node in constants if isinstance(node.value, str)}


@cache
def modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}


@cache
def templates() -> dict[Path, list[tuple[str, str]]]:
    """(id, what follows it) of each `say` in each template."""
    return {
        path: [(one or other, rest) for one, other, rest in IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))]
        for path in sorted(ROOT.rglob("*.html"))
    }


def asked() -> list[tuple[str, str, frozenset[str] | None]]:
    """(place, id or pattern of ids, names of parameters or None where they are not written out) of each `say`."""
    calls = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) in ("say", "filled") and node.args):
                continue
            plain = not any(keyword.arg is None for keyword in node.keywords) and ast.unparse(node.func) == "say"
            names = frozenset(str(keyword.arg) for keyword in node.keywords) if plain else None
            first = node.args[0]
            for choice in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                calls += [(f"{path.name}:{node.lineno}", ident, names) for ident in strings(choice) if "." in ident]
    for path, says in templates().items():
        calls += [(path.name, ident, frozenset(re.findall(r"(\w+)=", rest))) for ident, rest in says]
    return calls


def ids_of(pattern: str) -> list[str]:
    """The ids that a text, or a text with parts that are not known, may be."""
    if ANY not in pattern:
        return [pattern] if has_words(pattern) else []
    form = re.compile(".+".join(re.escape(part) for part in pattern.split(ANY)))
    return [ident for ident in IDS if form.fullmatch(ident)]


def test_every_id_that_is_used_has_words() -> None:
    assert [(place, pattern) for place, pattern, _names in asked() if not ids_of(pattern)] == []


def test_whatever_is_written_as_an_id_has_words() -> None:
    """Also where it does not stand in a `say`: in a table from what the tables hold to the id of its words."""
    written = re.compile(rf"({'|'.join(chapters())})(\.[A-Za-z0-9_-]+)+")
    texts = {text for tree in modules().values() for text in strings(tree) if written.fullmatch(text)}
    assert {text for text in texts if not has_words(text) and not text.endswith(ENDINGS)} == {
        "act.approves"
    }  # a column


def test_every_id_is_given_what_it_needs_where_it_is_used() -> None:
    wrong = [
        (place, ident, sorted(names), sorted(parameters_of(ident)))
        for place, pattern, names in asked()
        if names is not None and ANY not in pattern
        for ident in ids_of(pattern)
        if names != parameters_of(ident)
    ]
    assert wrong == []


def test_every_id_is_used() -> None:
    """Somewhere in the code or in a template; where an id is put together, by its form."""
    texts = {text for tree in modules().values() for text in strings(tree)}
    used = {ident for says in templates().values() for ident, _rest in says} | texts
    forms = [text for text in texts if ANY in text and re.match(r"[a-z_]+\.", text) and " " not in text]
    used |= {ident for form in forms for ident in ids_of(form)}
    assert [ident for ident in IDS if ident not in used] == []


@pytest.mark.parametrize("name", chapters())
def test_both_languages_have_words_and_the_same_parameters(name: str) -> None:
    for ident, forms in chapter(name).items():
        assert set(forms) == {"en", "nl"}, ident
        assert all(text.strip() for pair in forms.values() for text in pair), ident
        needed = [{word for text in pair for word in PARAMETER.findall(text)} for pair in forms.values()]
        assert needed[0] == needed[1], ident
        assert all(
            brace not in PARAMETER.sub("", text) for pair in forms.values() for text in pair for brace in "{}"
        ), ident


@pytest.mark.parametrize("name", chapters())
def test_a_chapter_is_sorted_by_id_and_holds_its_own_ids(name: str) -> None:
    ids = list(chapter(name))
    assert ids == sorted(ids)
    assert all(ident.startswith(f"{name}.") for ident in ids)


# n | nl | en
COUNTED = """
0    | 0 deelbedragen     | 0 slices
1    | 1 deelbedrag       | 1 slice
2    | 2 deelbedragen     | 2 slices
1851 | 1.851 deelbedragen | 1,851 slices
"""


@pytest.mark.parametrize("row", COUNTED.strip().splitlines())
def test_a_number_chooses_the_form_and_has_the_sign_of_the_language(row: str) -> None:
    number, dutch, english = (cell.strip() for cell in row.split("|"))
    ident = next(ident for ident in IDS if chapter(ident.partition(".")[0])[ident]["en"] == ("{n} slice", "{n} slices"))
    assert say(ident, "nl", n=int(number)) == dutch
    assert say(ident, "en", n=int(number)) == english


@pytest.mark.parametrize(
    ("ident", "named"),
    [
        ("money", {}),
        ("money.nothing_of_this_name", {}),
        ("nothing.of_this_name", {}),
        ("range.up_to", {}),
        ("range.up_to", {"low": 1}),
        ("range.up_to", {"low": 1, "high": 2, "middle": 3}),
        ("brief.answer_unpriced", {"n": "many"}),
    ],
)
def test_an_unknown_id_and_other_parameters_are_a_fault(ident: str, named: dict[str, object]) -> None:
    with pytest.raises(WordsError):
        say(ident, "nl", **named)


def test_what_is_filled_in_is_never_filled_in_again() -> None:
    assert say("range.up_to", "en", low="{high}", high="{low}") == "{high} to {low}"
