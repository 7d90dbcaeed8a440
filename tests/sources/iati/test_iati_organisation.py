"""Organisation files: what an organisation means to spend and on whom, in 2.0x and 1.0x."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from vrede.sources.iati.organisation import BUDGETS
from vrede.sources.iati.read import read_file

PERIOD = '<period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>'
VALUE = '<value currency="{}" value-date="2024-01-01">{}</value>'


def budget(element: str, inside: str = "", amount: str = "100", status: str = "2") -> str:
    """One budget of any kind, in euro."""
    return f'<{element} status="{status}">{inside}{PERIOD}{VALUE.format("EUR", amount)}</{element}>'


NEW = f"""<iati-organisations version="2.03"><iati-organisation default-currency="EUR" xml:lang="en">
<organisation-identifier> NL-X </organisation-identifier><name><narrative>Us</narrative><narrative xml:lang="nl">Wij</narrative></name>
<reporting-org ref="NL-X" type="22"><narrative>Us</narrative></reporting-org>
{budget("total-budget", amount="1000", status="1").replace("</total-budget>", '<budget-line ref="L1"><value currency="USD">5</value></budget-line></total-budget>')}
{budget("recipient-org-budget", '<recipient-org ref="KE-1"><narrative>Them</narrative></recipient-org>')}
{budget("recipient-region-budget", '<recipient-region code="298" vocabulary="1"/>')}
{budget("recipient-country-budget", '<recipient-country code="ML"/>', amount="1,5")}
{budget("total-expenditure", amount="-3").replace("</total-expenditure>", '<expense-line ref="E1"><value>7</value></expense-line></total-expenditure>')}
</iati-organisation></iati-organisations>"""

OLD = """<iati-organisations version="1.03"><iati-organisation default-currency="EUR">
<iati-identifier>NL-X</iati-identifier><name>Us</name><reporting-org ref="NL-X">Us</reporting-org>
<recipient-org-budget><recipient-org ref="KE-1">Them</recipient-org><period-start>2012-01-01</period-start><value>9</value></recipient-org-budget>
</iati-organisation></iati-organisations>"""


def tables_of(path: Path, text: str) -> dict[str, pl.DataFrame]:
    path.write_text(text, encoding="utf-8")
    batches = list(read_file(path))
    assert len(batches) == 1
    return {**batches[0].tables, "issue": batches[0].issues}


def test_budgets_of_every_kind(tmp_path: Path) -> None:
    tables = tables_of(tmp_path / "o.xml", NEW)
    assert tables["organisation"].select("organisation_identifier", "reporting_org_ref", "markup").rows() == [
        ("NL-X", "NL-X", 2)
    ]
    seen = {}
    for kind, table in BUDGETS.items():
        frame = tables[table.name]
        assert frame.height == 1
        row = frame.to_dicts()[0]
        seen[kind] = (row.get("status"), row.get("recipient"), str(row["period_start"]), row["amount"], row["currency"])
    assert {k: (s, r, d, None if a is None else float(a), c) for k, (s, r, d, a, c) in seen.items()} == {
        "total": ("1", None, "2024-01-01", 1000.0, "EUR"),
        "recipient_org": ("2", "KE-1", "2024-01-01", 100.0, "EUR"),
        "recipient_region": ("2", "298", "2024-01-01", 100.0, "EUR"),
        "recipient_country": ("2", "ML", "2024-01-01", None, "EUR"),
        "expenditure": (None, None, "2024-01-01", -3.0, "EUR"),
    }
    assert tables["issue"].select("element", "value").rows() == [("recipient-country-budget/value", "1,5")]


def test_lines_name_the_budget_they_stand_in(tmp_path: Path) -> None:
    tables = tables_of(tmp_path / "o.xml", NEW)
    assert tables["total_budget_line"].select("parent_no", "ref", "currency").rows() == [(0, "L1", "USD")]
    assert tables["total_expenditure_line"].select("parent_no", "ref", "currency").rows() == [(0, "E1", None)]


def test_names_in_every_language(tmp_path: Path) -> None:
    rows = tables_of(tmp_path / "o.xml", NEW)["organisation_narrative"].select("element", "language", "text").rows()
    assert sorted(rows, key=str) == [
        ("organisation/name", "nl", "Wij"),
        ("organisation/name", None, "Us"),
        ("organisation/reporting-org", None, "Us"),
        ("recipient_org_budget/recipient-org", None, "Them"),
    ]


def test_an_organisation_of_1_0x(tmp_path: Path) -> None:
    tables = tables_of(tmp_path / "o.xml", OLD)
    assert tables["organisation"].select("organisation_identifier", "markup").rows() == [("NL-X", 1)]
    assert tables["recipient_org_budget"].select("recipient", pl.col("period_start").cast(pl.String)).rows() == [
        ("KE-1", "2012-01-01")
    ]
    assert ("organisation/name", "Us") in tables["organisation_narrative"].select("element", "text").rows()


@pytest.mark.parametrize("text", ["<iati-organisations version='2.03'/>", "<iati-organisation/>"])
def test_an_organisation_file_with_nothing_in_it(tmp_path: Path, text: str) -> None:
    assert tables_of(tmp_path / "o.xml", text).keys() >= {"issue"}
