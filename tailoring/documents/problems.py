"""What can go wrong with a résumé file or document."""

from __future__ import annotations

from typing import ClassVar

from jobops.lib.errors import Problem

ACCEPTED = (
    "Accepted: PDF (at most 10 MiB, 30 pages), Word .docx (at most 10 MiB), text or Markdown (at "
    "most 200,000 characters), and JSON of Reactive Resume 3, 4 or 5 or of JSON Resume."
)
MAX_BYTES = 5 * 1024 * 1024


class DocumentError(Problem):
    SENTENCES: ClassVar = {
        "unsupported": f"This is not a résumé. {ACCEPTED}",
        "unreadable": f"This file cannot be read. Nothing was imported. {ACCEPTED}",
        "review_over": "That review is over: its file was used or thrown away.",
        "no_resume": "There is no résumé yet. Import one to go on.",
        "stale_revision": (
            "The résumé was changed elsewhere after this page was opened. "
            "Nothing was overwritten. Compare both versions and save again."
        ),
        "too_big": (
            "This résumé is larger than 5 MiB. Nothing was imported. Make its picture smaller."
        ),
    }
    PERMANENT: ClassVar = frozenset({"unsupported", "unreadable", "too_big"})
