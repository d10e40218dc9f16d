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
# The words of one owner are those of a range of rows.
OWN = (
    "BETWEEN (SELECT min(id) FROM {0}_search WHERE owner_id = %s) "
    "AND (SELECT max(id) FROM {0}_search WHERE owner_id = %s)"
)
MATCHED = "SELECT rowid FROM {0}_words WHERE {0}_words MATCH %s AND rowid " + OWN
IN_JOBS = f"id IN ({MATCHED.format('job')})"
IN_NOTES = (
    f"job_id IN (SELECT n.job_id FROM note_search n WHERE n.id IN ({MATCHED.format('note')}))"
)
INSIDE = "SELECT job_id FROM job_named WHERE owner_id = %s AND strpos(squashed, %s) > 0"
ANY_NOTE = f"EXISTS({MATCHED.format('note')})"


@dataclass(frozen=True)
class Hits:
    """Jobs of one owner that hold the words. `condition`: about rows of the table job_search."""

    condition: str
    params: tuple[Any, ...]
    query: str

    @property
    def ids(self) -> RawSQL:
        return RawSQL(self.query, self.params)


@dataclass(frozen=True)
class Index:
    """The words of one owner, as the database at hand keeps them."""

    connection: BaseDatabaseWrapper
    owner: str | UUID

    @property
    def is_sqlite(self) -> bool:
        return bool(self.connection.vendor == "sqlite")

    def where(self, condition: str, params: Sequence[str]) -> Hits:
        query = f"SELECT job_id FROM job_search WHERE {condition}"
        return Hits(condition, tuple(params), query)

    def among(self, query: str, params: Sequence[Any]) -> Hits:
        """`query` gives ids of jobs."""
        return Hits(f"job_id IN ({query})", tuple(params), query)

    def matched(self, match: str) -> Hits:
        return self.where(IN_JOBS, self.ranged(match))

    def ranged(self, match: str) -> tuple[str, ...]:
        """What the placeholders of MATCHED stand for."""
        return (match, str(self.owner), str(self.owner))

    def own(self, lexemes: str) -> str:
        """A question that no other owner's row answers; nothing is asked without a lexeme."""
        return f"'@{self.owner}' & ({lexemes})" if lexemes else ""


def index_of(owner_id: UUID, *, using: str = "default") -> Index:
    return Index(connections[using], key_of(owner_id, using=using))


def words_of(text: str) -> list[str]:
    """The words that are looked for; signs that stand alone are none."""
    bare = "".join(c if c.isprintable() else " " for c in text)
    words = [word[:LETTERS] for word in bare.split()[:WORDS]]
    return [word for word in words if any(c.isalnum() for c in word)]


def containing(owner_id: UUID, text: str, *, using: str = "default") -> Hits | None:
    """The owner's jobs in which every word of `text` occurs; None when it holds no word at all."""
    words, index = words_of(text), index_of(owner_id, using=using)
    if not words:
        return None
    if not index.is_sqlite:
        return _in_postgres(index, words)
    inside = word_inside.phrases(index.connection, [_bare(word) for word in words])
    return _in_sqlite(index, words, inside)


def located(owner_id: UUID, place: str, *, using: str = "default") -> Hits | None:
    """The jobs whose location holds every word of `place`, the last one as a beginning."""
    words, index = words_of(place), index_of(owner_id, using=using)
    if not words:
        return None
    if index.is_sqlite:
        return index.matched(f"{{location}} : ({' AND '.join(map(_quoted, words))}*)")
    inside = " AND ".join(["strpos(job_fold(location), %s) > 0"] * len(words))
    query = f"SELECT id FROM orchestrator_job WHERE owner_id = %s AND {inside}"
    return index.among(query, (index.owner, *(fold(word) for word in words)))


def count(hits: Hits, *, using: str = "default") -> int:
    """How many jobs are among `hits`, counted in the index: no job is looked up."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({hits.query}) found", hits.params)
        return int(cursor.fetchone()[0])


def employers(owner_id: UUID, words: Sequence[str], *, using: str = "default") -> RawSQL | None:
    """Ids of the jobs whose employer begins each of `words`; on PostgreSQL, which may mention them.

    Two names of one employer differ by a letter or an ending, not by a word that many others have.
    """
    begun, index = [word[:BEGINNING] for word in words], index_of(owner_id, using=using)
    if not begun:
        return None
    if index.is_sqlite:
        match = "{employer} : (" + " AND ".join(f"{_quoted(word)}*" for word in begun) + ")"
        return index.matched(match).ids
    lexemes = " & ".join(f"({one})" for word in begun if (one := _lexemes(word, star=":*")))
    return index.where("words @@ %s::tsquery", (index.own(lexemes),)).ids


@dataclass(frozen=True)
class Ranks:
    """The jobs with all words, and which of them have all in title or employer: whole, the last
    one begun, inside other words.
    """

    all: Hits
    whole: Hits
    begun: Hits
    inside: Hits


def ranks(owner_id: UUID, text: str, *, using: str = "default") -> Ranks | None:
    words, index = words_of(text), index_of(owner_id, using=using)
    if not words:
        return None
    return _ranks_in_sqlite(index, words) if index.is_sqlite else _ranks_in_postgres(index, words)


def _ranks_in_sqlite(index: Index, words: Sequence[str]) -> Ranks:
    parts = word_inside.phrases(index.connection, [_bare(word) for word in words])
    fits = [(f"{_quoted(bare)}*", *parts[bare]) for bare in map(_bare, words)]
    return Ranks(
        _in_sqlite(index, words, parts),
        _named(index, [_spelled(word, star="") for word in words]),
        _named(index, [_spelled(word, star=star) for word, star in _ended(words, "*")]),
        _named(index, [" OR ".join(one) for one in fits]),
    )


def _ranks_in_postgres(index: Index, words: Sequence[str]) -> Ranks:
    whole, begun = (
        index.own(" & ".join(f"({_either(word, star=end)})" for word, end in _ended(words, star)))
        for star in ("", ":*")
    )
    named = "SELECT job_id FROM job_named WHERE words @@ %s::tsquery"
    inside = INSIDE + " AND strpos(squashed, %s) > 0" * (len(words) - 1)
    return Ranks(
        _in_postgres(index, words),
        index.among(named, (whole,)),
        index.among(named, (begun,)),
        index.among(inside, (index.owner, *(_squashed(word) for word in words))),
    )


def _named(index: Index, clauses: Sequence[str]) -> Hits:
    each = " AND ".join(f"({clause})" for clause in clauses)
    return index.matched(f"{{title employer}} : ({each})")


def _in_sqlite(index: Index, words: Sequence[str], inside: Mapping[str, tuple[str, ...]]) -> Hits:
    """One lookup for all words, but one of its own for each word that notes have too."""
    spelled = [_spelled(word, star=star) for word, star in _ended(words, "*")]
    named = [inside[_bare(word)] for word in words]
    clauses = [
        f"({one} OR {{title employer}} : ({' OR '.join(more)}))" if more else f"({one})"
        for one, more in zip(spelled, named, strict=True)
    ]
    with index.connection.cursor() as cursor:
        asked = [param for one in spelled for param in index.ranged(one)]
        cursor.execute(f"SELECT {', '.join([ANY_NOTE] * len(words))}", asked)
        noted = cursor.fetchone()
    plain = [clause for clause, also in zip(clauses, noted, strict=True) if not also]
    conditions = [IN_JOBS] if plain else []
    params = [*index.ranged(" AND ".join(plain))] if plain else []
    for clause, one, also in zip(clauses, spelled, noted, strict=True):
        if also:
            conditions.append(f"({IN_JOBS} OR {IN_NOTES})")
            params += [*index.ranged(clause), *index.ranged(one)]
    return index.where(" AND ".join(conditions), params)


def _in_postgres(index: Index, words: Sequence[str]) -> Hits:
    queries: list[str] = []
    params: list[Any] = []
    for word, star in _ended(words, ":*"):
        lexemes = index.own(_either(word, star=star))
        query = (
            "SELECT job_id FROM job_search WHERE words @@ %s::tsquery "
            "UNION SELECT job_id FROM note_search WHERE words @@ %s::tsquery"
        )
        params += [lexemes, lexemes]
        if len(word) >= word_inside.PART:
            query += f" UNION {INSIDE}"
            params += [index.owner, _squashed(word)]
        queries.append(f"({query})")
    return index.among(" INTERSECT ".join(queries), params)


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
