"""`vrede doctor`: what is missing, and what to do about it."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import typer
from rich.table import Table
from rich.text import Text

from vrede.article import PolicyError, load_policy, load_texts
from vrede.cli.options import Lang, LangOption, opened, suppression_of
from vrede.cli.terminal import console
from vrede.lake import LakeError, Store
from vrede.lake.tables import BY_NAME
from vrede.language import say
from vrede.pipeline import last_status
from vrede.settings import Settings, read_settings
from vrede.sources import Source, age_days, all_sources
from vrede.sources.rates import RatesError, last_rate_date
from vrede.withheld import ListLine, Suppression, hits_of, open_snapshot

OLD_RATE_DAYS = 60
Finding = tuple[bool, str, str]


def doctor(lang: LangOption = Lang.en) -> None:
    """Look at the installation, the law files, the rates, the lake and the port; say what is missing and what to do.

    Example: vrede doctor
    """
    settings = read_settings()
    checks: list[Callable[[Settings, Lang], Finding]] = [
        _python,
        _law,
        _rates,
        _lake_place,
        _snapshot,
        _suppression,
        _port,
        _cluster,
    ]
    findings = [check(settings, lang) for check in checks] + _sources(lang)
    table = Table("", "", "", show_header=False)
    for sound, what, detail in findings:
        table.add_row(Text("✓", "green") if sound else Text("!", "yellow"), what, detail)
    console().print(table)
    if not all(sound for sound, _, _ in findings[:6]):
        raise typer.Exit(1)


def _python(settings: Settings, lang: Lang) -> Finding:
    return True, "Python", platform.python_version()


def _law(settings: Settings, lang: Lang) -> Finding:
    what = say("cli.doctor.law", lang.value)
    try:
        texts, policy = load_texts(), load_policy()
    except PolicyError as error:
        return False, what, str(error)
    return True, what, f"{', '.join(str(t.valid_from) for t in texts)}; {len(policy.keys)} values"


def _rates(settings: Settings, lang: Lang) -> Finding:
    what = say("cli.doctor.rates", lang.value)
    try:
        last = last_rate_date()
    except RatesError as error:
        return False, what, str(error)
    try:
        priced = opened().manifest["sources"]["rates"].get("last_day", "")
    except LakeError:
        priced = ""  # the lines below say what is wrong with the snapshot
    last = max(last, date.fromisoformat(priced)) if priced else last
    age = (date.today() - last).days
    update = say("cli.doctor.rates_old", lang.value)
    return age <= OLD_RATE_DAYS, what, f"{last}" if age <= OLD_RATE_DAYS else f"{last}: {update}"


def _lake_place(settings: Settings, lang: Lang) -> Finding:
    what = say("cli.doctor.lake", lang.value)
    store = Store(settings.lake)
    if store.local is None:
        return True, what, settings.lake
    try:
        with store.lock():
            free = shutil.disk_usage(store.local).free
    except LakeError as error:
        return False, what, str(error)
    return free > 1 << 30, what, f"{store.local} ({free >> 30} GiB {say('cli.doctor.free', lang.value)})"


def _snapshot(settings: Settings, lang: Lang) -> Finding:
    what = say("cli.doctor.snapshot", lang.value)
    try:
        found = opened()
    except LakeError as error:
        return False, what, str(error)
    made_up = say("cli.doctor.made_up", lang.value) if found.manifest["made_up"] else ""
    return True, what, f"{found.name}{made_up}"


def _suppression(settings: Settings, lang: Lang) -> Finding:
    what = say("cli.doctor.suppression", lang.value)
    try:
        found = suppression_of(settings)
    except LakeError as error:
        return False, what, str(error)
    number = f"{len(found.lines)} {say('cli.doctor.lines', lang.value)}"
    try:
        idle = idle_lines(settings, found) if found.lines else []
    except LakeError:
        return True, what, number  # the line above says what is wrong with the snapshot
    if not idle:
        return True, what, number
    said = "; ".join(f"{line.number}: {line.kind},{line.value}" for line in idle)
    advice = say("cli.doctor.idle_lines", lang.value)
    return False, what, f"{number}; {advice} {said}"


def idle_lines(settings: Settings, found: Suppression) -> list[ListLine]:
    """Lines of the list that match nothing: as the build saw it, and for lines written since then, in the snapshot.

    Raises LakeError where there is no snapshot.
    """
    whole = open_snapshot(Store(settings.lake), Suppression())
    known: dict[str, bool] = dict(whole.manifest.get("suppression_hits", {}))
    fresh = replace(found, lines=tuple(line for line in found.lines if line.digest not in known))
    if fresh.lines:
        known |= hits_of({name: whole.table(name) for name in BY_NAME}, fresh)
    return [line for line in found.lines if not known[line.digest]]


def _port(settings: Settings, lang: Lang) -> Finding:
    what = say("cli.doctor.port", lang.value)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            advice = say("cli.doctor.port_taken", lang.value)
            return False, what, f"{settings.host}:{settings.port}: {error.strerror}; {advice}"
    return True, what, f"{settings.host}:{settings.port}"


def _sources(lang: Lang) -> list[Finding]:
    """A line for each source that the current snapshot was or could have been made from; what is not loaded is no fault."""
    try:
        loaded = opened().manifest["sources"]
        asked = last_status(Store(read_settings().lake)).get("sources", {})
    except LakeError:
        return []  # the lines above say what is wrong with the snapshot
    findings = []
    for source in all_sources():
        if source.name in loaded:
            findings.append(_source(source, loaded[source.name], asked.get(source.name, {}), lang))
        elif source.find is not None:
            findings.append((True, source.card.title[lang.value], say("cli.doctor.source_none", lang.value)))
    return findings


def _source(source: Source, judged: dict[str, Any], asked: dict[str, Any], lang: Lang) -> Finding:
    """Rows, the newest fact with its age, the lag that is normal, and what the last update said of it."""
    words = [say("cli.doctor.source_rows", lang.value, n=judged["rows"], unit=source.card.unit[lang.value])]
    newest, lag = str(judged.get("newest", "")), source.card.lag_days
    age = age_days(newest, date.today())
    stale = age is not None and age > lag
    if age is not None:
        words.append(say("cli.update.newest", lang.value, newest=newest, age=age, lag=lag))
        words.append(say("cli.update.stale" if stale else "cli.update.fresh", lang.value))
    complete = asked.get("asked") == asked.get("good")
    if asked and not complete:
        good = str(asked.get("good", ""))[:10] or "–"
        words.append(say("cli.doctor.source_incomplete", lang.value, good=good))
    return judged["verdict"] == "sound" and not stale and complete, source.card.title[lang.value], "; ".join(words)


def _cluster(settings: Settings, lang: Lang) -> Finding:
    there = importlib.util.find_spec("distributed") is not None
    return there, say("cli.doctor.cluster", lang.value), "distributed" if there else "pip install 'vrede[cluster]'"
