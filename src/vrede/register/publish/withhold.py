"""Takes out of grants what the list of suppression withholds: partners, places, activities, and every text that may name them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from vrede.article import channel_code_of, normal_identifier
from vrede.register.publish.grants import Grant
from vrede.register.publish.policy import Redaction
from vrede.sources.countries import country_codes
from vrede.withheld import Suppression, names_pattern

UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def _forms(text: str) -> str:
    """A text in the forms in which a name may occur in it: as it is, and with other marks, and between letters and figures, as spaces."""
    plain = UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    loose = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", re.sub(r"[\W_]+", " ", plain))
    return f"{plain}\n{loose}"


class Withholding:
    """What one list withholds of grants, under one policy."""

    def __init__(self, suppression: Suppression, policy: Redaction) -> None:
        self.list, self.policy = suppression, policy
        self.refs = set(suppression.partners)
        self.codes = {code for ref in self.refs if (code := channel_code_of(ref))}
        iso2 = {iso3: str(code) for code, iso3 in country_codes().iter_rows()}
        self.starts = tuple(f"{iso2[iso3]}-" for iso3 in suppression.places if iso3 in iso2)
        listed = {*suppression.partner_names, *suppression.place_names, *self.refs}
        listed |= {_forms(name).rpartition("\n")[2].strip() for name in listed}
        pattern = names_pattern([], listed, suppression.places)
        self.names = re.compile(pattern, re.IGNORECASE) if pattern else None

    def named(self, *texts: str) -> bool:
        """True where any of these texts has a withheld name."""
        return self.names is not None and any(self.names.search(_forms(text)) for text in texts)

    def partner(self, ref: str) -> bool:
        """True for a withheld partner, a part of one, or one whose identifier tells a withheld country."""
        normal = normal_identifier(ref)
        return (
            normal in self.refs
            or channel_code_of(ref) in self.codes
            or any(normal.startswith(f"{known}-") for known in self.refs)
            or (bool(self.starts) and normal.startswith(self.starts))
            or self.named(ref)
        )

    def cleaned(self, text: str) -> str:
        """The text, or the policy's word for it where it has a withheld name."""
        return self.policy.word if self.named(text) else text

    def left_out(self, grant: Grant, prefix: str) -> bool:
        """True for an activity that the list withholds whole, by identifier or by name of the dossier."""
        names = {
            normal_identifier(name) for name in (grant.dossier, f"{prefix}{grant.dossier}", identifier(grant, prefix))
        }
        return bool(names & self.list.activities)

    def shown(self, grant: Grant) -> Grant:
        """The grant as it may be shown."""
        gone = [iso3 for iso3 in grant.countries if iso3 in self.list.places]
        partner = bool(grant.partner) and self.partner(grant.partner)
        texts = [grant.dossier, grant.title, grant.description, grant.line, grant.instrument, *grant.clauses]
        texts += [text for one in grant.results for text in (one.indicator, one.unit, one.narrative)]
        texts += [text for one in grant.documents for text in (one.title, one.address)]
        if not gone and not partner and not self.named(*texts):
            return grant
        return replace(
            grant,
            dossier=grant.mark,
            title=self.policy.word,
            description=self.policy.word,
            partner=self.policy.word if partner else grant.partner,
            line=self.cleaned(grant.line),
            instrument=self.cleaned(grant.instrument),
            clauses=tuple(clause for clause in grant.clauses if not self.named(clause)),
            countries=tuple(iso3 for iso3 in grant.countries if iso3 not in gone),
            regions=tuple(self.policy.region.of(iso3) for iso3 in gone),
            results=(),
            documents=(),
            withheld=True,
        )


def identifier(grant: Grant, prefix: str) -> str:
    """The activity's identifier: prefix and name of the dossier; signs that IATI does not take become hyphens, with a short hash so that
    no two dossiers share one."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "-", grant.dossier)
    if plain == grant.dossier:
        return f"{prefix}{plain}"
    return f"{prefix}{plain}-{hashlib.sha256(grant.dossier.encode()).hexdigest()[:8]}"


def withheld(grants: Iterable[Grant], keeping: Withholding, prefix: str) -> list[Grant]:
    """The grants as they may be shown, by identifier; what the list withholds whole is not in it."""
    shown = [keeping.shown(grant) for grant in grants if not keeping.left_out(grant, prefix)]
    return sorted(shown, key=lambda grant: identifier(grant, prefix))
