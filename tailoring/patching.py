"""A base résumé as a program edits it: a whole new document, or operations on the present one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jobops.lib.errors import Invalid
from tailoring import library
from tailoring.documents import dialects, patching
from tailoring.documents.problems import DocumentError
from tailoring.intake.json_file import storable
from tailoring.models import ResumeDocument, ResumeVersion


def replaced(
    document: ResumeDocument, new: Mapping[str, Any], *, base_revision: int
) -> ResumeVersion:
    """Raises DocumentError(stale_revision), Invalid when `new` is no résumé."""
    return _saved(document, new, base_revision=base_revision, field="document", what="Replaced")


def patched(
    document: ResumeDocument, operations: Sequence[Mapping[str, Any]], *, base_revision: int
) -> ResumeVersion:
    """All operations or none. Raises DocumentError(stale_revision), Invalid naming the operation
    that cannot be done, or what they would leave is no résumé.
    """
    latest = library.newest(document)
    if base_revision != latest.revision:
        raise library.stale(latest)
    try:
        data = patching.apply(latest.data, operations)
    except patching.PatchError as refused:
        place = f"operations.{refused.position}.{refused.field}"
        raise Invalid({place: [refused.sentence]}) from refused
    return _saved(document, data, base_revision=base_revision, field="operations", what="Patched")


def _saved(
    document: ResumeDocument, data: Any, *, base_revision: int, field: str, what: str
) -> ResumeVersion:
    try:
        kept = dialects.stored_form(storable(data)[0])
    except DocumentError as refused:
        raise Invalid({field: [refused.sentence]}) from refused
    return library.save(
        document, kept, base_revision=base_revision, actor="user", what=f"{what} by the API"
    )
