"""What changed between two wordings is a list of rows."""

from vrede.article import ArticleText, differences


def test_equal_texts_have_no_differences(texts: tuple[ArticleText, ...]) -> None:
    assert all(differences(text, text) == () for text in texts)


def test_the_step_from_2022_to_2023_is_told(texts: tuple[ArticleText, ...]) -> None:
    rows = {(row.what, row.where, row.change) for row in differences(*texts)}
    assert {
        ("part", "F2.a", "removed"),
        ("rule", "F2.a-1", "removed"),
        ("focus region", "F1 great-lakes", "added"),
        ("sentence", "F1", "changed"),
        ("title", "F4", "changed"),
        ("rule", "F4.a-3", "changed"),
        ("not computed", "A2", "removed"),
        ("not computed", "A2", "added"),
    } <= rows


def test_the_way_back_turns_every_row_round(texts: tuple[ArticleText, ...]) -> None:
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    there = {(row.what, row.where, row.change, row.before, row.after) for row in differences(*texts)}
    back = {(row.what, row.where, turned[row.change], row.after, row.before) for row in differences(*texts[::-1])}
    assert there == back


def test_a_changed_list_of_countries_is_a_row(texts: tuple[ArticleText, ...]) -> None:
    text = texts[0]
    regions = tuple(
        region.model_copy(update={"countries": ("BFA",)}) if region.id == "sahel" else region for region in text.regions
    )
    (row,) = differences(text, text.model_copy(update={"regions": regions}))
    assert (row.what, row.where, row.after and row.after.en) == ("region", "sahel", "BFA")
