"""The photo of a base résumé as a page takes it."""

from __future__ import annotations

from pdfs.themes import Photo
from tailoring import photos
from tailoring.models import ResumeDocument


def of(document: ResumeDocument) -> Photo | None:
    stored = photos.of(document)
    return Photo(bytes(stored.content), stored.media_type) if stored else None
