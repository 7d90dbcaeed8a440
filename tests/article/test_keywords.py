"""Keywords and codes find what they name and nothing beside it, in Python and in polars alike."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.article.keywords import NOT_A_WORD, code_pattern, keyword_literals, searchable, shows, without_names

# keyword | text | found
FOUND = """
early warning   | Early-Warning systems            | yes
early warning   | early  warning                   | yes
early warning   | an early and a late warning      | no
demin*          | Humanitarian demining            | yes
demin*          | academing                        | no
ssr             | Processing                       | no
mensenhandel*   | Tegen mensenhandelaren           | yes
état de droit   | L’ÉTAT DE DROIT au Mali          | yes
droits de l'homme | droits de l’homme              | yes
wapens          | kernwapens                       | no
sdg 16          | SDG 16.3                         | yes
sdg 16          | SDG 160                          | no
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in FOUND.strip().splitlines()]


@pytest.mark.parametrize(("keyword", "text", "found"), ROWS)
def test_a_keyword_matches_whole_words(keyword: str, text: str, found: str) -> None:
    literals = keyword_literals([keyword])
    assert shows(literals, text) is (found == "yes")
    column = pl.DataFrame({"text": [text]}).select(
        pl.concat_str(
            pl.lit(" "), pl.col("text").str.to_lowercase().str.replace_all(NOT_A_WORD, " "), pl.lit(" ")
        ).str.contains_any(list(literals))
    )
    assert column.item() is (found == "yes")


@pytest.mark.parametrize("keyword", ["", " ", "*", "Peace", "peace  talks", "pe*ce", "peace ", "(peace)", "-war"])
def test_a_keyword_that_is_not_literal_is_refused(keyword: str) -> None:
    with pytest.raises(ValueError, match="keyword"):
        keyword_literals([keyword])


def test_no_keywords_find_nothing() -> None:
    assert not shows(keyword_literals([]), "anything at all")
    assert not re.search(code_pattern([]), "16.1")


@given(st.text(alphabet="abcdeëz-'. ", min_size=1, max_size=30))
def test_every_keyword_finds_itself(word: str) -> None:
    try:
        literals = keyword_literals([word])
    except ValueError:
        return
    assert shows(literals, f"({word.upper()})")


# prefix | code | found
CODES = """
16.1  | 16.1    | yes
16.1  | 16.1.2  | yes
16.1  | 16.10   | no
16    | 16      | yes
16    | 16.a.1  | yes
16    | 160     | no
16.a  | 16.a    | yes
8     | 8       | yes
8     | 80      | no
1     | 11      | no
"""


@pytest.mark.parametrize(
    ("prefix", "code", "found"),
    [tuple(cell.strip() for cell in line.split("|")) for line in CODES.strip().splitlines()],
)
def test_a_code_prefix_ends_at_a_point(prefix: str, code: str, found: str) -> None:
    assert bool(re.search(code_pattern([prefix]), code)) is (found == "yes")
    assert pl.Series([code]).str.contains(code_pattern([prefix])).item() is (found == "yes")


# theme | title | found: words that mean something else in this field
THEMES = """
political-governance | Nutrition in the Democratic Republic of the Congo   | no
political-governance | Observing the elections of 2023                     | yes
human-security       | Salud sexual y reproductiva (SSR)                   | no
human-security       | Security sector reform in Mali                      | yes
conflict-prevention  | Preventing conflict over water                      | yes
conflict-prevention  | Early warning of drought                            | no
peace-process        | Bank reconciliation of accounts                     | no
peace-process        | Appui au processus de paix                          | yes
migration            | COVID-19 care for migrants                          | no
migration            | Better migration management in Tunisia              | yes
demining             | Déminage humanitaire                                | yes
demining             | Artisanal mining                                    | no
demining             | COVID-19 PPE Suriname: bea-demingsapparatuur        | no
demining             | Deminers trained in Kharkiv                         | yes
demining             | Humanitaire ontmijning in Angola                    | yes
governance-wide      | Roads in the Democratic Republic of the Congo       | no
governance-wide      | Appui en République démocratique du Congo           | no
governance-wide      | Stronger democratic institutions                    | yes
political-governance | ACT-A, see the letter to parliament of June         | no
political-governance | Budget discussion in the parliament, malaria        | no
political-governance | Parliamentary strengthening in Benin                | yes
decision-making      | A letter to parliament                              | no
decision-making      | Representation in parliaments of women              | yes
early-warning        | GDP is forecasted to contract by 6.7%               | no
early-warning        | Early warning in the Sahel                          | yes
migrants             | A large base of migrant workers lost their jobs     | no
migrants             | Migration to the Gulf                               | yes
human-security       | Education and citizen security pillars of the bank  | no
social-cohesion      | Afghanistan National Security Forces Sustainment    | no
global-governance    | Core support to WHO, in the light of UN reform      | no
global-governance    | Reform of the United Nations development system     | yes
humanitarian         | DRA Joint Response Yemen                            | yes
smuggling            | Strijd tegen mensensmokkel                          | yes
"""


@pytest.mark.parametrize(
    ("theme", "title", "found"),
    [tuple(cell.strip() for cell in line.split("|")) for line in THEMES.strip().splitlines()],
)
def test_a_theme_knows_its_words_from_their_neighbours(
    texts: tuple[object, ...], theme: str, title: str, found: str
) -> None:
    literals = texts[0].theme(theme).literals  # type: ignore[attr-defined]
    assert shows(literals, title) is (found == "yes")


# names | text | what is left to search
NAMED = """
Stichting Vluchteling               | Block grant; members: Stichting Vluchteling, ZOA        | block grant members zoa
Stichting Vluchteling               | Vluchtelingen in Jordanië                               | vluchtelingen in jordanië
Mines Advisory Group; MAG           | MAG clears mines. Mines advisory group!                 | clears mines
War Child; War Child Holland        | War Child Holland for children                          | for children
Peace; Peace Direct; Direct Relief  | Peace Direct Relief work                                | relief work
"""


@pytest.mark.parametrize(
    ("names", "text", "left"), [tuple(cell.strip() for cell in line.split("|")) for line in NAMED.strip().splitlines()]
)
def test_what_somebody_is_called_is_no_subject(names: str, text: str, left: str) -> None:
    assert without_names(searchable(text), [name.strip() for name in names.split(";")]) == f" {left} "


def test_every_theme_has_words_in_three_languages(texts: tuple[object, ...]) -> None:
    for theme in texts[0].themes:  # type: ignore[attr-defined]
        assert theme.keywords.nl and theme.keywords.en and theme.keywords.fr, theme.id
