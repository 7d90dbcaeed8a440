"""From an activity's element to raw rows, steered by the declarations in `tables`: all values stay the texts they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from vrede.sources.iati.narrated import NARRATED
from vrede.sources.iati.tables import TABLES
from vrede.sources.iati.upgrade import is_old, upgrade
from vrede.sources.table import Table

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES = {"xml:lang": XML_LANG, "dstore:dataset": "{http://d-portal.org/xmlns/dstore}dataset"}
# Elements that the standard lets stand more than once where we keep the first; anywhere else a second one is an issue.
FIRST_COUNTS = frozenset({"default-aid-type", "administrative", "category", "reference", "aid-type", "location-id"})

COUNTED = (
    "transaction",
    "budget",
    "planned-disbursement",
    "value",
    "result",
    "indicator",
    "period",
    "target",
    "actual",
)
"""Elements that hold money or results: one that stands where the standard has none is an issue."""
NOT_READ = frozenset({"contact-info", "conditions", "crs-add", "fss", "legacy-data", "country-budget-items"})
"""Elements of the standard that are not read."""
MISPLACED = "stands where the standard has no such element: not read"

Row = list[Any]


@dataclass(slots=True)
class Node:
    """What to do at one element: attributes to columns, text to a column, narratives, and children that matter."""

    attributes: list[tuple[str, int]] = field(default_factory=list)
    text: int = -1
    label: str = ""
    children: dict[str, Node] = field(default_factory=dict)
    table: int = -1
    tag: str = ""


@dataclass(frozen=True, slots=True)
class RawIssue:
    """Something in one activity that could not be read as it stands."""

    activity_ordinal: int
    element: str
    value: str
    reason: str


def _place(root: Node, path: str, index: int) -> None:
    node = root
    *steps, last = path.split("/")
    if not last.startswith("@"):
        steps.append(last)
    for step in steps:
        node = node.children.setdefault(step, Node(tag=step))
    if last.startswith("@"):
        node.attributes.append((PREFIXES.get(last[1:], last[1:]), index))
    else:
        node.text = index


def compile_tables(tables: tuple[Table, ...] = TABLES) -> Node:
    """The tree of nodes for the element of the first table, made from the declarations."""
    nodes: dict[str, Node] = {}
    for number, table in enumerate(tables):
        if not table.element:
            continue
        node = nodes[table.name] = Node(table=number, tag=table.element)
        for index, column in enumerate(table.columns):
            if column.path:
                _place(node, column.path, index)
        for element in NARRATED.get(table.name, ()):
            if element == ".":
                node.label = table.name
            else:
                child = node.children.setdefault(element, Node(tag=element))
                child.label = f"{table.name}/{element}"
        if table.parent:
            nodes[table.parent].children[table.element] = node
    return nodes[tables[0].name]


class Walker:
    """Collects the rows of many activities (or organisations: the first of `tables` is one row an element read).

    `rows[i]` belongs to tables[i]; the caller empties it with `take`. `declared` is the root's version, which decides
    only where the markup does not.
    """

    def __init__(self, declared: str = "", tables: tuple[Table, ...] = TABLES) -> None:
        self.declared = declared
        self.tables = tables
        self.root = compile_tables(tables)
        self.widths = [len(table.columns) for table in tables]
        self.narrative = next(i for i, table in enumerate(tables) if not table.element)
        self.activity = 0
        self.rows: list[list[Row]] = [[] for _ in tables]
        self.issues: list[RawIssue] = []
        self.starts = [0] * len(tables)
        self.ordinal = 0

    def take(self) -> tuple[list[list[Row]], list[RawIssue]]:
        """All rows and issues so far, and start anew."""
        rows, issues = self.rows, self.issues
        self.rows, self.issues = [[] for _ in self.tables], []
        return rows, issues

    def read(self, element: etree._Element, ordinal: int, byte_start: int | None, byte_end: int | None) -> None:
        """Add the rows of one element, rewriting it first where it is 1.0x."""
        old = is_old(element, self.declared)
        if old:
            upgrade(element)
        self.ordinal = ordinal
        rows = self.rows
        self.starts = [len(table_rows) for table_rows in rows]
        row: Row = [None] * self.widths[self.activity]
        row[0] = ordinal
        row[-3], row[-2], row[-1] = 1 if old else 2, byte_start, byte_end
        rows[self.activity].append(row)
        self._fill(element, self.root, row, 0)

    def _row(self, element: etree._Element, node: Node, parent_no: int) -> None:
        table = node.table
        table_rows = self.rows[table]
        number = len(table_rows) - self.starts[table]
        row: Row = [None] * self.widths[table]
        row[0] = self.ordinal
        row[1] = number
        if parent_no >= 0:
            row[2] = parent_no
        table_rows.append(row)
        self._fill(element, node, row, number)

    def _fill(self, element: etree._Element, node: Node, row: Row, number: int) -> None:
        for name, index in node.attributes:
            row[index] = element.get(name)
        label = node.label
        children = node.children
        for child in element:
            tag = child.tag
            below = children.get(tag)
            if below is None:
                if label and tag == "narrative":
                    self._narrative(child, label, number)
                elif tag not in NOT_READ:
                    self._misplaced(child)
                continue
            if below.table >= 0:
                self._row(child, below, number if node.table != self.activity else -1)
            else:
                self._leaf(child, below, row, number)

    def _leaf(self, element: etree._Element, node: Node, row: Row, number: int) -> None:
        # A second element must not fill what the first left open: its amount and the other's currency are no sum of money.
        first = True
        for _, index in node.attributes:
            if row[index] is not None:
                first = False
        if node.text >= 0 and row[node.text] is not None:
            first = False
        for name, index in node.attributes:
            value = element.get(name)
            if value is not None:
                if first:
                    row[index] = value
                elif row[index] != value and node.tag not in FIRST_COUNTS:
                    self._repeat(f"{node.tag}/@{name}", value)
        index = node.text
        if index >= 0:
            text = element.text
            if text is not None:
                if first:
                    row[index] = text
                elif row[index] != text and node.tag not in FIRST_COUNTS:
                    self._repeat(node.tag, text)
        label, children = node.label, node.children
        if label or children:
            for child in element:
                tag = child.tag
                if label and tag == "narrative":
                    self._narrative(child, label, number)
                elif tag in children:
                    self._leaf(child, children[tag], row, number)
                elif tag not in NOT_READ:
                    self._misplaced(child)
        elif len(element):
            self._misplaced(element, inside=True)

    def _narrative(self, element: etree._Element, label: str, parent_no: int) -> None:
        text = element.text
        if len(element):
            text = "".join(str(piece) for piece in element.itertext())
        if text and not text.isspace():
            table_rows = self.rows[self.narrative]
            number = len(table_rows) - self.starts[self.narrative]
            table_rows.append([self.ordinal, number, parent_no, label, element.get(XML_LANG), text])

    def _repeat(self, element: str, value: str) -> None:
        self.issues.append(RawIssue(self.ordinal, element, value[:200], "given more than once: the first counts"))

    def _misplaced(self, element: etree._Element, inside: bool = False) -> None:
        """Money and results that stand where nothing of the kind belongs are not read, but named."""
        for found in element.iter(*COUNTED):
            if inside and found is element:
                continue
            parent = found.getparent()
            path = f"{parent.tag}/{found.tag}" if parent is not None else str(found.tag)
            shown = found.get("value") or " ".join("".join(str(piece) for piece in found.itertext()).split())
            self.issues.append(RawIssue(self.ordinal, path, shown[:200], MISPLACED))
