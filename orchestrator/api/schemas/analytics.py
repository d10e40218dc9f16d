"""Figures on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from orchestrator.api.schemas.shared import Parameters, Shape

DAY = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}]}
Day = Annotated[str, WithJsonSchema(DAY)]
Cell = str | int | float | None


class WindowOut(Shape):
    """Days of the owner's, both included; `from` is null from the beginning."""

    first: Annotated[str | None, Field(alias="from")]
    last: Annotated[str, Field(alias="to")]
    time_zone: str


class LeftOut(Shape):
    count: int
    why: str


class FigureOut(Shape):
    """Of `rows` each has a cell for each of `columns`; shares are from 0 to 1."""

    key: str
    title: str
    definition: str
    n: int
    summary: str
    left_out: list[LeftOut]
    columns: list[str]
    rows: list[list[Cell]]


class OverviewOut(Shape):
    window: WindowOut
    n: int
    figures: list[FigureOut]


class OverviewParameters(Parameters):
    duration: Literal["7", "14", "30", "90", "all"] | None = None
    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None

    def given(self) -> dict[str, str]:
        named = {"duration": self.duration, "from": self.first, "to": self.last}
        return {name: value for name, value in named.items() if value is not None}
