"""Structure: a piece of a file against the XSD of its version, with lines and ordinals of the whole file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree

INDEX = re.compile(r"\[\d+\]")
QUOTED = re.compile(r"'[^']*'")
ACTIVITY = re.compile(r"^/[^/]+/iati-(?:activity|organisation)(?:\[(\d+)\])?")
MAX_DETAIL = 300
# libxml2's type of error -> key of our message.
TYPES = {
    "SCHEMAV_ELEMENT_CONTENT": "structure.content",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "structure.attribute-missing",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "structure.attribute-unknown",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": "structure.attribute-unknown",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "structure.value",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_2": "structure.value",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_3": "structure.value",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "structure.text",
    "SCHEMAV_CVC_ELT_1": "structure.unknown",
}


@dataclass(frozen=True, slots=True)
class Misfit:
    """One error of the schema. index: which activity of the piece, from 0; None outside activities."""

    message: str
    path: str
    detail: str
    line: int
    index: int | None


def misfits(schema: etree.XMLSchema, root: etree._Element) -> Iterator[Misfit]:
    """What does not fit the schema, in the order of the file; lines are those of the piece."""
    if schema.validate(root):
        return
    for error in cast("Iterable[etree._LogEntry]", schema.error_log):  # the stubs miss that a log is iterable
        at = error.path or ""
        found = ACTIVITY.match(at)
        index = None if found is None else int(found[1] or 1) - 1
        path = INDEX.sub("", at)
        path = path.split("/", 3)[3] if path.count("/") > 2 else path.rsplit("/", 1)[-1]
        attribute = re.search(r"attribute '([^']+)'", error.message)
        if attribute and f"@{attribute[1]}" not in path:
            path = f"{path}/@{attribute[1]}"
        message = TYPES.get(error.type_name, "structure.other")
        detail = QUOTED.sub(lambda match: match[0] if len(match[0]) < 120 else match[0][:100] + "…'", error.message)
        yield Misfit(message, path, detail[:MAX_DETAIL], error.line, index)
