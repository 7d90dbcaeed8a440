"""The house is in order: words kept, every setting, table and command in the docs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    path
    for pattern in ("src/**/*.py", "src/**/*.html", "src/**/*.toml", "docs/**/*.md", "*.md", "tools/*.py", "bench/*.py")
    for path in sorted(ROOT.glob(pattern))
]
NAMES_MET = ("src/vrede/article/policy/organisations.toml",)
"""Lists of what others write."""
# A word that is not ours | the word that is (GLOSSARY.md) | folders in which it has a meaning of its own. Quoted sources keep theirs.
VOCABULARY = [
    ("obligations?", "commitment", ()),
    ("(?<!in-)donors?(?! countr|-refugees)", "provider", NAMES_MET),
    ("samples", "draw", ("docs/real-data.md",)),  # a folder of the real files has that name
    ("sampled|resample", "draw", ()),
    ("outbreaks?", "onset", ("src/vrede/article/lists/themes.toml",)),
    (
        "paragraphs?",
        "clause",
        (
            "src/vrede/brief",
            "src/vrede/language/words",
            "src/vrede/web",
            "src/vrede/register",
            "src/vrede/article/policy",
            "CHANGELOG.md",
            "README.md",
        ),
    ),  # of an answer
    ("sub-?clauses?|components?", "part", ("CHANGELOG.md",)),
    ("(?-i:fractions?)", "slice", ()),
    ("classification|confidence", "placement, grade", ("src/vrede/warning", "src/vrede/validate/funder_rules.toml")),
    (
        "dumps?",
        "snapshot",
        (
            "src/vrede/register",
            "src/vrede/cli",
            "src/vrede/web/register",
            "docs",
            "README.md",
            "CHANGELOG.md",
            "tools",
            "src/vrede/language",
        ),
    ),
    ("beneficiar(y|ies)", "receiver", NAMES_MET),
    ("casualt(y|ies)|fatalit(y|ies)", "deaths", ()),
    ("data errors?|data warnings?", "issue", ()),
]
HOSTS = re.compile(r"(pypi|pythonhosted|npmjs|debian)\.org", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|farm|home)/")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_host_of_an_index_and_no_path_of_a_machine(path: Path) -> None:
    """Nothing in the tree is tied to where it was made."""
    text = path.read_text(encoding="utf-8")
    assert not HOSTS.search(text)
    assert not MACHINE_PATH.search(text)


@pytest.mark.parametrize(("word", "ours", "apart"), VOCABULARY, ids=[ours for _word, ours, _apart in VOCABULARY])
def test_one_vocabulary(word: str, ours: str, apart: tuple[str, ...]) -> None:
    """A concept has one name; what is on the left of the table is said nowhere but where it means something else."""
    found = []
    for path in TEXTS:
        name = path.relative_to(ROOT).as_posix()
        if path.name == "GLOSSARY.md" or "decisions" in path.parts or name.startswith(apart or ("-",)):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if (
                re.search(rf"(?<![\w.]){word}\b(?!\()", line, re.IGNORECASE)
                and "json.dumps" not in line
                and "import" not in line
            ):
                found.append(f"{name}:{number}")
    assert not found, f"say {ours}: {found}"


def test_no_drawers() -> None:
    """No module is named after what it is not."""
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert not [p for p in (ROOT / "src").rglob("*.py") if p.stem in drawers or drawers & set(p.parts)]


def test_modules_have_one_subject() -> None:
    """No module is longer than 350 lines."""
    long = {
        str(p.relative_to(ROOT)): n
        for p in (ROOT / "src").rglob("*.py")
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert not long


def test_every_setting_stands_in_the_docs() -> None:
    """docs/settings.md has a row for each setting, and no other."""
    from vrede.settings import SETTINGS

    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(VREDE_\w+)` \|", text, re.MULTILINE) == [name for name, _default, _meaning in SETTINGS]


def test_the_data_dictionary_is_that_of_the_declarations() -> None:
    """docs/data-dictionary.md is made from lake.tables."""
    done = subprocess.run(
        [sys.executable, "tools/data_dictionary.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_page_of_sources_is_that_of_their_cards() -> None:
    """docs/sources.md is made by walking the folder."""
    done = subprocess.run(
        [sys.executable, "tools/sources_page.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_forecasts_that_ship_are_of_this_sample_and_this_code() -> None:
    """`make fix` fits them where they are not; without that every build of the sample fits for half a minute."""
    done = subprocess.run(
        [sys.executable, "tools/sample_forecasts.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_command_stands_in_the_docs() -> None:
    """docs/commands.md names each command with an example."""
    from typer.main import get_command

    from vrede.cli.app import app

    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in get_command(app).commands:  # type: ignore[attr-defined]  # the app is a group
        assert f"vrede {name}" in text, name


def test_every_decision_is_half_a_page() -> None:
    """150 to 420 words: context, decision, consequences."""
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        words = len(path.read_text(encoding="utf-8").split())
        assert 80 <= words <= 420, (path.name, words)


def test_dependencies_are_locked_with_hashes() -> None:
    """Every requirement has a version and a hash, and no file names an index."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        packages = re.findall(r"^([a-z0-9][\w.-]*)==\S+", text, re.MULTILINE)
        assert len(packages) > 20
        assert text.count("--hash=sha256:") >= len(packages)
        assert "index-url" not in text


def test_no_money_in_a_float() -> None:
    """Nothing in money or lake turns cents into a float (the split's guard compares, and decides nothing)."""
    found = []
    for folder in ("money", "chain", "lake", "sources", "pipeline"):
        for path in (ROOT / "src" / "vrede" / folder).rglob("*.py"):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if re.search(r"\bfloat\(|Float(32|64)", line) and "guard" not in line:
                    found.append(f"{path.relative_to(ROOT)}:{number}")
    assert not found
