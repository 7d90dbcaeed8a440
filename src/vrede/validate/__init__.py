"""Is an IATI file sound, and can the funder read it: structure, codelists, ruleset, identifiers, references, links upward.

`Validator` takes a file through all checks in pieces, so that memory stays flat; `unpacked` opens what was uploaded, with caps against bombs.
report/ writes what was found as a page, as text, CSV, JSON or SARIF. The standard itself is a folder that is fetched; `gaps_of` tells
what of it is not there, and files are then checked without.
"""

from vrede.validate.check import ValidationReport, Validator
from vrede.validate.finding import Severity
from vrede.validate.gaps import Gaps, gaps_of
from vrede.validate.report.csv import write_csv
from vrede.validate.report.html import write_html
from vrede.validate.report.json import write_json
from vrede.validate.report.page import ResultPage, lead_of, page_of, source_of
from vrede.validate.report.sarif import write_sarif
from vrede.validate.report.text import write_text
from vrede.validate.standard import VERSIONS, Standard, StandardError
from vrede.validate.suite import SuiteError, run_suite
from vrede.validate.unpack import Limits, UnpackedFile, unpacked, uploaded

__all__ = [
    "VERSIONS",
    "Gaps",
    "Limits",
    "ResultPage",
    "Severity",
    "Standard",
    "StandardError",
    "SuiteError",
    "UnpackedFile",
    "ValidationReport",
    "Validator",
    "gaps_of",
    "lead_of",
    "page_of",
    "run_suite",
    "source_of",
    "unpacked",
    "uploaded",
    "write_csv",
    "write_html",
    "write_json",
    "write_sarif",
    "write_text",
]
