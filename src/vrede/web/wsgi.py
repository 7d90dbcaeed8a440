"""The site as a WSGI application."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrede.web.django_settings")
application = get_wsgi_application()


def _warm() -> None:
    """Make what the first reader would wait for: the ledger, the search index, the article's statement. What fails here is said at a request."""
    from vrede.lake.store import LakeError
    from vrede.web.index import index_of
    from vrede.web.state import state

    try:
        found = state()
        assert found.ledger.of_clause.height >= 0
        index_of(found)
        assert found.statement
        assert found.indicator_titles.height >= 0
    except LakeError:
        return


threading.Thread(target=_warm, name="warm", daemon=True).start()
