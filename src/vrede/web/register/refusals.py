"""A refusal as a page shows it: what kind of reason in the reader's language, and the register's own words with amounts in euro."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vrede.language import Language, euro_exact
from vrede.register.refused import RegisterRefused


@dataclass(frozen=True, slots=True)
class Told:
    """kind: in the page's language. exact: the register's own words, in English."""

    kind: str
    exact: str


def told(refused: RegisterRefused | None, language: Language) -> Told | None:
    """What a person reads of a refusal; None where there is none."""
    if refused is None:
        return None
    exact = re.sub(
        r"(-?[0-9,]+) cents", lambda found: euro_exact(int(found[1].replace(",", "")), language), str(refused)
    )
    return Told(kinds()[refused.code], exact)


def kinds() -> dict[str, str]:
    """Code of a refusal -> what kind of reason it is."""
    return {
        "words": _("What was filled in cannot be: something is missing, too much, or of another sort."),
        "role": _("This act is not for your role."),
        "state": _("The dossier is not in the state for this act."),
        "token": _("This form was sent before with other words."),
        "order": _("Somebody else was first; look again and try once more."),
        "kept": _("What stands in the register is never changed or deleted."),
        "own": _("Nobody approves an act of their own, or in a dossier in which they did something else."),
        "stale": _("What you approve was changed since; look at the newest."),
        "paid": _("This was approved already; nothing is committed or paid twice."),
        "no": _("This was refused or declined already. Ask anew with another act."),
        "person": _("Nobody of that name can have this role."),
        "sides": _("A side of the fund must sign, and only its own people can."),
        "partner": _("This is for the partner of the dossier alone."),
        "room": _("The law has no room for this amount."),
        "left": _("The fund has too little left for this use."),
        "line": _("The line of the budget has no room, or is not there."),
        "open": _("This is more than is open on the dossier, or something is open still."),
        "year": _("The day lies outside the budget year."),
        "day": _("An act cannot be of that day in this dossier."),
        "phase": _("The budget was not adopted yet: only ongoing policy may be committed."),
        "fund": _("The fund has no rule for this, or its text is not loaded."),
        "criterion": _("The fund's criteria do not allow this."),
        "instrument": _("The instrument does not allow this, or asks for more."),
        "humanitarian": _("Humanitarian aid is decided on need, apart from the integrated funds."),
        "draw": _("The draw on the fund does not cover this."),
        "ceiling": _("The call's ceiling does not allow this."),
        "rank": _("The ranking of the call does not take this proposal."),
        "ground": _("This ground does not fit the proposal."),
        "step": _("A step that the instrument asks was not done yet."),
        "vet": _("The partner has no valid due diligence."),
        "screen": _("The partner was not screened in time, or a hit was not cleared."),
        "advice": _("An advice is negative: say why it is done all the same."),
        "stopped": _("Payments of this dossier are stopped."),
        "reports": _("A report is late; first it comes, then the money."),
        "milestone": _("The milestone is not known, or was not reached."),
        "claim": _("This is more than can be claimed, or than was claimed."),
        "verify": _("The register does not verify: something in it was changed."),
        "late": _("The term for this is over."),
    }
