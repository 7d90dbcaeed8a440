"""Addresses of accounts: signing in and out, a password by a link that the administrator made, and second factors.

Of allauth's own addresses only these exist: no sign-up, no mail, no connecting of identities.
"""

from __future__ import annotations

from allauth.account import views
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

from vrede.web.accounts.pages import security


def _closed(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", _closed, name="account_set_password"),
    path("signup/", _closed, name="account_signup"),
    re_path(
        r"^link/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("link/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("security/", security, name="account_security"),
    path("2fa/", include("allauth.mfa.urls")),
]
