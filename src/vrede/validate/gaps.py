"""What of the standard is there: asked before any file is checked, so that nobody learns afterwards that little was looked at."""

from __future__ import annotations

from dataclasses import dataclass

from vrede.language import Language, say
from vrede.validate.codelists import codelists_of
from vrede.validate.standard import VERSIONS, Gap, Standard, StandardError

KINDS = ("activities", "organisations")


@dataclass(frozen=True, slots=True)
class Gaps:
    """why: None where the standard is whole. unchecked: kind of file -> versions that are not checked by the standard."""

    why: Gap | None = None
    unchecked: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def said(self, lang: Language) -> str:
        """What is not checked, and why, for whoever is about to choose a file; '' where everything is."""
        if self.why is None:
            return ""
        if self.why is Gap.absent or all(versions == VERSIONS for _kind, versions in self.unchecked):
            return say(f"validate.before.{self.why}", lang)
        files = "; ".join(
            f"{say(f'validate.before.{kind}', lang)} {', '.join(versions)}"
            for kind, versions in self.unchecked
            if versions
        )
        return say("validate.before.partly", lang, files=files)


def gaps_of(standard: Standard) -> Gaps:
    """Every file of the standard is opened as a check would. What is of one version only is missed by that version only."""
    missed: dict[str, list[str]] = {kind: [] for kind in KINDS}
    whys: set[Gap] = set()
    for kind in KINDS:
        for version in VERSIONS:
            try:
                use(standard, version, kind)
            except StandardError as error:
                missed[kind].append(version)
                whys.add(error.gap)
    if not whys:
        return Gaps()
    why = Gap.absent if whys == {Gap.absent} else Gap.broken
    return Gaps(why, tuple((kind, tuple(versions)) for kind, versions in missed.items()))


def use(standard: Standard, version: str, kind: str) -> None:
    """Open what files of this kind and version are checked by. Raises StandardError."""
    standard.agencies()
    standard.schema(version, kind)
    codelists_of(standard, version, kind)
    standard.ruleset(version)
    standard.funder_ruleset()
