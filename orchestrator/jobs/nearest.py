"""What somebody may have meant whose words find nothing."""

from __future__ import annotations

from typing import Any

from django.db import connections
from rapidfuzz import process
from rapidfuzz.distance import OSA

from jobops.lib.text import fold
from orchestrator.jobs import fulltext
from orchestrator.models import User

ALIKE = 0.6
LOOKED_AT = 5000
TRIED = 8
IN_SQLITE = (
    "SELECT term FROM job_terms WHERE length(term) BETWEEN %s AND %s AND term NOT GLOB '[0-9]*' "
    "ORDER BY doc DESC LIMIT %s"
)
IN_POSTGRES = (
    "SELECT word FROM (SELECT unnest(tsvector_to_array(words)) AS word FROM job_named "
    "WHERE owner_id = %s) found "
    "WHERE length(word) BETWEEN %s AND %s AND word !~ '^[@0-9]' "
    "GROUP BY word ORDER BY count(*) DESC LIMIT %s"
)


def nearest(owner: User, text: str, *, limit: int = 3) -> tuple[str, ...]:
    """`text` with the first word nobody has replaced by one of the owner's titles or employers."""
    words = fulltext.words_of(text)
    lost = next((word for word in words if not _there(owner, word)), None)
    if lost is None or len(lost) < 3:
        return ()
    found = process.extract(
        fold(lost), _terms(owner, len(lost)), scorer=OSA.normalized_similarity, score_cutoff=ALIKE,
        limit=TRIED,
    )  # fmt: skip
    # On SQLite the words of all owners are in one list; only what this one has may be named.
    own = (term for term, _, _ in found if _there(owner, term))
    shown = (" ".join(term if word is lost else word for word in words) for term in own)
    return tuple(text for text, _ in zip(shown, range(limit), strict=False))


def _there(owner: User, word: str) -> bool:
    hits = fulltext.containing(owner.pk, word)
    return hits is not None and fulltext.count(hits) > 0


def _terms(owner: User, length: int) -> list[str]:
    connection = connections["default"]
    sizes: list[Any] = [max(length - 2, 2), length + 2, LOOKED_AT]
    own = connection.vendor != "sqlite"
    query, params = (IN_POSTGRES, [owner.pk, *sizes]) if own else (IN_SQLITE, sizes)
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return [row[0] for row in cursor.fetchall()]
