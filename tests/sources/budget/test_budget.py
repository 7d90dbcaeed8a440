"""The budget file: levels and changes, whole thousands, and sums that hold or are an issue with the difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrede.sources.budget.arithmetic import leaves
from vrede.sources.budget.read import BudgetError, read_budget
from vrede.sources.sample import Truths

HEAD = "chapter,article,subarticle,instrument,scheme,year,kind,phase,amount_thousand_eur,source,note,measure,bill_year"


def line(
    phase: str,
    amount: str,
    sub: str = "4.1",
    instrument: str = "",
    scheme: str = "",
    year: str = "2022",
    kind: str = "uitgaven",
    bill: str = "2022",
) -> str:
    measure = "mutatie" if phase == "amendement" or phase.endswith("+") else "stand"
    return f"XVII,4,{sub},{instrument},{scheme},{year},{kind},{phase.removesuffix('+')},{amount},s,,{measure},{bill}"


def issues_of(tmp_path: Path, *lines: str) -> list[tuple[int, str, int | None]]:
    """(line, rule, difference) of every issue."""
    path = tmp_path / "b.csv"
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return read_budget(path)[1].select("line_no", "rule", "difference_thousand_eur").rows()


STEP = "draft + amendments = adopted"
SUMS = [
    ("draft, amendment, adopted", ["ontwerpbegroting 100", "amendement -5", "vastgesteld 95"], []),
    ("one too many", ["ontwerpbegroting 100", "amendement -5", "vastgesteld 96"], [(4, STEP, 1)]),
    ("two amendments", ["ontwerpbegroting 100", "amendement -5", "amendement 2", "vastgesteld 97"], []),
    ("no amendment: nothing to check", ["ontwerpbegroting 100", "vastgesteld 90"], []),
    ("first supplementary", ["vastgesteld 95", "1e suppletoire+ 5", "1e suppletoire 100"], []),
    ("first supplementary, one too few", ["vastgesteld 95", "1e suppletoire+ 5", "1e suppletoire 99"], [(4, "adopted + change = first supplementary", -1)]),
    ("second supplementary", ["1e suppletoire 100", "2e suppletoire+ -40", "2e suppletoire 61"], [(4, "first supplementary + change = second supplementary", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in SUMS], ids=[row[0] for row in SUMS])
def test_from_phase_to_phase(tmp_path: Path, rows: list[str], expected: list[tuple[int, str, int]]) -> None:
    assert issues_of(tmp_path, *(line(*row.rsplit(" ", 1)) for row in rows)) == expected


def test_commitments_and_cash_are_apart(tmp_path: Path) -> None:
    assert (
        issues_of(
            tmp_path,
            line("ontwerpbegroting", "100"),
            line("amendement", "5", kind="verplichtingen"),
            line("vastgesteld", "100"),
        )
        == []
    )


def test_a_change_to_a_later_year_is_no_step_of_that_year(tmp_path: Path) -> None:
    rows = [
        line("vastgesteld", "95", year="2023", bill="2023"),
        line("1e suppletoire+", "7", year="2023", bill="2022"),
        line("1e suppletoire", "95", year="2023", bill="2023"),
    ]
    assert issues_of(tmp_path, *rows) == []


def test_schemes_sum_to_the_sub_article(tmp_path: Path) -> None:
    rows = [
        line("ontwerpbegroting", "100"),
        line("ontwerpbegroting", "60", instrument="Subsidies", scheme="A"),
        line("ontwerpbegroting", "41", instrument="Bijdragen"),
    ]
    assert issues_of(tmp_path, *rows) == [(2, "schemes sum to the sub-article", -1)]


def test_an_instruments_total_beside_its_schemes_counts_once(tmp_path: Path) -> None:
    rows = [
        line("ontwerpbegroting", "60"),
        line("ontwerpbegroting", "60", instrument="Subsidies"),
        line("ontwerpbegroting", "60", instrument="Subsidies", scheme="A"),
    ]
    assert issues_of(tmp_path, *rows) == []
    assert leaves(read_budget(tmp_path / "b.csv")[0])["scheme"].to_list() == ["A"]


def test_sub_articles_sum_to_the_article_with_what_is_still_to_be_divided(tmp_path: Path) -> None:
    rows = [line("vastgesteld", str(n), sub=f"4.{n}") for n in (1, 2, 3)]
    assert (
        issues_of(
            tmp_path,
            *rows,
            line("vastgesteld", "4", sub=""),
            line("vastgesteld", "-2", sub="", instrument="Nog te verdelen"),
        )
        == []
    )
    assert issues_of(
        tmp_path,
        *rows,
        line("vastgesteld", "6", sub=""),
        line("vastgesteld", "-2", sub="", instrument="Nog te verdelen"),
    ) == [(5, "sub-articles sum to the article", 2)]


@pytest.mark.parametrize("amount", ["1.012.165", "1 073 712", "394.571", "‒5", "", "abc", "5,0"])
def test_a_figure_is_a_whole_number_of_thousands_or_an_issue(tmp_path: Path, amount: str) -> None:
    quoted = f'"{amount}"'
    assert issues_of(tmp_path, line("vastgesteld", quoted)) == [(2, "readable", None)]
    assert read_budget(tmp_path / "b.csv")[0].height == 0


@pytest.mark.parametrize(
    "row", [line("raming", "5"), line("vastgesteld", "5", kind="saldo"), line("vastgesteld", "5", year="2O22")]
)
def test_a_word_that_nobody_knows_is_an_issue(tmp_path: Path, row: str) -> None:
    assert issues_of(tmp_path, row) == [(2, "readable", None)]


def test_negative_amounts_and_cents(tmp_path: Path) -> None:
    issues_of(tmp_path, line("amendement", "-140706"))
    assert read_budget(tmp_path / "b.csv")[0].select("amount_thousand_eur", "amount_eur_cents").row(0) == (
        -140706,
        -14_070_600_000,
    )


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00\x01"])
def test_what_is_no_budget_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "b.csv").write_bytes(data)
    with pytest.raises(BudgetError):
        read_budget(tmp_path / "b.csv")


def test_of_the_sample_only_the_planted_row_is_wrong(sample: tuple[Path, Truths]) -> None:
    lines, issues = read_budget(sample[0] / "budget" / "art4_budget.csv")
    assert lines.height == len(sample[1].budget)
    fault = sample[1].budget_fault
    assert issues.height >= 1
    wrong = lines.filter(lines["line_no"].is_in(issues["line_no"].to_list()))
    assert str(fault.year) in {str(y) for y in wrong["year"]}
    assert len(set(issues["difference_thousand_eur"].abs().to_list())) == 1
