"""Django's settings: no database, no sessions, no scripts of others; everything else comes from `vrede.settings`."""

from __future__ import annotations

import secrets
from pathlib import Path

from vrede.settings import read_settings

_settings = read_settings()
HERE = Path(__file__).parent

SECRET_KEY = _settings.secret_key or secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = list(_settings.allowed_hosts)
ROOT_URLCONF = "vrede.web.urls"
WSGI_APPLICATION = "vrede.web.wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx", "vrede.web"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vrede.web.policy.ContentPolicy",
    "vrede.web.api.door.ApiDoor",
    "django.middleware.locale.LocaleMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vrede.web.state.PageCache",
    "vrede.web.trouble.LakeTrouble",
    "django.middleware.common.CommonMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
            "context_processors": ["django.template.context_processors.request", "vrede.web.state.context"],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "vrede.web.templatetags.vrede"],
        },
    }
]
DATABASES: dict[str, dict[str, str]] = {}
LANGUAGE_CODE = "en"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {"staticfiles": {"BACKEND": "vrede.web.policy.HashedStatic"}}
APPEND_SLASH = True
# Uploads stay in memory: no other handler is installed, and `pages.validate` refuses what is larger before it is read.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 51 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 1
CSRF_FAILURE_VIEW = "vrede.web.pages.validate.refused"
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
