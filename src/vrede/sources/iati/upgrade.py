"""IATI 1.0x to the markup of 2.0x, in place, one activity at a time: texts, codes, and what moved.

What is 1.0x is told by the markup, since declared versions lie. Codes and their source: upgrade.toml. Nothing is invented:
a code that 2.0x has no number for stays as it is, and so becomes an issue or nobody's code further on.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files

from lxml import etree

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})\s*")
LETTERS = re.compile(r"\s*[A-Za-z]")
# Elements whose text became narratives: below the activity, or below one of its parts.
TEXTS = frozenset(
    [
        "title",
        "description",
        "reporting-org",
        "participating-org",
        "sector",
        "recipient-country",
        "recipient-region",
        "policy-marker",
        "name",
        "activity-description",
        "provider-org",
        "receiver-org",
        "comment",
        "recipient-org",
    ]
)
DATES = frozenset(["activity-date", "transaction-date", "period-start", "period-end"])


@cache
def _codes(table: str) -> dict[str, str]:
    data = tomllib.loads(files("vrede.sources.iati").joinpath("upgrade.toml").read_text("utf-8"))
    return {str(old).casefold(): str(new) for old, new in data[table].items()}


def is_old(element: etree._Element, declared: str) -> bool:
    """Whether an activity or organisation is written in 1.0x: by its texts, else its codes, else its declared version."""
    title = element.find("title")
    if title is not None and title.find("narrative") is not None:
        return False
    if element.find(".//narrative") is not None:
        return False
    for name in ("title", "description", "reporting-org", "name"):
        found = element.find(name)
        if found is not None and found.text and not found.text.isspace():
            return True
    for kind, attribute in (("transaction/transaction-type", "code"), ("activity-date", "type")):
        found = element.find(kind)
        if found is not None:
            return bool(LETTERS.match(found.get(attribute, "")))
    return (element.get("version") or declared).strip().startswith("1")


def upgrade(element: etree._Element) -> None:
    """Rewrite an activity of 1.0x as the same activity in 2.0x."""
    for child in list(element.iter("*")):
        tag = child.tag
        if tag in TEXTS:
            _narrative(child)
        if tag in DATES:
            _day(child)
        change = CHANGES.get(str(tag))
        if change is not None:
            change(child)
    if element.tag == "iati-organisation" and element.find("organisation-identifier") is None:
        for name in ("iati-identifier", "identifier"):
            if (found := element.find(name)) is not None:
                found.tag = "organisation-identifier"
                break
    for link in element.findall("activity-website"):
        made = etree.SubElement(element, "document-link", url=(link.text or "").strip())
        etree.SubElement(made, "category", code="A12")


def _narrative(element: etree._Element) -> None:
    text = element.text
    if text is None or text.isspace() or element.find("narrative") is not None:
        return
    narrative = etree.Element("narrative")
    narrative.text = text
    if language := element.get(XML_LANG):
        narrative.set(XML_LANG, language)
    element.text = None
    element.insert(0, narrative)


def _day(element: etree._Element) -> None:
    # The attribute was optional: where the text is a day and nothing else, it is that day.
    if element.get("iso-date") is None and (day := DAY.fullmatch(element.text or "")):
        element.set("iso-date", day[1])


def _code(attribute: str, table: str) -> Callable[[etree._Element], None]:
    def change(element: etree._Element) -> None:
        stated = element.get(attribute)
        if stated is not None and (new := _codes(table).get(stated.strip().casefold())):
            element.set(attribute, new)

    return change


def _transaction_type(element: etree._Element) -> None:
    stated = element.get("code") or element.text or ""
    if new := _codes("transaction_type").get(stated.strip().casefold()):
        element.set("code", new)


def _other_identifier(element: etree._Element) -> None:
    text = (element.text or "").strip()
    if not text or element.get("ref") is not None:
        return
    element.set("ref", text)
    element.text = None
    ref, name = element.get("owner-ref"), element.get("owner-name")
    if ref or name:
        owner = etree.SubElement(element, "owner-org")
        if ref:
            owner.set("ref", ref)
        if name:
            etree.SubElement(owner, "narrative").text = name


def _first(element: etree._Element, names: Iterable[str]) -> bool:
    return any(element.find(name) is not None for name in names)


def _location(element: etree._Element) -> None:
    coordinates = element.find("coordinates")
    if coordinates is not None and not _first(element, ("point",)):
        latitude, longitude = (coordinates.get(name, "").strip() for name in ("latitude", "longitude"))
        if latitude and longitude:
            point = etree.SubElement(element, "point", srsName="http://www.opengis.net/def/crs/EPSG/0/4326")
            etree.SubElement(point, "pos").text = f"{latitude} {longitude}"
        precision = _codes("exactness").get(coordinates.get("precision", "").strip())
        if precision and not _first(element, ("exactness",)):
            etree.SubElement(element, "exactness", code=precision)
    gazetteer = element.find("gazetteer-entry")
    if gazetteer is not None and gazetteer.text and not _first(element, ("location-id",)):
        agency = gazetteer.get("gazetteer-ref", "")
        vocabulary = _codes("gazetteer").get(agency.strip().casefold(), agency)
        etree.SubElement(element, "location-id", code=gazetteer.text.strip(), vocabulary=vocabulary)
    kind = element.find("location-type")
    if kind is not None and kind.get("code") and not _first(element, ("feature-designation",)):
        etree.SubElement(element, "feature-designation", code=str(kind.get("code")))


CHANGES: dict[str, Callable[[etree._Element], None]] = {
    "activity-date": _code("type", "activity_date_type"),
    "participating-org": _code("role", "organisation_role"),
    "transaction-type": _transaction_type,
    "sector": _code("vocabulary", "sector_vocabulary"),
    "policy-marker": _code("vocabulary", "marker_vocabulary"),
    "recipient-region": _code("vocabulary", "region_vocabulary"),
    "location-id": _code("vocabulary", "gazetteer"),
    "other-identifier": _other_identifier,
    "location": _location,
}
