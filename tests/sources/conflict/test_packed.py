"""Tables in a zip: one CSV whatever its name, read without a trace on the disk; anything else refused in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from eventfiles import folder, line, text
from vrede.sources.conflict.events import read_events
from vrede.sources.conflict.packed import unpacked
from vrede.sources.conflict.series import SeriesError

EVENTS = text(*(line(n, date_start="2025-03-01", source_headline=str(n * 7919)) for n in range(1, 301)))


def zipped(**members: str) -> bytes:
    """A zip of these members; `__` in a name stands for a dot, `_S_` for a slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("_S_", "/").replace("__", "."), content)
    return stream.getvalue()


def ged(tmp_path: Path, data: bytes) -> Path:
    """A folder with this as its yearly release."""
    (folder(tmp_path) / "ged261-csv.zip").write_bytes(data)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["GEDEvent_v26_1__csv", "events__CSV", "_S_etc_S_passwd__csv", "____S_____S_x__csv", "a_S_b_S_c__csv"]
)
def test_the_one_table_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    """Judged by its headings; a name that leads elsewhere leads nowhere."""
    made = ged(tmp_path, zipped(**{name: EVENTS}))
    before = sorted(tmp_path.rglob("*"))
    assert read_events(made).events.height == 300
    assert sorted(tmp_path.rglob("*")) == before


def test_what_a_packer_adds_is_no_second_table(tmp_path: Path) -> None:
    """A read-me, a folder, and what one system leaves beside each file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("__MACOSX/._GED.csv", "x")
        packed.writestr("readme.txt", "x")
        packed.writestr("folder/", "")
        packed.writestr("folder/GED.csv", EVENTS)
    assert read_events(ged(tmp_path, stream.getvalue())).events.height == 300


WHOLE = zipped(GED__csv=EVENTS)
BAD = {
    "several": (zipped(a__csv=EVENTS, b__csv=EVENTS), "2 CSV files in the zip"),
    "none": (zipped(readme__txt="x"), "no CSV files in the zip"),
    "empty": (zipped(), "no CSV files in the zip"),
    "half": (WHOLE[: len(WHOLE) // 2], "not a zip file that can be unpacked"),
    "a page": (b"<html>moved</html>", "not a zip file that can be unpacked"),
    "nothing": (b"", "not a zip file that can be unpacked"),
    "broken inside": (WHOLE[:300] + b"\0" * 40 + WHOLE[340:], "not a zip file that can be unpacked"),
    "other headings": (zipped(GED__csv="a,b\n1,2\n"), "are missing"),
    "other type": (zipped(GED__csv="%PDF-1.4"), "are missing"),
    "no events": (zipped(GED__csv=text()), "no event in a release of all countries"),
    "many": (zipped(**{f"f{n}__txt": "" for n in range(1001)}), "1001 files in the zip"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_zip_that_is_not_it_is_refused_in_words(tmp_path: Path, fault: str) -> None:
    """The message names the file and what is wrong."""
    data, said = BAD[fault]
    with pytest.raises(SeriesError, match=said) as refused:
        read_events(ged(tmp_path, data))
    assert "ged261-csv.zip" in str(refused.value)


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    """Nobody is asked for it."""
    data = bytearray(WHOLE)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(SeriesError, match="password"):
        read_events(ged(tmp_path, bytes(data)))


def test_a_bomb_is_not_followed_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small zip that unpacks to far more than any release."""
    monkeypatch.setattr("vrede.sources.conflict.event_lines.LARGEST", 10_000)
    with pytest.raises(SeriesError, match="larger than"):
        read_events(ged(tmp_path, WHOLE))
    with pytest.raises(SeriesError, match="larger than"):
        unpacked(tmp_path / "ged261-csv.zip", 10_000)
