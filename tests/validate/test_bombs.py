"""Bombs: packages of some 10 MB out of which 10 GB would come. Each is refused after little of it, with a clear finding."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random

import pytest

from bombs import Deflated, deflated, gzipped, zipped
from vrede.validate.check import ValidationReport, Validator
from vrede.validate.finding import Severity
from vrede.validate.unpack import Limits, UnpackedFile, uploaded

TINY = b"<iati-activity></iati-activity>\n"
CHILD = """
import sys
from pathlib import Path
from vrede.cli.app import app
try:
    app(["validate", sys.argv[1], "--lang", "en"])
finally:
    (peak,) = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    print("PEAK", int(peak) // 1024)
"""


@pytest.fixture(scope="module")
def spaces() -> Deflated:
    """An opening tag and 10 GB of white space: 10 MB packed."""
    return deflated(b" ")


def critical(report: ValidationReport) -> set[str]:
    """The critical rules, structure apart: tiny activities lack what the schema asks for."""
    groups = report.findings.groups()
    return {g.finding.rule for g in groups if g.finding.severity is Severity.critical} - {"0.3.1"}


def in_zip(data: bytes, name: str, method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip around something."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def test_a_gzip_that_tells_its_size_is_refused_unread(validator: Validator, spaces: Deflated) -> None:
    """What stands at its end is enough."""
    report = validator.check(UnpackedFile("b", gzipped(spaces)))
    assert critical(report) == {"file.bomb"}
    assert (report.complete, report.version) == (False, "")


def test_a_zip_that_tells_its_size_is_refused_unread(validator: Validator, spaces: Deflated) -> None:
    """What stands in its list of members is enough."""
    (source,) = uploaded("b.zip", zipped(spaces))
    report = validator.check(source)
    assert critical(report) == {"file.bomb"}
    assert (report.complete, report.version) == (False, "")


def test_a_gzip_that_lies_about_its_size_is_stopped(validator: Validator, spaces: Deflated) -> None:
    """It says 4 kB; what came out of what was read so far tells, long before its end."""
    report = validator.check(UnpackedFile("b", gzipped(spaces, told=4096)))
    (group,) = report.findings.groups()[:1]
    assert group.finding.rule == "file.bomb"
    assert dict(group.finding.words)["detail"].startswith(("4 MB / ", "5 MB / "))


def test_a_bomb_of_activities_stops_too(validator: Validator) -> None:
    """10 GB of the smallest activities, 26 MB packed: what was read is checked, and the rest is not awaited. At 1 MB here, at 4 MB in
    tests/proof."""
    report = validator.check(UnpackedFile("b", gzipped(deflated(TINY), told=4096)), limits=Limits(harmless=1 << 20))
    assert critical(report) == {"file.bomb"}
    assert 0 < report.activities * len(TINY) < 2 << 20


def test_a_zip_that_lies_about_its_size_gives_no_more_than_it_says(validator: Validator, spaces: Deflated) -> None:
    """4 kB come out, and then it is broken."""
    (source,) = uploaded("b.zip", zipped(spaces, told=4096))
    report = validator.check(source)
    assert critical(report) & {"file.packing", "0.1.1"}
    assert not report.complete


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "packed twice"])
def test_a_gzip_bomb_in_a_zip_is_stopped(validator: Validator, spaces: Deflated, method: int) -> None:
    """Both layers together count."""
    (source,) = uploaded("b.zip", in_zip(gzipped(spaces, told=4096), "a.xml.gz", method))
    assert critical(validator.check(source)) == {"file.bomb"}


def test_a_zip_bomb_in_a_zip_is_not_opened(validator: Validator, spaces: Deflated) -> None:
    """A zip in a zip is never opened, so neither is this one."""
    (source,) = uploaded("b.zip", in_zip(zipped(spaces), "in.zip"))
    assert critical(validator.check(source)) == {"file.zip-in-zip"}


@pytest.mark.parametrize("inside", [b" ", b"<title>x</title>"], ids=["white space", "one activity without end"])
def test_a_gzip_in_two_parts_is_stopped(validator: Validator, inside: bytes) -> None:
    """It tells the size of its last part only."""
    whole = b'<iati-activities version="2.03"><iati-activity>' + inside * ((200 << 20) // len(inside))
    report = validator.check(UnpackedFile("b", gzip.compress(whole, 6) + gzip.compress(b" ")))
    assert "file.bomb" in critical(report)
    assert not report.complete


def test_a_file_that_packs_well_is_no_bomb(validator: Validator) -> None:
    """Ninety times its package, beyond 4 MB: read to its end."""
    rough = Random(20261124)
    filler = b"".join(f"<!-- {rough.randbytes(32).hex()}{' ' * 4200} -->\n".encode() for _ in range(1500))
    whole = b'<iati-activities version="2.03">' + filler + TINY + b"</iati-activities>"
    data = gzip.compress(whole)
    assert 50 < len(whole) / len(data) < 100
    report = validator.check(UnpackedFile("b", data))
    assert (report.complete, report.activities) == (True, 1)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a process there")
@pytest.mark.parametrize("form", ["gzip", "zip", "gzip in zip"])
def test_the_command_stays_small(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spaces: Deflated, form: str
) -> None:
    """`vrede validate` in a process of its own: exit code 8, the words, and no more memory than for any small file."""
    lying = gzipped(spaces, told=4096)
    data = {"gzip": lying, "zip": zipped(spaces), "gzip in zip": in_zip(lying, "a.xml.gz")}[form]
    file = tmp_path / "bomb"
    file.write_bytes(data)
    monkeypatch.setenv("VREDE_STANDARD", str(shared / "iati-standard"))
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    done = subprocess.run([sys.executable, "-c", CHILD, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 8, done.stderr
    assert "More comes out of this file than is safe" in done.stdout
    assert int(done.stdout.rsplit("PEAK", 1)[1]) < 250
