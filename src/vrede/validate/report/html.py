"""A validation as one self-contained page that a partner can be sent: no script, no picture, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TextIO

from vrede.language import Language, say
from vrede.validate.check import ValidationReport
from vrede.validate.links import Upward
from vrede.validate.report.page import ResultPage, Row, lead_of, page_of, source_of
from vrede.validate.standard import Gap
from vrede.validate.verdict import Answer

STYLE = """:root{color-scheme:light dark;--paper:#fcfbf8;--ink:#1b242d;--ink2:#4e5862;--rule:#ddd8cc;--bad:#a53d0f;--good:#0b6b52;--warn:#7a5a00;--soft:#f4f1ea}
@media (prefers-color-scheme:dark){:root{--paper:#13181d;--ink:#e9e5dc;--ink2:#aeb5ba;--rule:#343d45;--bad:#f29a74;--good:#6cc9a9;--warn:#e3c25e;--soft:#1c2329}}
*{box-sizing:border-box}body{margin:0 auto;max-width:76rem;padding:2rem 1.25rem;background:var(--paper);color:var(--ink);font:1rem/1.5 "Source Sans 3","Segoe UI","Noto Sans",Arial,sans-serif}
h1,h2,h3{font-family:"Source Serif 4",Charter,Georgia,serif;line-height:1.2}h1{font-size:2rem;margin:0}h2{font-size:1.5rem;margin:2.2rem 0 .4rem}h3{font-size:1.25rem;margin:2rem 0 .4rem}
p{max-width:68ch}.q{color:var(--ink2)}.answer{font-size:1.3rem;border-left:.4rem solid var(--warn);padding:.2rem 0 .2rem 1rem;margin:1.2rem 0}
.answer.yes{border-color:var(--good)}.answer.no,.answer.unread,.answer.foreign{border-color:var(--bad)}dl{display:flex;flex-wrap:wrap;gap:.6rem 2rem}dt{color:var(--ink2);font-size:.875rem}dd{margin:0;font-size:1.25rem}
.wrap{overflow-x:auto}table{min-width:44rem;border-collapse:collapse;width:100%;font-size:.875rem}caption{text-align:left;color:var(--ink2);padding-bottom:.3rem}th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--rule)}
td.n,th.n{text-align:right;white-space:nowrap}code{font-family:"Source Code Pro",Menlo,Consolas,monospace;font-size:.85em;overflow-wrap:anywhere;background:var(--soft);padding:.05em .25em}.critical,.error{color:var(--bad);font-weight:650}.warning{color:var(--warn)}.ok{color:var(--good)}
article+article{border-top:2px solid var(--ink);margin-top:3rem;padding-top:2rem}footer{margin-top:3rem;border-top:1px solid var(--rule);font-size:.875rem;color:var(--ink2)}@media print{body{max-width:none}tr{break-inside:avoid}}"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_html(
    reports: Iterable[ValidationReport], upward: Upward, lang: Language, out: TextIO, why: Gap | None = None
) -> None:
    """The page, each file's part written as it comes. lang: nl or en. why: why not all of the standard is checked."""
    title = escape(say("validate.report.title", lang))
    out.write(
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{title} · vrede</title><style>{STYLE}</style></head>\n<body><main>\n"
        f'<h1>{title}</h1><p class="q">{escape(lead_of(why, lang))}</p>\n'
    )
    for number, report in enumerate(reports):
        out.write(article(page_of(report, upward, lang), lang, f"f{number}"))
    out.write(f"</main><footer><p>{escape(source_of(why, lang))}</p></footer></body></html>\n")


def article(page: ResultPage, lang: Language, ident: str) -> str:
    """The part of the page about one file."""
    parts = [f'<article aria-labelledby="{ident}"><h2 id="{ident}"><code>{escape(page.name)}</code></h2>']
    parts.append(f'<p class="answer {page.answer}"><b>{escape(page.verdict)}</b></p>')
    if page.answer == Answer.aside:
        return "\n".join(parts) + "</article>\n"
    if page.reasons or page.notes:
        parts.append(f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in (*page.reasons, *page.notes))}</ul>")
    facts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in page.facts)
    parts.append(f"<dl>{facts}</dl>")
    parts.append(_section(say("validate.report.critical", lang)))
    parts.append(_findings(page.critical, lang) if page.critical else f"<p>{escape(page.critical_none)}</p>")
    parts.append(_section(say("validate.report.links", lang)))
    parts += [f"<p>{escape(note)}</p>" for note in page.links_note]
    if page.links:
        rows = [
            (
                _code(r.activity),
                escape(r.line),
                escape(r.kind),
                _code(r.written),
                _state(r.state, r.state_word),
                _code(r.paste),
            )
            for r in page.links
        ]
        parts.append(
            _table(
                ("activity", "line", "type", "written", "state", "paste"),
                rows,
                say("validate.report.links", lang),
                lang,
            )
        )
    parts.append(_section(say("validate.report.added", lang)))
    parts += [f"<p>{escape(note)}</p>" for note in page.added_note]
    if page.not_added:
        parts.append(f"<ul>{''.join(f'<li>{escape(n)}: {escape(why)}</li>' for why, n in page.not_added)}</ul>")
    if page.seen:
        parts.append(_section(say("validate.report.seen", lang)) + f"<p>{escape(page.seen_note)}</p>")
        seen = [
            (
                _code(s.identifier),
                escape(s.title),
                escape(s.visible),
                escape(s.incoming),
                escape(s.spent),
                str(s.indicators),
            )
            for s in page.seen
        ]
        parts.append(
            _table(
                ("activity", "title", "visible", "incoming", "spent", "indicators"),
                seen,
                say("validate.report.seen", lang),
                lang,
            )
        )
    parts.append(_section(say("validate.report.others", lang)))
    parts.append(
        _findings(page.rows, lang) if page.rows else f"<p>{escape(say('validate.report.others_none', lang))}</p>"
    )
    return "\n".join(parts) + "</article>\n"


def _section(title: str) -> str:
    return f"<h3>{escape(title)}</h3>"


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>" if text else ""


def _state(state: str, text: str) -> str:
    name = "ok" if state == "good" else "" if state == "other" else "error"
    return f'<span class="{name}">{escape(text)}</span>'


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], caption: str, lang: Language) -> str:
    heads = "".join(f'<th scope="col">{escape(say(f"validate.report.col.{name}", lang))}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    label = escape(caption)
    return (
        f'<div class="wrap" tabindex="0" role="region" aria-label="{label}"><table><caption>{label}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _findings(rows: Sequence[Row], lang: Language) -> str:
    cells = [
        (
            f'<span class="{row.severity.value}">{escape(row.severity_word)}</span>',
            f"{_code(row.rule)}<br>{escape(row.part)}",
            escape(row.count),
            escape(row.what),
            escape(row.todo),
            escape(row.where),
        )
        for row in rows
    ]
    return _table(
        ("severity", "rule", "count", "what", "todo", "where"), cells, say("validate.report.findings", lang), lang
    )
