"""The site as a WSGI application."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrede.web.site.settings")
application = get_wsgi_application()


def _warm() -> None:
    from vrede.web.warm import warm

    warm()


threading.Thread(target=_warm, name="warm", daemon=True).start()
