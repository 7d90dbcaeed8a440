"""The register: budget, commitments and payments as acts that are only ever added to, each with the hash of the one before.

Behind it: `table` declares the acts, `chain` keeps them, `rules` and `dossier` are what they are judged by, `acts` has a module for each
family, `recording` writes one. What else has a face of its own: `desk` (what people see at their desk), `audit` (verify, dump, reports),
`publish` (open data) and `demo` (a made-up year). Others import faces only.
"""

from vrede.register.acts.submission import Submission
from vrede.register.chain.act import Act, day_of_moment
from vrede.register.chain.database import OLDER, Database, file_of
from vrede.register.chain.reading import acts_of, every_act, made_up
from vrede.register.recording.recorder import found, record
from vrede.register.refused import NotBegun, RegisterError, RegisterRefused
from vrede.register.table.kinds import Kind
from vrede.register.wording import choice_word, text

__all__ = [
    "OLDER",
    "Act",
    "Database",
    "Kind",
    "NotBegun",
    "RegisterError",
    "RegisterRefused",
    "Submission",
    "acts_of",
    "choice_word",
    "day_of_moment",
    "every_act",
    "file_of",
    "found",
    "made_up",
    "record",
    "text",
]
