"""The register's pages over 100,000 acts: `vrede serve` on a database that is filled first, and a person who reads while another acts.

Usage: python bench/register_pages.py ADDRESS LAKE   (an empty database: sqlite:///FILE or postgresql://...; a built lake)
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrede.web.site.settings")

import httpx

from registerbook import ARTICLE, DAY, MOMENT, RULES, YEAR, Book
from registersite import serving, session_of
from vrede.register.acts.submission import Submission
from vrede.register.recording.recorder import record

ACTS, READS, MOST_MS = 100_000, 300, 300
PAGES = {
    "work list of a controller": ("carla", "work/"),
    "work list of a budget holder": ("bram", "work/"),
    "work list of a policy officer": ("olga", "work/"),
    "budget": ("carla", f"?year={YEAR}"),
    "dossiers": ("carla", "dossiers/"),
    "a dossier": ("carla", "dossier/?name=B7"),
}
"""Name -> who reads it, and where."""


def fill(book: Book) -> int:
    """Dossiers of three acts each: proposed, committed, and half of them with a request that waits."""
    book.law("commitment", {"4.3": 10**14}, phase="first_supplementary")
    book.law("cash", {"4.3": 10**14}, phase="first_supplementary")
    number = 0
    while book.count() < ACTS:
        for _ in range(1000):
            dossier = f"B{number}"
            number += 1
            facts = {
                "article": ARTICLE,
                "line": "4.3",
                "schedule": {str(YEAR): 10_000 + number},
                "title": f"Title {number}",
            }
            asked = Submission(
                "olga", "policy officer", "proposal", dossier, f"p{number}", "r", 10_000 + number, YEAR, facts=facts
            )
            made = record(book.database, asked, MOMENT, RULES)
            if number % 7:
                book.commit(dossier, made)
                book.act("olga", "policy officer", "payment_request", dossier, 5_000)
    return book.count()


def main(address: str, lake: str) -> list[str]:
    """Rows of the table."""
    os.environ["VREDE_DATABASE"] = address
    secret = "a key that the server and this bench share"
    os.environ["VREDE_SECRET_KEY"] = secret
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    book = Book(address)
    acts = fill(book)
    rows = []
    cookies = {who: {"Cookie": f"vrede_register={session_of(who)}"} for who, _path in PAGES.values()}
    with (
        serving(VREDE_LAKE=lake, VREDE_DATABASE=address, VREDE_SECRET_KEY=secret) as site,
        httpx.Client(base_url=site, timeout=120) as browser,
    ):
        begun = time.perf_counter()
        assert browser.get("/en/register/work/", headers=cookies["carla"]).status_code == 200
        rows.append(
            f"| the first page after a start, {acts:,} acts are read | {time.perf_counter() - begun:.1f} s | - | - |"
        )
        for name, (who, path) in PAGES.items():
            took = []
            for turn in range(READS):
                if turn % 10 == 0:
                    book.propose(f"{name} {turn}", 1)
                before = time.perf_counter()
                answer = browser.get(f"/en/register/{path}", headers=cookies[who])
                took.append(1000 * (time.perf_counter() - before))
                assert answer.status_code == 200
            worst = quantiles(took, n=20)[18]
            holds = "yes" if worst <= MOST_MS else "no"
            rows.append(
                f"| {name}, {acts:,} acts, an act between every ten reads | p95 {worst:.0f} ms | {MOST_MS} | {holds} |"
            )
    assert DAY.year == YEAR
    return rows


if __name__ == "__main__":
    print("\n".join(main(*sys.argv[1:])))
