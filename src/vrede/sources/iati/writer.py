"""Tables back to IATI 2.03: every activity from its rows, in the order that the standard asks.

Made from the same declarations as the reader, so what is read is what is written: no narrative, date or amount is lost.
What has no column (conditions, contacts, budget identifiers) was never held, so it is not written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from lxml import etree

from vrede.sources.iati.tables import TABLES
from vrede.sources.iati.walk import PREFIXES, XML_LANG, Node, compile_tables
from vrede.sources.table import Table

# The order of elements in 2.03 (its activity schema); what is not named keeps the order of the declarations.
ORDER: dict[str, tuple[str, ...]] = {
    "iati-activity": (
        "iati-identifier", "reporting-org", "title", "description", "participating-org", "other-identifier",
        "activity-status", "activity-date", "activity-scope", "recipient-country", "recipient-region", "location",
        "sector", "tag", "humanitarian-scope", "policy-marker", "collaboration-type", "default-flow-type",
        "default-finance-type", "default-aid-type", "default-tied-status", "budget", "planned-disbursement",
        "capital-spend", "transaction", "document-link", "related-activity", "result",
    ),
    "location": (
        "location-reach", "location-id", "name", "description", "activity-description", "administrative", "point",
        "exactness", "location-class", "feature-designation",
    ),
    "transaction": (
        "transaction-type", "transaction-date", "value", "description", "provider-org", "receiver-org",
        "disbursement-channel", "sector", "recipient-country", "recipient-region", "flow-type", "finance-type",
        "aid-type", "tied-status",
    ),
    "planned-disbursement": ("period-start", "period-end", "value", "provider-org", "receiver-org"),
    "document-link": ("title", "description", "category", "document-date"),
    "result": ("title", "description", "indicator"),
    "indicator": ("title", "description", "reference", "baseline", "period"),
    "baseline": ("dimension", "comment"),
    "period": ("period-start", "period-end", "target", "actual"),
    "target": ("dimension", "comment"),
    "actual": ("dimension", "comment"),
}  # fmt: skip
# What the standard asks of every such element, although nothing was said: written empty, and read as nothing again.
ASKED: dict[str, tuple[str, ...]] = {
    "iati-activity": ("iati-identifier", "reporting-org", "title", "description"),
    "document-link": ("title",),
    "result": ("title",),
    "indicator": ("title",),
    "period": ("period-start", "period-end"),
}
COORDINATES = "http://www.opengis.net/def/crs/EPSG/0/4326"  # the only system that the standard knows
DSTORE = PREFIXES["dstore:dataset"][1:].partition("}")[0]
OPENING = f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" xmlns:dstore="{DSTORE}">\n'
CLOSING = "</iati-activities>\n"

Rows = dict[int, dict[int, list[tuple[Any, ...]]]]


def _texts(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every column that is read from a file as the text that it is written as."""
    made = []
    for column in table.columns:
        value = pl.col(column.name)
        if column.kind == "flag":
            value = pl.when(value).then(pl.lit("1")).when(~value).then(pl.lit("0"))
        elif column.kind == "datetime":
            value = value.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        elif column.kind in ("amount", "number"):
            text = value.cast(pl.String)
            value = (
                pl.when(text.str.contains(".", literal=True))
                .then(text.str.strip_chars_end("0").str.strip_suffix("."))
                .otherwise(text)
            )
        elif column.path:
            value = value.cast(pl.String)
        made.append(value.alias(column.name))
    return frame.select(made)


def _grouped(table: Table, frame: pl.DataFrame) -> Rows:
    """activity_ordinal -> parent_no (-1: the activity) -> rows in their order."""
    names = [column.name for column in table.columns]
    parent = names.index("parent_no") if "parent_no" in names else -1
    rows: Rows = defaultdict(lambda: defaultdict(list))
    ordered = frame.sort("activity_ordinal", "row_no") if "row_no" in names else frame.sort("activity_ordinal")
    for row in _texts(table, ordered).iter_rows():
        rows[row[0]][row[parent] if parent >= 0 else -1].append(row)
    return rows


def _ordered(node: Node) -> Node:
    """The node with its children, and theirs, in the order of the standard."""
    rank = {tag: place for place, tag in enumerate(ORDER.get(node.tag, ()))}
    node.children = {
        c.tag: _ordered(c) for c in sorted(node.children.values(), key=lambda c: rank.get(c.tag, len(rank)))
    }
    return node


class Writer:
    """Writes the activities of one set of raw tables (columns as declared; byte ranges do not matter)."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self.root = _ordered(compile_tables())
        self.rows = [_grouped(table, tables[table.name]) for table in TABLES]
        self.widths = [[c.name for c in table.columns] for table in TABLES]
        narrative = next(n for n, table in enumerate(TABLES) if not table.element)
        names = self.widths[narrative]
        at = [names.index(name) for name in ("parent_no", "element", "language", "text")]
        self.texts: dict[tuple[int, str, int], list[tuple[str | None, str]]] = defaultdict(list)
        for ordinal, by_parent in self.rows[narrative].items():
            for row in sorted((r for rows in by_parent.values() for r in rows), key=lambda r: r[1]):
                parent, element, language, text = (row[i] for i in at)
                self.texts[ordinal, element, parent].append((language, text))

    def activities(self) -> Iterator[bytes]:
        """One serialised iati-activity each, in the order of their ordinals."""
        for ordinal in sorted(self.rows[0]):
            element = etree.Element("iati-activity", nsmap={"dstore": DSTORE})
            self._fill(element, self.root, self.rows[0][ordinal][-1][0], ordinal, 0, -1)
            etree.cleanup_namespaces(element)
            yield etree.tostring(element, encoding="utf-8") + b"\n"

    def _fill(
        self, element: etree._Element, node: Node, row: tuple[Any, ...], ordinal: int, number: int, children_of: int
    ) -> None:
        """Attributes, text, narratives and parts of one element. `number` is what narratives name it by, `children_of`
        what rows below it name it by."""
        for name, index in node.attributes:
            if row[index] is not None:
                element.set(name, row[index])
        if node.text >= 0 and row[node.text] is not None:
            element.text = row[node.text]
        if node.label:
            for language, text in self.texts.get((ordinal, node.label, number), ()):
                narrative = etree.SubElement(element, "narrative")
                narrative.text = text
                if language is not None:
                    narrative.set(XML_LANG, language)
        for child in node.children.values():
            if child.table >= 0:
                for below in self.rows[child.table].get(ordinal, {}).get(children_of, ()):
                    made = etree.SubElement(element, child.tag)
                    self._fill(made, child, below, ordinal, below[1], below[1])
            else:
                made = etree.Element(child.tag)
                self._fill(made, child, row, ordinal, number, children_of)
                if child.tag == "point" and len(made):
                    made.set("srsName", COORDINATES)
                asked = child.tag in ASKED.get(str(element.tag), ())
                if asked and child.label and not len(made):
                    etree.SubElement(made, "narrative")
                if asked or len(made) or made.text or made.attrib:
                    element.append(made)


def write(tables: Mapping[str, pl.DataFrame]) -> Iterator[bytes]:
    """The bytes of a 2.03 file of these raw tables, piece by piece."""
    yield OPENING.encode()
    yield from Writer(tables).activities()
    yield CLOSING.encode()
