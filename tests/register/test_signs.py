"""Words of an act that a database does not take, or that cannot be seen: refused before any database is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registerbook import MOMENT, RULES, Book
from registerrefused import everything
from vrede.register.acts.submission import Submission
from vrede.register.chain.database import Database
from vrede.register.recording.recorder import record
from vrede.register.refused import RegisterRefused

WRONG = [
    (name, sign) for name in ("who", "dossier", "token", "reason") for sign in ("\x00", "\x1f", "\ud800", "\udfff")
]


@pytest.mark.parametrize(("name", "sign"), [*WRONG, ("token", "\n"), ("token", "\t"), ("dossier", "\n")])
def test_they_are_refused_before_any_question(
    book: Book, monkeypatch: pytest.MonkeyPatch, name: str, sign: str
) -> None:
    asked = Submission("olga", "policy officer", "proposal", "G1", "t", "r", 10, 2024)
    before, questions = everything(book), []
    with monkeypatch.context() as patch:
        patch.setattr(Database, "_execute", lambda _self, sql, _values: questions.append(sql))
        with pytest.raises(RegisterRefused) as refused:
            record(book.database, replace(asked, **{name: f"a{sign}b"}), MOMENT, RULES)
    assert refused.value.code == "words"
    assert questions == []
    assert everything(book) == before
