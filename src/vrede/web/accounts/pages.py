"""One's own account: name, password, second factors."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache


@never_cache
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """What protects this account, and where to change it."""
    return render(request, "account/security.html", {"second": is_mfa_enabled(request.user)})
