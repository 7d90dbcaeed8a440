"""Sign-in through OpenID Connect, stricter than the library: the ID token is always verified, with its nonce.

OpenID Connect Core 1.0, 3.1.3.7: signature by a key of the issuer, an algorithm of our list, issuer, audience, expiry, and the
nonce that this browser's session was given. The library skips signature and nonce where the token came straight from the issuer.
"""

from __future__ import annotations

import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

PROVIDER = "organisation"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by a private key. None, and those by a shared secret, are no proof of who signed."""
NONCE = "oidc_nonce"
LEEWAY_SECONDS = 60
MUST = ("exp", "iat", "aud", "iss", "sub", "nonce")


def claims_of(token: str, keys: dict[str, Any], issuer: str, audience: str, nonce: str) -> dict[str, Any]:
    """What an ID token says. keys: the issuer's JWK set. Raises jwt.PyJWTError or OAuth2Error where it is not to be believed."""
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise OAuth2Error(f"the ID token is signed by {str(header.get('alg'))[:20]!r}")
    fitting = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.key_id == header.get("kid")]
    if len(fitting) != 1 or (fitting[0].public_key_use or "sig") != "sig":
        raise OAuth2Error("the ID token is signed by a key that the issuer does not publish")
    claims: dict[str, Any] = jwt.decode(
        token,
        key=fitting[0].key,
        algorithms=[header["alg"]],
        issuer=issuer,
        audience=audience,
        leeway=LEEWAY_SECONDS,
        options={"require": list(MUST)},
    )
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != audience:
        raise OAuth2Error("the ID token is for several, and not made for us")
    if not nonce or not secrets.compare_digest(str(claims["nonce"]), nonce):
        raise OAuth2Error("the ID token answers another sign-in: its nonce differs")
    return claims


class Strict(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One provider; its answer counts only with a verified ID token."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> Any:
        """The login that the ID token proves. Raises OAuth2Error."""
        given = str(kwargs["response"].get("id_token") or "")
        nonce = str(request.session.pop(NONCE, ""))
        if not given:
            raise OAuth2Error("the provider gave no ID token")
        settings = self.get_provider().app.settings
        if str(self.openid_config["issuer"]).rstrip("/") != str(settings["issuer"]).rstrip("/"):
            raise OAuth2Error("the provider says it is another issuer")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"], timeout=10)
            answer.raise_for_status()
            keys = answer.json()
        try:
            claims = claims_of(given, keys, self.openid_config["issuer"], app.client_id, nonce)
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            raise OAuth2Error(f"the ID token is not to be believed: {error}") from error
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The address that the provider sends the browser back to."""
        return request.build_absolute_uri(reverse("oidc_callback"))


def login(request: HttpRequest) -> HttpResponse:
    """To the provider, by POST only: with state, a proof key and a nonce of this session."""
    if request.method != "POST":
        raise Http404
    try:
        answer: HttpResponse = OAuth2LoginView.adapter_view(Strict(request, PROVIDER))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return answer


def callback(request: HttpRequest) -> HttpResponse:
    """From the provider."""
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(Strict(request, PROVIDER))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return answer
