"""What a partner sends in: reports and whether they are good, results, audits and other documents."""

from __future__ import annotations

import re
from datetime import date

from vrede.register.acts.handler import Handler
from vrede.register.acts.separation import approved
from vrede.register.acts.situation import Situation
from vrede.register.chain.act import Act
from vrede.register.chain.postings import Posting, moved
from vrede.register.dossier.reports import assessed
from vrede.register.refused import RegisterRefused
from vrede.register.table.bodies import Audit, Document, Report, ReportAssessment, Result


def receive(situation: Situation, body: Report) -> Report:
    """About a period that has ended."""
    _ended(situation, body.period_end)
    return body


def assess(situation: Situation, body: ReportAssessment) -> ReportAssessment:
    """A report, once. What a good report accounts for goes off the outstanding advances, at most what is outstanding."""
    target = approved(situation)
    if target.seq in assessed(situation.acts):
        raise RegisterRefused("paid.report", act=target.seq)
    report = target.read(Report)
    cleared = min(report.accounted, situation.account("outstanding")) if body.opinion == "accepted" else 0
    return body.having(report=report.report, period_end=report.period_end.isoformat(), cleared=cleared)


def assessment_moves(act: Act, body: ReportAssessment) -> list[Posting]:
    """Outstanding advances are accounted for."""
    return moved(f"outstanding:{act.dossier}", f"accounted:{act.dossier}", body.cleared)


def result(situation: Situation, body: Result) -> Result:
    """A number of a period that has ended."""
    _ended(situation, body.period_end)
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,9})?", body.value):
        raise RegisterRefused("words.result")
    return body


def _ended(situation: Situation, period_end: date) -> None:
    if period_end > situation.today:
        raise RegisterRefused("words.not_ended", day=period_end)


HANDLERS = (
    Handler(Report, receive),
    Handler(ReportAssessment, assess, assessment_moves),
    Handler(Result, result),
    Handler(Audit),
    Handler(Document),
)
