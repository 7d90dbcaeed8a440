"""How the name of an organisation is written when two writings of it are compared."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")


def plain_name(text: str) -> str:
    """Small letters and digits with single spaces between them, without accents and signs; single letters that follow each other are joined.

    >>> plain_name("Médecins d'Afrique, B.V."), plain_name("R & D")
    ('medecins dafrique bv', 'r and d')
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ").casefold())
    words = WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("’", ""))
    joined: list[str] = []
    for word, before in zip(words, ["", *words], strict=False):
        if len(word) == 1 and joined and len(before) == 1:
            joined[-1] += word
        else:
            joined.append(word)
    return " ".join(joined)
