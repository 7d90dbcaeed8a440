"""The client: files from elsewhere, each whole or not at all, polite and bounded.

`Client.fetch` asks for one file with conditions, resumes it, judges its content and puts it in its place; `fetch_all` does so for many and
reports an `Outcome` for each; `ask` puts questions whose answers come in pages, and `read_answers` gives the last good ones. Which files there
are, and where, is for the sources to say.
"""

from vrede.fetch.addresses import addresses_of, want_of, wants
from vrede.fetch.answers import Answer, AnswerFile, AnswersError, read_answers
from vrede.fetch.client import Client
from vrede.fetch.limits import MIB, FetchLimits
from vrede.fetch.links import links_of
from vrede.fetch.mirror import Mirror, mirror_of
from vrede.fetch.plan import Want, from_addresses, refusals
from vrede.fetch.questions import ASKED, NotWhole, Question, Weight, ask, is_half
from vrede.fetch.report import Outcome, any_failed, outcome_in_words, report_csv, report_records, summary_line
from vrede.fetch.run import Progress, fetch_all, quiet

__all__ = [
    "ASKED",
    "MIB",
    "Answer",
    "AnswerFile",
    "AnswersError",
    "Client",
    "FetchLimits",
    "Mirror",
    "NotWhole",
    "Outcome",
    "Progress",
    "Question",
    "Want",
    "Weight",
    "addresses_of",
    "any_failed",
    "ask",
    "fetch_all",
    "from_addresses",
    "is_half",
    "links_of",
    "mirror_of",
    "outcome_in_words",
    "quiet",
    "read_answers",
    "refusals",
    "report_csv",
    "report_records",
    "summary_line",
    "want_of",
    "wants",
]
