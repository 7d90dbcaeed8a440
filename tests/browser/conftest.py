"""The fixtures of tests/browsed.py: the site that `make run` serves, and one Chromium for all tests of a process."""

from browsed import browser, chromium, fresh, page, picture, plain, site

__all__ = ["browser", "chromium", "fresh", "page", "picture", "plain", "site"]
