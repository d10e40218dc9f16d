"""All words of titles and employers on SQLite, kept between questions until one of them changes.

The index itself says that it changed: what it counts and the list of its segments are rows of its
own. What a transaction has written may be rolled back, so nothing is kept that is read inside one.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

MARK = (
    "(SELECT group_concat(hex(block)) FROM "
    "(SELECT block FROM job_names_data WHERE id IN (1, 10) ORDER BY id))"
)
# In one statement, so that the words are those of the mark: none where the mark is known.
ASKED = (
    f"SELECT 'all' AS kind, CASE WHEN {MARK} IS %s THEN NULL ELSE "
    f"(SELECT group_concat(term, char(10)) FROM job_terms) END AS text, {MARK} AS mark"
)
_kept: dict[str, tuple[str, str]] = {}


def mark(connection: BaseDatabaseWrapper) -> str:
    """What `ASKED` is asked with: the mark of the words that are kept."""
    return "" if connection.in_atomic_block else _kept.get(_place(connection), ("", ""))[0]


def words(connection: BaseDatabaseWrapper, text: str | None, found: str | None) -> str:
    """All words, a line each. `text`, `found`: what `ASKED` answered."""
    place = _place(connection)
    if text is None and found and found == _kept.get(place, ("", ""))[0]:
        return _kept[place][1]
    if found and not connection.in_atomic_block:
        _kept[place] = (found, text or "")
    return text or ""


def _place(connection: BaseDatabaseWrapper) -> str:
    return str(connection.settings_dict["NAME"])
