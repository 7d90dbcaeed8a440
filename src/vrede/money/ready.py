"""What the build makes ready for readers: the slices under each scope, clause and part, words as numbers, and the cube of their sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from vrede.article import GRADES
from vrede.money.cube import COARSE, FINE, cells, coarser, of_selection
from vrede.money.measure import CHAIN
from vrede.money.selection import SCOPES, Selection
from vrede.money.total import Ledger

WORDS = (
    "kind",
    "sector_level",
    "sector_code",
    "place_kind",
    "place_code",
    "measure",
    "owner_state",
    "partner_ref",
    "channel",
    "text_from",
    "grade",
)
"""Columns of slices of which the words are kept as numbers."""
WORD, CUBE, FINE_CUBE, RECEIVED_CUBE, SPAN, UNDER = "word", "cube", "cube_fine", "cube_received", "span", "under"
FAR, SLICES = "far", "slices"
AT_ONCE = 300_000
"""Slices that are added up at once, where they are under more than one."""
OF = pl.col("of").cast(pl.String)
Write = Callable[[str, pl.DataFrame], None]


def words_of(ledger: Ledger) -> dict[str, list[str]]:
    """column -> its words, sorted; the place of a word is its number."""
    frames = [ledger.slices] + ([ledger.received.slices] if ledger.chain else [])
    found = {
        column: pl.concat([frame[column] for frame in frames]).drop_nulls().unique().sort().to_list()
        for column in WORDS
        if column in ledger.slices.columns
    }
    return {**found, "grade": sorted(GRADES)}


def numbered(frame: pl.DataFrame, words: dict[str, list[str]]) -> pl.DataFrame:
    """The frame with numbers for the words of its columns. Raises polars.exceptions.InvalidOperationError for a word that has none."""
    known = [name for name in words if name in frame.columns]
    return frame.with_columns(pl.col(name).cast(pl.Enum(words[name])).to_physical() for name in known)


def every_of(ledger: Ledger) -> list[Selection]:
    """Each scope, clause and part under which there are slices to select."""
    pairs = ledger.placement.select("clause", "part").unique().sort("clause", "part")
    clauses = [Selection(clause=clause) for clause in pairs["clause"].unique().sort()]
    return [*(Selection(scope=scope) for scope in SCOPES), *clauses, *(Selection(part=part) for part in pairs["part"])]


def _with_bound(ledger: Ledger, words: dict[str, list[str]]) -> pl.DataFrame:
    """The slices, words as numbers, with at_most_eur_cents, and whether several organisations fund their activity."""
    slices, at_most = numbered(ledger.slices, words), pl.col("amount_eur_cents")
    if ledger.chain and CHAIN in words["measure"]:
        least = ledger.chain.at_most.select("slice_key", _least="at_most_eur_cents")
        slices = slices.join(least, on="slice_key", how="left", maintain_order="left")
        at_most = (
            pl.when(pl.col("measure") == words["measure"].index(CHAIN)).then("_least").otherwise("amount_eur_cents")
        )
    made = slices.with_columns(at_most_eur_cents=at_most, shared=pl.col("activity_key").is_in(ledger.shared.implode()))
    return made.drop("_least", strict=False)


def _numbered(ledger: Ledger, words: dict[str, list[str]]) -> Ledger:
    return Ledger(_with_bound(ledger, words), ledger.placement, {})


def _under(numbered_ledger: Ledger, words: dict[str, list[str]]) -> Iterator[tuple[str, pl.DataFrame]]:
    """(of, slices under it in their order, with their grade), words as numbers."""
    every = every_of(numbered_ledger)
    names = [of_selection(one) for one in every]
    for selection in every:
        of, rows = of_selection(selection), numbered_ledger.joined(selection)
        yield of, numbered(rows, {"grade": words["grade"]}).with_columns(of=pl.lit(of, dtype=pl.Enum(names)))


def make_ready(ledger: Ledger, write: Write) -> None:
    """Write what `ReadyLedger` reads: words, slices, cubes, spans. write(name, table). The rules: money/total.py and money/cube.py."""
    words = words_of(ledger)
    rows = [(column, at, word) for column, known in words.items() for at, word in enumerate(known)]
    write(WORD, pl.DataFrame(rows, schema={"column": pl.String, "code": pl.Int64, "word": pl.String}, orient="row"))
    write(SPAN, _spans(ledger))
    if ledger.chain:
        write(RECEIVED_CUBE, _cube(dict(_under(_numbered(ledger.received, words), words))))
    in_numbers = _numbered(ledger, words)
    del ledger  # its words take as much again as all that is made of them
    under = dict(_under(in_numbers, words))
    heights = [(of, rows.height) for of, rows in under.items()]
    write(UNDER, pl.DataFrame(heights, schema={"of": pl.String, "slices": pl.Int64}, orient="row"))
    write(SLICES, pl.concat(under.values(), rechunk=False).drop("of"))
    write(FAR, pl.concat([rows.filter("outlier") for rows in under.values()]).with_columns(OF))
    cube = _cube(under)
    write(FINE_CUBE, cube)
    write(CUBE, coarser(cube, COARSE))


def _cube(under: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The cells of slices by what they are under, some of them at a time."""
    found, waiting = [], list[pl.DataFrame]()
    for rows in under.values():
        if waiting and sum(one.height for one in waiting) + rows.height > AT_ONCE:
            found.append(cells(pl.concat(waiting)))
            waiting = []
        waiting.append(rows)
    found.append(cells(pl.concat(waiting)))
    return pl.concat(found).sort(*FINE, nulls_last=True).with_columns(OF)


def _spans(ledger: Ledger) -> pl.DataFrame:
    """measure, first, last: the spans of years of which `Ledger.nothing` asks; '' is any measure."""
    measures = ["", *ledger.slices["measure"].unique().sort()]
    rows = [(measure, first, last) for measure in measures for first, last in sorted(ledger.spans(measure), key=str)]
    return pl.DataFrame(rows, schema={"measure": pl.String, "first": pl.Int64, "last": pl.Int64}, orient="row")
