"""A small register behind the site in a real browser, and its pages with who reads them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from once import once
from registerbook import PARTNER, YEAR, Book
from registersite import ACCOUNTS, EMPTY, empty_accounts_in, prepared, serving, session_of, use

PAGES = {
    "work": ("olga", "/register/work/"),
    "work-budget-holder": ("bram", "/register/work/"),
    "register-budget": ("bram", f"/register/?year={YEAR}"),
    "dossiers": ("olga", "/register/dossiers/"),
    "dossier": ("carla", "/register/dossier/?name=G1"),
    "dossier-partner": ("pia", "/register/dossier/?name=G1"),
    "propose": ("olga", "/register/act/proposal/"),
    "commit": ("bram", "/register/act/commitment/?dossier=G2"),
    "appraise": ("anna", "/register/act/appraisal/?dossier=G2"),
    "funds": ("olga", "/register/funds/"),
    "figures": ("carla", "/register/figures/"),
    "people": ("admin", "/register/people/"),
    "audit": ("aud", "/register/audit/?verify=1"),
    "account": ("olga", "/account/security/"),
    "second-factors": ("olga", "/account/2fa/"),
    "login": ("", "/account/login/"),
    "not-for-you": ("pia", "/register/audit/"),
    "nothing-there": ("olga", "/register/dossier/?name=nothing"),
}


@pytest.fixture(scope="module")
def desk(sample_lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Book]]:
    """The site on a small register."""
    prepared()
    from django.conf import settings

    path = tmp_path_factory.mktemp("register") / "register.sqlite3"
    shutil.copyfile(once(tmp_path_factory, ACCOUNTS, empty_accounts_in) / EMPTY, path)
    address = f"sqlite:///{path}"
    use(address)
    book = Book(address)
    for who, role in {"anna": "appraiser", "aud": "auditor", "ida": "integrity officer"}.items():
        book.appoint(who, role)
    book.commit("G1", book.propose("G1", 20_000_000 // 100, title="Mine clearance in the north", partner=PARTNER))
    book.pay(
        "G1",
        book.act("pia", "partner contact", "payment_request", "G1", 50_000, account="NL91ABNA0417164300", advance=True),
    )
    book.request("G1", 20_000)
    book.propose("G2", 30_000, title="Courts on wheels", partner=PARTNER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SECRET_KEY", "a key that the server and this test share")
        with serving(VREDE_LAKE=str(sample_lake), VREDE_DATABASE=address, VREDE_SECRET_KEY=settings.SECRET_KEY) as site:
            yield site, book
    book.database.close()


def sign_in(page: Page, site: str, name: str) -> None:
    """From now on the browser is that of this person; of nobody where no name is given."""
    page.context.clear_cookies()
    if name:
        page.context.add_cookies([{"name": "vrede_register", "value": session_of(name), "url": site}])
