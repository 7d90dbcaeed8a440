"""Reads the law texts and the lists beside them from TOML files into checked models."""

import tomllib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from vrede.article.checks import check
from vrede.article.errors import PolicyError, ReferenceProblem
from vrede.article.model import ArticleText

HERE = Path(__file__).parent
LISTS = {
    "themes": "id",
    "regions": "id",
    "channels": "id",
    "funds": "id",
    "sdg_targets": "id",
    "signs": "id",
    "own_lists": "id",
}


def load_texts(law: str = "nld-xvii-4", folder: Path | None = None) -> tuple[ArticleText, ...]:
    """Every wording of one law, oldest first.

    folder: holds texts/<law>/<date>.toml, lists/*.toml and purposes.toml; the package's own when None.
    Raises PolicyError (file, key, reason) when a file is missing or unreadable, has an unknown key, points nowhere,
    is named after another day than its valid_from, or overlaps in time with the one before.
    """
    base = folder or HERE
    files = sorted((base / "texts" / law).glob("*.toml"))
    if not files:
        raise PolicyError(f"texts/{law}", "", "no law text found in this folder")
    lists = {name: read_named(base, f"lists/{name}.toml", key) for name, key in LISTS.items()}
    lists["purposes"] = read_named(base, "purposes.toml", "code")
    texts = [_text(base, path, law, lists) for path in files]
    for earlier, later in pairwise(texts):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise PolicyError(
                f"texts/{law}/{later.valid_from}.toml",
                "valid_from",
                f"overlaps the text of {earlier.valid_from}, which holds until {earlier.valid_to or 'further notice'}",
            )
    return tuple(texts)


def text_for_year(texts: Sequence[ArticleText], year: int) -> tuple[ArticleText, bool]:
    """The wording in force at the end of a year, and True when the year lies before the first wording.

    A year before the first gets the first; a year after the last, or in a gap, gets the last that began.
    Raises ValueError for no texts.
    """
    if not texts:
        raise ValueError("no texts to choose from")
    begun = [text for text in texts if text.valid_from.year <= year]
    return (begun[-1], False) if begun else (texts[0], True)


def read_toml(base: Path, name: str) -> dict[str, Any]:
    """One TOML file as a dict. Raises PolicyError when it is missing, not UTF-8 or not TOML."""
    try:
        return tomllib.loads((base / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PolicyError(name, "", "the file is missing") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(name, "", f"not readable as TOML: {error}") from error


def read_named(base: Path, name: str, key: str) -> list[dict[str, Any]]:
    """A file of tables as rows, the table's name under `key`, in the file's order. Raises PolicyError."""
    rows = []
    for title, table in read_toml(base, name).items():
        if not isinstance(table, dict):
            raise PolicyError(name, title, "is not a table")
        if key in table:
            raise PolicyError(name, title, f"{key} is the table's name and is not repeated inside")
        rows.append({key: title, **table})
    return rows


def _text(base: Path, path: Path, law: str, lists: Mapping[str, list[dict[str, Any]]]) -> ArticleText:
    name = f"texts/{law}/{path.name}"
    raw = read_toml(base, name)
    if given := sorted(set(raw) & set(lists)):
        raise PolicyError(name, given[0], "stands in a list of its own, not in a text")
    try:
        text = ArticleText.model_validate({**raw, **lists})
        check(text)
    except ValidationError as error:
        raise _explained(error, name, {**raw, **lists}) from error
    except ReferenceProblem as problem:
        raise _in_its_file(name, problem.key, problem.reason) from problem
    if text.law != law:
        raise PolicyError(name, "law", f"says {text.law!r} in the folder of {law!r}")
    if path.stem != text.valid_from.isoformat():
        raise PolicyError(name, "valid_from", f"is {text.valid_from}, the file is named after {path.stem}")
    return text


def _explained(error: ValidationError, name: str, raw: object) -> PolicyError:
    """The first complaint as a PolicyError, in the file where it stands."""
    first = error.errors()[0]
    cause = first.get("ctx", {}).get("error")
    return _in_its_file(name, readable_key(first["loc"], raw), str(cause or first["msg"]))


def _in_its_file(name: str, key: str, reason: str) -> PolicyError:
    """What a text says wrong, in the list where that stands or else in the text."""
    head, _, rest = key.partition("[")
    if head.startswith("lists/"):
        return PolicyError(f"{head.partition('.')[0]}.toml", f"[{rest}" if rest else head, reason)
    if head in LISTS and rest:
        return PolicyError(f"lists/{head}.toml", f"[{rest}", reason)
    if head == "purposes":
        return PolicyError("purposes.toml", f"[{rest}", reason)
    return PolicyError(name, key, reason)


def readable_key(loc: Sequence[str | int], raw: object) -> str:
    """A place in nested data, rows written by their id where they have one: `clauses[F1].parts[F1.c].title.nl`."""
    key = ""
    for step in loc:
        if isinstance(step, int):
            raw = raw[step] if isinstance(raw, Sequence) and step < len(raw) else None
            row = raw if isinstance(raw, Mapping) else {}
            key += f"[{row.get('id') or row.get('code') or step}]"
        else:
            raw = raw.get(step) if isinstance(raw, Mapping) else None
            key += f".{step}" if key else step
    return key
