"""Will the ministry see my file: the answer, what is not added up, and whom the rules excuse."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from vrede.article.policy import load_policy
from vrede.validate.check import ValidationReport, Validator
from vrede.validate.finding import Severity
from vrede.validate.standard import Standard
from vrede.validate.unpack import UnpackedFile
from written import activity, file_of, incoming

Check = Callable[..., ValidationReport]
INDICATOR = (
    '<result type="1" aggregation-status="{above}"><title><narrative>t</narrative></title><indicator measure="1" aggregation-status="{here}">'
    "<title><narrative>t</narrative></title>{baseline}<period><period-start iso-date='2020-01-01'/><period-end iso-date='2020-12-31'/>"
    "{target}{actual}</period></indicator></result>"
)
WHOLE = {
    "above": "1",
    "here": "1",
    "baseline": '<baseline year="2019" value="0"/>',
    "target": '<target value="5"/>',
    "actual": '<actual value="6"/>',
}


def test_a_linked_file_is_seen(check: Check) -> None:
    """Commitment with the ministry's activity: yes, and nothing is critical."""
    report = check(file_of(activity(inside=incoming())))
    assert report.visible == "yes"
    assert report.findings.count(Severity.critical) == 0
    assert report.view.incoming == {"EUR": Decimal(900000)}
    assert not {rule for rule in report.findings.rules() if rule.startswith(("funder.", "nl.100", "nl.link"))}


@pytest.mark.parametrize(
    ("activities", "answer"),
    [
        ((activity(),), "no"),
        ((activity(inside=incoming('ref="XM-DAC-7"')),), "no"),
        ((activity(1, incoming()), activity(2, incoming('ref="XM-DAC-7"'))), "partly"),
        ((activity(inside=incoming('ref="GB-GOV-1" provider-activity-id="GB-GOV-1-3"')),), "other"),
        ((activity(1, incoming()), activity(2)), "yes"),  # an activity that others pay needs no link to the ministry
    ],
)
def test_the_answer(check: Check, activities: tuple[str, ...], answer: str) -> None:
    """What is paid by the ministry must be linked."""
    assert check(file_of(*activities)).visible == answer


def test_a_critical_finding_hides_a_linked_file(check: Check) -> None:
    """An element that the schema does not know: the official validator refuses the file, so nobody loads it."""
    report = check(file_of(activity(inside=incoming() + "<moon/>")))
    assert report.visible == "no"
    assert "0.3.1" in report.findings.rules()


def test_an_activity_that_funds_itself_is_an_error(check: Check) -> None:
    """It names itself as the provider's activity."""
    report = check(file_of(activity(1, incoming('ref="XM-DAC-7" provider-activity-id="NL-KVK-27108436-1"'))))
    (group,) = [g for g in report.findings.groups() if g.finding.rule == "funder.link.self"]
    assert group.finding.severity is Severity.error
    assert group.places[0].identifier == "NL-KVK-27108436-1"


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({}, set()),
        ({"here": "0"}, {"unmarked"}),
        ({"above": "0"}, {"unmarked"}),
        ({"baseline": ""}, {"baseline"}),
        ({"target": ""}, {"target"}),
        ({"actual": '<actual value="n/a"/>'}, {"number"}),
        ({"actual": "", "here": "false"}, {"actual", "unmarked"}),
    ],
)
def test_what_is_not_added_up(check: Check, change: dict[str, str], reasons: set[str]) -> None:
    """An indicator counts where it is marked twice, and baseline, target and actual are numbers."""
    view = check(file_of(activity(inside=incoming() + INDICATOR.format(**{**WHOLE, **change})))).view
    assert (view.indicators, view.added) == (1, 0 if reasons else 1)
    assert {name for name, count in view.not_added.items() if count} == reasons


@pytest.mark.parametrize(("amount", "exempt"), [("249999.99", True), ("250000", False), ("0", False)])
def test_below_the_threshold_nothing_is_missing(check: Check, amount: str, exempt: bool) -> None:
    """All incoming money under 250,000 euro: what is not there is advice. No money at all is not little money."""
    report = check(file_of(activity(inside=incoming('ref="XM-DAC-7"', amount=amount))))
    assert report.exempt is exempt
    (group,) = [g for g in report.findings.groups() if g.finding.rule == "funder.link.missing"]
    assert group.finding.severity is (Severity.advice if exempt else Severity.warning)


def test_money_in_another_currency_exempts_nobody(check: Check) -> None:
    """The threshold is in euro; an amount without a known value in euro is not small."""
    dollars = file_of(activity(inside=incoming(amount="1000"))).replace(b'currency="EUR"', b'currency="USD"')
    assert not check(dollars).exempt


def test_a_protected_partner_is_not_called_missing(standard: Standard) -> None:
    """A partner on the list of what must not be shown gets advice, no warning that it lacks a link."""
    validator = Validator(standard, load_policy(), protected=frozenset({"NL-KVK-27108436"}))
    report = validator.check(UnpackedFile("file.xml", file_of(activity())))
    missing = [g.finding for g in report.findings.groups() if g.finding.rule in validator.upward.excusable]
    assert report.protected
    assert {finding.severity for finding in missing} == {Severity.advice}
