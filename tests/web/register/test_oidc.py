"""Signing in through OpenID Connect, against a provider on loopback that is sound, or wrong in one way at a time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from provider import CLIENT, SECRET, Provider, providing


@pytest.fixture
def provider(desk: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider that the site is set up with, and olga's account tied to `subject-1` there."""
    from allauth.socialaccount import app_settings
    from allauth.socialaccount.models import SocialAccount
    from django.conf import settings
    from django.contrib.auth import get_user_model

    with providing() as made:
        app = {
            "provider_id": "organisation",
            "name": "the ministry",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": made.issuer, "issuer": made.issuer},
        }
        monkeypatch.setattr(settings, "SOCIALACCOUNT_PROVIDERS", {"organisation": {"APPS": [app]}})
        assert app_settings.PROVIDERS["organisation"]["APPS"] == [app]
        user = get_user_model().objects.create(username="olga")
        SocialAccount.objects.create(provider="organisation", uid="subject-1", user=user)
        yield made


def sent(desk: Any, provider: Provider, browser: Any, extra: str = "") -> dict[str, str]:
    """Begins a sign-in; what the browser is sent to the provider with. The provider learns the nonce, as it would."""
    answer = browser.post(f"/account/oidc/login/{extra}")
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{provider.issuer}/authorize?")
    said = {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}
    provider.nonce = said["nonce"]
    return said


def back(browser: Any, said: dict[str, str], **changed: str) -> Any:
    """The browser comes back."""
    return browser.get("/account/oidc/callback/", {"code": "a code", "state": said["state"], **changed})


def test_a_sound_answer_signs_in(desk: Any, provider: Provider) -> None:
    """With state, nonce, a proof key by SHA-256, and only the scope openid; the address cannot add to it."""
    browser = desk.nobody()
    said = sent(desk, provider, browser, "?scope=admin&auth_params=prompt%3Dnone")
    assert said["response_type"] == "code"
    assert said["scope"] == "openid"
    assert said["client_id"] == CLIENT
    assert said["code_challenge_method"] == "S256"
    assert "prompt" not in said
    assert said["redirect_uri"] == "http://testserver/account/oidc/callback/"
    answer = back(browser, said)
    assert answer.status_code == 302
    assert provider.said[0]["code_verifier"]
    assert browser.get("/en/register/work/").status_code == 200
    assert browser.get("/en/register/work/").content.count(b"olga") >= 1


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("another nonce", {"claims": {"nonce": "another"}}),
    ("no nonce", {"without": ("nonce",)}),
    ("another audience", {"claims": {"aud": "somebody else"}}),
    ("several audiences, made for another", {"claims": {"aud": [CLIENT, "other"], "azp": "other"}}),
    ("expired", {"claims": {"exp": int(time.time()) - 3600}}),
    ("never expires", {"without": ("exp",)}),
    ("another issuer", {"claims": {"iss": "http://127.0.0.1:1"}}),
    ("no subject", {"without": ("sub",)}),
    ("no signature", {"sign": "none"}),
    ("a shared secret", {"sign": "HS256"}),
    ("another key", {"sign": "other"}),
    ("a key that is not published", {"header": {"kid": "key-2"}}),
    ("no ID token", {"without": ("id_token",)}),
    ("a configuration of another issuer", {"config": {"issuer": "http://127.0.0.1:1"}}),
    ("not yet valid", {"claims": {"nbf": int(time.time()) + 3600}}),
]


@pytest.mark.parametrize(("what", "wrong"), WRONG, ids=[what for what, _wrong in WRONG])
def test_what_is_wrong_is_refused(desk: Any, provider: Provider, what: str, wrong: dict[str, Any]) -> None:
    browser = desk.nobody()
    said = sent(desk, provider, browser)
    for name, value in wrong.items():
        setattr(provider, name, value)
    answer = back(browser, said)
    assert answer.status_code in (200, 401, 403)
    assert browser.get("/en/register/work/").status_code == 302


def test_an_answer_to_another_browser_is_refused(desk: Any, provider: Provider) -> None:
    """The state of one browser in another; and the same answer twice."""
    one, two = desk.nobody(), desk.nobody()
    said = sent(desk, provider, one)
    back(two, said)
    assert two.get("/en/register/work/").status_code == 302
    assert back(one, said).status_code == 302
    three = desk.nobody()
    sent(desk, provider, three)
    back(three, said)
    assert three.get("/en/register/work/").status_code == 302


def test_an_identity_that_is_tied_to_no_account_gets_none(desk: Any, provider: Provider) -> None:
    """It is told its number for the administrator, and no account is made, whatever else the token says."""
    from django.contrib.auth import get_user_model

    before = get_user_model().objects.count()
    browser = desk.nobody()
    said = sent(desk, provider, browser)
    provider.claims = {
        "sub": "subject-2",
        "preferred_username": "olga",
        "email": "olga@example.org",
        "email_verified": True,
    }
    answer = back(browser, said)
    assert answer.status_code == 403
    assert "subject-2" in answer.content.decode()
    assert get_user_model().objects.count() == before
    assert browser.get("/en/register/work/").status_code == 302


def test_a_sign_in_begins_by_a_form_only(desk: Any, provider: Provider) -> None:
    """A link of another site begins none: GET is not there, and a POST needs the form's own token."""
    from django.test import Client

    assert desk.nobody().get("/account/oidc/login/").status_code == 404
    assert Client(enforce_csrf_checks=True).post("/account/oidc/login/").status_code == 403


def test_an_account_with_a_second_factor_is_still_asked_for_it(desk: Any, provider: Provider) -> None:
    desk.at("olga")
    browser = desk.nobody()
    said = sent(desk, provider, browser)
    answer = back(browser, said)
    assert "/2fa/authenticate/" in answer["Location"]
    assert browser.get("/en/register/work/").status_code == 302
