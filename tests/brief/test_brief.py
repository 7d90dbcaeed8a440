"""The brief: every figure has a receipt that the site resolves to the same figure; two pages; the same bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import polars as pl
import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.article.load import load_texts
from vrede.brief.contents import Brief, Figure, Receipts, SubjectError, subject_of
from vrede.brief.facts import changes_about, facts_of, ledger_of
from vrede.brief.make import make_brief
from vrede.brief.typeset import PAGES, pages_of, pdf, quoted, source
from vrede.lake.snapshot import Snapshot
from vrede.language import say

TEXTS = load_texts()
SUBJECTS = [("MLI", "nl"), ("LBN", "en"), ("F1", "nl"), ("F3", "en"), ("S2", "nl"), ("A2", "en")]


def brief_of(snapshot: Snapshot, asked: str, language: str, year: str = "") -> Brief:
    """A brief from the sample."""
    about = subject_of(asked, TEXTS[-1], language)  # type: ignore[arg-type]
    ledger = ledger_of(snapshot, TEXTS)
    return make_brief(facts_of(snapshot, ledger, TEXTS, about), about, language, year)  # type: ignore[arg-type]


def figures(brief: Brief) -> list[Figure]:
    """Every figure of a brief, in order."""
    found: list[Figure] = []
    for section in brief.sections:
        for paragraph in section.paragraphs:
            found += [piece for piece in paragraph if isinstance(piece, Figure)]
        for grid in section.grids:
            found += [figure for _label, row in grid.rows for figure in row if isinstance(figure, Figure)]
    return found


@pytest.mark.parametrize(("asked", "language"), SUBJECTS)
def test_every_receipt_resolves_to_its_figure(
    client: Client, sample_snapshot: Snapshot, asked: str, language: str
) -> None:
    """Money: the page's total is the receipt's cents and the exact words stand on it. Others: the figure stands on the page."""
    made = brief_of(sample_snapshot, asked, language)
    assert len(made.receipts) > 5
    for receipt in made.receipts:
        answer = client.get(receipt.path)
        assert answer.status_code == 200, receipt
        page = unescape(answer.content.decode())
        if "cents=" in receipt.path:
            cents = re.search(r"cents=(-?\d+)", receipt.path)
            total = re.search(r'<h1 data-total="(-?\d+)"', page)
            assert cents
            assert total
            assert cents[1] == total[1]
        if receipt.exact:
            assert receipt.exact in page, receipt


@pytest.mark.parametrize(("asked", "language"), SUBJECTS)
def test_figures_and_receipts_are_numbered_together(sample_snapshot: Snapshot, asked: str, language: str) -> None:
    """1, 2, 3 without a gap; every figure points at a receipt and every receipt is pointed at; one address, one number."""
    made = brief_of(sample_snapshot, asked, language)
    numbers = [receipt.number for receipt in made.receipts]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {figure.receipt for figure in figures(made)} == set(numbers)
    assert len({receipt.path for receipt in made.receipts}) == len(numbers)


@pytest.mark.parametrize(("asked", "language"), SUBJECTS)
def test_two_pages_and_the_same_bytes(sample_snapshot: Snapshot, asked: str, language: str) -> None:
    """It fits, begins as a PDF does, and another making is equal."""
    made = brief_of(sample_snapshot, asked, language)
    first = pdf(made, "http://127.0.0.1:8000")
    assert first.startswith(b"%PDF-")
    assert first == pdf(brief_of(sample_snapshot, asked, language), "http://127.0.0.1:8000")
    assert any(pages_of(source(made, "http://x", size)) <= PAGES for size in (10.5, 9.0, 7.0))


def test_the_sample_says_that_it_is_made_up(sample_snapshot: Snapshot) -> None:
    """In both languages, first of all."""
    assert brief_of(sample_snapshot, "MLI", "nl").notes[0] == say("brief.made_up", "nl")
    assert brief_of(sample_snapshot, "MLI", "en").notes[0] == say("brief.made_up", "en")


def test_a_subject_is_a_country_or_a_clause() -> None:
    """Small letters will do; what is neither is refused with what it may be."""
    assert subject_of("mli", TEXTS[-1], "nl").name == "Mali"
    assert subject_of("f3", TEXTS[-1], "en").kind == "clause"
    for asked in ("ZZZ", "F9", "", "Mali", "../etc"):
        with pytest.raises(SubjectError):
            subject_of(asked, TEXTS[-1], "en")


def test_a_country_without_anything_says_so(sample_snapshot: Snapshot) -> None:
    """No money, no series, no results: sentences, no zeros, and no figure without a receipt."""
    made = brief_of(sample_snapshot, "ISL", "en")
    said = " ".join(
        str(p) for s in made.sections for paragraph in s.paragraphs for p in paragraph if isinstance(p, str)
    )
    assert say("brief.not_found", "en") in said
    assert say("brief.risk_none", "en") in said
    assert say("brief.results_none", "en") in said
    assert figures(made) == []
    assert pdf(made, "http://x").startswith(b"%PDF-")


def test_the_largest_changes_come_first(sample_snapshot: Snapshot) -> None:
    """An activity that lost half of its payments since the snapshot before is named, with the difference."""
    about = subject_of("F3", TEXTS[-1], "en")
    ledger = ledger_of(sample_snapshot, TEXTS)
    tables = {name: sample_snapshot.table(name) for name in ("activity", "transaction")}
    spent = ledger.slices.join(ledger.of_clause.filter(pl.col("clause") == "F3"), on="slice_key").filter(
        pl.col("kind") == "spent"
    )
    key = (
        spent.group_by("activity_key")
        .agg(pl.col("amount_eur_cents").sum())
        .sort("amount_eur_cents")["activity_key"][-1]
    )
    old = dict(tables)
    mine = (pl.col("activity_key") == key) & pl.col("transaction_type").is_in(["3", "4"])
    old["transaction"] = tables["transaction"].with_columns(
        amount_eur_cents=pl.when(mine).then(pl.col("amount_eur_cents") // 2).otherwise("amount_eur_cents")
    )
    old["activity"] = tables["activity"].with_columns(
        content_sha256=pl.when(pl.col("activity_key") == key).then(pl.lit("other")).otherwise("content_sha256")
    )
    rows = changes_about(old, tables, (ledger, ledger), about)
    assert set(rows["new_key"]) == {key}
    facts = facts_of(sample_snapshot, ledger, TEXTS, about)
    facts = replace(facts, changes=("0" * 16, rows))
    made = make_brief(facts, about, "en")
    title = tables["activity"].filter(pl.col("activity_key") == key)["title_en"][0]
    assert any(title[:40] in str(piece) for paragraph in made.sections[3].paragraphs for piece in paragraph)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_no_text_is_markup(text: str) -> None:
    """Whatever stands in a title compiles to one page: quotes, hashes, brackets and backslashes are only letters."""
    body = f"#set document(date: none)\n#{quoted(text)}\n#context [#metadata(counter(page).final().first()) <pages>]"
    assert pages_of(body) == 1


def test_a_number_in_a_receipt_is_kept_for_the_same_address() -> None:
    """The same figure twice has one receipt."""
    receipts = Receipts("en", "0" * 16)
    assert receipts.add("1", "a", "1", "/x").receipt == receipts.add("1.0", "a", "1", "/x").receipt == 1
    assert receipts.add("2", "b", "2", "/y").receipt == 2
