"""A page of rows as JSON, quickly: the table writes itself, decimals as text, money as whole cents."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import HttpRequest, HttpResponse

from vrede.web.site.request import parameters
from vrede.web.site.snapshot import State

CONTENT = "application/json; charset=utf-8"


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Decimals as text without idle zeros, moments in UTC with a Z: as `write_json` would not say them."""
    changed = []
    for name, kind in frame.schema.items():
        if isinstance(kind, pl.Decimal):
            text = pl.col(name).cast(pl.String)
            pointed = text.str.strip_chars_end("0").str.strip_chars_end(".")
            changed.append(pl.when(text.str.contains(".", literal=True)).then(pointed).otherwise(text).alias(name))
        elif isinstance(kind, pl.Datetime):
            changed.append(pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return frame.with_columns(changed)


def text_of(rows: pl.DataFrame | list[dict[str, Any]]) -> str:
    """Rows as a JSON array."""
    return plain(rows).write_json() if isinstance(rows, pl.DataFrame) else json.dumps(rows, ensure_ascii=False)


def answered(value: dict[str, Any]) -> HttpResponse:
    """One value as JSON."""
    return HttpResponse(json.dumps(value, ensure_ascii=False), content_type=CONTENT)


def following(request: HttpRequest, state: State, given: Any, total: int) -> str | None:
    """The address of the next page, of the same snapshot; None on the last."""
    offset = given.offset + given.limit
    if offset >= total:
        return None
    words = {**parameters(request), "snapshot": state.snapshot.name, "limit": str(given.limit), "offset": str(offset)}
    return f"{request.path}?{urlencode(words)}"


def listed(
    request: HttpRequest,
    state: State,
    given: Any,
    total: int,
    rows: pl.DataFrame | list[dict[str, Any]],
    **more: Any,
) -> HttpResponse:
    """A page. rows: those of this page only. more: what stands beside them."""
    head = {
        "snapshot": state.snapshot.name,
        "total": total,
        "next": following(request, state, given, total),
        **more,
    }
    text = json.dumps(head, ensure_ascii=False)
    return HttpResponse(f'{text[:-1]}, "rows": {text_of(rows)}}}', content_type=CONTENT)


def cut(rows: pl.DataFrame, given: Any) -> pl.DataFrame:
    """The rows of this page."""
    return rows.slice(given.offset, given.limit)


def at(request: HttpRequest, path: str, words: dict[str, Any]) -> str:
    """An address on the site, in the language that was asked for."""
    return f"/{request.LANGUAGE_CODE}/{path}?{urlencode(words)}"
