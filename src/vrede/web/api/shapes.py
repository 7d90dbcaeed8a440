"""What the API's answers look like: rows take their columns from the declarations of the tables."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, WithJsonSchema, create_model

from vrede.lake.tables import BY_NAME
from vrede.sources import Column

ADDRESS = Column("address", "plain", "where the figure or row stands on this site")
DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"


def _json(schema: dict[str, Any]) -> Any:
    return Annotated[str, WithJsonSchema(schema)]


KINDS: dict[str, Any] = {
    "text": str,
    "date": _json({"type": "string", "format": "date"}),
    "datetime": _json({"type": "string", "format": "date-time"}),
    "amount": _json({"type": "string", "pattern": DECIMAL}),
    "number": _json({"type": "string", "pattern": DECIMAL}),
    "integer": int,
    "ordinal": int,
    "flag": bool,
}


class Closed(Schema):
    """An answer with exactly these names: what is not declared is not sent."""

    model_config = ConfigDict(extra="forbid")


def columns(table: str, *names: str) -> tuple[Column, ...]:
    """Declared columns of a table, by name and in this order; all of them where none is named."""
    known = {column.name: column for column in BY_NAME[table].columns}
    return tuple(known[name] for name in names) if names else tuple(known.values())


def row_shape(name: str, picked: tuple[Column, ...]) -> type[Schema]:
    """The shape of a row with these columns; each may be empty, as absent is not zero."""
    fields: dict[str, Any] = {}
    for column in picked:
        unit = f" ({column.unit})" if column.unit else ""
        fields[column.name] = (KINDS[column.shape] | None, Field(description=column.meaning + unit))
    return create_model(name, __base__=Closed, **fields)


def list_shape(row: type[Schema], **more: Any) -> type[Schema]:
    """The shape of a page of rows."""
    fields: dict[str, Any] = {
        "snapshot": (str, Field(description="name of the snapshot that answers")),
        "total": (int, Field(description="rows of all pages")),
        "next": (str | None, Field(description="address of the next page; null on the last")),
        **more,
        "rows": (list[row], ...),  # type: ignore[valid-type]  # a shape that is made at run time
    }
    return create_model(f"{row.__name__}s", __base__=Closed, **fields)


class Figure(Closed):
    """One amount: of one measure and one kind, with the address of the rows that it is the sum of."""

    measure: str = Field(description="own, chain or field: never added")
    bound: str | None = Field(
        description="of the chain: received (from the ministry, as stated), at_most (the ministry's) or whole (all of its "
        "activities), never added; null for own money and the field"
    )
    kind: str = Field(description="commitment or spent: never added")
    amount_eur_cents: int | None = Field(
        description="0 where what was published adds up to nothing; null where none of it has an exchange rate here; what "
        "nobody published, or no file here holds, has no figure"
    )
    taken_back_eur_cents: int = Field(
        description="of it, what is below nothing: what was paid or promised is the amount less this"
    )
    without_outliers_eur_cents: int | None = Field(
        description="the same without outliers, which the amount holds; null where the amount is"
    )
    outliers: int = Field(description="transactions behind it that are outliers (table outlier)")
    activities: int = Field(description="activities behind it")
    slices: int = Field(description="rows behind it")
    address: str = Field(description="where its rows stand on this site")
