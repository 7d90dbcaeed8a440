"""The slow twin of a build: all activities at once, in memory, without buckets. What a build gathers must be this, to the byte."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.chain import bounds_of, linked
from vrede.lake import (
    ISSUE_ORDER,
    RawFile,
    RawLake,
    assemble,
    assemble_organisations,
    content_hash,
    dataset_table,
    file_frame,
    file_issues,
)
from vrede.money import MoneyRules, by_themselves, of_each_other, partner_table, settle
from vrede.pipeline import Sources
from vrede.results import added, results_alone, results_settled, synergy_of

Tables = dict[str, pl.DataFrame]


def follow(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> Tables:
    """The way of the money and of the results, from assembled tables."""
    mine: Tables = by_themselves(tables, rules) | results_alone(tables)
    others = of_each_other(mine, rules)
    made = mine | others | settle(mine, others, rules)
    made |= linked(made, rules)
    made |= bounds_of(made, made["link"], made["chain_edge"])
    made |= results_settled(made, added(made, rules))
    made["partner"] = partner_table(made["_met"], made["_country"], rules.texts[-1].channels)
    made["synergy"] = synergy_of(made, rules)
    made["issue"] = pl.concat([made["issue"], made["_use"]])
    return {name: frame for name, frame in made.items() if not name.startswith("_")}


def in_one_piece(sources: Sources, raw: RawLake, read: Mapping[str, RawFile], rules: MoneyRules) -> Tables:
    """Every table that the IATI files give."""
    datasets = dataset_table(sources.files, dict(read))
    hashes = [row.sha256 if not row.reason else "" for row in (read[file.name] for file in sources.files)]
    reader = raw.reader(hashes)
    assembled = assemble(reader, datasets, rules.ministry)
    assembled |= assemble_organisations(reader, file_frame(datasets))
    assembled["issue"] = pl.concat([file_issues(datasets), assembled["issue"]]).sort(ISSUE_ORDER, nulls_last=True)
    assembled["dataset"] = datasets
    content = content_hash(assembled)
    assembled["activity"] = assembled["activity"].join(content, on="activity_key", how="left", maintain_order="left")
    return follow(assembled, rules)
