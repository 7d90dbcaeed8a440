"""A file in pieces: every activity once, every line its own, whatever the encoding, and the same findings as in one piece."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from vrede.validate.check import ValidationReport
from vrede.validate.opening import opened
from vrede.validate.stream import pieces
from written import activity, file_of, incoming

Check = Callable[..., ValidationReport]


def many(number: int) -> bytes:
    """A file of a few MB, in which one activity near the end repeats the identifier of the first."""
    filler = "<!-- " + "x" * 3000 + " -->\n"
    written = [activity(n, incoming() + filler) for n in range(number)]
    written[-2] = activity(0, incoming('ref="XM-DAC-7"'))
    return file_of(*written)


def test_pieces_hold_every_activity_once() -> None:
    """Ordinals go on, and the lines before a piece are counted."""
    data = many(1200)
    opening, stream = opened(io.BytesIO(data))
    found = list(pieces(opening, stream, "2.03"))
    assert len(found) > 3
    assert [piece.first for piece in found] == [True] + [False] * (len(found) - 1)
    identifiers, lines = [], []
    for piece in found:
        assert piece.ordinal == len(identifiers)
        for element in piece.root.iterchildren("iati-activity"):
            identifiers.append(element.findtext("iati-identifier"))
            lines.append(piece.lines_before + element.sourceline)
    assert len(identifiers) == 1200
    text = data.decode().split("\n")
    assert all(text[line - 1].startswith("<iati-activity ") for line in lines)


def test_what_is_far_apart_in_a_file_is_seen_together(check: Check) -> None:
    """A repeated identifier and a missing link, thousands of lines down, at their own lines."""
    data = many(1200)
    report = check(data)
    assert report.activities == 1200
    assert report.findings.count(report.findings.groups()[0].finding.severity) >= 1
    (double,) = [g for g in report.findings.groups() if g.finding.rule == "1.1.2"]
    (link,) = [g for g in report.findings.groups() if g.finding.rule == "funder.link.missing"]
    at = data.rindex(b"<iati-identifier>NL-KVK-27108436-0<")
    assert double.places[0].line == data[:at].count(b"\n") + 1
    assert double.places[0].ordinal == 1198
    at = data.index(b'<provider-org ref="XM-DAC-7"><')
    assert link.places[0].line == data[:at].count(b"\n") + 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "iso-8859-1", "windows-1252", "utf-8-sig"])
def test_encodings_give_the_same_findings(check: Check, encoding: str) -> None:
    """Other bytes, the same report."""
    declared = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16"}.get(encoding, encoding)
    text = file_of(activity(1, incoming('ref="XM-DAC-7"')), activity(1)).decode().replace("Titel", "Één titel")
    plain, other = check(text.encode()), check(text.replace("UTF-8", declared).encode(encoding))

    def said(report: ValidationReport) -> list[tuple[str, str, int]]:
        return [(g.finding.rule, g.finding.path, g.count) for g in report.findings.groups()]

    assert said(other) == said(plain)
    assert other.activities == 2


def test_an_end_tag_in_a_comment_cuts_nothing(check: Check) -> None:
    """A piece that would end inside a comment is read element by element; nothing is lost, lines stay."""
    data = file_of(
        activity(1, incoming() + "<!-- </iati-activity> -->"),
        activity(2, incoming() + "<![CDATA[</iati-activity>]]>"),
        activity(2),
    )
    report = check(data)
    assert report.activities == 3
    (double,) = [g for g in report.findings.groups() if g.finding.rule == "1.1.2"]
    assert double.places[0].line == data[: data.rindex(b"<iati-identifier>")].count(b"\n") + 1


def test_a_root_that_is_one_activity_is_said_and_still_read(check: Check) -> None:
    """0.2.1, with all that is wrong inside."""
    report = check(activity(1, incoming('ref="XM-DAC-7"')).encode())
    assert {"0.2.1", "funder.link.missing"} <= report.findings.rules()
    assert report.activities == 1


def test_organisation_files_have_their_own_rules(check: Check) -> None:
    """The schema and rules of organisations; nothing about links upward."""
    data = b"""<iati-organisations version="2.03"><iati-organisation><organisation-identifier> NL-KVK-1</organisation-identifier>
<name><narrative xml:lang="nl">N</narrative></name><reporting-org ref="NL-KVK-1" type="22"><narrative xml:lang="nl">N</narrative></reporting-org></iati-organisation></iati-organisations>"""
    report = check(data)
    assert report.kind == "organisations"
    assert report.findings.rules() == {"1.12.1"}
