"""Three of a brief's sections: money, risk and need, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vrede.brief.contents import Facts, Figure, Grid, Piece, Receipts, Section, Subject, place_name
from vrede.brief.known import nothing_found, part_of_year, year_label
from vrede.language import Language, Nothing, chance_text, euro_millions, millions, month, number_text, say, state_words
from vrede.money import AT_MOST, CHAIN, MEASURES, RECEIVED, WHOLE, Selection, grouped
from vrede.sources import last_day
from vrede.sources.conflict import declared, indicator, is_stale
from vrede.sources.countries import country_name
from vrede.warning import is_past

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


@dataclass(frozen=True, slots=True)
class _Money:
    """Figures of a subject in a year, each with its receipt."""

    facts: Facts
    subject: Subject
    year: int
    receipts: Receipts

    @property
    def language(self) -> Language:
        """The brief's."""
        return self.receipts.language

    @property
    def spent(self) -> Selection:
        """What was spent on the subject in the year, of all measures; of the chain at most what is the ministry's."""
        return Selection(**self.subject.within()).but(kind="spent", year=str(self.year), bound=AT_MOST)

    def of(self, measure: str) -> Selection:
        """The same of one measure; own money and the field have no bounds."""
        return self.spent.but(measure=measure, bound=AT_MOST if measure == CHAIN else "")

    def until(self, selection: Selection, form: str = " ({})") -> str:
        """How far a year is held, in words; '' for a whole one."""
        part = part_of_year(self.facts.last_day(selection), int(selection.year), self.language)
        return form.format(part) if part else ""

    def figure(self, selection: Selection, form: str = "short") -> Figure | Nothing:
        """One figure with a receipt; else why there is none."""
        name = "brief.spent_in" if selection.kind == "spent" else "brief.committed_in"
        other = f"_{selection.bound}" if selection.bound in (RECEIVED, WHOLE) else ""
        measure = say(f"brief.{selection.measure}{other}", self.language)
        year = f"{selection.year}{self.until(selection)}"
        country = selection.country and self.subject.kind != "country"
        words = [
            self.subject.name,
            say(name, self.language, measure=measure, year=year),
            *([selection.clause] if selection.clause and self.subject.kind != "clause" else []),
            *([place_name(selection.country, self.language)] if country else []),
            *([self.facts.partner_name(selection.partner, self.language)] if selection.partner else []),
        ]
        form_of = euro_millions if form == "long" else millions
        return self.receipts.money(self.facts.ledger, selection, ", ".join(words), form_of)

    def lead(self) -> tuple[Piece, ...]:
        """The sentence with the figures of the year; of the chain with its three bounds."""
        told: dict[str, Piece | None] = {}
        marks: dict[str, str] = {}
        committed = Selection(**self.subject.within()).but(kind="commitment", year=str(self.year), measure="own")
        figures = {"own": self.of("own"), "committed": committed, "chain": self.of("chain"), "field": self.of("field")}
        figures |= {bound: self.of("chain").but(bound=bound) for bound in (RECEIVED, WHOLE)}
        for name, selection in figures.items():
            found = self.figure(selection, "long")
            if isinstance(found, Nothing):
                newest = self.facts.newest.get(selection.measure)
                told[name], marks[f"{name}_until"] = nothing_found(newest, self.year, self.language, found), ""
            else:
                told[name], marks[f"{name}_until"] = found, self.until(selection)
        if self.subject.kind == "country":
            marks["name"] = self.subject.name
        return filled(f"brief.money_{self.subject.kind}", self.language, told, year=str(self.year), **marks)

    def by_year(self, youngest: int) -> Grid:
        """Five years, the youngest first."""

        def row(year: int) -> tuple[str, tuple[Figure | Nothing, ...]]:
            of = {m: self.of(m).but(year=str(year)) for m in MEASURES}
            label = year_label({m: self.facts.last_day(of[m]) for m in MEASURES}, year, self.language)
            return label, tuple(self.figure(of[m]) for m in MEASURES)

        heads = (say("brief.year", self.language), *(say(f"brief.{m}", self.language) for m in MEASURES))
        years = range(youngest, youngest - YEARS, -1)
        return Grid(say("brief.by_year", self.language), heads, tuple(row(year) for year in years))

    def _named(self, chosen: Selection) -> dict[str, str]:
        return {
            "measure": say(f"brief.{chosen.measure}", self.language),
            "year": f"{self.year}{self.until(chosen, ', {}')}",
        }

    def on_what_or_where(self, chosen: Selection) -> Grid:
        """Of a country by clause, else by country; the largest first."""
        ledger, named = self.facts.ledger, self._named(chosen)
        if self.subject.kind != "country":
            places = grouped(ledger.select(chosen).filter(pl.col("place_kind") == "country"), "place_code").head(FEW)
            rows = tuple(
                (place_name(code, self.language), (self.figure(chosen.but(country=code)),))
                for code in places["place_code"]
            )
            return Grid(say("brief.by_country", self.language, **named), ("", "€"), rows)
        sums = [
            (f"{clause.id} {clause.title.get(self.language)}", chosen.but(clause=clause.id))
            for clause in self.facts.texts[-1].clauses
            if clause.kind == "finance"
        ]
        paid = [(name, selection) for name, selection in sums if ledger.total(selection) > 0]
        paid.sort(key=lambda row: (-ledger.total(row[1]), row[0]))
        first = tuple((name, (self.figure(selection),)) for name, selection in paid[:FEW])
        return Grid(say("brief.by_clause", self.language, **named), ("", "€"), first)

    def through_whom(self, chosen: Selection) -> Grid:
        """By partner, the largest first."""
        partners = grouped(self.facts.ledger.select(chosen), "partner_ref").head(FEW)
        rows = tuple(
            (
                self.facts.partner_name(ref, self.language)[:SHORT],
                (self.figure(chosen.but(partner=ref or "none")),),
            )
            for ref in partners["partner_ref"]
        )
        return Grid(say("brief.by_partner", self.language, **self._named(chosen)), ("", "€"), rows)


def money(facts: Facts, subject: Subject, year: int, youngest: int, receipts: Receipts) -> Section:
    """What was spent and committed in a year, five years in a table, and on what or where, and through whom.

    youngest: the first year of the table. A year that the files of a measure hold in part is marked beside its figures.
    """
    of = _Money(facts, subject, year, receipts)
    lead, by_year = of.lead(), of.by_year(youngest)
    chosen = of.of(next((m for m in MEASURES if facts.ledger.total(of.of(m)) > 0), "own"))
    grids = (by_year, of.on_what_or_where(chosen), of.through_whom(chosen))
    marked = [(say("brief.outliers", of.language),)] if receipts.marked else []
    words = (lead, (say("brief.selection", of.language),), *marked, *_signs(grids, of.language))
    return Section(say("brief.money", of.language), words, grids)


def _signs(grids: Sequence[Grid], language: Language) -> list[tuple[Piece, ...]]:
    """What the signs in these tables mean, of those that are in one."""
    cells = [figure for grid in grids for _label, figures in grid.rows for figure in figures]
    used = [state for state in Nothing if state in cells]
    named = "; ".join(f"{state.sign} {state_words(state.value, language)}" for state in used)
    return [(say("brief.signs", language, signs=named),)] if used else []


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
    origin = "" if rows.is_empty() else str(rows["origin"][0])
    if facts.day is not None and origin and is_past(str(rows["month"][0]), facts.day):
        return [(say("warning.freshness.no_chance", language, origin=month(origin, language)),)]
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
    issues = facts.table("forecast_issue").filter(pl.col("issue") == rows["issue"][0])
    vintage = issues["vintage"][0] if issues.height else None
    said = [say("brief.risk_vintage", language, vintage=vintage)] if vintage else []
    return [(*_aged(facts, origin, language), lead, *pieces, say("brief.risk_estimate", language), *said)]


def _aged(facts: Facts, origin: str, language: Language) -> tuple[Piece, ...]:
    """First that a forecast is out of date, where it is."""
    end = last_day(origin)
    if facts.day is None or end is None or not is_stale(origin, facts.day):
        return ()
    words = say("warning.freshness.stale", language, origin=month(origin, language), days=(facts.day - end).days)
    return (f"{words} ",)


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
