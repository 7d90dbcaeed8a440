"""Reading a drawing back: its elements, their classes and their sizes."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

SVG = "{http://www.w3.org/2000/svg}"


class Drawing:
    """An SVG read back as a reader of it would."""

    def __init__(self, markup: str) -> None:
        self.root = ET.fromstring(markup)

    def marks(self, name: str, css: str = "") -> list[ET.Element]:
        """All elements of a name with a class."""
        return [mark for mark in self.root.iter(SVG + name) if not css or css in mark.get("class", "").split()]

    def texts(self) -> list[str]:
        return ["".join(mark.itertext()) for mark in self.marks("text")]

    def size(self, css: str, side: str = "width") -> list[float]:
        """The widths (or another side) of the rectangles of a class."""
        return [float(mark.get(side, "0")) for mark in self.marks("rect", css)]

    @property
    def title(self) -> str:
        found = self.root.find(SVG + "title")
        assert found is not None
        return found.text or ""


COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|oklch|color)a?\(|\b(red|blue|black|white|grey|gray|currentColor)\b"
)


def lawful(markup: str) -> Drawing:
    """What holds for every drawing: well-formed, titled, ids its own, no style, colour or script."""
    read = Drawing(markup)
    ids = [mark.get("id") for mark in read.root.iter() if mark.get("id")]
    assert read.root.get("role") in {"img", "group"}
    assert read.title.strip()
    for name in (read.root.get("aria-labelledby") or "").split():
        assert name in ids
    assert len(ids) == len(set(ids))
    for mark in read.root.iter():
        assert mark.tag not in {SVG + "script", SVG + "style", SVG + "foreignObject"}
        for name, value in mark.attrib.items():
            assert name != "style"
            assert not name.startswith("on")
            if name not in {"href", "aria-label"}:
                assert not COLOUR.search(re.sub(r"url\(#[\w-]+\)", "", value)), (name, value)
            if name in {"x", "y", "width", "height", "cx", "cy", "r", "d"}:
                assert "nan" not in value
                assert "inf" not in value
    if read.marks("a"):
        assert read.root.get("role") == "group"
    return read


@pytest.fixture
def draw() -> Callable[[str], Drawing]:
    """Reads a drawing and checks what holds for all of them."""
    return lawful
