"""The one OpenID Connect provider of an installation, as allauth finds it: `provider_classes` of an installed app."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest
from django.urls import reverse

from vrede.web.accounts.oidc import NONCE, PROVIDER, Strict


class Organisation(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """Nothing of the address changes what is asked of the provider: scope and parameters are ours."""

    id = PROVIDER
    name = PROVIDER
    oauth2_adapter_class = Strict
    pkce_enabled_default = True

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        """Where a sign-in begins."""
        return reverse("oidc_login")

    def get_callback_url(self) -> str:
        """Where it comes back to."""
        return reverse("oidc_callback")

    def get_default_scope(self) -> list[str]:
        """Who somebody is, and nothing else."""
        return ["openid"]

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """The same scope whatever the address says."""
        return list(self.get_scope())

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """A nonce that the ID token must carry, kept in this browser's session."""
        request.session[NONCE] = secrets.token_urlsafe(32)
        return {"nonce": request.session[NONCE]}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """None: an account has what its administrator gave it."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None, so that no account is found by an address that another may have claimed."""
        return []


provider_classes = [Organisation]
