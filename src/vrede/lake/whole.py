"""Finds an activity by its place in a file that has no byte ranges."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import cast

from lxml import etree

from vrede.sources.iati import encoding_of, open_plain


def nth_activity(path: Path, ordinal: int) -> etree._Element:
    """The activity at `ordinal` (from 0), apart from its file. Raises IndexError, FileIssue, etree.XMLSyntaxError."""
    with open_plain(path) as stream:
        data = stream.read()
    encoding = encoding_of(data[:4096])
    if encoding in ("utf-16", "utf-32"):
        data = re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", data.decode(encoding)).encode("utf-8")
    events = etree.iterparse(
        io.BytesIO(data), tag="iati-activity", resolve_entities=False, no_network=True, load_dtd=False
    )
    for number, (_, element) in enumerate(events):
        if number == ordinal:
            return cast(etree._Element, element)
    raise IndexError(f"no activity {ordinal} in {path.name}")
