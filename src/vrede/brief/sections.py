"""Three of a brief's sections: money, risk and need, and what changed."""

from __future__ import annotations

import polars as pl

from vrede.article import Language
from vrede.brief.contents import Facts, Figure, Grid, Piece, Receipts, Section, Subject, place_name
from vrede.brief.known import nothing_found, part_of_year, year_label
from vrede.language import chance_text, euro_millions, millions, month, number_text, say
from vrede.money import MEASURES, Selection, grouped
from vrede.sources.conflict import declared, indicator
from vrede.sources.countries import country_name

YEARS, FEW, CHANGES, BACK = 5, 5, 3, 5
SHORT = 60


def filled(
    sentence: str, language: Language, figures: dict[str, Piece | None], /, **words: object
) -> tuple[Piece, ...]:
    """A sentence with figures in it, as pieces in their order. None: nothing was found."""
    marks = {key: f"\x00{key}\x00" for key in figures}
    pieces: list[Piece] = []
    for at, part in enumerate(say(sentence, language, **words, **marks).split("\x00")):
        if at % 2:
            pieces.append(figures[part] or say("brief.not_found", language))
        elif part:
            pieces.append(part)
    return tuple(pieces)


def money(facts: Facts, subject: Subject, year: int, youngest: int, receipts: Receipts) -> Section:
    """What was spent and committed in a year, five years in a table, and on what or where, and through whom.

    youngest: the first year of the table. A year that the files of a measure hold in part is marked beside its figures.
    """
    language, ledger = receipts.language, facts.ledger
    base = Selection(**subject.within())

    def until(selection: Selection, form: str = " ({})") -> str:
        part = part_of_year(facts.last_day(selection), int(selection.year), language)
        return form.format(part) if part else ""

    def figure(selection: Selection, form: str = "short") -> Figure | None:
        measure = say(f"brief.{selection.measure}", language)
        name = "brief.spent_in" if selection.kind == "spent" else "brief.committed_in"
        words = ", ".join(
            [
                subject.name,
                say(name, language, measure=measure, year=f"{selection.year}{until(selection)}"),
                *([selection.clause] if selection.clause and subject.kind != "clause" else []),
                *([place_name(selection.country, language)] if selection.country and subject.kind != "country" else []),
                *([facts.partner_names.get(selection.partner, selection.partner)] if selection.partner else []),
            ]
        )
        return receipts.money(ledger, selection, words, euro_millions if form == "long" else millions)

    spent = base.but(kind="spent", year=str(year))
    told: dict[str, Piece | None] = {}
    marks: dict[str, str] = {}
    committed = base.but(kind="commitment", year=str(year), measure="own")
    asked = {"own": spent.but(measure="own"), "committed": committed}
    asked |= {"chain": spent.but(measure="chain"), "field": spent.but(measure="field")}
    for name, selection in asked.items():
        found = figure(selection, "long")
        told[name] = nothing_found(facts.newest.get(selection.measure), year, language) if found is None else found
        marks[f"{name}_until"] = "" if found is None else until(selection)
    if subject.kind == "country":
        marks["name"] = subject.name
    lead = filled(f"brief.money_{subject.kind}", language, told, year=str(year), **marks)
    years = range(youngest, youngest - YEARS, -1)
    by_year = Grid(
        say("brief.by_year", language),
        (say("brief.year", language), *(say(f"brief.{m}", language) for m in MEASURES)),
        tuple(
            (
                year_label({m: facts.last_day(spent.but(year=str(y), measure=m)) for m in MEASURES}, y, language),
                tuple(figure(spent.but(year=str(y), measure=m)) for m in MEASURES),
            )
            for y in years
        ),
    )
    measure = next((m for m in MEASURES if ledger.total(spent.but(measure=m)) > 0), "own")
    chosen = spent.but(measure=measure)
    named = {"measure": say(f"brief.{measure}", language), "year": f"{year}{until(chosen, ', {}')}"}
    if subject.kind == "country":
        sums = [
            (c.id, c.title.get(language), chosen.but(clause=c.id))
            for c in facts.texts[-1].clauses
            if c.kind == "finance"
        ]
        rows = [(f"{ident} {title}", selection) for ident, title, selection in sums if ledger.total(selection) > 0]
        rows.sort(key=lambda row: (-ledger.total(row[1]), row[0]))
        first = Grid(
            say("brief.by_clause", language, **named), ("", "€"), tuple((n, (figure(s),)) for n, s in rows[:FEW])
        )
    else:
        places = grouped(ledger.select(chosen).filter(pl.col("place_kind") == "country"), "place_code").head(FEW)
        first = Grid(
            say("brief.by_country", language, **named),
            ("", "€"),
            tuple((place_name(code, language), (figure(chosen.but(country=code)),)) for code in places["place_code"]),
        )
    partners = grouped(ledger.select(chosen), "partner_ref").head(FEW)
    second = Grid(
        say("brief.by_partner", language, **named),
        ("", "€"),
        tuple(
            (
                facts.partner_names.get(ref, ref)[:SHORT] if ref else say("brief.nobody", language),
                (figure(chosen.but(partner=ref or "none")),),
            )
            for ref in partners["partner_ref"]
        ),
    )
    return Section(say("brief.money", language), (lead, (say("brief.selection", language),)), (by_year, first, second))


def _series(facts: Facts, iso3: str, ident: str, receipts: Receipts) -> tuple[Piece, ...] | None:
    """One line about a series of a country: its last value, and that of five years before."""
    language = receipts.language
    rows = facts.table("country_series").filter((pl.col("indicator") == ident) & (pl.col("iso3") == iso3)).sort("year")
    if rows.is_empty():
        return None
    one = indicator(ident)

    def figure(row: dict[str, object]) -> Figure:
        shown = number_text(rows.filter(pl.col("year") == row["year"])["number"][0], language)
        words = f"{country_name(iso3, language)}, {one.title[language]}, {row['year']}"
        conditions = {"indicator": ident, "country": iso3, "year": str(row["year"])}
        return receipts.page(shown, words, shown, "/series/", conditions)

    last = rows.row(-1, named=True)
    before = rows.filter(pl.col("year") == last["year"] - BACK)
    line = filled(
        "brief.risk_line",
        language,
        {"value": figure(last)},
        title=one.title[language][:1].upper() + one.title[language][1:],
        year=str(last["year"]),
    )
    if before.is_empty():
        return line
    return (*line, *filled("brief.risk_change", language, {"before": figure(before.row(0, named=True))}))


def _forecast(facts: Facts, subject: Subject, receipts: Receipts) -> list[tuple[Piece, ...]]:
    """The chance that the newest forecast leads with: of the country, or the highest of the countries where a clause has money."""
    language = receipts.language
    rows = facts.table("forecast_headline").filter(pl.col("target") == "ged_sb")
    newest = pl.col("issue").sort_by("origin", "issue").last()  # of an older month may be issued later, to try it
    rows = rows.filter(pl.col("issue") == newest).sort("p25_ppm", "iso3", descending=[True, False])
    if subject.kind == "country":
        rows = rows.filter(pl.col("iso3") == subject.ident)
    else:
        paid = facts.ledger.select(Selection(clause=subject.ident)).filter(pl.col("place_kind") == "country")
        rows = rows.filter(pl.col("iso3").is_in(paid["place_code"].unique().implode()))
    pieces: list[Piece] = []
    for row in rows.head(CHANGES).iter_rows(named=True):
        name, when = country_name(row["iso3"], language), month(row["month"], language)
        words = f"{name}, {say('brief.chance', language, month=when)}"
        shown = chance_text(row["p25_ppm"], language)
        where = {"target": row["target"], "ahead": str(row["ahead"])}
        figure = receipts.page(shown, words, shown, f"/warning/{row['iso3']}/", where)
        pieces += [f"{', ' if pieces else ''}{name} ", figure] if subject.kind == "clause" else [figure]
    if not pieces:
        return []
    lead = say(f"brief.risk_chance_{subject.kind}", language, month=month(rows["month"][0], language))
    return [(lead, *pieces, say("brief.risk_estimate", language))]


def risk(facts: Facts, subject: Subject, receipts: Receipts) -> Section:
    """Of a country every yardstick of need; of a clause the deadliest countries in which it has money."""
    language = receipts.language
    lines: list[tuple[Piece, ...]] = []
    if subject.kind == "country":
        wanted = [one.id for source in declared() for one in source.indicators if one.use == "need"]
        lines = [line for ident in wanted if (line := _series(facts, subject.ident, ident, receipts)) is not None]
    else:
        rows = facts.ledger.select(Selection(clause=subject.ident)).filter(pl.col("place_kind") == "country")
        deaths = (
            facts.table("country_series")
            .filter((pl.col("indicator") == "deaths") & pl.col("iso3").is_in(rows["place_code"].unique().implode()))
            .sort("year")
            .unique("iso3", keep="last", maintain_order=True)
            .sort("number", "iso3", descending=[True, False])
        )
        for iso3 in deaths["iso3"].head(FEW):
            line = _series(facts, iso3, "deaths", receipts)
            if line is not None:
                lines.append((f"{country_name(iso3, language)}. ", *line))
        if lines:
            lines.insert(0, (say("brief.risk_clause", language),))
    expected = _forecast(facts, subject, receipts)
    if lines or expected:
        said = [] if expected else [(say("brief.risk_forecast", language),)]
        return Section(say("brief.risk", language), (*expected, *lines, *said))
    return Section(
        say("brief.risk", language),
        ((say("brief.risk_hidden" if facts.series_hidden else "brief.risk_none", language),),),
    )


def changed(facts: Facts, subject: Subject, receipts: Receipts) -> Section:
    """The three largest changes since the snapshot before, under this subject."""
    language = receipts.language
    title = say("brief.changes", language)
    if facts.changes is None:
        return Section(title, ((say("brief.changes_none", language),),))
    name, rows = facts.changes
    if rows.is_empty():
        return Section(title, ((say("brief.changes_same", language, snapshot=name),),))
    largest = rows.with_columns(_size=pl.col("difference_eur_cents").abs().fill_null(0)).sort(
        "_size", "iati_identifier", "what", descending=[True, False, False]
    )
    names = dict(facts.table("activity").select("activity_key", f"title_{language}").iter_rows())
    conditions = {**subject.within(), "from": name}
    lines: list[tuple[Piece, ...]] = [(say("brief.changes_since", language, snapshot=name),)]
    for row in largest.head(CHANGES).iter_rows(named=True):
        what = say(f"brief.change_{row['what']}", language)
        label = names.get(row["new_key"]) or row["iati_identifier"]
        cents = row["difference_eur_cents"]
        shown = euro_millions(cents, language) if cents else what
        words = f"{subject.name}, {say('brief.changes_receipt', language)}"
        lines.append((f"{label[: 2 * SHORT]}: {what}, ", receipts.page(shown, words, "", "/changes/", conditions)))
    return Section(title, tuple(lines))
