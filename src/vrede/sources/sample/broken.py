"""Files that are not a sound XML file of the version they name, as bytes.

shape 'truncated': cut in the middle of the second activity. 'page': HTML. 'entities': a document type with entities
that expand to gigabytes. 'empty': no bytes. 'utf-16': sound, in another encoding. 'old': IATI 1.03 as it was, with
texts that are not narratives and letters for codes; it is refused, not guessed at. 'lying': says 1.03 and is 2.03.
"""

from __future__ import annotations

from dataclasses import replace

from vrede.sources.sample.iati import element, escape, file_xml
from vrede.sources.sample.plan import SampleActivity, SampleFile

OLD_TYPES = {"1": "IF", "2": "C", "3": "D", "4": "E"}
PAGE = (
    '<!DOCTYPE html>\n<html lang="en"><head><title>404 Not Found</title></head>\n'
    "<body><h1>Not Found</h1><p>The requested file was not found on this made-up server.<br></p></body></html>\n"
)


def file_bytes(file: SampleFile) -> bytes:
    """The bytes of a file of any shape; ValueError for a shape that is not known."""
    if file.shape in ("sound", "lying"):
        return file_xml(file).encode("utf-8")
    if file.shape == "truncated":
        return _truncated(file_xml(file)).encode("utf-8")
    if file.shape == "utf-16":
        text = file_xml(file).replace('encoding="UTF-8"', 'encoding="UTF-16"')
        return b"\xff\xfe" + text.encode("utf-16-le")
    if file.shape == "old":
        return _old(file).encode("utf-8")
    if file.shape == "page":
        return PAGE.encode("utf-8")
    if file.shape == "empty":
        return b""
    if file.shape == "entities":
        return _entities(file).encode("utf-8")
    raise ValueError(f"no such shape: {file.shape}")


def _truncated(text: str) -> str:
    second = text.index("<iati-activity ", text.index("</iati-activity>"))
    return text[: text.index("</title>", second) - 9]


def _entities(file: SampleFile) -> str:
    names = [f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10)]
    kind = "\n".join(["<!DOCTYPE iati-activities [", '<!ENTITY b0 "peace">', *names, "]>"])
    sound = file_xml(replace(file, activities=tuple(replace(a, title=(("en", "BOMB"),)) for a in file.activities)))
    head, rest = sound.split("\n", 1)
    return f"{head}\n{kind}\n{rest.replace('BOMB', '&b9;')}"


def _old(file: SampleFile) -> str:
    body = "\n".join(_old_activity(activity) for activity in file.activities)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="1.03">\n{body}\n</iati-activities>\n'


def _old_activity(a: SampleActivity) -> str:
    rows = []
    for t in a.transactions:
        rows.append(
            element(
                "transaction",
                (),
                element("transaction-type", (("code", OLD_TYPES[t.type]),)),
                element("provider-org", (("ref", a.ref),), escape(a.organisation.name)),
                element("value", (("currency", t.currency), ("value-date", t.value_date)), t.amount),
                element("transaction-date", (("iso-date", t.date),)),
            )
        )
    parts = [
        element("reporting-org", (("ref", a.ref), ("type", a.organisation.type)), escape(a.organisation.name)),
        element("iati-identifier", (), escape(a.identifier)),
        *(element("title", (("xml:lang", lang),), escape(text)) for lang, text in a.title),
        *(element("description", (("xml:lang", lang),), escape(text)) for lang, text in a.description),
        element("activity-status", (("code", "2"),), "Implementation"),
        element("activity-date", (("type", "start-planned"), ("iso-date", a.start))),
        element("participating-org", (("role", "Funding"), ("ref", a.ref)), escape(a.organisation.name)),
        *(element("recipient-country", (("code", p.code), ("percentage", p.percentage)), p.code) for p in a.places),
        *(
            element("sector", (("vocabulary", "DAC"), ("code", s.code), ("percentage", s.percentage)))
            for s in a.sectors
        ),
        *rows,
    ]
    marks = (("default-currency", a.currency), ("xml:lang", "en"))
    return element("iati-activity", marks, "\n  ", "\n  ".join(parts), "\n ")
