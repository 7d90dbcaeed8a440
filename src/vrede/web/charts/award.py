"""One award: what was paid of it and what is still to pay."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vrede.language import Language, euro_exact, millions
from vrede.web.charts import svg

WIDTH, BAR = 384, 24


def award(ident: str, awarded: int, paid: int, open_cents: int, language: Language) -> SafeString:
    """A bar of cents: paid solid, open soft, the award a thick mark. The title says all three to the cent."""
    title = _("Committed %(a)s, paid %(p)s, to pay %(o)s") % {
        "a": euro_exact(awarded, language),
        "p": euro_exact(paid, language),
        "o": euro_exact(open_cents, language),
    }
    most = max(awarded, paid + open_cents, 1)
    scale = (WIDTH - 12) / most  # guard: a coordinate
    at, end = paid * scale, (paid + open_cents) * scale
    marks = [svg.rect(0, 22, at, BAR, "money"), svg.rect(at, 22, end - at, BAR, "promised")]
    marks.append(svg.path(f"M{svg.num(awarded * scale)} 16v{BAR + 12}", "inkline thick"))
    for x, room, words, classes in (
        (8, at, f"{_('paid')} {millions(paid, language)}", "tb paper-t"),
        (at + 8, end - at, f"{_('to pay')} {millions(open_cents, language)}", ""),
    ):
        if svg.text_width(words) + 16 < room:
            marks.append(svg.text(x, 39, words, classes))
    marks.append(svg.text(WIDTH - 12, 10, f"{_('committed')} {millions(awarded, language)}", "e"))
    return svg.drawing(ident, WIDTH, 56, title, marks)
