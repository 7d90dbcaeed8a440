"""The client: files from elsewhere, each whole or not at all, polite and bounded.

`Client.fetch` asks for one file with conditions, resumes it, judges its content and puts it in its place; `fetch_all` does so for many and
reports an `Outcome` for each. Which files there are, and where, is for the sources to say.
"""

from vrede.fetch.addresses import addresses_of, wants
from vrede.fetch.client import Client
from vrede.fetch.limits import MIB, FetchLimits
from vrede.fetch.plan import Want, from_addresses, refusals
from vrede.fetch.report import Outcome, any_failed, outcome_in_words, report_csv, report_records, summary_line
from vrede.fetch.run import Progress, fetch_all, quiet

__all__ = [
    "MIB",
    "Client",
    "FetchLimits",
    "Outcome",
    "Progress",
    "Want",
    "addresses_of",
    "any_failed",
    "fetch_all",
    "from_addresses",
    "outcome_in_words",
    "quiet",
    "refusals",
    "report_csv",
    "report_records",
    "summary_line",
    "wants",
]
