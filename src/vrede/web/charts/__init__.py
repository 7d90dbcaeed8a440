"""Small drawings, one module a form: a pure function from figures to an SVG.

sparkline    years as one thin line
three_bars   own, chain and field beside each other, never added
hbars        a ranking
columns      commitments and payments by year
phases       a budget's year, from draft to realisation
choropleth   the world by five classes of money

Amounts are euro cents (int) and None where unknown: unknown leaves a gap or an en dash, never a zero. Words arrive
in the page's language and leave escaped; `language` (nl or en) is for the figures. `ident` makes ids unique on a page.
Colours are the stylesheet's: a drawing carries classes only.
"""

from vrede.web.charts.bars import hbars, three_bars
from vrede.web.charts.columns import Series, columns
from vrede.web.charts.frame import swatch, wide_and_narrow
from vrede.web.charts.phases import phases
from vrede.web.charts.sparkline import sparkline
from vrede.web.charts.worldmap import Band, WorldMap, choropleth

__all__ = [
    "Band",
    "Series",
    "WorldMap",
    "choropleth",
    "columns",
    "hbars",
    "phases",
    "sparkline",
    "swatch",
    "three_bars",
    "wide_and_narrow",
]
