"""Every address of the register and of accounts, by every role, by dossier. A new address that stands in no table fails here."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

import registerfunds
from registerbook import DAY, PARTNER, YEAR

PEOPLE = {
    "nobody": "",
    "stranger": "without a role",
    "admin": "administrator",
    "olga": "policy officer",
    "anna": "appraiser",
    "bram": "budget holder",
    "carla": "controller",
    "dina": "fund board",
    "pia": "contact of the partner",
    "paul": "contact of another partner",
    "ida": "integrity officer",
    "aud": "auditor",
}
# y: the page; 3: not for this role; 4: there is no such dossier; s: to the page where one signs in
PAGES = """
address                  nobody stranger admin olga anna bram carla dina pia paul ida aud
register                 s      3        3     y    y    y    y     y    3   3    y   y
register_budget_file     s      3        3     y    y    y    y     y    3   3    y   y
register_work            s      3        y     y    y    y    y     y    y   y    y   y
register_dossiers        s      3        y     y    y    y    y     y    y   y    y   y
register_dossiers_file   s      3        y     y    y    y    y     y    y   y    y   y
register_funds           s      3        3     y    y    y    y     y    3   3    3   y
register_figures         s      3        3     y    y    y    y     3    3   3    3   y
register_figures_file    s      3        3     y    y    y    y     3    3   3    3   y
register_people          s      3        y     3    3    3    3     3    3   3    3   y
register_audit           s      3        3     3    3    3    3     3    3   3    3   y
register_audit_file      s      3        3     3    3    3    3     3    3   3    3   y
register_reported        s      3        y     y    y    y    y     y    y   y    y   y
register_answer          s      3        3     4    3    3    3     3    3   3    3   3
"""
# of a page that shows one dossier
DOSSIERS = """
dossier              nobody stranger admin olga anna bram carla dina pia paul ida aud
own                  s      3        4     y    y    y    y     4    y   4    y   y
humanitarian         s      3        4     y    y    y    y     4    y   4    y   y
drawn-on             s      3        4     y    y    y    y     y    y   4    y   y
theirs               s      3        4     y    y    y    y     4    4   y    y   y
request              s      3        4     y    y    y    y     y    4   4    4   y
funds                s      3        4     y    y    y    y     y    4   4    4   y
integrity 1          s      3        4     4    4    4    4     4    4   4    y   y
budget               s      3        4     y    y    y    y     4    4   4    4   y
people               s      3        y     4    4    4    4     4    4   4    4   y
register             s      3        y     4    4    4    4     4    4   4    4   y
warning              s      3        4     y    y    y    y     4    4   4    4   y
partner {p}          s      3        4     y    y    y    y     4    4   4    4   y
nothing              s      3        4     4    4    4    4     4    4   4    4   4
"""
QUERY = {"register_answer": {"warning": "none"}, "register_figures_file": {"table": "rollforward"}}
OPEN_TO_ALL = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "account_set_password",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "oidc_login",
    "oidc_callback",
}
"""Addresses that somebody who did not sign in may ask for: none of them shows the register."""
OF_ONESELF = {
    "account_reauthenticate",
    "account_change_password",
    "account_security",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}
"""Addresses of one's own account: whoever did not sign in is sent to do so."""
OF_A_DOSSIER = ("register_dossier", "register_dossier_file")
STATUS = {"y": 200, "3": 403, "4": 404, "s": 302}


def table(text: str) -> list[dict[str, str]]:
    """The rows of a drawn table; only the first column may hold spaces."""
    head, *rows = text.strip().splitlines()
    names = head.split()
    return [dict(zip(names, row.rsplit(None, len(names) - 1), strict=True)) for row in rows]


def addresses() -> dict[str, str]:
    """Name -> route of every address of the register and of accounts, as the site's configuration has them."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: Any, before: str) -> Iterator[tuple[str, str]]:
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, route)
            elif isinstance(one, URLPattern):
                yield route, str(one.name)

    found = {
        route: name
        for route, name in walk(get_resolver().url_patterns, "")
        if "register/" in route or "account/" in route
    }
    return {name: route for route, name in found.items()}


@pytest.fixture
def filled(desk: Any, granted: Callable[..., Any]) -> Any:
    """One dossier of every sort."""
    book = desk.book
    granted("own")
    granted("humanitarian", "4.1")
    granted("theirs", partner="NL-KVK-99999999")
    book.database.run("SELECT 1")
    book.act(
        "ida",
        "integrity officer",
        "concern",
        "integrity 1",
        about="own",
        category="fraud",
        description="double invoices",
        suspend=False,
    )
    book.act(
        "olga", "policy officer", "warning_response", "warning", rule="onset", iso3="MLI", issue="1", response="none"
    )
    book.act(
        "anna",
        "appraiser",
        "due_diligence",
        f"partner {PARTNER}",
        partner=PARTNER,
        outcome="fit",
        valid_until="2030-01-01",
    )
    _funded(desk, granted)
    return desk


def _funded(desk: Any, granted: Callable[..., Any]) -> None:
    """A request to a fund of the test, and a grant that names it."""
    registerfunds.drawn(desk.book, "request")
    act = desk.book.propose("drawn-on", 1000, partner=PARTNER, drawdown="request")
    assert act.facts["drawdown"] == "request"


def at(desk: Any, who: str) -> Any:
    return desk.nobody() if who == "nobody" else desk.at(who)


def test_every_address_stands_in_a_table(desk: Any) -> None:
    """By the site's own configuration: what is added there and not here fails."""
    drawn = {row["address"] for row in table(PAGES)} | {*OF_A_DOSSIER, "register_act"} | OPEN_TO_ALL | OF_ONESELF
    assert set(addresses()) == drawn


def _path(name: str) -> str:
    from django.urls import reverse
    from django.utils.translation import override

    kwargs: dict[str, Any] = {"form": "csv"} if name.endswith("_file") else {}
    if name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        kwargs = {"pk": 1}
    if name == "account_reset_password_from_key":
        kwargs = {"uidb36": "1", "key": "a-b"}
    with override("en"):
        return str(reverse(name, kwargs=kwargs or None))


def test_pages_by_role(filled: Any) -> None:
    wrong = []
    for row in table(PAGES):
        for who in PEOPLE:
            answer = at(filled, who).get(_path(row["address"]), QUERY.get(row["address"], {}))
            if answer.status_code != STATUS[row[who]]:
                wrong.append((row["address"], who, answer.status_code))
            if answer.status_code == 302:
                assert answer["Location"].startswith("/en/account/login/")
            assert "no-store" in answer["Cache-Control"] or answer.status_code == 302
            assert answer.get("ETag") is None
            assert framed(answer), (row["address"], who)
    assert wrong == []


def framed(answer: Any) -> bool:
    """Whether a page says beside which snapshot of the figures it stands; a file or a page of another status need not."""
    page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return not page or re.search(rb"Snapshot [0-9a-f]{16}[.]", answer.content) is not None


@pytest.mark.parametrize("address", OF_A_DOSSIER)
def test_dossiers_by_role(filled: Any, address: str) -> None:
    """Own and others', humanitarian and of a fund, of integrity. What is not theirs looks as what is not there."""
    wrong = []
    for row in table(DOSSIERS.replace("{p}", PARTNER)):
        for who in PEOPLE:
            answer = at(filled, who).get(_path(address), {"name": row["dossier"]})
            assert framed(answer), (row["dossier"], who)
            if answer.status_code != STATUS[row[who]]:
                wrong.append((row["dossier"], who, answer.status_code))
    assert wrong == []


def test_lists_and_files_hold_only_what_may_be_seen(filled: Any) -> None:
    """The list, its file and the search, by the same table."""
    rows = table(DOSSIERS.replace("{p}", PARTNER))
    for who in PEOPLE:
        if who in ("nobody", "stranger"):
            continue
        seen = {row["dossier"] for row in rows if row[who] == "y"}
        text = filled.get(who, "dossiers.csv").content.decode()
        listed = {line.split(",")[0] for line in text.splitlines()[1:]}
        assert listed == seen, who
        page = filled.get(who, "dossiers/").content.decode()
        for row in rows:
            assert (f"?name={quote(row['dossier'], safe='')}" in page) is (row["dossier"] in seen), (
                who,
                row["dossier"],
            )


def test_acts_by_role_and_dossier(filled: Any) -> None:
    """The form of every kind of act: for whom it is not, it is refused before the dossier is looked at; nothing unseen is written in."""
    from vrede.register.desk.offer import NOT_HERE
    from vrede.register.table.transition import transitions

    before = filled.book.count()
    rows = table(DOSSIERS.replace("{p}", PARTNER))
    wrong = []
    for kind, act in transitions().items():
        for who, role in PEOPLE.items():
            theirs = (
                role if not role.startswith("contact") else "partner contact"
            ) in act.roles and kind not in NOT_HERE
            for row in rows if theirs else rows[:2]:
                path = f"/en/register/act/{kind}/?dossier={quote(row['dossier'])}"
                expected = (
                    {302} if who == "nobody" else {403} if who == "stranger" else {403, 404} if not theirs else {404}
                )
                answer = at(filled, who).get(path)
                if theirs and row[who] == "y":
                    expected = {200}
                if answer.status_code not in expected:
                    wrong.append((kind, who, row["dossier"], answer.status_code))
                if answer.status_code != 200:
                    sent = at(filled, who).post(path, {"reason": "x", "token": f"{kind}{who}"})
                    if sent.status_code not in expected:
                        wrong.append((kind, who, row["dossier"], sent.status_code))
    assert wrong == []
    assert filled.book.count() == before


def test_humanitarian_aid_is_not_there_for_the_boards_of_funds(filled: Any) -> None:
    """No page, file, form or search of theirs has a word of it; of the line they see what the law says."""
    import re

    for name in sorted(set(addresses()) - OPEN_TO_ALL):
        answer = filled.at("dina").get(
            _path(name) if name != "register_act" else "/en/register/act/signature/",
            {"name": "humanitarian", "q": "humanitarian"},
        )
        text = re.sub(
            r"value=\"humanitarian\"|humanitarian aid|page=\d+|q=humanitarian|name=humanitarian",
            "",
            answer.content.decode(errors="ignore").lower(),
        )
        assert "title of humanitarian" not in text, name
        assert "humanitarian<" not in text, name
    text = filled.get("dina", "budget.csv?year=2024").content.decode()
    head, *rows = csv.reader(text.lstrip("\ufeff").splitlines())
    cells = next(found for row in rows if (found := dict(zip(head, row, strict=True)))["line"] == "4.1")
    assert cells["commitment_authority_cents"] == "400000"
    whole = next(found for row in rows if (found := dict(zip(head, row, strict=True)))["line"] == "")
    assert whole["commitment_used_cents"] == whole["commitment_free_cents"] == whole["cash_due_cents"] == ""
    assert cells["commitment_used_cents"] == cells["commitment_free_cents"] == cells["cash_left_cents"] == ""
    assert DAY.year == YEAR


def test_of_oneself_and_open_addresses(desk: Any) -> None:
    """One's own account asks for a sign-in; closed doors say 404; none of the open ones shows the register."""
    for name in sorted(OF_ONESELF):
        answer = desk.nobody().get(_path(name))
        assert answer.status_code in (302, 404), name
        if answer.status_code == 302:
            assert "/login/" in answer["Location"], name
    for name in sorted(OPEN_TO_ALL):
        answer = desk.nobody().get(_path(name))
        assert answer.status_code in (200, 302, 401, 404), (name, answer.status_code)
        assert b"Work list" not in answer.content
    for name in ("account_signup", "account_set_password", "oidc_login"):
        assert desk.nobody().get(_path(name)).status_code == 404
        assert desk.nobody().post(_path(name), {"username": "x", "password1": "a sentence of mine 2"}).status_code in (
            403,
            404,
        )
