"""What is refused, with the file, the key and the reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vrede.article import PolicyError, load_texts

OLD = "texts/nld-xvii-4/2022-01-01.toml"
NEW = "texts/nld-xvii-4/2023-01-01.toml"
Spoil = Callable[[str, str, str], Path]

# what | file | this stretch | becomes | the key it is reported under | a piece of the reason
REFUSED = [
    (
        "an unknown key in a rule",
        OLD,
        '\npurpose_codes = ["15250"]',
        '\npurpose_code = ["15250"]',
        "rules[S2.a-1].purpose_code",
        "not permitted",
    ),
    ("an unknown key in a text", OLD, "valid_to =", "valid_until =", "valid_until", "not permitted"),
    (
        "a purpose code nobody named",
        OLD,
        '\npurpose_codes = ["15250"]',
        '\npurpose_codes = ["15251"]',
        "rules[S2.a-1].purpose_codes",
        "15251",
    ),
    (
        "a code of four digits",
        OLD,
        '\npurpose_codes = ["15250"]',
        '\npurpose_codes = ["1525"]',
        "rules[S2.a-1].purpose_codes",
        "pattern",
    ),
    (
        "a code twice in a rule",
        OLD,
        '\npurpose_codes = ["15250"]',
        '\npurpose_codes = ["15250", "15250"]',
        "purpose_codes[15250]",
        "stands twice",
    ),
    (
        "refugees in the donor country",
        OLD,
        '\npurpose_codes = ["15250"]',
        '\npurpose_codes = ["93010"]',
        "rules[S2.a-1]",
        "inside the donor country",
    ),
    ("an unknown theme", OLD, 'themes = ["demining"]', 'themes = ["mining"]', "themes", "unknown theme 'mining'"),
    (
        "an unknown region",
        OLD,
        'regions = ["sahel"]',
        'regions = ["sahell"]',
        "regions",
        "unknown region 'sahell'",
    ),
    (
        "an unknown channel",
        OLD,
        'channels = ["mine_action"]',
        'channels = ["mines"]',
        "channels",
        "unknown channel 'mines'",
    ),
    ("an unknown fund", OLD, 'funds = ["biv"]', 'funds = ["bvi"]', "funds", "unknown fund 'bvi'"),
    ("an unknown sector group", OLD, 'sector_groups = ["152"]', 'sector_groups = ["159"]', "sector_groups", "'159'"),
    ("an unknown part", OLD, 'parts = ["F1.c"]', 'parts = ["F1.z"]', "parts", "unknown part 'F1.z'"),
    (
        "a rule that rests on its own part",
        OLD,
        'parts = ["F1.c"]',
        'parts = ["A2.a"]',
        "rules[A2.a-1].parts",
        "rest on itself",
    ),
    (
        "a rule that rests on a part without rules of its own",
        OLD,
        'parts = ["F1.c"]',
        'parts = ["S1.a"]',
        "rules[A2.a-1].parts",
        "no rule of its own",
    ),
    ("a phrase that points nowhere", OLD, "](A1.a)", "](A1.b)", "clauses[A1].sentence.nl", "'A1.b'"),
    (
        "a phrase that is not closed",
        OLD,
        "terugdringen](A1.a)",
        "terugdringen](A1.a",
        "clauses[A1].sentence.nl",
        "not closed",
    ),
    ("a named part without a phrase", OLD, "[school](A4.a)", "school", "clauses[A4].sentence.nl", "A4.a"),
    ("two clauses with one id", OLD, 'id = "A2"', 'id = "A1"', "clauses[A1]", "stands twice"),
    ("two rules with one id", OLD, 'id = "F1.a-2"', 'id = "F1.a-1"', "rules[F1.a-1]", "stands twice"),
    ("a part under another clause", OLD, 'id = "A1.a"', 'id = "A9.a"', "parts[A9.a]", "begins so"),
    ("a rule under another part", OLD, 'id = "F1.a-1"', 'id = "F1.b-9"', "rules[F1.b-9]", "begins with its part's"),
    ("an id that is no id", OLD, 'id = "A1"', 'id = "Aim 1"', "clauses[Aim 1].id", "pattern"),
    ("a grade coded without a code", OLD, 'grade = "likely"', 'grade = "coded"', "rules[A1.a-1]", "grade coded needs"),
    ("a grade text with a code", OLD, 'grade = "coded"', 'grade = "text"', "rules[F1.a-1]", "grade text"),
    ("an unknown grade", OLD, 'grade = "coded"', 'grade = "sure"', "rules[F1.a-1].grade", "coded"),
    (
        "a title in one language",
        OLD,
        'title = { nl = "werk", en = "work" }',
        'title = { nl = "werk" }',
        "parts[A4.b].title.en",
        "required",
    ),
    (
        "a clause that is neither aim nor finance nor stimulate",
        OLD,
        'kind = "aim"',
        'kind = "goal"',
        "clauses[A1].kind",
        "aim",
    ),
    (
        "a last day before the first",
        OLD,
        "valid_to = 2022-12-31",
        "valid_to = 2021-12-31",
        "valid_to",
        "before valid_from",
    ),
    ("two texts that overlap", OLD, "valid_to = 2022-12-31", "valid_to = 2023-01-01", "valid_from", "overlaps"),
    ("an earlier text without an end", OLD, "valid_to = 2022-12-31\n", "", "valid_from", "further notice"),
    (
        "a file named after another day",
        NEW,
        "valid_from = 2023-01-01",
        "valid_from = 2023-02-01",
        "valid_from",
        "named after 2023-01-01",
    ),
    ("the law of another folder", OLD, 'law = "nld-xvii-4"', 'law = "nld-xvii-5"', "law", "nld-xvii-5"),
    ("themes inside a text", OLD, "valid_to =", "themes = []\nvalid_to =", "themes", "list of its own"),
    ("a file that is not TOML", OLD, "valid_to =", "valid_to", "", "not readable as TOML"),
    (
        "a keyword with a capital",
        "lists/themes.toml",
        '"conflictbeheersing"',
        '"Conflictbeheersing"',
        "[conflict-prevention]",
        "lower case",
    ),
    (
        "a keyword with a star inside",
        "lists/themes.toml",
        '"conflictbeheersing"',
        '"conflict*beheersing"',
        "[conflict-prevention]",
        "only at the end",
    ),
    ("a region with a two-letter country", "lists/regions.toml", '"BFA"', '"BF"', "[sahel]", "pattern"),
    ("a country twice in a region", "lists/regions.toml", '"BFA"', '"MLI"', "[sahel]", "twice"),
    ("general knowledge called verified", "lists/regions.toml", "verified = false\n", "", "[mena]", "never verified"),
    (
        "an organisation in two channels",
        "lists/channels.toml",
        "NL-KVK-41160054",
        "XM-DAC-21016",
        "[XM-DAC-21016]",
        "stands twice",
    ),
    ("no channel for the rest", "lists/channels.toml", "rest = true", "", "channels", "the last channel"),
    (
        "a list that repeats its name inside",
        "lists/funds.toml",
        "[biv]\n",
        '[biv]\nid = "biv"\n',
        "biv",
        "not repeated",
    ),
    ("a successor nobody named", "purposes.toml", 'successor = "15111"', 'successor = "15999"', "[15120]", "15999"),
    (
        "a code that is refugees in the donor country and does not say so",
        "purposes.toml",
        ", in_donor = true",
        "",
        "[930]",
        "in_donor",
    ),
]


@pytest.mark.parametrize(("what", "file", "old", "new", "key", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(spoil: Spoil, what: str, file: str, old: str, new: str, key: str, reason: str) -> None:
    folder = spoil(file, old, new)
    with pytest.raises(PolicyError) as caught:
        load_texts(folder=folder)
    assert key in caught.value.key
    assert reason in caught.value.reason
    assert str(caught.value).startswith(caught.value.file)
    if "overlap" not in what and "without an end" not in what:
        assert caught.value.file == file


def test_a_rule_without_any_condition_is_refused(spoil: Spoil) -> None:
    folder = spoil(OLD, 'parts = ["F1.c"]\n', "")
    with pytest.raises(PolicyError, match="at least one condition"):
        load_texts(folder=folder)


def test_a_missing_list_is_refused_by_name(folder: Path) -> None:
    (folder / "lists/funds.toml").unlink()
    with pytest.raises(PolicyError, match=r"lists/funds\.toml: the file is missing"):
        load_texts(folder=folder)


def test_a_law_without_texts_is_refused(folder: Path) -> None:
    with pytest.raises(PolicyError, match="no law text"):
        load_texts("nld-xvii-9", folder)
