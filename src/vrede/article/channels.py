"""Which channel an organisation is, told from its identifier, DAC channel code and type, in the file's order."""

import re
from collections.abc import Sequence

from vrede.article.keywords import searchable
from vrede.article.lists import Channel

_CODE = re.compile(r"^(?:XM-DAC-)?(\d{5})$")


def normal_identifier(raw: str) -> str:
    """An organisation identifier as lists and comparisons use it.

    Met in real files and mended here: blanks inside (`NL-KVK- 41160054`), case (`NL-KvK-41198890`) and the country
    twice (`NL-NL-KVK-...`). Nothing else is changed, and the raw value stays what is shown.

    >>> normal_identifier(" NL-KvK- 41198890")
    'NL-KVK-41198890'
    """
    return re.sub(r"^NL-(?=NL-)", "", "".join(raw.split()).upper())


def channel_code_of(identifier: str) -> str | None:
    """The DAC channel code an identifier carries, bare (`41122`) or as `XM-DAC-41122`; None for any other."""
    match = _CODE.match(normal_identifier(identifier))
    return match[1] if match else None


def channel_of(
    channels: Sequence[Channel], identifier: str, organisation_type: str = "", channel_code: str = ""
) -> str:
    """The id of the first channel that fits; the last one holds the rest, so there is always an answer.

    identifier, organisation_type (IATI list), channel_code (DAC, from crs-channel-code): as published, '' if absent.
    A channel fits when the identifier is one of its bodies or begins with one and a hyphen (a parent with a suffix),
    when the channel code, given or carried by the identifier, is one of its codes or begins so, or when the type is
    one of its types and the identifier begins with one of its prefixes (if it has any).
    """
    normal = normal_identifier(identifier)
    code = channel_code.strip() or channel_code_of(identifier) or ""
    for channel in channels:
        if channel.rest or _fits(channel, normal, organisation_type.strip(), code):
            return channel.id
    raise ValueError("no channel holds the rest")


def channel_named(channels: Sequence[Channel], name: str) -> str | None:
    """The id of the first channel with a name that stands in this organisation's name, as whole words; None where
    there is none. For organisations without an identifier only: a name is a likeness, no proof.

    A name in capitals (WHO, PAX) must stand there in capitals, and beside small letters or at most one other word:
    in WOMEN WHO LEAD it is an English word. Other names in any case.

    >>> from vrede.article.load import load_texts
    >>> channels = load_texts()[-1].channels
    >>> channel_named(channels, "Nederlandse Rode Kruis (NRK)"), channel_named(channels, "WOMEN WHO LEAD")
    ('red_cross', None)
    """
    small = searchable(name)
    words = re.findall(r"[^\W_]+", name)
    mixed = any(c.islower() for c in name) or len(words) <= 2
    for channel in channels:
        for known in channel.names:
            if known.isupper() and " " not in known:
                if mixed and known in words:
                    return channel.id
            elif searchable(known) in small:
                return channel.id
    return None


def _fits(channel: Channel, normal: str, organisation_type: str, code: str) -> bool:
    if any(normal == body.identifier or normal.startswith(f"{body.identifier}-") for body in channel.bodies):
        return True
    if code and (code in channel.channel_codes or code.startswith(channel.channel_prefixes)):
        return True
    of_type = organisation_type in channel.organisation_types
    return of_type and (not channel.identifier_prefixes or normal.startswith(channel.identifier_prefixes))
