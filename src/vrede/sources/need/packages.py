"""What the Humanitarian Data Exchange says of a dataset: its resources with name, address and day of the last change."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from vrede.sources.need.rows import NeedError, day_of

FUNDING_FILE = "fts_requirements_funding_global.csv"
PEOPLE_FILE = re.compile(r"hpc_hno_([0-9]{4})\.csv")
LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of a dataset. changed: the day on which the source last changed it, YYYY-MM-DD; '' where it does not say."""

    name: str
    address: str
    changed: str

    @property
    def names(self) -> tuple[str, str]:
        """What the file may be known by, in lower case: a publisher may give it a title and keep its name in the address alone."""
        return self.name.casefold(), unquote(urlsplit(self.address).path).rpartition("/")[2].casefold()


def resources_of(path: Path) -> list[Resource]:
    """The resources of an answer of `package_show`. Raises NeedError for another shape, OSError."""
    if path.stat().st_size > LARGEST:
        raise NeedError("larger than any description of a dataset")
    try:
        found = json.loads(path.read_bytes())
        if found.get("success") is not True:
            raise NeedError("the exchange says that it was no success")
        listed = [
            Resource(str(one.get("name") or "").strip(), str(one["url"]), _day(one.get("last_modified") or ""))
            for one in found["result"]["resources"]
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NeedError(f"no description of a dataset ({str(error)[:80]})") from error
    return listed


def _day(text: object) -> str:
    day = day_of(str(text))
    return day.isoformat() if day else ""


def funding_resource(resources: list[Resource]) -> Resource | None:
    """The file of requirements and funding of all plans; None where the dataset has it no longer."""
    return next((one for at in (0, 1) for one in resources if one.names[at] == FUNDING_FILE), None)


def people_resources(resources: list[Resource], years: int) -> dict[int, Resource]:
    """Year -> the file of people in need, of the newest `years` years."""
    found = {
        int(of[1]): one for at in (1, 0) for one in reversed(resources) if (of := PEOPLE_FILE.fullmatch(one.names[at]))
    }
    return {year: found[year] for year in sorted(found, reverse=True)[:years]}


def changed_on(resources: list[Resource], address: str) -> str:
    """The day on which the source last changed the file of an address; '' where it does not say."""
    path = urlsplit(address).path
    return next((one.changed for one in resources if urlsplit(one.address).path == path), "")
