"""Drafts made by rules from the posting and the person's own words. The same inputs give the same
bytes.
"""

from __future__ import annotations

from datetime import date

from orchestrator.models import Job
from tailoring.ghostwriter.drafts.kinds import Draft, spoken


def write(job: Job, kind: str, *, language: str, today: date | None = None) -> Draft:
    """`kind` is one of `KINDS`; `language` a tag like "de" or "pt-BR". `today` is what days are
    counted to; the day of the call when it is not given.
    """
    code = spoken(language)
    text = f"{job.title}, {job.employer}\n\n[your letter]\n"
    wanted = language.strip().casefold().replace("_", "-").partition("-")[0]
    return Draft(text, code, fell_back=bool(wanted) and wanted != code, open=("your letter",))
