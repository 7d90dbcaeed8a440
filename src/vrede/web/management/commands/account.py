"""Makes an account of the register's site, or a new link for one: run by `vrede register account`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from vrede.settings import read_settings
from vrede.web.accounts.oidc import PROVIDER


class Command(BaseCommand):
    """Prints a link that sets the password once; it ends after three days, and when it was used."""

    help = "Make an account, or a new link for one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """NAME, --subject, --forget-factors, --close."""
        parser.add_argument("name")
        parser.add_argument("--subject", default="")
        parser.add_argument("--forget-factors", action="store_true")
        parser.add_argument("--close", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Does it. Raises CommandError."""
        name = str(options["name"])
        try:
            UnicodeUsernameValidator()(name)
        except ValidationError as error:
            raise CommandError(f"{name[:80]!r} cannot be an account: only letters, digits and @ . + - _") from error
        if len(name) > 150:
            raise CommandError("a name of an account has at most 150 signs")
        users = get_user_model().objects
        if options["close"]:
            if not users.filter(username=name).update(is_active=False):
                raise CommandError(f"there is no account {name!r}")
            self.stdout.write(f"The account {name} is closed; its acts stand as they are.")
            return
        user, new = users.get_or_create(username=name)
        if new:
            user.set_unusable_password()
        user.is_active = True
        user.save()
        if options["forget_factors"]:
            Authenticator.objects.filter(user=user).delete()
        if options["subject"]:
            other = SocialAccount.objects.filter(provider=PROVIDER, uid=options["subject"]).exclude(user=user)
            if other.exists():
                raise CommandError("this identity is tied to another account")
            SocialAccount.objects.filter(provider=PROVIDER, user=user).delete()
            SocialAccount.objects.create(provider=PROVIDER, uid=options["subject"], user=user)
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        uid, _dash, token = key.partition("-")
        with translation.override(settings.LANGUAGE_CODE):
            path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        self.stdout.write(f"{read_settings().address}{path}")
