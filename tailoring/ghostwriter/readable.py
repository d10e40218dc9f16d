"""Which documents the chat can read, told by name and media type. Pure."""

from __future__ import annotations

TYPES = frozenset(
    {
        "application/json",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/csv",
        "text/html",
        "text/markdown",
        "text/plain",
    }
)
ENDINGS = frozenset({"csv", "docx", "htm", "html", "json", "log", "markdown", "md", "pdf", "txt"})


def is_readable(file_name: str, media_type: str | None) -> bool:
    """The ending decides when there is one; browsers name media types as they please."""
    stem, dot, ending = file_name.lower().rpartition(".")
    if dot and stem:
        return ending in ENDINGS
    return (media_type or "").partition(";")[0].strip() in TYPES
