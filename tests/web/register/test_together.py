"""Sixteen people at once at the pages of a real server: never over the ceiling, and nobody's act is lost."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from django.utils import timezone

from registerbook import ARTICLE, PARTNER, Book
from registergrant import VET, facts, judged
from registersite import serving, session_of, use
from vrede.register.audit.verification import verify
from vrede.register.chain.postings import balance
from vrede.register.chain.reading import acts_of

CLIENTS, EACH, CENTS, ROOM = 16, 3, 2_500_000, 60_000_000
PASSWORD = "een lange zin van mij 7"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, empty_accounts: Path, tmp_path: Path) -> str:
    """A database of each kind."""
    if request.param == "sqlite":
        shutil.copy(empty_accounts, tmp_path / "register.sqlite3")
        return f"sqlite:///{tmp_path / 'register.sqlite3'}"
    return str(request.getfixturevalue("new_postgres")())


@pytest.fixture
def served(address: str, sample_lake: Path, tmp_path: Path) -> Iterator[tuple[str, Book, int, dict[str, str]]]:
    """The site on this register with this year's budget; sixteen officers and their sessions."""
    use(address)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    year = timezone.localdate().year
    book = Book(address, budget=False)
    book.law("commitment", {"4.3": ROOM}, year=year)
    book.law("cash", {"4.3": ROOM}, year=year)
    sessions = {}
    secret = "a key that the server and this test share"
    with pytest.MonkeyPatch.context() as patch:
        from django.conf import settings

        patch.setattr(settings, "SECRET_KEY", secret)
        for number in range(CLIENTS):
            name = f"holder{number}"
            book.appoint(name, "budget holder")
            sessions[name] = session_of(name)
    book.appoint("arie", "appraiser")
    book.appoint("anna", "appraiser")
    book.do("anna", "due_diligence", f"partner {PARTNER}", {**VET, "valid_until": f"{year + 5}-01-01"})
    for other in range(CLIENTS * EACH):
        said = facts(CENTS, "contribution", schedule={str(year): CENTS}, end_date=f"{year + 2}-06-30")
        proposal = book.do("olga", "proposal", f"G{other}", said, cents=CENTS, year=year)
        judged(book, f"G{other}", proposal)
    with serving(VREDE_LAKE=str(sample_lake), VREDE_DATABASE=address, VREDE_SECRET_KEY=secret) as site:
        yield site, book, year, sessions
    book.database.close()
    use(f"sqlite:///{tmp_path / 'nothing.sqlite3'}")


def test_sixteen_clients_on_one_line(served: tuple[str, Book, int, dict[str, str]]) -> None:
    """48 forms for a line with room for 24, three a person, all at once: 24 are done, 24 hear that there is no room, all is in the chain."""
    site, book, year, sessions = served
    today = timezone.localdate().isoformat()

    def client(number: int) -> list[int]:
        heard = []
        with httpx.Client(
            base_url=site, timeout=120, cookies={"vrede_register": sessions[f"holder{number}"]}
        ) as browser:
            for turn in range(EACH):
                path = f"/en/register/act/commitment/?dossier=G{number * EACH + turn}"
                form = browser.get(path)
                assert form.status_code == 200
                token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
                seen = re.search(
                    r'name="approves" value="(\d+)"><input type="hidden" name="approves_hash" value="(\w+)"', form.text
                )
                assert token is not None
                assert seen is not None
                sent = {
                    "csrfmiddlewaretoken": token[1],
                    "approves": seen[1],
                    "approves_hash": seen[2],
                    "token": uuid4().hex,
                    "reason": "fits",
                    "day": today,
                }
                answer = browser.post(path, data=sent, headers={"referer": site + path})
                heard.append(answer.status_code)
                if answer.status_code == 409:
                    assert "too few" in answer.text, re.findall("Refused.*", answer.text)
        return heard

    with ThreadPoolExecutor(CLIENTS) as pool:
        heard = Counter(code for answers in pool.map(client, range(CLIENTS)) for code in answers)
    assert heard == {302: ROOM // CENTS, 409: CLIENTS * EACH - ROOM // CENTS}
    assert balance(book.database, f"room:{ARTICLE}:{year}:commitment") == 0
    done = [act for n in range(CLIENTS * EACH) for act in acts_of(book.database, f"G{n}") if act.kind == "commitment"]
    assert len(done) == ROOM // CENTS
    assert sum(act.cents or 0 for act in done) == ROOM
    assert verify(book.database) == []
