"""Bodies of the acts about a partner: whether it is fit, whether it is on a list, and reports of a concern."""

from __future__ import annotations

from typing import Literal

from vrede.register.table.body import Body
from vrede.register.table.kinds import Kind
from vrede.register.table.limits import Day, DossierName, Line, Long, Partner, Several, Sha256, Yes


class DueDiligence(Body, kind=Kind.DUE_DILIGENCE):
    """Whether the partner is fit, and until when."""

    partner: Partner
    outcome: Literal["fit", "fit_with_conditions", "unfit"]
    valid_until: Day
    document: Sha256 | None = None


class Screening(Body, kind=Kind.SCREENING):
    """A search for the partner on a sanctions list. hits: names on it that are alike."""

    partner: Partner
    list: Line
    list_hash: Sha256
    list_day: Day
    hits: Several


class ScreeningClearance(Body, kind=Kind.SCREENING_CLEARANCE):
    """The hits are somebody else."""


class Concern(Body, kind=Kind.CONCERN):
    """Fraud or abuse that somebody reports. suspend: payments stop at once."""

    about: DossierName
    category: Literal["fraud", "exploitation", "other"]
    description: Long
    suspend: Yes


class Suspension(Body, kind=Kind.SUSPENSION):
    """Payments stop."""


class Resumption(Body, kind=Kind.RESUMPTION):
    """Payments are allowed again."""
