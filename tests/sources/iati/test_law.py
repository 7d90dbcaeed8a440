"""A law: however a file is mangled, every transaction, budget and result value of it is in a table, or an issue names it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from lxml import etree

from vrede.sources.iati.file import FileIssue
from vrede.sources.iati.read import read_file

VALUES = {"transaction": "value", "budget": "value", "planned_disbursement": "value"}
ACTIVITY = """<iati-activity default-currency="EUR"><iati-identifier>A{n}</iati-identifier><reporting-org ref="NL-KVK-1"/>
<budget><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><value value-date="2024-01-01">{n}001</value></budget>
<planned-disbursement><period-start iso-date="2024-01-01"/><value value-date="2024-01-01">{n}002</value></planned-disbursement>
<transaction><transaction-type code="3"/><transaction-date iso-date="2024-03-01"/><value value-date="2024-03-01">{n}003</value></transaction>
<transaction><transaction-type code="2"/><transaction-date iso-date="2024-03-01"/><value value-date="2024-03-01">{n}004</value><sector code="1"/></transaction>
<result type="1"><indicator measure="1"><period><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>
<target value="{n}005"/><actual value="{n}006"/></period></indicator></result></iati-activity>"""
DOCUMENT = '<iati-activities version="2.03">' + "".join(ACTIVITY.format(n=n) for n in (1, 2, 3)) + "</iati-activities>"
NAMES = ("transaction", "value", "budget", "result", "foo", "iati-activity", "sector", "period", "narrative")
NUMBERS = [f"{n}00{part}" for n in (1, 2, 3) for part in range(1, 7)]

steps = st.lists(
    st.tuples(
        st.sampled_from(["drop", "twice", "move", "rename", "text", "attribute"]),
        st.integers(0, 200),
        st.integers(0, 200),
        st.sampled_from(NAMES),
    ),
    min_size=1,
    max_size=4,
)


def mangled(todo: list[tuple[str, int, int, str]]) -> etree._Element:
    """The document after these steps; the root stays."""
    root = etree.fromstring(DOCUMENT)
    for step, at, other, name in todo:
        below = [one for one in root.iter() if one is not root]
        if not below:
            break
        one = below[at % len(below)]
        parent = one.getparent()
        assert parent is not None
        if step == "drop":
            parent.remove(one)
        elif step == "twice":
            parent.append(etree.fromstring(etree.tostring(one)))
        elif step == "move":
            inside = set(one.iter())
            places = [place for place in root.iter() if place not in inside]
            places[other % len(places)].append(one)
        elif step == "rename":
            one.tag = name
        elif step == "text":
            one.text = ("1.000,00", "x", "", "7")[other % 4]
        elif one.attrib:
            del one.attrib[sorted(one.attrib)[other % len(one.attrib)]]
    return root


def told(data: bytes) -> str:
    """All that the tables and the issues of a file hold, as one text; of a refused file its reason."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xml"
        path.write_bytes(data)
        held: list[str] = []
        try:
            for batch in read_file(path):
                held += [frame.write_csv() for frame in batch.tables.values()] + [batch.issues.write_csv()]
        except FileIssue:
            return " ".join(NUMBERS)
    return "\n".join(held)


@given(steps)
@how(max_examples=300)
def test_nothing_is_lost_in_silence(todo: list[tuple[str, int, int, str]]) -> None:
    """Every figure of ours that still stands in the file below an activity, as a text or a value, is found again."""
    root = mangled(todo)
    there = Counter(
        text.strip()
        for activity in root.iter("iati-activity")
        for one in activity.iter("value", "target", "actual")
        for text in (one.text or "" if one.tag == "value" else one.get("value") or "",)
    )
    held = told(etree.tostring(root))
    assert [number for number in there if number in NUMBERS and number not in held] == []
