"""The brief: two pages for whoever has ten minutes, and the answer to a question of parliament. Every figure has a receipt.

`make_brief` gathers words and figures on a country or a clause, `pdf` sets them; `answer` gives one paragraph in each language with footnotes,
`workbook` its annex.
"""

from vrede.brief.contents import SubjectError, subject_of
from vrede.brief.facts import facts_of, ledger_of
from vrede.brief.make import make_brief
from vrede.brief.question import Answer, answer, workbook
from vrede.brief.typeset import pdf

__all__ = ["Answer", "SubjectError", "answer", "facts_of", "ledger_of", "make_brief", "pdf", "subject_of", "workbook"]
