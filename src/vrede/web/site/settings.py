"""Django's settings: sessions and accounts for the register alone, no scripts of others; everything else comes from `vrede.settings`."""

from __future__ import annotations

import secrets
from pathlib import Path

from vrede.settings import read_settings
from vrede.web.site.database import django_database

_settings = read_settings()
HERE = Path(__file__).parent.parent

SECRET_KEY = _settings.secret_key or secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = list(_settings.allowed_hosts)
ROOT_URLCONF = "vrede.web.urls"
WSGI_APPLICATION = "vrede.web.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "django_htmx",
    "vrede.web",
    "vrede.web.accounts",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vrede.web.site.headers.ContentPolicy",
    "vrede.web.api.door.ApiDoor",
    "django.middleware.locale.LocaleMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vrede.web.site.page_cache.PageCache",
    "vrede.web.site.errors.LakeTrouble",
    "vrede.web.register.beginning.AccountsReady",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.common.CommonMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "pages", HERE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "vrede.web.site.page_cache.context",
                "vrede.web.register.invented.context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "vrede.web.templatetags.vrede",
                "vrede.web.templatetags.figures",
                "vrede.web.templatetags.parts",
                "vrede.web.templatetags.words",
                "vrede.web.templatetags.fresh",
                "vrede.web.register.tags",
            ],
        },
    }
]
DATABASES = {"default": django_database(_settings.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {"staticfiles": {"BACKEND": "vrede.web.site.headers.HashedStatic"}}
APPEND_SLASH = True
# Uploads stay in memory: no other handler is installed, and `pages.validate` refuses what is larger before it is read.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 51 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 1
CSRF_FAILURE_VIEW = "vrede.web.pages.data.validate.refused"
# Accounts and sessions: only the register and its own pages ask for them. A page of the site that is kept never knows who reads it.
_secure = _settings.address.startswith("https://")
SESSION_ENGINE = "vrede.web.accounts.sessions"
SESSION_COOKIE_NAME = "vrede_register"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would lose the session on the way back from an identity provider
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "register_work"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "vrede.web.accounts.adapter.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "vrede.web.accounts.adapter.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "vrede"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _secure  # on this machine, without https
SOCIALACCOUNT_ADAPTER = "vrede.web.accounts.adapter.Identities"
SOCIALACCOUNT_PROVIDERS = {
    "organisation": {
        "APPS": [
            {
                "provider_id": "organisation",
                "name": _settings.oidc_name,
                "client_id": _settings.oidc_client,
                "secret": _settings.oidc_secret,
                "settings": {"server_url": _settings.oidc_issuer, "issuer": _settings.oidc_issuer},
            }
        ]
        if _settings.oidc_issuer
        else []
    }
}
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR"}},
}
