"""A row as JSON and back. What comes from a file is checked column by column."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import BinaryField, Field, ForeignKey, JSONField, Model

from jobops.lib.secretbox import SecretBoxError
from orchestrator import preferences
from orchestrator.transfer.tables import Table


class Unfit(Exception):
    """The row cannot be taken; the argument names the column."""


def plain(table: Table, row: Model) -> dict[str, Any]:
    return {one.attname: _out(table, one, getattr(row, one.attname)) for one in table.columns}


def read(table: Table, given: Mapping[str, Any], *, over: Mapping[str, Any]) -> Model:
    """A row to be stored. `over` are columns whose values are ours; what the file leaves out has
    its default, and names we do not know are passed over. Raises Unfit.
    """
    values = {
        one.attname: _in(table, one, given[one.attname])
        for one in table.columns
        if one.attname in given and one.attname not in over
    }
    return table.model(**values, **over)


def references(table: Table) -> Iterable[ForeignKey[Any, Any]]:
    return [one for one in table.columns if isinstance(one, ForeignKey)]


def _out(table: Table, column: Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return _opened(str(value)) if value and column.name in table.sealed else value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    assert isinstance(value, (UUID, Decimal)), f"{table.name}.{column.name}"
    return str(value)


def _in(table: Table, column: Field[Any, Any], value: Any) -> Any:
    try:
        if value is None or isinstance(column, JSONField):
            return _plain(column, value)
        if isinstance(column, BinaryField):
            return base64.b64decode(str(value), validate=True)
        if isinstance(column, ForeignKey):
            return column.target_field.to_python(value)
        if column.name in table.sealed:
            return preferences.box().seal(str(value))
        found = column.to_python(value)
        column.run_validators(found)
        return found
    except (ValidationError, ValueError, TypeError, OverflowError) as wrong:
        raise Unfit(f"{table.name}.{column.name}") from wrong


def _plain(column: Field[Any, Any], value: Any) -> Any:
    if value is None and not column.null:
        raise ValueError(column.name)
    return value


def _opened(value: str) -> str | None:
    """What was sealed with a key that is gone stays behind."""
    try:
        return str(preferences.box().open(value))
    except SecretBoxError:
        return None
