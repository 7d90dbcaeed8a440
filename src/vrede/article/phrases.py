"""Marked phrases: `[early warning](F1.a)` in a clause's sentence ties words to the part they name."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARK = re.compile(r"\[([^\[\]]+)\]\(([^()]*)\)")


class Segment(NamedTuple):
    """A stretch of a sentence; part is None for words between phrases."""

    text: str
    part: str | None


def segments(sentence: str) -> tuple[Segment, ...]:
    """The sentence cut into stretches, in order; joined texts give the sentence without marks.

    Raises ValueError when a bracket is left over, which is a mark that was not closed.

    >>> segments("Pays for [peace talks](F1.d).")
    (Segment(text='Pays for ', part=None), Segment(text='peace talks', part='F1.d'), Segment(text='.', part=None))
    """
    found = tuple(segment for segment in _cut(sentence) if segment.text)
    for segment in found:
        if "[" in segment.text or "](" in segment.text:
            raise ValueError(f"a phrase mark is not closed near {segment.text.strip()[:40]!r}")
    return found


def without_marks(sentence: str) -> str:
    """The sentence without its marks."""
    return "".join(segment.text for segment in segments(sentence))


def marked_parts(sentence: str) -> tuple[str, ...]:
    """The ids of the parts that the sentence marks, in order, each once."""
    return tuple(dict.fromkeys(segment.part for segment in segments(sentence) if segment.part is not None))


def _cut(sentence: str) -> Iterator[Segment]:
    end = 0
    for match in _MARK.finditer(sentence):
        yield Segment(sentence[end : match.start()], None)
        yield Segment(match[1], match[2])
        end = match.end()
    yield Segment(sentence[end:], None)
