"""Whom an account belongs to: an administrator makes it, nobody signs up, and another organisation's identity only finds one that was tied to it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from vrede.web.site.problem import problem
from vrede.web.site.words import say


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Closed: no sign-up, no mail. Refusals of too many tries come from allauth's own limits."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail is sent: links are handed over by the administrator."""


class Identities(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """Identities of an OpenID Connect provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: an identity that is tied to no account gets none."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Stops an identity that is tied to no account, with its number for the administrator."""
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(
                problem(
                    request,
                    403,
                    say("accounts.adapter.no_account_is_tied"),
                    str(sociallogin.account.uid)[:200],
                    say("accounts.adapter.give_this_number_to_administrator"),
                )
            )


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, under the name that an authenticator app shows."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site as a security key knows it: its host name, and a name to read."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "vrede"}
