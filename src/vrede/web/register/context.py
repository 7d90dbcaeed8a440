"""A page from its template and its typed context."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def shown(request: HttpRequest, template: str, context: Any, status: int = 200) -> HttpResponse:
    """The page; the template reads the fields of the context, a frozen dataclass, by their names."""
    names = {field.name: getattr(context, field.name) for field in fields(context)}
    return render(request, template, names, status=status)
