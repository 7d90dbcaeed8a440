"""Faults that people met, each with its kind: what the validator answers, and with which words and on which line.

The files of `faults` are composed elsewhere and stand in the shared data; those of `faultyfiles` are ours, of the same kinds.
"""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from faultyfiles import COMPOSED, SOUND, entity, foreign_words, zipped
from smallstandard import write_standard
from vrede.article import load_policy
from vrede.sources.iati.cast import AMOUNT_PATTERN
from vrede.validate import Standard, ValidationReport, Validator, page_of, uploaded, write_json
from vrede.validate.finding import Severity
from vrede.validate.messages import LANGUAGES, to_do
from vrede.validate.plain import FORM
from vrede.validate.unpack import UnpackedFile
from written import file_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

# folder of the shared data / file | answer | activities | line of the finding | words that the English or Dutch report has
SHARED = """
12-organisation-default-currency/activities.xml      | organisations | 1 |    | valid organisation file
14-html-in-narrative/activities.xml                  | no            | 2 | 34 | Take out <i>, <a>
14-html-in-narrative/activities.xml                  | no            | 2 | 34 | Haal <i>, <a> weg
18-nested-activities/activities.xml                  | no            | 3 | 29 | 'NL-KVK-99887766-S2' stands inside NL-KVK-99887766-S1
19-funder-named-only-as-participant/activities.xml   | no            | 2 | 3  | what is missing is the link
24-transaction-without-known-type/activities.xml     | no            | 1 | 29 | transaction/transaction-type/@code
25-year-files-with-a-fault/year-2025.xml             | no            | 1 |    | No, because
26-country-share-missing-beside-region/activities.xml| partly        | 2 | 15 | Yes, but there are 2 errors
28-html-entity/activities.xml                        | no            | 1 | 33 | &eacute; is not known in XML
28-html-entity/activities.xml                        | no            | 1 | 33 | &eacute; bestaat niet in XML
31-currency-in-words/activities.xml                  | partly        | 1 | 25 | EURO
33-organisations-root-with-activities/activities.xml | no            | 1 | 3  | stands under the root element iati-organisations
36-scientific-notation-in-result/activities.xml      | partly        | 1 | 28 | '1e3' is not a plain number
38-unknown-version/version-2-04.xml                  | no            | 1 | 2  | version="2.03"
38-unknown-version/version-2-3.xml                   | no            | 1 | 2  | version="2.03"
38-unknown-version/version-203.xml                   | no            | 1 | 2  | version="2.03"
38-unknown-version/version-trailing-space.xml        | no            | 1 | 2  | version="2.03"
"""

# ours | answer | activities | line | words; by a small standard of our own, so that this runs everywhere
OURS = """
12 two organisations         | organisations | 2 |    | organisation file
12 one organisation          | organisations | 1 |    | organisatiebestand
18 three deep                | no            | 3 | 16 | 'NL-KVK-27108436-2' stands inside NL-KVK-27108436-1
18 three deep                | no            | 3 | 29 | 'NL-KVK-27108436-3' stands inside NL-KVK-27108436-2
18 in a transaction          | no            | 2 | 15 | 'NL-KVK-27108436-2' stands inside NL-KVK-27108436-1
18 in a wrapper              | no            | 2 | 3  | 'NL-KVK-27108436-1' stands inside <group>
18 organisations             | organisations | 2 | 6  | 'NL-KVK-27108437' stands inside NL-KVK-27108436
19 nothing comes in          | no            | 1 | 3  | what is missing is the link
19 another provider          | no            | 1 | 3  | what is missing is the link
19 old name                  | no            | 1 | 3  | wat ontbreekt is de koppeling
28 nbsp                      | no            | 1 | 20 | &nbsp; is not known in XML
28 nbsp                      | no            | 1 | 20 | &#160;
28 no entity of HTML         | no            | 1 | 20 | &foo; is not known in XML
28 gzip                      | no            | 1 | 20 | &eacute; is not known in XML
28 UTF-16                    | no            | 1 | 20 | &eacute; is not known in XML
28 many                      | no            | 1 | 20 | &eacute; is not known in XML
28 in an attribute           | no            | 1 | 19 | &eacute; is not known in XML
28 a DOCTYPE that promises it| no            | 1 | 21 | &eacute; is not known in XML
28 a DOCTYPE, in an attribute| no            | 2 | 20 | &eacute; is not known in XML
33 both                      | no            | 2 | 7  | stands under the root element iati-organisations
33 the other way round       | no            | 1 | 3  | stands under the root element iati-activities
33 both, the other way round | no            | 2 | 17 | stands under the root element iati-activities
33 inside an organisation    | no            | 2 | 6  | stands under the root element iati-organisations
38 v2.03                     | no            | 1 | 2  | version="2.03"
38 2.03.0                    | no            | 1 | 2  | version="2.03"
38 1.06                      | no            | 1 | 2  | version="2.03"
38 none                      | no            | 1 | 2  | version="2.03"
38 empty                     | no            | 1 | 2  | version="2.03"
38 new line                  | no            | 1 | 2  | version="2.03"
38 a wide figure             | no            | 1 | 2  | version="2.03"
namespace                    | foreign       | 0 | 2  | stands in a namespace (urn:x)
wrong root                   | no            | 1 | 2  | its root element is activities
one activity as root         | no            | 1 | 1  | its root element is iati-activity
ampersand                    | no            | 1 | 20 | Write &amp; instead of &
tags                         | no            | 1 | 20 | <title> of line 20 is closed by </titel>
cut off                      | no            | 1 | 27 | The file ends too early
twice                        | no            | 1 | 24 | the attribute type stands twice
an end tag that is none      | no            | 1 | 21 | an end tag is not closed with >
no quotation marks           | no            | 1 | 23 | something in a tag is not written as name="value"
less than                    | no            | 1 | 20 | Write &lt; instead of <
character                    | no            | 1 | 20 | an invisible character
unknown attribute            | no            | 1 | 11 | recipient-country/@cod
text between                 | no            | 1 | 3  | there is text where only elements belong
unknown element              | no            | 1 | 12 | sektor: this element does not belong
old, both                    | no            | 1 | 15 | <provider-org ref="XM-DAC-7" provider-activity-id="XM-DAC-7-PPR-29481">
spaces around ref            | no            | 1 | 15 | <provider-org ref="XM-DAC-7" provider-activity-id="XM-DAC-7-PPR-4000001234">
type 1 alone                 | partly        | 1 | 3  | there is no incoming commitment (type 11)
another provider             | other         | 1 |    | Cannot be told from this file
a provider in words          | other         | 1 |    | no identifier tells who pays
two who pay, one in words    | no            | 1 | 3  | what is missing is the link
small and not linked         | lead          | 1 |    | Cannot be told from this file
the ministry's own           | yes           | 1 |    | a file of the ministry itself
sound                        | yes           | 1 |    | Yes. Every activity
nothing in it                | no            | 0 |    | There is no activity in the file
1.05                         | no            | 1 | 1  | Version 1.05 is no longer supported
no IATI                      | foreign       | 0 | 1  | This is not a file about activities
empty                        | no            | 0 |    | The file is empty
broken gzip                  | unread        | 0 |    | Cannot be told
"""


# The same by the real standard, whose schema looks closer.
CLOSER = """
14 b                         | no            | 1 | 6  | Take out <b>
14 p and br                  | no            | 1 | 6  | Take out <p>, <br>
14 of another namespace      | no            | 1 | 6  | Take out <i>
not a date                   | no            | 1 | 15 | '01-02-2020' is not a date
not an amount                | no            | 1 | 15 | '9.000,00' is not a number
attribute missing            | no            | 1 | 11 | recipient-country/@code: this attribute is required
"""


def rows(table: str) -> list[tuple[str, ...]]:
    """The cells of a table."""
    return [tuple(cell.strip() for cell in line.split("|", 4)) for line in table.strip().splitlines()]


def words_of(report: ValidationReport, validator: Validator) -> str:
    """Everything that a report says, in both languages."""
    out = io.StringIO()
    write_json([report], out)
    pages = [page_of(report, validator.upward, lang) for lang in LANGUAGES]
    return "\n".join([json.dumps(json.loads(out.getvalue()), ensure_ascii=False), *map(str, pages)]).replace('\\"', '"')


def holds(report: ValidationReport, validator: Validator, row: tuple[str, ...]) -> None:
    """The answer, the count, the words, and a finding on the line."""
    _, answer, activities, line, words = row
    lines = {place.line for group in report.findings.groups() for place in group.places}
    assert (report.verdict.answer, report.activities) == (answer, int(activities)), report.verdict.said("en")
    assert words in words_of(report, validator)
    assert not line or int(line) in lines


@pytest.mark.parametrize("row", rows(SHARED), ids=lambda row: f"{row[0]} {row[4][:20]}")
def test_the_faults_that_were_met(shared: Path, validator: Validator, row: tuple[str, ...]) -> None:
    """By the real standard."""
    path = shared / "faults" / row[0]
    if not path.is_file():
        pytest.skip(f"{row[0]} is not in the shared data")
    holds(validator.check(UnpackedFile(path.name, path)), validator, row)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Validator:
    """Checks by the small standard."""
    folder = tmp_path_factory.mktemp("standard")
    write_standard(folder)
    return Validator(Standard(folder), load_policy(), NOW)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Validator:
    """Checks without a standard."""
    return Validator(Standard(tmp_path_factory.mktemp("none")), load_policy(), NOW)


@pytest.mark.parametrize("row", rows(OURS), ids=lambda row: f"{row[0]} {row[4][:20]}")
def test_others_of_their_kind(small: Validator, row: tuple[str, ...]) -> None:
    """Each kind in more than one form."""
    holds(small.check(UnpackedFile("a.xml", COMPOSED[row[0]])), small, row)


@pytest.mark.parametrize("row", rows(CLOSER), ids=lambda row: f"{row[0]} {row[4][:20]}")
def test_others_by_the_real_schema(validator: Validator, row: tuple[str, ...]) -> None:
    """Forms of values, and elements in a text."""
    holds(validator.check(UnpackedFile("a.xml", COMPOSED[row[0]])), validator, row)


def test_elements_in_a_text_are_found_without_a_schema(bare: Validator) -> None:
    """Each by name, and with its line."""
    for row in rows(CLOSER)[:3]:
        holds(bare.check(UnpackedFile("a.xml", COMPOSED[row[0]])), bare, row)


@pytest.mark.parametrize(
    "name",
    [name for name in COMPOSED if name[:2] in ("14", "18", "19", "28", "33", "38") and name != "18 organisations"],
)
def test_without_a_standard_the_answer_is_the_same(bare: Validator, name: str) -> None:
    """What nobody reads is not read because no standard is there."""
    assert bare.check(UnpackedFile("a.xml", COMPOSED[name])).verdict.answer == "no"


@pytest.mark.parametrize(
    ("name", "exempt", "incoming"),
    [
        ("31 euro", False, "?"),
        ("31 sign", False, "?"),
        ("31 default", False, "?"),
        ("31 an amount that is none", False, "?"),
        ("31 euro as it should be", True, "EUR"),
    ],
)
def test_only_what_has_a_rate_exempts(bare: Validator, name: str, exempt: bool, incoming: str) -> None:
    """A currency in words is not euro, and an amount that is no number is not small."""
    report = bare.check(UnpackedFile("a.xml", COMPOSED[name]))
    assert (report.exempt, list(report.view.incoming)) == (exempt, [incoming])


@pytest.mark.parametrize(
    ("name", "added", "reason"),
    [
        ("36 1E3", 0, "number"),
        ("36 1,000", 0, "number"),
        ("36 INF", 0, "number"),
        ("36 plus", 1, ""),
        ("36 in words", 0, "words"),
    ],
)
def test_a_number_everywhere_or_nowhere(bare: Validator, name: str, added: int, reason: str) -> None:
    """What is called no number does not count, and the other way round; an indicator in words is no fault."""
    report = bare.check(UnpackedFile("a.xml", COMPOSED[name]))
    assert (report.view.added, [why for why, count in report.view.not_added.items() if count]) == (
        added,
        [reason] if reason else [],
    )
    assert ("nl.res.number" in report.findings.rules()) is (reason == "number")


def test_the_form_of_a_number_is_the_builds() -> None:
    """One rule: what sources/iati casts."""
    assert f"^{FORM}$" == AMOUNT_PATTERN.replace(r"\d", "[0-9]")


def test_a_readme_in_a_zip_is_named_and_not_judged(small: Validator) -> None:
    """Beside the data it fails nothing; a zip with nothing else has no data."""
    names = ("README.txt", "docs/licence", "codes.xlsx", ".DS_Store", "readme.md")
    data = zipped(*((name, b"no data") for name in names), ("data", file_of(SOUND)), ("e.xml", entity("eacute")))
    found = {report.name: report for report in map(small.check, uploaded("x.zip", data))}
    assert all(found[f"x.zip/{name}"].verdict.answer == "aside" and not found[f"x.zip/{name}"].fails for name in names)
    assert found["x.zip/data"].verdict.answer == "yes"
    assert found["x.zip/e.xml"].verdict.answer == "no"
    alone = [small.check(source).verdict.answer for source in uploaded("x.zip", zipped(("README", b"x")))]
    assert alone == ["aside", "unread"]


def test_an_old_file_gets_nothing_of_the_ministrys_own(small: Validator) -> None:
    """Its codes are written otherwise: that it lacks what is asked of 2.0x would not be true."""
    report = small.check(UnpackedFile("a.xml", COMPOSED["1.05"]))
    assert not [rule for rule in report.findings.rules() if rule.startswith(("nl.", "funder."))]


def test_an_error_far_into_a_file_has_its_line(small: Validator) -> None:
    """Pieces of a file keep the lines of the file."""
    data = file_of(*([SOUND] * 3000)) + b""
    data = data.replace(b"</iati-activities>", b"<iati-activity>&uuml;</iati-activity></iati-activities>")
    report = small.check(UnpackedFile("a.xml", data))
    (group,) = [g for g in report.findings.groups() if g.finding.rule == "0.1.1"]
    assert group.places[0].line == data[: data.index(b"&uuml;")].count(b"\n") + 1
    assert report.activities == 3000


@pytest.mark.parametrize("name", COMPOSED)
def test_no_words_of_a_parser_reach_people(small: Validator, name: str) -> None:
    """Nor expressions; and whoever reads what is wrong reads what to do."""
    report = small.check(UnpackedFile("a.xml", COMPOSED[name]))
    assert not foreign_words(report)
    assert all(
        group.finding.severity is not Severity.critical or to_do(group.finding, "nl")
        for group in report.findings.groups()
    )
