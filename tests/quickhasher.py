"""Passwords of tests: hashed as those of the product, once instead of a million times, so that its servers can check them."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """One turn of PBKDF2."""

    iterations = 1
