"""What must not be shown appears in no byte of what is published: names, identifiers, titles, people, accounts, reasons, reports."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registerbook import ARTICLE, YEAR, Book
from vrede.register.chain.act import Act, canonical
from vrede.register.publish.activities import activities
from vrede.register.publish.disclosure import disclosed
from vrede.register.publish.extract import activity_table, parquet_of, transaction_table
from vrede.register.publish.folder import files, publish
from vrede.register.publish.grants import grants
from vrede.register.publish.policy import coding_on, redaction_on
from vrede.register.publish.withhold import Withholding, withheld
from vrede.sources.register.read import read_register
from vrede.withheld.suppression import Suppression, parse_suppression

TODAY = date(2026, 12, 1)
PARTNER, OTHER = "NL-KVK-41160054", "XM-DAC-41122"


def listed(*lines: str) -> Suppression:
    return parse_suppression("\n".join(["kind,value,reason", *(f"{line}," for line in lines)]).encode())


def grant(book: Book, dossier: str, cents: int = 1_000, reason: str = "a reason", **facts: Any) -> None:
    """A grant that was committed and paid in part."""
    plan = {
        "article": ARTICLE,
        "line": "4.3",
        "schedule": {str(YEAR): cents},
        "clauses": ["F1"],
        **facts,
    }
    act = book.act("olga", "policy officer", "proposal", dossier, cents, year=YEAR, reason=reason, **plan)
    book.commit(dossier, act)
    book.pay(dossier, book.request(dossier, cents // 2, "otto"))


@pytest.fixture
def filled(book: Book) -> Book:
    """Grants of a partner and a country that will be withheld, and grants that only speak of them."""
    grant(book, "G1", title="Werk van de Vredesvogel", partner=PARTNER, iso3=["NER"])
    grant(
        book, "Mali-2024", title="Recht in Bamako", partner=OTHER, iso3=["MLI", "NER"], reason="voor Malinese rechters"
    )
    grant(book, "G3", title="Vergelijking met Malí", partner=OTHER, iso3=["NER"])
    grant(book, "MLI_7", title="Stil", partner=OTHER, iso3=["TCD"])
    grant(book, "G5", title="Opvang", partner="ML-NIF-5", iso3=[])
    grant(book, "G6", title="Zichtbaar werk", partner="GB-CHC-1001813", iso3=["NER", "SOM"])
    return book


class Words(str):
    """Every byte of what is published as text, and unpacked what is packed inside Parquet, its schema and its statistics."""

    unpacked = ""


def words_of(made: dict[str, bytes]) -> Words:
    unpacked = []
    for name, data in made.items():
        if name.endswith(".parquet"):
            frame = pl.read_parquet(io.BytesIO(data))
            unpacked += [frame.write_csv(), str(pl.read_parquet_metadata(io.BytesIO(data))), str(frame.schema)]
        else:
            unpacked.append(data.decode())
    text = Words("\n".join([*unpacked, *(data.decode("latin-1") for data in made.values())]))
    text.unpacked = "\n".join(unpacked)
    return text


def absent(text: Words, *secrets: str) -> None:
    """None of these stands in it. Short ones are looked for in what was unpacked: packed bytes hold them by chance."""
    for secret in secrets:
        assert not re.search(secret, text if len(secret) > 8 else text.unpacked, re.IGNORECASE), secret


def test_without_a_list_they_are_there(filled: Book) -> None:
    """So that the tests below would see them."""
    text = words_of(files(filled.database, Suppression(), TODAY)[0])
    for secret in (PARTNER, "Vredesvogel", "Mali-2024", "Bamako", "Malinese", "ML-NIF-5", '"ML"', "MLI_7"):
        assert secret in text


def test_a_withheld_partner_is_nowhere(filled: Book) -> None:
    """Its identifier, in any case, the title and the dossier; the money stays."""
    made, published = files(filled.database, listed("partner,nl-kvk-41160054"), TODAY)
    text = words_of(made)
    absent(text, PARTNER, "41160054", "Vredesvogel", r"register-G1\b")
    assert published.withheld == 1
    table = pl.read_parquet(io.BytesIO(made["register_activity.parquet"])).filter(pl.col("withheld"))
    assert table.select("title", "description", "partner_ref", "countries", "committed_cents").rows() == [
        ("withheld", "withheld", "withheld", "NER", 1_000)
    ]
    assert "Zichtbaar werk" in text


def test_a_withheld_partner_by_name_takes_every_text_that_names_it(filled: Book) -> None:
    made, _published = files(filled.database, listed("partner,De  vredesvogel"), TODAY)
    assert "Vredesvogel" not in words_of(made)


@pytest.mark.parametrize("value", ["41122", "XM-DAC-41122"])
def test_one_organisation_under_two_numbers(filled: Book, value: str) -> None:
    """A code of the DAC's list withholds its identifier, and the other way round."""
    absent(words_of(files(filled.database, listed(f"partner,{value}"), TODAY)[0]), "41122", "Bamako")


def test_a_withheld_country_is_nowhere(filled: Book) -> None:
    """Code, name in any language, its people, a dossier and a partner's identifier that tell it; a region stands in its place."""
    made, published = files(filled.database, listed("place,Mali"), TODAY)
    absent(
        words_of(made),
        r"\bmal[ií]\b",
        "mali-",
        "Malinese",
        "Bamako",
        r'code="ML"',
        r"\bMLI\b",
        "MLI_7",
        "ML-NIF-5",
        "Vergelijking",
    )
    assert published.withheld == 4
    activity = pl.read_parquet(io.BytesIO(made["register_activity.parquet"]))
    assert activity.filter(pl.col("regions") != "").select("countries", "regions").rows() == [("NER", "298")]
    assert b'recipient-region code="298" vocabulary="1" percentage="50"' in made["activities.xml"]


def test_a_withheld_activity_is_left_out(filled: Book) -> None:
    for value in ("xm-dac-7-register-g6", "G6"):
        made, published = files(filled.database, listed(f"activity,{value}"), TODAY)
        absent(words_of(made), "Zichtbaar", r"\bG6\b", "1001813")
        assert (published.activities, published.left_out) == (5, 1)


def test_money_is_the_same_with_a_list(filled: Book) -> None:
    """Masking changes words, never an amount."""
    plain, _one = files(filled.database, Suppression(), TODAY)
    masked, _two = files(filled.database, listed("place,MLI", f"partner,{PARTNER}"), TODAY)
    for name, column in (("register_transaction", "amount_eur_cents"), ("register_activity", "committed_cents")):
        before, after = (
            pl.read_parquet(io.BytesIO(made[f"{name}.parquet"]))[column].sort() for made in (plain, masked)
        )
        assert before.to_list() == after.to_list()
    assert plain["register_budget.parquet"] == masked["register_budget.parquet"]


def test_an_older_output_published_again_hides_it_too(filled: Book, tmp_path: Path) -> None:
    """The list came later: the earlier moment is published under the list of now, over the folder that still told it."""
    out, then = tmp_path / "out", filled.count()
    publish(filled.database, out, Suppression(), TODAY)
    assert "Bamako" in words_of({path.name: path.read_bytes() for path in out.iterdir()})
    grant(filled, "G7", partner=OTHER, iso3=["NER"])
    publish(filled.database, out, listed("place,MLI", f"partner,{PARTNER}"), TODAY, until=then)
    text = words_of({path.name: path.read_bytes() for path in out.iterdir()})
    absent(text, "Bamako", PARTNER, "Vredesvogel", r"\bMLI\b", "Malinese")
    assert read_register(out)["register_activity"].height == 6
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_withheld_dossier_keeps_one_number_that_tells_nothing(filled: Book) -> None:
    """The same at every publishing, not made from its name alone, and not to be had from the published head."""

    def mark() -> str:
        made, _published = files(filled.database, listed(f"partner,{PARTNER}"), TODAY)
        table = pl.read_parquet(io.BytesIO(made["register_activity.parquet"])).filter(pl.col("withheld"))
        return str(table["dossier"][0])

    first = mark()
    grant(filled, "G8")
    assert mark() == first
    tries = [f"{start}{name}" for name in ("G1", "XM-DAC-7-register-G1") for start in ("", "withheld:", "withheld")]
    hashes = [row[0] for row in filled.database.all("SELECT hash FROM act")]
    assert first not in {hashlib.sha256(one.encode()).hexdigest()[:20] for one in [*tries, *hashes]}


def test_a_line_that_names_a_partner_is_replaced(book: Book) -> None:
    """Also in the budget, where lines still sum to the article."""
    book.law(
        "commitment",
        {"4.1": 400_000, "4.3": 500_000, "4.3 Vredesvogel": 60_000, "4.3 de vredesvogel": 40_000},
        "first_supplementary",
    )
    grant_line = {"line": "4.3 Vredesvogel", "schedule": {str(YEAR): 10}}
    book.commit("G1", book.propose("G1", 10, **grant_line))
    made, _published = files(book.database, listed("partner,Vredesvogel"), TODAY)
    absent(words_of(made), "vredesvogel")
    budget = pl.read_parquet(io.BytesIO(made["register_budget.parquet"])).filter(pl.col("line") != "")
    assert dict(budget.select("line", "commitment_authority_cents").iter_rows())["withheld"] == 100_000
    assert budget["commitment_authority_cents"].sum() == 1_000_000


# What stands in the register and is never published, list or no list.
SECRET = {
    "who": "Xenia-Zwijger", "account": "NL91ABNA0417164300", "reason": "reden-die-niemand-leest", "report": "fraude-met-bonnen",
    "score": "zwakke-begroting", "hash": "e" * 64, "hit": "naam-op-een-lijst", "token": "tekenvandeze",
}  # fmt: skip


def hidden_act(
    seq: int, kind: str, dossier: str, cents: int | None = None, approves: int | None = None, **facts: Any
) -> Act:
    """An act with a secret in every place that is not published."""
    reason = "waarom" if kind == "proposal" else SECRET["reason"]
    body = canonical({**facts, "day": "2024-03-01", "anything": SECRET["score"]})
    said = (kind, dossier, approves, cents, YEAR, f"{SECRET['token']}{seq}", reason, body, "")
    return Act(seq, "2024-03-01T12:00:00.000+00:00", SECRET["who"], SECRET["who"], *said).sealed()


PLAN: dict[str, Any] = {
    "article": ARTICLE,
    "line": "4.3",
    "schedule": {"2024": 10},
    "title": "Titel",
    "partner": PARTNER,
}
EVERYTHING = [
    hidden_act(1, "proposal", "G1", 10, **PLAN, contract_amount=SECRET["account"]),
    hidden_act(2, "appraisal", "G1", scores={"a": SECRET["score"]}, risks=[SECRET["report"]], markers={"1": "1"}),
    hidden_act(3, "advice", "G1", advice=SECRET["report"]),
    hidden_act(4, "commitment", "G1", 10, 1, article=ARTICLE, line="4.3", justification=SECRET["reason"]),
    hidden_act(5, "payment_request", "G1", 5, account=SECRET["account"]),
    hidden_act(6, "payment", "G1", 5, 5, article=ARTICLE, line="4.3", account=SECRET["account"]),
    hidden_act(
        7,
        "document",
        "G1",
        title=SECRET["report"],
        document=SECRET["hash"],
        category="letter",
        public=False,
        address="https://x.example/y",
    ),
    hidden_act(
        8,
        "document",
        "G1",
        title="Open",
        document=SECRET["hash"],
        category="plan",
        public=True,
        address="https://x.example/open.pdf",
    ),
    hidden_act(9, "audit", "G1", opinion=SECRET["report"], document=SECRET["hash"]),
    hidden_act(10, "objection", "G1", decision=4, late_reason=SECRET["reason"]),
    hidden_act(11, "concern", "integrity 1", about="G1", category="fraud", description=SECRET["report"], suspend=True),
    hidden_act(12, "suspension", "integrity 1"),
    hidden_act(13, "proposal", "integrity 2", 10, **PLAN | {"title": SECRET["report"]}),
    hidden_act(14, "commitment", "integrity 2", 10, 13, article=ARTICLE, line="4.3"),
    hidden_act(15, "proposal", "Partner X", 10, **PLAN | {"title": SECRET["report"]}),
    hidden_act(16, "commitment", "Partner X", 10, 15, article=ARTICLE, line="4.3"),
    hidden_act(17, "screening", "partner NL-KVK-1", partner="NL-KVK-1", hits=[SECRET["hit"]]),
    hidden_act(18, "appointment", "people", person=SECRET["who"], role="controller"),
    hidden_act(19, "proposal", "G9", 10, **PLAN | {"title": SECRET["score"]}),
]


def test_what_is_never_published_is_nowhere() -> None:
    """Who acted, accounts, reasons but the proposal's, scores, advice, reports, documents that are not open, proposals nobody approved."""
    redaction, coding = redaction_on(TODAY), coding_on(TODAY)
    shown = withheld(grants(disclosed(EVERYTHING, redaction)), Withholding(Suppression(), redaction), coding.prefix)
    assert [one.dossier for one in shown] == ["G1"]
    made = {
        "activities.xml": activities(shown, coding),
        "a.parquet": parquet_of(activity_table(shown, coding.prefix)),
        "t.parquet": parquet_of(transaction_table(shown, coding.prefix)),
    }
    text = words_of(made)
    absent(text, *SECRET.values(), "integrity", "x.example/y", "register-G9", "Partner X")
    assert "waarom" in text and "open.pdf" in text


def test_a_grant_in_a_withheld_country_shows_no_results_and_no_documents() -> None:
    acts = [
        hidden_act(1, "proposal", "G1", 10, **PLAN | {"iso3": ["MLI"]}),
        hidden_act(2, "commitment", "G1", 10, 1, article=ARTICLE, line="4.3"),
        hidden_act(
            3, "result", "G1", indicator="rechters", period_end="2024-06-30", value="1", unit="", narrative="in Gao"
        ),
        hidden_act(4, "document", "G1", title="Gao", category="plan", public=True, address="https://x.example/gao.pdf"),
    ]
    redaction, coding = redaction_on(TODAY), coding_on(TODAY)
    data = activities(
        withheld(grants(disclosed(acts, redaction)), Withholding(listed("place,MLI"), redaction), coding.prefix), coding
    )
    absent(words_of({"activities.xml": data}), "gao", "rechters", "Titel")


@pytest.mark.parametrize(
    "written",
    [
        "in Mali",
        "MALI",
        "mali2024",
        "Mali_noord",
        "M\u00adali",
        "Mali\u200b",
        "het-Mali-plan",
        "\uff2d\uff41\uff4c\uff49",
        "Malinese",
        "MLI",
    ],
)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    """Case, joined to figures and signs, soft hyphens, wide letters."""
    assert Withholding(listed("place,MLI"), redaction_on(TODAY)).named(written)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_name_is_found_inside_any_text(before: str, after: str) -> None:
    keeping = Withholding(listed("partner,Vredesvogel"), redaction_on(TODAY))
    assert keeping.named(f"{before} Vredesvogel {after}")
