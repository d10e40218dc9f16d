"""What a source is called where a person reads it, and what its terms want shown beside a job."""

from __future__ import annotations

from jobops.lib.words import say
from orchestrator.sources.registry import SOURCES, Attribution

OWN = "manual"


def named(source: str) -> str:
    """The label of the table; a source it does not know by its own id."""
    if source == OWN:
        return say("Added by you")
    known = SOURCES.get(source)
    return known.label if known else source


def credit(source: str, *, job_url: str) -> Attribution | None:
    """The text with the job's own address at its source, unchanged; None where none is asked."""
    known = SOURCES.get(source)
    if known is None or known.attribution is None:
        return None
    return Attribution(known.attribution.text, job_url)
