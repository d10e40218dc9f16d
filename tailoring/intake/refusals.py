"""Why a file cannot be read as a résumé, and what can be."""

from __future__ import annotations

from collections.abc import Mapping

from jobops.lib.words import later_each

SENTENCES: Mapping[str, str] = later_each(
    {
        "encrypted": "This is {what} protected by a password. Save it again without one.",
        "pictures": (
            "This PDF holds pictures of pages and no text, as a scanner makes them. Take "
            "the file it "
            "was printed from, or copy its text into a text file."
        ),
        "macros": "This Word document holds macros. Save it again as .docx without them.",
        "bomb": "This file unpacks to more than 50 MiB, far beyond any résumé.",
        "not_docx": "This is a zip archive, not a Word document.",
        "damaged": "This is {what}, but it is damaged and cannot be read.",
        "pages": "This PDF has more than 30 pages.",
        "big": "This is {what} larger than 10 MiB.",
        "long": "This is {what} of more than 200,000 characters.",
        "empty": "This is {what} without any text.",
        "slow": "This is {what} that takes too long or too much memory to read.",
        "old_word": "This is an old Word document (.doc). Save it again as .docx.",
    }
)


class Refusal(Exception):
    """`kind` is a key of SENTENCES."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind
