"""Small files with one fault each, of the kinds that people met: composed here, so that the tests need nothing from elsewhere."""

from __future__ import annotations

import gzip
import io
import re
import zipfile

from vrede.validate import ValidationReport
from vrede.validate.messages import LANGUAGES, said, to_do
from written import activity, file_of, incoming

SOUND = activity(1, incoming())
ORGANISATION = """<iati-organisation default-currency="EUR" xml:lang="nl">
<organisation-identifier>NL-KVK-27108436</organisation-identifier>
<name><narrative>Partner</narrative></name>
<reporting-org ref="NL-KVK-27108436" type="22"><narrative>Partner</narrative></reporting-org>
</iati-organisation>
"""
RESULT = (
    '<result type="1" aggregation-status="1"><title><narrative>t</narrative></title>'
    '<indicator measure="{measure}" aggregation-status="1"><title><narrative>t</narrative></title>{baseline}'
    '<period><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>{inside}</period></indicator></result>'
)
FUNDER = '<participating-org ref="{ref}" role="1" type="10"><narrative>Ministry</narrative></participating-org>'


def titled(title: str, number: int = 1) -> str:
    """A linked activity with this as its title."""
    return activity(number, incoming()).replace("Titel", title)


def organisations(*inside: str) -> bytes:
    """A file of organisations."""
    return ('<iati-organisations version="2.03">\n' + "".join(inside) + "</iati-organisations>\n").encode()


def inside(outer: str, inner: str) -> str:
    """An activity with another before its end tag."""
    return outer.replace("</iati-activity>", inner + "</iati-activity>")


def valued(target: str, measure: str = "1") -> bytes:
    """A linked activity with one indicator."""
    values = f'<target value="{target}"/><actual value="1"/>'
    result = RESULT.format(measure=measure, baseline='<baseline year="2019" value="0"/>', inside=values)
    return file_of(activity(1, incoming() + result))


def in_words() -> bytes:
    """A linked activity with an indicator in words."""
    return file_of(activity(1, incoming() + RESULT.format(measure="5", baseline="", inside="<target/><actual/>")))


def funded(incoming_one: str, ref: str = "XM-DAC-7") -> bytes:
    """An activity that names the ministry as the organisation that pays it."""
    text = activity(1, incoming_one).replace("<activity-status", FUNDER.format(ref=ref) + "<activity-status")
    return file_of(text)


def priced(currency: str, amount: str = "100000") -> bytes:
    """A linked activity with a small amount in this currency."""
    money = incoming(amount=amount).replace("<value ", f'<value currency="{currency}" ')
    return file_of(activity(1, money))


def zipped(*members: tuple[str, bytes]) -> bytes:
    """A zip of members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def entity(name: str) -> bytes:
    """An entity of HTML in the title of the second activity, on line 20."""
    return file_of(SOUND, titled(f"T&{name};", 2))


COMPOSED: dict[str, bytes] = {
    "12 two organisations": organisations(ORGANISATION, ORGANISATION.replace("27108436", "27108437")),
    "12 one organisation": organisations(ORGANISATION),
    "14 b": file_of(titled("<b>T</b>itel")),
    "14 p and br": file_of(titled("Een <p>twee<br/></p>")),
    "14 of another namespace": file_of(titled('T <x:i xmlns:x="urn:x">z</x:i>')),
    "18 three deep": file_of(inside(SOUND, inside(activity(2, incoming()), activity(3, incoming())))),
    "18 in a transaction": file_of(SOUND.replace("</transaction>", activity(2, incoming()) + "</transaction>", 1)),
    "18 in a wrapper": file_of(f"<group>{SOUND}</group>", activity(2, incoming())),
    "18 organisations": organisations(
        ORGANISATION.replace(
            "</iati-organisation>", ORGANISATION.replace("27108436", "27108437") + "</iati-organisation>"
        )
    ),
    "19 nothing comes in": funded(""),
    "19 another provider": funded(incoming('ref="GB-GOV-1" provider-activity-id="GB-GOV-1-3"')),
    "19 old name": funded(incoming("type='10'"), "NL-1"),
    "28 nbsp": entity("nbsp"),
    "28 no entity of HTML": entity("foo"),
    "28 gzip": gzip.compress(entity("eacute")),
    "28 UTF-16": entity("eacute").decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "28 many": file_of(SOUND, titled("T&eacute;&nbsp;&euml;", 2), titled("T&hellip;", 3)),
    "28 in an attribute": file_of(SOUND, activity(2, incoming()).replace('"NL-KVK', '"&eacute;NL-KVK')),
    "28 a DOCTYPE that promises it": entity("eacute").replace(
        b"<iati-activities", b'<!DOCTYPE iati-activities SYSTEM "iati.dtd">\n<iati-activities', 1
    ),
    "28 a DOCTYPE, in an attribute": file_of(
        SOUND, activity(2, incoming()).replace('"NL-KVK', '"&eacute;NL-KVK')
    ).replace(b"<iati-activities", b'<!DOCTYPE iati-activities PUBLIC "a" "b.dtd">\n<iati-activities', 1),
    "31 euro": priced("euro"),
    "31 sign": priced("€"),
    "31 default": file_of(activity(1, incoming(amount="1000")).replace('currency="EUR"', 'currency="EURO"')),
    "31 an amount that is none": priced("EUR", "1e5"),
    "31 euro as it should be": priced("EUR"),
    "33 both": organisations(ORGANISATION, SOUND),
    "33 the other way round": file_of(ORGANISATION),
    "33 both, the other way round": file_of(SOUND, ORGANISATION),
    "33 inside an organisation": organisations(
        ORGANISATION.replace("</iati-organisation>", f"{SOUND}</iati-organisation>")
    ),
    "36 1E3": valued("1E3"),
    "36 1,000": valued("1,000"),
    "36 INF": valued("INF"),
    "36 plus": valued("+5"),
    "36 in words": in_words(),
    "38 v2.03": file_of(SOUND, version="v2.03"),
    "38 2.03.0": file_of(SOUND, version="2.03.0"),
    "38 1.06": file_of(SOUND, version="1.06"),
    "38 none": file_of(SOUND).replace(b' version="2.03"', b""),
    "38 empty": file_of(SOUND, version=""),
    "38 new line": file_of(SOUND, version="2.03&#10;"),
    "38 a wide figure": file_of(SOUND, version="２.03"),
    "namespace": file_of(SOUND).replace(b"<iati-activities ", b'<iati-activities\n xmlns="urn:x" '),
    "wrong root": file_of(SOUND).replace(b"iati-activities", b"activities"),
    "one activity as root": SOUND.encode(),
    "ampersand": file_of(SOUND, titled("T & T", 2)),
    "tags": file_of(SOUND, activity(2).replace("</title>", "</titel>")),
    "cut off": file_of(SOUND, activity(2))[:-200],
    "twice": file_of(SOUND, activity(2).replace('iso-date="2020-01-01"', 'type="2" iso-date="2020-01-01"', 1)),
    "an end tag that is none": file_of(SOUND, activity(2).replace("</title>", "</title", 1)),
    "no quotation marks": file_of(SOUND, activity(2).replace('code="2"', "code=2", 1)),
    "less than": file_of(SOUND, titled("1 < 2", 2)),
    "character": file_of(SOUND, titled("T\x0bT", 2)),
    "not a date": file_of(activity(1, incoming().replace("2020-02-01", "01-02-2020"))),
    "not an amount": file_of(activity(1, incoming(amount="9.000,00"))),
    "unknown attribute": file_of(SOUND.replace('code="ML"', 'code="ML" cod="ML"')),
    "attribute missing": file_of(SOUND.replace('code="ML"', "")),
    "text between": file_of(SOUND.replace("<title>", "text<title>")),
    "unknown element": file_of(SOUND.replace("<sector", "<sektor")),
    "element of another in the wrong place": file_of(SOUND.replace("<title>", '<x:a xmlns:x="urn:x"/><title>')),
    "sound": file_of(SOUND),
    "old, both": file_of(activity(1, incoming('ref="NL-1" provider-activity-id="NL-1-PPR-29481"'))),
    "spaces around ref": file_of(
        activity(1, incoming('ref=" XM-DAC-7 " provider-activity-id="XM-DAC-7-PPR-4000001234"'))
    ),
    "type 1 alone": file_of(activity(1, incoming(code="1"))),
    "another provider": file_of(activity(1, incoming('ref="GB-GOV-1" provider-activity-id="GB-GOV-1-3"'))),
    "a provider in words": file_of(activity(1, incoming('type="10"'))),
    "two who pay, one in words": funded(incoming('type="10"')).replace(
        b"<activity-status", FUNDER.format(ref="GB-GOV-1").encode() + b"<activity-status"
    ),
    "the ministry's own": file_of(activity().replace("NL-KVK-27108436", "XM-DAC-7")),
    "small and not linked": file_of(activity(1, incoming('ref="XM-DAC-7"', amount="1000"))),
    "nothing in it": file_of(),
    "1.05": (
        b'<iati-activities version="1.05"><iati-activity><reporting-org ref="NL-1" type="10">x</reporting-org>'
        b"<iati-identifier>a</iati-identifier><title>T</title></iati-activity></iati-activities>"
    ),
    "no IATI": b"<catalogue><book/></catalogue>",
    "empty": b"",
    "a page": b"<!DOCTYPE html><html></html>",
    "broken gzip": b"\x1f\x8b rubbish \x00\x00\x00\x00",
}

# What the parser, the schema and the rule language say in English of their own.
FOREIGN = re.compile(
    r"xmlParse|StartTag|PCDATA|AttValue|not expected\. Expected|Missing child|atomic type|xs:|\bfacet\b|content type"
    r"|type definition|global declaration|no element found|Premature end|line \d+, column|starts-with\(|not\(|count\("
    r"|boolean\(|\[@|//iati|\(\?:|\[\^|\\\\s|\\\\d|descendant::|normalize-space|NoneType|Errno|codec|decompress"
)


def foreign_words(report: ValidationReport) -> list[str]:
    """What of what a report tells people is not said in our own words, or not said at all."""
    told = [report.verdict.said(lang) for lang in LANGUAGES]
    for group in report.findings.groups():
        told += [words for lang in LANGUAGES for words in (said(group.finding, lang), to_do(group.finding, lang))]
    return [words for words in told if FOREIGN.search(words) or not words]
