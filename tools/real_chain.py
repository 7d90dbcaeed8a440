"""The part of docs/real-data.md about the chain: links, coverage, and how often a proposed link is right."""

from __future__ import annotations

from datetime import date

from vrede.article.policy import load_policy
from vrede.chain.evaluate import LinkScore, hidden, spoiled
from vrede.chain.report import REPORT_TABLES, chain_report
from vrede.chain.tables import identifiers_of
from vrede.lake.snapshot import Snapshot

RAW = ("activity", "transaction", "participating_org", "related_activity", "other_identifier", "narrative")
BY_RULE = 18


def _share(measured: LinkScore) -> str:
    said = measured.right + measured.wrong
    return f"{measured.right * 100 // said}%" if said else "–"


def chain_lines(snapshot: Snapshot, table, million) -> list[str]:  # type: ignore[no-untyped-def]  # the page's own tools
    """Lines of Markdown."""
    day = date.fromisoformat(snapshot.manifest["policy_day"])
    policy = load_policy()
    ministry = policy.names("ministry_identifiers", day)
    forms, part = (policy.names(f"ministry_activity_{name}", day) for name in ("forms", "part"))
    raw = {name: snapshot.table(name) for name in RAW}
    data = chain_report({name: snapshot.table(name) for name in REPORT_TABLES}, ministry)
    identifiers = identifiers_of(raw, ministry, forms, part[0])
    link = snapshot.table("link")
    named = data["to_ministry"]
    old = snapshot.table("activity").group_by("markup").len().sort("markup")
    measured = [*spoiled(link, identifiers), *hidden(link, raw, policy.whole_number("proposed_link_days", day))]
    rules = sorted(data["links_by_rule"], key=lambda row: (-row["links"], row["source"], row["rule"]))[:BY_RULE]
    return [
        "## All versions together",
        "",
        f"Activities by markup as found: {', '.join(f'{n:,} of {m}.0x' for m, n in old.iter_rows())}. An independent count (newest retrieval",
        "first, ill-formed files left out) has 18,335 distinct activities in 24,410 occurrences and 118,645 transactions. Occurrences",
        "agree. Transactions are thirteen fewer here: of two copies of one activity with the same date the one leads whose hash is larger, and it",
        "states no payments. Of distinct activities there are fourteen more: activities without an identifier are each kept apart, where the count",
        "took those of one publisher for one. Held by `pytest tests/real`.",
        "",
        "## The chain",
        "",
        "`vrede chain --format json`. " + f"{named['transactions_named']} incoming transactions "
        f"({named['transactions_named_by_type'].get('1', 0)} of type 1, {named['transactions_named_by_type'].get('11', 0)} of type 11) of "
        f"{named['publishers']} publishers name {named['ids_named']} ministry activities, of which {named['ids_resolved']} are in the set",
        f"({named['transactions_resolved']} transactions): as the independent count has it.",
        "",
        *table(
            ["level", "certain", "at most", "activities"],
            [
                [
                    str(r["level"]),
                    million(r["certain_eur_cents"]),
                    million(r["at_most_eur_cents"]),
                    str(r["activities"]),
                ]
                for r in data["levels"]
            ],
        ),
        *table(
            ["own spending that is not followed, and why", "million"],
            [
                *([reason, million(c)] for reason, c in data["not_followed"].items()),
                ["**together: what is not seen at level 1**", million(sum(data["not_followed"].values()))],
            ],
        ),
        "Three bounds of all chain activities, by what they say of the ministry's part (decision 0039): *alone*, nobody else funds it; *stated*, others",
        "do too and it states the ministry's amount; *not stated*, it states none and counts in full. Never added.",
        "",
        *table(
            ["kind", "basis", "activities", "received", "at most", "whole"],
            [
                [
                    kind,
                    basis,
                    f"{row['activities']:,}",
                    *(million(row[f"{b}_eur_cents"]) for b in ("received", "at_most", "whole")),
                ]
                for kind, found in data["bounds"].items()
                for basis, row in found.items()
            ],
        ),
        *table(
            [
                "measure",
                "entering",
                "inside",
                "net",
                "net at least",
                "second opinion",
                "activities where the two differ",
            ],
            [
                [
                    m,
                    *(million(b[f"{n}_eur_cents"]) for n in ("entering", "inside", "net", "net_at_least", "new_money")),
                    f"{b['activities_where_the_two_differ']:,} of {b['activities']:,}",
                ]
                for m, b in data["balance"].items()
            ],
        ),
        *table(
            ["source", "direction", "state", "rule", "links"],
            [[r["source"], r["direction"], r["state"], r["rule"], f"{r['links']:,}"] for r in rules],
        ),
        "### How often a proposed link is right",
        "",
        "Certain links with their identifier spoiled in the ways that were met, or hidden altogether; a spoiled identifier that is another's",
        "is not asked.",
        "",
        *table(
            ["identifier spoiled or hidden", "asked", "right", "wrong", "nothing proposed", "precision"],
            [[m.rule, str(m.asked), str(m.right), str(m.wrong), str(m.none), _share(m)] for m in measured],
        ),
    ]
