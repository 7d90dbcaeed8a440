"""Collects what the site says into the message catalogue, and compiles it.

Usage: python tools/messages.py          write new messages to django.po, keep translations, compile django.mo
       python tools/messages.py --check  change nothing; exit 1 where a message lacks its Dutch, or django.mo is old
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src" / "vrede" / "web"
PO = WEB / "locale" / "nl" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "gettext_lazy": None,
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def found() -> Catalog:
    """Every message of templates and modules, without places: they change with every line."""
    catalog = Catalog(locale="nl", fuzzy=False)
    for path in sorted(WEB.rglob("*.py")):
        for _line, message, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            catalog.add(message)
    for path in sorted(WEB.rglob("*.html")):
        flush = "\n".join(
            line.lstrip() for line in path.read_text(encoding="utf-8").splitlines()
        )  # indents are no code
        code = templatize(flush, origin=path.name)
        from babel.messages.extract import extract_python

        for _line, keyword, message, _comments in extract_python(io.BytesIO(code.encode()), KEYWORDS, [], {}):
            if isinstance(message, tuple):
                message = tuple(m for m in message if m is not None) if keyword == "ngettext" else message[0]
            if message:
                catalog.add(message[:2] if isinstance(message, tuple) else message)
    return catalog


def merged() -> tuple[Catalog, list[str]]:
    """The catalogue with the Dutch that is there, and the messages that have none."""
    fresh = found()
    known = read_po(PO.open("rb"), locale="nl") if PO.exists() else Catalog(locale="nl")
    missing = []
    for message in fresh:
        if not message.id:
            continue
        old = known.get(message.id if isinstance(message.id, str) else message.id[0])
        if old is not None and old.string and (isinstance(old.string, str) or all(old.string)):
            message.string = old.string
        else:
            missing.append(str(message.id))
    return fresh, missing


def _bytes(catalog: Catalog) -> tuple[bytes, bytes]:
    catalog.header_comment = "# Dutch of the site. Written by tools/messages.py; translations are kept."
    catalog.creation_date = catalog.revision_date = datetime(
        2026, 1, 1, tzinfo=UTC
    )  # no clock: same messages, same bytes
    catalog.project, catalog.version, catalog.msgid_bugs_address, catalog.last_translator = "vrede", "", "", ""
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalog, sort_output=True, width=0, omit_header=False)
    write_mo(compiled, catalog)
    return text.getvalue(), compiled.getvalue()


def main() -> int:
    """Write or check; the exit code."""
    catalog, missing = merged()
    text, compiled = _bytes(catalog)
    for message in missing:
        print(f"no Dutch yet: {message!r}")
    if "--check" in sys.argv:
        old = PO.read_bytes() != text or PO.with_suffix(".mo").read_bytes() != compiled
        if old:
            print("django.po or django.mo is older than the pages: run python tools/messages.py")
        return 1 if missing or old else 0
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(text)
    PO.with_suffix(".mo").write_bytes(compiled)
    return 0


if __name__ == "__main__":
    sys.exit(main())
