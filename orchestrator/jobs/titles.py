"""Jobs by words of their title and employer alone, of any owner: for those who run the house and
must not learn what else is written about a job.
"""

from __future__ import annotations

from django.db import connections
from django.db.models import Q
from django.db.models.expressions import RawSQL

from orchestrator.jobs import fulltext
from orchestrator.models import JobQuerySet

OF_ANYBODY = (
    "SELECT job_id FROM job_search "
    "WHERE id IN (SELECT rowid FROM job_words WHERE job_words MATCH %s)"
)


def naming(jobs: JobQuerySet, text: str) -> JobQuerySet:
    """The jobs whose title or employer have words that begin so; none when it holds no word."""
    words = fulltext.words_of(text)
    if not words:
        return jobs.none()
    if connections[jobs.db].vendor == "sqlite":
        quoted = " AND ".join('"' + word.replace('"', '""') + '"*' for word in words)
        return jobs.filter(pk__in=RawSQL(OF_ANYBODY, (f"{{title employer}} : ({quoted})",)))
    for word in words:
        jobs = jobs.filter(Q(title__icontains=word) | Q(employer__icontains=word))
    return jobs
