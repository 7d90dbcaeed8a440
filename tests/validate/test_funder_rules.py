"""The ministry's own rules: shipped in our words, and read from the standard's folder where that has them."""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from vrede.article.errors import PolicyError
from vrede.article.policy import load_policy
from vrede.validate.check import Validator
from vrede.validate.finding import Severity
from vrede.validate.funder import FILE, funder_rules, funder_ruleset
from vrede.validate.links import Upward
from vrede.validate.messages import has_message
from vrede.validate.rules.load import load_ruleset
from vrede.validate.rules.model import Surroundings
from vrede.validate.standard import Standard
from vrede.validate.unpack import UnpackedFile
from written import activity, file_of, incoming

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
UPWARD = Upward.of(load_policy(), DAY)
INDICATOR = '<result type="1" {r}><title><narrative>R</narrative></title><indicator measure="1" {i}><title><narrative>I</narrative></title>{inside}</indicator></result>'
PERIOD = '<period><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>{inside}</period>'
MARKED = 'aggregation-status="1"'


def result(inside: str, r: str = MARKED, i: str = MARKED) -> str:
    """A result with one indicator."""
    return INDICATOR.format(r=r, i=i, inside=inside)


FULL = result('<baseline year="2020" value="0"/>' + PERIOD.format(inside='<target value="10"/><actual value="9.5"/>'))


@pytest.fixture(scope="module")
def bare(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Standard:
    """The standard as it can be fetched: without the ministry's rules."""
    folder = tmp_path_factory.mktemp("bare") / "standard"
    shutil.copytree(shared / "iati-standard", folder)
    (folder / "rulesets" / "other" / "nl-minbuza.json").unlink(missing_ok=True)
    return Standard(folder)


def found(standard: Standard, data: bytes, now: datetime = NOW) -> dict[str, tuple[Severity, int]]:
    """The ministry's rules that a file breaks, with severity and count."""
    report = Validator(standard, load_policy(), now).check(UnpackedFile("f", data))
    groups = [g for g in report.findings.groups() if g.finding.rule.startswith("nl.")]
    return {
        g.finding.rule: (g.finding.severity, sum(o.count for o in groups if o.finding.rule == g.finding.rule))
        for g in groups
    }


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        (activity(1, incoming() + FULL), set()),
        (activity(1, FULL), {"nl.100.1.1", "nl.100.2.1"}),
        (activity(1, incoming()), {"nl.108.1.1"}),
        (activity(1, incoming(code="1") + FULL), {"nl.100.1.1", "nl.100.2.2"}),
        (activity(1, incoming() + incoming('ref="GB-GOV-1"') + FULL), {"nl.7.3.4"}),
        (activity(1, incoming() + incoming('ref="XM-DAC-7" provider-activity-id="4000001234"') + FULL), {"nl.link.form"}),
        (activity(1, incoming() + FULL).replace('<sector code="15220" vocabulary="1"/>', ""), {"nl.102.1.1"}),
        (activity(1, incoming() + FULL).replace('<policy-marker code="1" significance="0" vocabulary="1"/>', ""), {"nl.106.1.1"}),
        (activity(1, incoming() + FULL).replace("<sector ", '<recipient-region code="x" vocabulary="99"/><sector '), {"nl.103.1.1"}),
        (activity(1, incoming() + FULL).replace("<budget ", "<moon ").replace("</budget>", "</moon>"), {"nl.7.7.2"}),
        (activity(1, incoming() + result("")), {"nl.res.baseline", "nl.res.target", "nl.res.actual"}),
        (activity(1, incoming() + FULL.replace('"9.5"', '"n/a"')), {"nl.res.number"}),
        (activity(1, incoming() + FULL.replace(MARKED, "", 1)), {"nl.res.aggregation"}),
    ],
)  # fmt: skip
def test_both_routes_find_the_same(standard: Standard, bare: Standard, data: str, rules: set[str]) -> None:
    """Each rule once: broken by what breaks it and by nothing else, shipped or from the folder."""
    shipped = found(bare, file_of(data))
    assert set(shipped) == rules
    assert shipped == found(standard, file_of(data))


@pytest.mark.parametrize("name", ["covid-2021-06-15/dportal_32.xml.gz", "samples-2025/who-arg.xml.gz"])
def test_both_routes_find_the_same_in_real_files(shared: Path, standard: Standard, bare: Standard, name: str) -> None:
    """Rule by rule, as often."""
    data = gzip.decompress((shared / "iati" / name).read_bytes())
    shipped = found(bare, data)
    assert shipped
    assert shipped == found(standard, data)


def test_the_folder_goes_before_what_is_shipped(bare: Standard) -> None:
    """A folder with rules of its own is followed, and only that."""
    path = bare.folder / "rulesets" / "other" / "nl-minbuza.json"
    case = {"paths": ["moon"], "ruleInfo": {"id": "nl.moon", "severity": "warning"}}
    path.write_text(json.dumps({"/iati-activities/iati-activity": {"atleast_one": {"cases": [case]}}}))
    try:
        assert found(bare, file_of(activity())) == {"nl.moon": (Severity.warning, 1)}
    finally:
        path.unlink()


def test_every_shipped_rule_can_be_used_and_has_words() -> None:
    """None is unknown to the rule language, none is left with a name to fill in, and each says in nl and en what to do."""
    text = funder_ruleset(UPWARD, DAY)
    ruleset = load_ruleset(text, "nl", Surroundings(NOW))
    assert ruleset.problems == ()
    assert [rule.id for rule in ruleset.rules] and {rule.id for rule in ruleset.rules} == {r.id for r in funder_rules()}
    assert not {"{ministry}", "{activity}", "{incoming}"} & {
        word for word in ("{ministry}", "{activity}", "{incoming}") if word in text
    }
    assert all(has_message(rule.id) for rule in ruleset.rules)


def test_a_rule_holds_from_its_day() -> None:
    """Before the first day no rule is in force."""
    assert funder_ruleset(UPWARD, date(1999, 12, 31)) == ""
    first = min(rule.valid_from for rule in funder_rules())
    assert "nl.108.1.1" in funder_ruleset(UPWARD, first)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('["nl.x"]\nkind = "atleast_one"\n', "context"),
        ('["nl.x"]\nkind = "atleast_one"\ncontext = "/*"\nseverity = "loud"\nfrom = 2000-01-01\nsource = "s"\nchecked = 2026-01-01\n', "severity"),
        ("nl = 1\n", "not a table"),
    ],
)  # fmt: skip
def test_a_rule_without_date_or_source_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    """The file and the key are named."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match=reason):
        funder_rules(tmp_path)
