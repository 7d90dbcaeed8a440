"""One award: what was paid of it and what is still to pay."""

from __future__ import annotations

from django.utils.safestring import SafeString

from vrede.language import Language, euro_exact, millions
from vrede.web.charts import svg
from vrede.web.site.words import say

WIDTH, BAR = 384, 24


def award(ident: str, awarded: int, paid: int, open_cents: int, language: Language) -> SafeString:
    """A bar of cents: paid solid, open soft, the award a thick mark. The title says all three to the cent."""
    title = say(
        "charts.award.committed_paid_to_pay",
        committed=euro_exact(awarded, language),
        paid=euro_exact(paid, language),
        open=euro_exact(open_cents, language),
    )
    most = max(awarded, paid + open_cents, 1)
    scale = (WIDTH - 12) / most  # guard: a coordinate
    at, end = paid * scale, (paid + open_cents) * scale
    marks = [svg.rect(0, 22, at, BAR, "money"), svg.rect(at, 22, end - at, BAR, "promised")]
    marks.append(svg.path(f"M{svg.num(awarded * scale)} 16v{BAR + 12}", "inkline thick"))
    for x, room, words, classes in (
        (8, at, f"{say('site.paid')} {millions(paid, language)}", "tb paper-t"),
        (at + 8, end - at, f"{say('site.to_pay')} {millions(open_cents, language)}", ""),
    ):
        if svg.text_width(words) + 16 < room:
            marks.append(svg.text(x, 39, words, classes))
    marks.append(svg.text(WIDTH - 12, 10, f"{say('site.committed')} {millions(awarded, language)}", "e"))
    return svg.drawing(ident, WIDTH, 56, title, marks)
