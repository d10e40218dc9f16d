"""Which draft a message asks for, by words; and what is said when it asks for none."""

from __future__ import annotations

from tailoring.ghostwriter.drafts.kinds import KINDS


def kind_of(text: str) -> str:
    """One of `KINDS`, or empty when the words ask for none of them."""
    return next((kind for kind in KINDS if kind.replace("_", " ") in text.casefold()), "")


def offered(language: str) -> str:
    """Markdown: the drafts there are, and where a model is set."""
    return "Without a language model I can write: cover letter, outreach. [Model](/settings/models)"
