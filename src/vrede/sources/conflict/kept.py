"""The files of this source in its folder: those that somebody put there, and those of the last good answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vrede.fetch import read_answers
from vrede.sources.conflict.packed import is_table
from vrede.sources.conflict.series import SeriesError


@dataclass(frozen=True, slots=True)
class Kept:
    """A file. address, day: where it was fetched and when, '' where it was put there."""

    path: Path
    address: str = ""
    day: str = ""


def kept(folder: Path) -> Iterator[Kept]:
    """Every table in the folder. A file of an answer that a newer answer replaced lies there still, and is not among them.

    Raises SeriesError where the list of answers is broken.
    """
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_file() and is_table(path):
            yield Kept(path)
    try:
        answers = read_answers(folder)
    except ValueError as error:
        raise SeriesError(str(error)) from error
    for answer in answers.values():
        for file in answer.files:
            if is_table(file.path):
                yield Kept(file.path, file.address, answer.day)
