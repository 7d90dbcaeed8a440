"""Makes the world map's outlines: simplified, projected, in whole pixels.

    python tools/make_outlines.py ne_50m_countries.geojson src/vrede/web/charts/outlines.json

Input: GeoJSON (WGS 84) of Natural Earth's 1:50m Admin 0 countries, public domain, each feature with `iso3`.
Output: JSON of `source`, `version`, `projection`, `width`, `height` and `countries`: ISO 3166-1 alpha-3 -> `d` (an SVG
path of whole pixels, empty where nothing is left) and, for a country too small to hit, `dot` (x, y).
The same input gives the same bytes.

Projection: Equal Earth (Savric, Patterson & Jenny 2018), equal-area, centred on 11.5 degrees east, so that the sheet is
cut in the Bering Strait: Russia, Fiji and the Aleutians stay whole and the seam of the file at 180 degrees is sewn up.
Antarctica is left out.
Simplification: Douglas & Peucker on the borders, each border once for both countries, so that neighbours still meet.
Areas without a code of their own are drawn with the code that ISO 3166 counts them under: Somaliland with SOM, northern
Cyprus with CYP, Crimea (UA-43) with UKR, Ashmore and Indian Ocean territories with AUS. That is no stand on borders.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

SOURCE = "Natural Earth, 1:50m Admin 0 countries, public domain; made with Natural Earth (naturalearthdata.com)"
VERSION = "martynafford/natural-earth-geojson@0b9a6ceb, simplified and projected"

Point = tuple[float, float]
Line = list[Point]

EARTH = (1.340264, -0.081106, 0.000893, 0.003796)  # Savric, Patterson & Jenny 2018, equations 8 and 9
CENTRE, CUT = 11.5, -168.5
WIDTH, EDGE = 1184, 4
TOLERANCE = 0.8  # px: a corner nearer to its border than this is dropped
SPECK = 3.0  # px2: an island smaller than this is dropped, unless it is all there is
SMALL = 30.0  # px2: a country smaller than this gets a dot
LEFT_OUT = {"ATA"}
COUNTED_UNDER = {"SOL": "SOM", "CYN": "CYP", "ATC": "AUS", "IOA": "AUS"}
CRIMEA = ((32.4, 44.3), (36.7, 46.3))  # a polygon within this box is counted under UKR


def project(point: Point) -> Point:
    """Degrees, longitude already measured from the centre, to Equal Earth's units; y grows to the south."""
    a1, a2, a3, a4 = EARTH
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(point[1])))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(point[0]) * math.cos(t) / (3 * slope)
    return x, -(a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t)


def without_seam(ring: Line) -> Line:
    """The ring without the corners that lie along 180 degrees between two others that do."""
    size = len(ring)
    on = [abs(point[0]) == 180 for point in ring]
    return [ring[i] for i in range(size) if not (on[i] and on[i - 1] and on[(i + 1) % size])]


def turned(polygon: list[Line]) -> list[Line]:
    """The polygon in degrees east of the centre, whole on one side of the cut."""
    middle = (min(x for x, _ in polygon[0]) + max(x for x, _ in polygon[0])) / 2
    shift = 360 - CENTRE if middle < CUT else -CENTRE
    return [[(round(x + shift, 2), y) for x, y in ring] for ring in polygon]


def read(path: Path) -> dict[str, list[Line]]:
    """The rings per code, open (no corner twice)."""
    rings: dict[str, list[Line]] = defaultdict(list)
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        code, shape = feature["properties"]["iso3"], feature["geometry"]
        if code in LEFT_OUT:
            continue
        for polygon in shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]:
            (west, south), (east, north) = CRIMEA
            crimea = code == "RUS" and all(west < x < east and south < y < north for x, y in polygon[0])
            opened = [without_seam([(x, y) for x, y in ring[:-1]]) for ring in polygon]
            rings["UKR" if crimea else COUNTED_UNDER.get(code, code)] += turned(opened)
    return rings


def sewn(rings: list[Line]) -> list[Line]:
    """The rings of one country without the edges that two of them share: a seam, or a border inside it."""
    edges = {edge for ring in rings for edge in zip(ring, ring[1:] + ring[:1], strict=True) if edge[0] != edge[1]}
    onward: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted(edges):
        if (end, start) not in edges:
            onward[start].append(end)
    loops = []
    for first in sorted(onward):
        while onward[first]:
            loop, here = [first], onward[first].pop()
            while here != first:
                loop.append(here)
                here = onward[here].pop()
            loops.append(loop)
    return loops


def simplified(line: Line) -> Line:
    """Douglas & Peucker on projected pixels; both ends stay."""
    if len(line) < 3:
        return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = math.hypot(x2 - x1, y2 - y1)
    far, where = -1.0, 0
    for i, (x, y) in enumerate(line[1:-1], 1):
        off = abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length if length else math.hypot(x - x1, y - y1)
        if off > far:
            far, where = off, i
    if far <= TOLERANCE:
        return [line[0], line[-1]]
    return simplified(line[: where + 1])[:-1] + simplified(line[where:])


def one_way(line: Line) -> Line:
    """The line simplified in one direction whoever asks, so that both neighbours get the same corners."""
    if (line[-1], line[-2]) < (line[0], line[1]):
        return simplified(line[::-1])[::-1]
    return simplified(line)


def redrawn(loop: Line, junctions: set[Point]) -> Line:
    """A loop simplified border by border: from one place where borders meet to the next."""
    cuts = [i for i, point in enumerate(loop) if point in junctions]
    if not cuts:
        cuts = [loop.index(min(loop))]
        cuts.append(max(range(len(loop)), key=lambda i: (math.dist(loop[i], loop[cuts[0]]), loop[i])))
        cuts.sort()
    turn = loop[cuts[0] :] + loop[: cuts[0]]
    stops = [i - cuts[0] for i in cuts] + [len(loop)]
    turn.append(turn[0])
    out: Line = []
    for start, stop in pairwise(stops):
        out += one_way(turn[start : stop + 1])[:-1]
    return out


def area(loop: Line) -> float:
    """Signed area in px2."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(loop, loop[1:] + loop[:1], strict=True)) / 2


def pixels(loop: Line) -> list[tuple[int, int]]:
    """Whole pixels, none twice in a row."""
    dots = [(round(x), round(y)) for x, y in loop]
    return [dot for i, dot in enumerate(dots) if dot != dots[i - 1]]


def as_path(loop: list[tuple[int, int]]) -> str:
    """A closed path of relative steps."""
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(loop)]
    written = "".join(f"{'' if x < 0 or not i else ' '}{x}{'' if y < 0 else ' '}{y}" for i, (x, y) in enumerate(steps))
    return f"M{loop[0][0]} {loop[0][1]}l{written}z"


def main(source: Path, target: Path) -> None:
    """Reads, projects, simplifies, writes."""
    loops = {code: sewn(rings) for code, rings in sorted(read(source).items())}
    flat = {code: [[project(point) for point in loop] for loop in many] for code, many in loops.items()}
    corners = [point for many in flat.values() for loop in many for point in loop]
    west, north = min(x for x, _ in corners), min(y for _, y in corners)
    east, south = max(x for x, _ in corners), max(y for _, y in corners)
    scale = (WIDTH - 2 * EDGE) / (east - west)
    height = math.ceil((south - north) * scale) + 2 * EDGE

    drawn: dict[str, list[Line]] = {}
    beside: dict[Point, set[Point]] = defaultdict(set)
    for code, many in flat.items():
        drawn[code] = [[((x - west) * scale + EDGE, (y - north) * scale + EDGE) for x, y in loop] for loop in many]
        for loop in drawn[code]:
            for before, point, after in zip(loop[-1:] + loop[:-1], loop, loop[1:] + loop[:1], strict=True):
                beside[point] |= {before, after}
    junctions = {point for point, others in beside.items() if len(others) > 2}

    countries: dict[str, dict[str, object]] = {}
    for code, many in drawn.items():
        total = abs(sum(area(loop) for loop in many))
        largest = max(many, key=lambda loop: abs(area(loop)))
        kept = [loop for loop in many if abs(area(loop)) >= SPECK or (loop is largest and total >= SPECK)]
        outlines = [pixels(redrawn(loop, junctions)) for loop in kept]
        entry: dict[str, object] = {"d": "".join(as_path(loop) for loop in outlines if len(loop) > 2)}
        if total < SMALL or not entry["d"]:
            x, y = (sum(axis) / len(largest) for axis in zip(*largest, strict=True))
            entry["dot"] = [round(x), round(y)]
        countries[code] = entry
    head = {
        "source": SOURCE,
        "version": VERSION,
        "projection": f"Equal Earth, centre {CENTRE} E",
        "width": WIDTH,
        "height": height,
    }
    lines = ",\n".join(
        f"{json.dumps(code)}:{json.dumps(entry, separators=(',', ':'))}" for code, entry in countries.items()
    )
    target.write_text(json.dumps(head, indent=0)[:-2] + f',\n"countries":{{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
