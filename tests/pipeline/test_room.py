"""What a build takes, told before: sizes of XML, processes that fit, and what the last build cost."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from vrede.lake import Store
from vrede.pipeline.room import A_WORKER, COSTS, MS_A_MB, PARENT, build_room, note_cost, unpacked_size
from vrede.settings import SettingsError, read_settings
from vrede.sources.iati import DatasetFile

G = 1_000_000_000


def files(folder: Path, *sizes: int) -> list[DatasetFile]:
    made = []
    for number, size in enumerate(sizes):
        path = folder / f"{number}.xml"
        with path.open("wb") as stream:
            stream.truncate(size)
        made.append(DatasetFile(path=path, name=path.name))
    return made


def test_the_size_of_a_packed_file_is_that_of_its_xml(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"x" * 5000)
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(b"x" * 5000))
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "short.gz").write_bytes(b"\x1f\x8b")
    assert [unpacked_size(tmp_path / name) for name in ("a.xml", "a.xml.gz", "empty", "short.gz", "gone")] == [
        5000,
        5000,
        0,
        2,
        0,
    ]


FIT = [
    # XML, asked for, may be used -> processes, whether it fits
    (0, 4, 4 * G, 4, True),
    (0, 4, PARENT + 2 * A_WORKER, 2, True),
    (0, 4, PARENT, 1, False),
    (1 * G, 2, G, 2, True),
    (1 * G, 2, G // 2, 1, False),
]


@pytest.mark.parametrize(("xml", "asked", "may", "workers", "fits"), FIT)
def test_as_many_processes_as_fit(tmp_path: Path, xml: int, asked: int, may: int, workers: int, fits: bool) -> None:
    room = build_room(files(tmp_path, xml), Store(str(tmp_path)), asked, may)
    assert (room.workers, room.fits, room.xml) == (workers, fits, xml)


def test_what_a_build_cost_is_what_the_next_is_said_to_cost(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    first = build_room(files(tmp_path, 100_000_000), store, 1, None)
    assert first.seconds == 100 * MS_A_MB // 1000
    note_cost(store, first, 20_000)
    assert build_room(files(tmp_path, 100_000_000), store, 1, None).seconds == 20


def test_a_small_build_tells_nothing_of_a_large_one(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    note_cost(store, build_room(files(tmp_path, 1000), store, 1, None), 9000)
    assert store.read_json(COSTS) is None


@pytest.mark.parametrize(
    ("text", "size"), [("1.5G", 1_500_000_000), ("800M", 800_000_000), ("2 gb", 2 * G), ("", None)]
)
def test_memory_is_said_in_megabytes_or_gigabytes(text: str, size: int | None) -> None:
    assert read_settings({"VREDE_MEMORY": text}).memory == size


@pytest.mark.parametrize("text", ["lots", "0G", "1,5G", "-1G", "12", "1e9G"])
def test_another_word_for_memory_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(SettingsError, match=r"such as 1\.5G"):
        read_settings({"VREDE_MEMORY": text})
