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
from orchestrator.jobs import word_inside, word_known
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
    "id IN (SELECT s.id FROM note_search n JOIN job_search s ON s.job_id = n.job_id "
    f"WHERE n.id IN ({MATCHED.format('note')}))"
)
# To look through the words of all texts takes longer than PostgreSQL believes, so `job_hits` leaves
# it no choice; and what titles have is seen first, so that it is often not asked at all.
IN_NAMES = "words @@ %s::tsquery"
IN_TEXTS = "job_id IN (SELECT * FROM job_hits(%s::tsquery))"
IN_THEIR_NOTES = "job_id IN (SELECT job_id FROM note_search WHERE words @@ %s::tsquery)"
INSIDE = "strpos(squashed, %s) > 0"
# The beginnings of so many words fit one letter that among more jobs it begins words of titles and
# employers only; in other texts it is then a word.
LETTER_AMONG = 20_000
SIZE = "SELECT 'size', coalesce(max(id) - min(id), 0), NULL FROM job_search WHERE owner_id = %s"
ANY_NOTE = f"EXISTS({MATCHED.format('note')})"


@dataclass(frozen=True)
class Hits:
    """Rows of one owner that hold the words. `condition`: about the rows of the index, by their
    `id` on SQLite, else about `job_named`.
    """

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

    def named(self, condition: str, params: Sequence[Any]) -> Hits:
        """On PostgreSQL, where the words of titles and employers are a row of each job."""
        own = f"owner_id = %s AND {condition}"
        query = f"SELECT job_id FROM job_named WHERE {own}"
        return Hits(own, (self.owner, *params), query)

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
    return _in_sqlite(index, words, _seen(index, words))


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


def standing(hits: Hits) -> str:
    """On SQLite: what follows FROM, with `s` the rows that groups and orders are read from. The
    words come first where they are one question, for what they give is in the order of the rows.
    """
    if hits.condition != IN_JOBS:
        return f"job_standing s WHERE {hits.condition}"
    found = f"job_words MATCH %s AND w.rowid {OWN.format('job')}"
    return f"job_words w CROSS JOIN job_standing s ON s.id = w.rowid WHERE {found}"


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


def held(kind: str, owner_id: UUID, text: str, *, using: str = "default") -> Hits | None:
    """The owner's notes, or mails, that hold every word of `text`. `kind`: note, mail."""
    words, index = words_of(text), index_of(owner_id, using=using)
    if not words:
        return None
    if index.is_sqlite:
        each = " AND ".join(f"({_spelled(word, star=star)})" for word, star in _ended(words, "*"))
        condition, params = f"id IN ({MATCHED.format(kind)})", index.ranged(each)
    else:
        lexemes = (_either(word, star=star) for word, star in _ended(words, ":*"))
        condition = "words @@ %s::tsquery"
        params = (index.own(" & ".join(f"({one})" for one in lexemes)),)
    query = f"SELECT {kind}_id FROM {kind}_search WHERE {condition}"
    return Hits(condition, params, query)


@dataclass(frozen=True)
class Ranks:
    """The jobs with all words, and which of them have all in title or employer: whole, the last
    one begun, inside other words. `employer`: those that have all in the employer; on PostgreSQL
    also those that have some of them in the title.
    """

    all: Hits
    whole: Hits
    begun: Hits
    inside: Hits
    employer: Hits


def ranks(owner_id: UUID, text: str, *, using: str = "default") -> Ranks | None:
    words, index = words_of(text), index_of(owner_id, using=using)
    if not words:
        return None
    return _ranks_in_sqlite(index, words) if index.is_sqlite else _ranks_in_postgres(index, words)


@dataclass(frozen=True)
class Seen:
    """What the index of SQLite says of words: the spellings that fit parts of words of titles and
    employers, which words are in notes, and how the last one may go on.
    """

    parts: Mapping[str, tuple[str, ...]]
    noted: frozenset[str]
    star: str = "*"


def _seen(index: Index, words: Sequence[str]) -> Seen:
    """One question for all of it."""
    bare = [_bare(word) for word in words]
    is_letter = len(words) == 1 and len(bare[0]) == 1
    asked = [f"SELECT %s AS kind, %s AS text, NULL AS mark WHERE {ANY_NOTE}"] * len(words)
    params = [
        param for word, star in _ended(words, "*")
        for param in ("note", word, *index.ranged(_spelled(word, star=star)))
    ]  # fmt: skip
    if word_inside.is_asked(bare):
        asked.append(word_known.ASKED)
        params.append(word_known.mark(index.connection))
    if is_letter:
        asked.append(SIZE)
        params.append(str(index.owner))
    with index.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), params)
        rows = cursor.fetchall()
    known = [word_known.words(index.connection, *row) for kind, *row in rows if kind == "all"]
    noted = frozenset(text for kind, text, _ in rows if kind == "note")
    if any(kind == "size" and size > LETTER_AMONG for kind, size, _ in rows):
        return Seen({bare[0]: (f"{_quoted(bare[0])}*",)}, noted, star="")
    return Seen(word_inside.phrases(bare, "".join(known)), noted)


def _ranks_in_sqlite(index: Index, words: Sequence[str]) -> Ranks:
    seen = _seen(index, words)
    fits = [
        " OR ".join((f"{_quoted(bare)}*", *seen.parts[bare])) for bare in map(_bare, words)
    ]  # fmt: skip
    return Ranks(
        _in_sqlite(index, words, seen),
        _named(index, [_spelled(word, star="") for word in words]),
        _named(index, [_spelled(word, star=star) for word, star in _ended(words, "*")]),
        _named(index, fits),
        _named(index, fits, columns="employer"),
    )


def _ranks_in_postgres(index: Index, words: Sequence[str]) -> Ranks:
    whole, begun = (
        index.named(IN_NAMES, (" & ".join(f"({_either(word, star=end)})" for word, end in ended),))
        for ended in (_ended(words, ""), _ended(words, ":*"))
    )
    inside = index.named(" AND ".join([INSIDE] * len(words)), [squashed(word) for word in words])
    return Ranks(_in_postgres(index, words), whole, begun, inside, inside)


def _named(index: Index, clauses: Sequence[str], *, columns: str = "title employer") -> Hits:
    each = " AND ".join(f"({clause})" for clause in clauses)
    return index.matched(f"{{{columns}}} : ({each})")


def _in_sqlite(index: Index, words: Sequence[str], seen: Seen) -> Hits:
    """One lookup for all words, but one of its own for each word that notes have too."""
    spelled = [_spelled(word, star=star) for word, star in _ended(words, seen.star)]
    named = [seen.parts[_bare(word)] for word in words]
    clauses = [
        f"({one} OR {{title employer}} : ({' OR '.join(more)}))" if more else f"({one})"
        for one, more in zip(spelled, named, strict=True)
    ]
    also = [word in seen.noted for word in words]
    plain = [clause for clause, noted in zip(clauses, also, strict=True) if not noted]
    conditions = [IN_JOBS] if plain else []
    params = [*index.ranged(" AND ".join(plain))] if plain else []
    for clause, one, noted in zip(clauses, spelled, also, strict=True):
        if noted:
            conditions.append(f"({IN_JOBS} OR {IN_NOTES})")
            params += [*index.ranged(clause), *index.ranged(one)]
    return index.where(" AND ".join(conditions), params)


def _in_postgres(index: Index, words: Sequence[str]) -> Hits:
    """What is quickest to see comes first: the rest is looked up only for jobs that need it."""
    each: list[str] = []
    params: list[Any] = []
    for word, star in _ended(words, ":*"):
        spelled = _either(word, star=star)
        places = [IN_NAMES]
        params.append(spelled)
        if len(word) >= word_inside.PART:
            places.append(INSIDE)
            params.append(squashed(word))
        each.append(f"({' OR '.join((*places, IN_TEXTS, IN_THEIR_NOTES))})")
        params += [index.own(spelled)] * 2
    return index.named(" AND ".join(each), params)


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


def squashed(word: str) -> str:
    return re.sub(BETWEEN, "", fold(word))


def key_of(pk: UUID, *, using: str = "default") -> str | UUID:
    """An id as a query written by hand spells it."""
    return pk.hex if connections[using].vendor == "sqlite" else pk
