"""Which reader a résumé file is for, told by its bytes."""

from __future__ import annotations

from tailoring.documents.problems import ACCEPTED, DocumentError
from tailoring.intake import magic, reading

JSON, TEXT = "json", "text"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def kind_of(data: bytes, *, file_name: str) -> str:
    """ "json", "pdf", "docx" or "text". Raises DocumentError for a file of another kind."""
    if kind := reading.format_of(data):
        return kind
    if data.startswith(_OLD_OFFICE):
        raise reading.old_office(data)
    what = magic.name_of(data)
    if what == "a text file":
        return TEXT
    if what is not None:
        raise DocumentError(
            "unsupported", f"This is {what}. {ACCEPTED}", found=what, file=file_name
        )
    if data.startswith(_WIDE) and reading.decoded(data).lstrip()[:1] not in ("{", "[", '"'):
        return TEXT
    return JSON
