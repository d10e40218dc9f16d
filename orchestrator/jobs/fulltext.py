"""Looking words up in the index that orchestrator/jobs/word_index.py keeps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from jobops.lib.text import fold
from orchestrator.jobs import word_inside
from orchestrator.jobs.word_parts import BETWEEN

WORDS = 10
LETTERS = 100
BEGINNING = 4
IN_JOBS = "id IN (SELECT rowid FROM job_words WHERE job_words MATCH %s)"
IN_NOTES = (
    "job_id IN (SELECT n.job_id FROM note_search n "
    "WHERE n.id IN (SELECT rowid FROM note_words WHERE note_words MATCH %s))"
)
ANY_NOTE = "EXISTS(SELECT 1 FROM note_words WHERE note_words MATCH %s)"


@dataclass(frozen=True)
class Hits:
    """Which rows of the table job_search hold the words."""

    condition: str
    params: tuple[Any, ...]

    @property
    def ids(self) -> RawSQL:
        return RawSQL(f"SELECT job_id FROM job_search WHERE {self.condition}", self.params)


def words_of(text: str) -> list[str]:
    """The words that are looked for; signs that stand alone are none."""
    bare = "".join(c if c.isprintable() else " " for c in text)
    words = [word[:LETTERS] for word in bare.split()[:WORDS]]
    return [word for word in words if any(c.isalnum() for c in word)]


def containing(text: str, *, using: str = "default") -> Hits | None:
    """The jobs in which every word of `text` occurs; None when it holds no word at all."""
    words = words_of(text)
    if not words:
        return None
    connection = connections[using]
    if connection.vendor != "sqlite":
        return _in_postgres(words)
    inside = word_inside.phrases(connection, [_bare(word) for word in words])
    return _in_sqlite(connection, words, inside)


def located(place: str, *, using: str = "default") -> Hits | None:
    """The jobs whose location holds every word of `place`, the last one as a beginning."""
    words = words_of(place)
    if not words:
        return None
    if connections[using].vendor == "sqlite":
        return Hits(IN_JOBS, (f"{{location}} : ({' AND '.join(map(_quoted, words))}*)",))
    inside = " AND ".join(["strpos(job_fold(location), %s) > 0"] * len(words))
    condition = f"job_id IN (SELECT id FROM orchestrator_job WHERE {inside})"
    return Hits(condition, tuple(fold(word) for word in words))


def count(hits: Hits, *, owner_id: UUID, using: str = "default") -> int:
    """How many of an owner's jobs are among `hits`, counted in the index: no job is looked up."""
    with connections[using].cursor() as cursor:
        query = f"SELECT count(*) FROM job_search WHERE owner_id = %s AND {hits.condition}"
        cursor.execute(query, [key_of(owner_id, using=using), *hits.params])
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
        return Hits(IN_JOBS, (match,)).ids
    lexemes = " & ".join(f"({one})" for word in begun if (one := _lexemes(word, star=":*")))
    return Hits("words @@ %s::tsquery", (lexemes,)).ids


@dataclass(frozen=True)
class Ranks:
    """The jobs with all words, and which of them have all in title or employer: whole, the last
    one begun, inside other words.
    """

    all: Hits
    whole: Hits
    begun: Hits
    inside: Hits


def ranks(text: str, *, using: str = "default") -> Ranks | None:
    words, connection = words_of(text), connections[using]
    if not words:
        return None
    if connection.vendor == "sqlite":
        parts = word_inside.phrases(connection, [_bare(word) for word in words])
        fits = [(f"{_quoted(bare)}*", *parts[bare]) for bare in map(_bare, words)]
        return Ranks(
            _in_sqlite(connection, words, parts),
            _named([_spelled(word, star="") for word in words]),
            _named([_spelled(word, star=star) for word, star in _ended(words, "*")]),
            _named([" OR ".join(one) for one in fits]),
        )
    named = "job_id IN (SELECT job_id FROM job_named WHERE words @@ %s::tsquery)"
    parted = " AND ".join(["strpos(squashed, %s) > 0"] * len(words))
    lexemes = [
        " & ".join(f"({_either(word, star=end)})" for word, end in _ended(words, star))
        for star in ("", ":*")
    ]
    return Ranks(
        _in_postgres(words),
        Hits(named, (lexemes[0],)),
        Hits(named, (lexemes[1],)),
        Hits(
            f"job_id IN (SELECT job_id FROM job_named WHERE {parted})",
            tuple(_squashed(word) for word in words),
        ),
    )


def _named(clauses: Sequence[str]) -> Hits:
    each = " AND ".join(f"({clause})" for clause in clauses)
    return Hits(IN_JOBS, (f"{{title employer}} : ({each})",))


def _in_sqlite(
    connection: BaseDatabaseWrapper,
    words: Sequence[str],
    inside: Mapping[str, tuple[str, ...]],
) -> Hits:
    """One lookup for all words, but one of its own for each word that notes have too."""
    spelled = [_spelled(word, star=star) for word, star in _ended(words, "*")]
    named = [inside[_bare(word)] for word in words]
    clauses = [
        f"({one} OR {{title employer}} : ({' OR '.join(more)}))" if more else f"({one})"
        for one, more in zip(spelled, named, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([ANY_NOTE] * len(words))}", spelled)
        noted = cursor.fetchone()
    plain = [clause for clause, also in zip(clauses, noted, strict=True) if not also]
    conditions = [IN_JOBS] if plain else []
    params = [" AND ".join(plain)] if plain else []
    for clause, one, also in zip(clauses, spelled, noted, strict=True):
        if also:
            conditions.append(f"({IN_JOBS} OR {IN_NOTES})")
            params += [clause, one]
    return Hits(" AND ".join(conditions), tuple(params))


def _in_postgres(words: Sequence[str]) -> Hits:
    queries: list[str] = []
    params: list[str] = []
    for word, star in _ended(words, ":*"):
        lexemes = _either(word, star=star)
        query = (
            "SELECT job_id FROM job_search WHERE words @@ %s::tsquery "
            "UNION SELECT job_id FROM note_search WHERE words @@ %s::tsquery"
        )
        params += [lexemes, lexemes]
        if len(word) >= word_inside.PART:
            query += " UNION SELECT job_id FROM job_named WHERE strpos(squashed, %s) > 0"
            params.append(_squashed(word))
        queries.append(f"({query})")
    return Hits(f"job_id IN ({' INTERSECT '.join(queries)})", tuple(params))


def _ended(words: Sequence[str], star: str) -> list[tuple[str, str]]:
    """Each word, the last one with the sign that lets it go on."""
    return [(word, star if place == len(words) else "") for place, word in enumerate(words, 1)]


def _lexemes(word: str, *, star: str) -> str:
    tokens = [token for token in re.split(BETWEEN, fold(word)) if token]
    return " & ".join(f"'{token}'{star if token is tokens[-1] else ''}" for token in tokens)


def _either(word: str, *, star: str) -> str:
    spelled = (_lexemes(spelling, star=star) for spelling in _spellings(word))
    return " | ".join(f"({one})" for one in spelled if one)


def _spelled(word: str, *, star: str) -> str:
    return " OR ".join(f"{_quoted(spelling)}{star}" for spelling in _spellings(word))


def _spellings(word: str) -> tuple[str, ...]:
    """+ and # hold to the word they stand at: "50k" must also find "50k+", "hiring" "#hiring"."""
    return (word, f"#{word}", f"{word}+") if word.isalnum() else (word,)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _bare(word: str) -> str:
    """As the tokenizer stores a word: lower case, without marks; letters like ø stay."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _squashed(word: str) -> str:
    return re.sub(BETWEEN, "", fold(word))


def key_of(pk: UUID, *, using: str = "default") -> str | UUID:
    """An id as a query written by hand spells it."""
    return pk.hex if connections[using].vendor == "sqlite" else pk
