"""Publishing a register: all files of a folder, whole or not at all, under today's policy and today's list."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vrede.lake import replacing
from vrede.register.audit.verification import verify
from vrede.register.chain.act import COLUMNS
from vrede.register.chain.database import Database
from vrede.register.chain.reading import FACT, act_of, made_up
from vrede.register.publish.activities import activities
from vrede.register.publish.disclosure import disclosed
from vrede.register.publish.extract import activity_table, budget_table, parquet_of, transaction_table
from vrede.register.publish.grants import grants
from vrede.register.publish.policy import coding_on, redaction_on
from vrede.register.publish.withhold import Withholding, withheld
from vrede.register.refused import RegisterError, RegisterRefused
from vrede.sources.register import FORMAT, MANIFEST, REGISTER_TABLES
from vrede.withheld import Suppression

ACTIVITIES = "activities.xml"
OURS = {ACTIVITIES, MANIFEST, *(f"{table.name}.parquet" for table in REGISTER_TABLES)}


@dataclass(frozen=True, slots=True)
class Published:
    """activities: how many were written, withheld: of how many the words were replaced, left_out: how many are not in it at all.
    unmarked: how many have no policy marker of an appraisal. last: number of the last act that was read."""

    activities: int
    withheld: int
    left_out: int
    unmarked: int
    last: int


def files(
    database: Database, suppression: Suppression, day: date, until: int = 0
) -> tuple[dict[str, bytes], Published]:
    """Name -> bytes of everything that is published. until: number of the last act to read, so that an earlier moment is published
    again; 0: all. The list and the policy are those of now, also for an earlier moment. No activities.xml where there is no activity.

    Raises RegisterRefused where the register does not verify, where no policy holds, or where there is no such act.
    """
    redaction, coding = redaction_on(day), coding_on(day)
    findings = verify(database)
    if findings:
        raise RegisterRefused("verify.not_published", act=findings[0].seq, what=findings[0].what)
    columns = ", ".join(COLUMNS)
    acts = [
        act_of(row) for row in database.all(f"SELECT {columns} FROM act WHERE seq <= ? ORDER BY seq", (until or 2**60,))
    ]
    if not acts or (until and acts[-1].seq != until):
        raise RegisterRefused("state.no_such_act" if until else "state.no_act", act=until)
    every = grants(disclosed(acts, redaction))
    keeping = Withholding(suppression, redaction)
    shown = withheld(every, keeping, coding.prefix)
    made = {
        "register_activity.parquet": parquet_of(activity_table(shown, coding.prefix)),
        "register_transaction.parquet": parquet_of(transaction_table(shown, coding.prefix)),
        "register_budget.parquet": parquet_of(budget_table(acts, keeping)),
    }
    invented = made_up(database)
    if shown:
        made[ACTIVITIES] = activities(shown, coding, invented)
    manifest = {
        "format": FORMAT,
        "head": f"{acts[-1].seq}:{acts[-1].hash}",
        "policy": {"redaction": redaction.since.isoformat(), "publishing": coding.since.isoformat()},
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(made.items())},
        **({FACT: True} if invented else {}),
    }
    made[MANIFEST] = (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()
    masked = sum(one.withheld for one in shown)
    unmarked = sum(not one.markers for one in shown)
    return made, Published(len(shown), masked, len(every) - len(shown), unmarked, acts[-1].seq)


def publish(database: Database, folder: Path, suppression: Suppression, day: date, until: int = 0) -> Published:
    """Write `files` into a folder that is new, empty, or was published before; what was in it goes with the former copy.

    The files are written beside it under another name, which is then renamed. Raises RegisterRefused as `files` does and where something
    else stands in the folder, RegisterError where it cannot be written; the former copy then stays as it was.
    """
    folder = folder.resolve()
    if not _free(folder):
        raise RegisterRefused("words.folder", folder=folder)
    made, published = files(database, suppression, day, until)
    try:
        with replacing(folder) as half:
            for name, data in made.items():
                with (half / name).open("wb") as stream:
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
    except OSError as error:
        raise RegisterError(
            f"cannot write {folder}: {error.strerror}. Free some space or name another folder."
        ) from error
    return published


def _free(folder: Path) -> bool:
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    names = {entry.name for entry in folder.iterdir()}
    return not names or (MANIFEST in names and names <= OURS)
