"""Looking words up in the index that orchestrator/jobs/word_index.py keeps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from jobops.lib.text import fold
from orchestrator.jobs.word_index import BETWEEN

WORDS = 10
PART = 3
TERMS = 400
BEGINNING = 4
MATCHING = "id IN (SELECT rowid FROM job_words WHERE job_words MATCH %s)"
IN_SQLITE = f"SELECT job_id FROM job_search WHERE {MATCHING}"


def containing(text: str, *, using: str = "default") -> RawSQL | None:
    """Ids of the jobs in which every word of `text` occurs; None when it holds no word at all."""
    words = [word for word in text.split()[:WORDS] if any(c.isalnum() for c in word)]
    if not words:
        return None
    connection = connections[using]
    return _in_sqlite(connection, words) if connection.vendor == "sqlite" else _in_postgres(words)


def count(ids: RawSQL, *, owner_id: UUID, using: str = "default") -> int:
    """How many of an owner's jobs are among `ids`, counted in the index: no job is looked up."""
    sqlite = connections[using].vendor == "sqlite"
    among = MATCHING if sqlite else f"job_id IN ({ids.sql})"
    owner = owner_id.hex if sqlite else owner_id
    with connections[using].cursor() as cursor:
        query = f"SELECT count(*) FROM job_search WHERE owner_id = %s AND {among}"
        cursor.execute(query, [owner, *ids.params])
        return int(cursor.fetchone()[0])


def employers(words: Sequence[str], *, using: str = "default") -> RawSQL | None:
    """Ids of the jobs whose employer begins each of `words`; on PostgreSQL, which may mention them.

    Two names of one employer differ by a letter or an ending, not by a word that many others have.
    """
    begun = [word[:BEGINNING] for word in words]
    if not begun:
        return None
    if connections[using].vendor == "sqlite":
        match = "{employer} : (" + " AND ".join(f"{_quoted(word)}*" for word in begun) + ")"
        return RawSQL(IN_SQLITE, (match,))
    lexemes = " & ".join(f"({one})" for word in begun if (one := _lexemes(word, star=":*")))
    return RawSQL("SELECT job_id FROM job_search WHERE words @@ %s::tsquery", (lexemes,))


def _in_sqlite(connection: BaseDatabaseWrapper, words: Sequence[str]) -> RawSQL:
    terms = _terms_around(connection, [_bare(word) for word in words if len(word) >= PART])
    clauses = []
    for place, word in enumerate(words, start=1):
        star = "*" if place == len(words) else ""
        spelled = [f"{_quoted(spelling)}{star}" for spelling in _spellings(word)]
        inside = [_quoted(term) for term in terms if len(word) >= PART and _bare(word) in term]
        names = [f"{{title employer}} : ({' OR '.join(inside)})"] if inside else []
        clauses.append(f"({' OR '.join(spelled + names)})")
    return RawSQL(IN_SQLITE, (" AND ".join(clauses),))


def _terms_around(connection: BaseDatabaseWrapper, parts: Sequence[str]) -> list[str]:
    """Words of titles and employers that have one of `parts` inside."""
    if not parts:
        return []
    inside = " OR ".join(["instr(term, %s) > 0"] * len(parts))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT term FROM job_terms WHERE {inside} LIMIT {TERMS}", list(parts))
        return [row[0] for row in cursor.fetchall()]


def _in_postgres(words: Sequence[str]) -> RawSQL:
    queries, params = [], []
    for place, word in enumerate(words, start=1):
        star = ":*" if place == len(words) else ""
        query = "SELECT job_id FROM job_search WHERE words @@ %s::tsquery"
        spelled = [_lexemes(spelling, star=star) for spelling in _spellings(word)]
        params.append(" | ".join(f"({one})" for one in spelled if one))
        if len(word) >= PART:
            query += " UNION SELECT job_id FROM job_names WHERE strpos(names, %s) > 0"
            params.append(fold(word))
        queries.append(f"({query})")
    return RawSQL(" INTERSECT ".join(queries), tuple(params))


def _lexemes(word: str, *, star: str) -> str:
    tokens = [token for token in re.split(BETWEEN, fold(word)) if token]
    return " & ".join(f"'{token}'{star if token is tokens[-1] else ''}" for token in tokens)


def _spellings(word: str) -> tuple[str, ...]:
    """+ and # hold to the word they stand at: "50k" must also find "50k+", "hiring" "#hiring"."""
    return (word, f"#{word}", f"{word}+") if word.isalnum() else (word,)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _bare(word: str) -> str:
    """As the tokenizer stores a word: lower case, without marks; letters like ø stay."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
