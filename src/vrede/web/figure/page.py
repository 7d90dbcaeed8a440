"""A page from its context: a frozen dataclass whose fields are what its template may name."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def rendered(request: HttpRequest, template: str, page: DataclassInstance, status: int = 200) -> HttpResponse:
    """The template with the page's fields as its variables. Fields are handed over as they are: rows are not copied."""
    return render(request, template, {one.name: getattr(page, one.name) for one in fields(page)}, status=status)
