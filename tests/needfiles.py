"""People in need and plans as the Humanitarian Data Exchange has them: made-up values in the documented shape."""

from __future__ import annotations

import json
from collections.abc import Mapping

FUNDING_HEAD = "countryCode,id,name,code,typeId,typeName,startDate,endDate,year,requirements,funding,percentFunded"
PEOPLE_HEAD = (
    "Country ISO3,Admin 1 PCode,Admin 1 Name,Admin 2 PCode,Admin 2 Name,Admin 3 PCode,Description,Cluster,Category,Population,"
    "In Need,Targeted,Affected,Reached,Info"
)
AT = "https://data.humdata.org/dataset/d/resource/r/download/"


def plan(
    codes: str = "AFG",
    number: str = "9001",
    asked: str = "1000",
    came: str = "250",
    name: str = "Example plan",
    year: str = "2026",
) -> str:
    """A line of the file of plans."""
    several = f'"{codes}"' if "," in codes else codes
    return f"{several},{number},{name},HX{number},4,Humanitarian response plan,2026-01-01,2026-12-31,{year},{asked},{came},25"


def without_plan(code: str = "AFG", came: str = "40", year: str = "2026") -> str:
    """Money of a country without a plan."""
    return f"{code},,Not specified,,,,,,{year},,{came},"


def people(
    code: str = "AFG", in_need: str = "22000000", described: str = "Final HNRP Caseload", cluster: str = "ALL", category: str = "",
    admin: str = "", targeted: str = "17000000", reached: str = "",
) -> str:  # fmt: skip
    """A line of people in need."""
    return f"{code},{admin},,,,,{described},{cluster},{category},44000000,{in_need},{targeted},,{reached},"


def funding_file(*lines: str, head: str = FUNDING_HEAD) -> bytes:
    return ("\n".join([head, *lines]) + "\n").encode()


def people_file(*lines: str, head: str = PEOPLE_HEAD) -> bytes:
    return ("\n".join([head, *lines]) + "\n").encode()


def package(resources: Mapping[str, str], success: bool = True) -> bytes:
    """An answer of package_show. resources: name -> day of the last change."""
    listed = [
        {"name": name, "format": "CSV", "url": AT + name, "last_modified": f"{day}T11:58:00"}
        for name, day in resources.items()
    ]
    return json.dumps({"success": success, "result": {"name": "d", "resources": listed}}).encode()
