"""Making what the first reader would wait for, while the server starts."""

from __future__ import annotations

import logging

from vrede.lake import LakeError
from vrede.register import RegisterError, RegisterRefused
from vrede.register.chain import errors, unusable
from vrede.settings import read_settings
from vrede.web.register.connection import fold
from vrede.web.site.search_index import index_of
from vrede.web.site.snapshot import state

log = logging.getLogger(__name__)


def warm() -> None:
    """The sums of the article, the search index and the names of organisations, which the build made; then the register. What fails in either is said again at a request."""
    try:
        found = state()
        assert found.ledger.years is not None
        index_of(found)
        assert found.partner_names
    except LakeError as error:
        log.warning("the site starts without its lake: %s", error)
    try:
        fold()
    except (RegisterError, RegisterRefused) as error:
        log.warning("the site starts without its register: %s", error)
    except errors() as error:
        log.warning("the site starts without its register: %s", unusable(error, read_settings().database))
