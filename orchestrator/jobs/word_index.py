"""The word index of jobs, kept by the database itself: FTS5 on SQLite, tsvector on PostgreSQL.

Triggers write it, so no door can forget to. A SQLite migration that rebuilds the job table drops
its triggers; `ensure` notices and builds the whole index anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

COLUMNS = ("title", "employer", "location", "description")

# "C++" and "C#" are words of their own, so + and # belong to words.
TOKENIZER = "tokenize=\"unicode61 remove_diacritics 2 tokenchars '+#'\""
SQLITE_NAMES = ("job_search", "job_words", "job_names", "job_terms")
SQLITE_TRIGGERS = ("job_search_insert", "job_search_update", "job_search_delete")
SQLITE_TABLES = (
    "CREATE TABLE job_search (id integer PRIMARY KEY, job_id char(32) NOT NULL UNIQUE, "
    "owner_id char(32) NOT NULL)",
    "CREATE VIRTUAL TABLE job_words USING fts5("
    f"title, employer, location, description, content='', {TOKENIZER})",
    "CREATE VIRTUAL TABLE job_names USING fts5("
    f"title, employer, content='', detail=none, {TOKENIZER})",
    "CREATE VIRTUAL TABLE job_terms USING fts5vocab(job_names, 'row')",
)


def _sqlite_write(table: str, columns: Sequence[str], *, row: str, delete: bool) -> str:
    """A statement of a trigger: put `row` (old, new) into a word table, or take it out."""
    names = ", ".join(columns)
    values = ", ".join(f"{row}.{name}" for name in columns)
    command, marker = (f"{table}, ", "'delete', ") if delete else ("", "")
    return (
        f"INSERT INTO {table}({command}rowid, {names}) "
        f"SELECT {marker}id, {values} FROM job_search WHERE job_id = {row}.id;"
    )


def _sqlite_writes(*, row: str, delete: bool) -> str:
    return _sqlite_write("job_words", COLUMNS, row=row, delete=delete) + _sqlite_write(
        "job_names", COLUMNS[:2], row=row, delete=delete
    )


def _sqlite_triggers() -> tuple[str, ...]:
    differs = " OR ".join(f"old.{name} IS NOT new.{name}" for name in COLUMNS)
    return (
        "CREATE TRIGGER job_search_insert AFTER INSERT ON orchestrator_job BEGIN "
        "INSERT INTO job_search(job_id, owner_id) VALUES (new.id, new.owner_id);"
        f"{_sqlite_writes(row='new', delete=False)} END",
        f"CREATE TRIGGER job_search_update AFTER UPDATE OF {', '.join(COLUMNS)} "
        f"ON orchestrator_job WHEN {differs} BEGIN "
        f"{_sqlite_writes(row='old', delete=True)}{_sqlite_writes(row='new', delete=False)} END",
        "CREATE TRIGGER job_search_delete AFTER DELETE ON orchestrator_job BEGIN "
        f"{_sqlite_writes(row='old', delete=True)}"
        "DELETE FROM job_search WHERE job_id = old.id; END",
    )


SQLITE_FILL = (
    "INSERT INTO job_search(job_id, owner_id) SELECT id, owner_id FROM orchestrator_job",
    "INSERT INTO job_words(rowid, title, employer, location, description) SELECT s.id, j.title, "
    "j.employer, j.location, j.description "
    "FROM job_search s JOIN orchestrator_job j ON j.id = s.job_id",
    "INSERT INTO job_names(rowid, title, employer) SELECT s.id, j.title, j.employer "
    "FROM job_search s JOIN orchestrator_job j ON j.id = s.job_id",
)

# PostgreSQL folds as jobops.lib.text.fold does: letters that stay whole without their marks, then
# what separates words. Most adverts are ASCII and need none of it.
FOLDED = (
    "replace(replace(replace(replace(translate(regexp_replace("
    "normalize(lower($1), NFKD), '[\u0300-\u036f]', '', 'g'), 'øłđðıħ', 'olddih'), "
    "'þ', 'th'), 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss')"
)
BETWEEN = "[^a-z0-9+#À-\u1fff\u2c00-\u2fff\u3040-\U0010ffff]+"
POSTGRES = (
    "CREATE OR REPLACE FUNCTION job_fold(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT "
    f"CASE WHEN octet_length($1) = char_length($1) THEN lower($1) ELSE {FOLDED} END $$",
    "CREATE OR REPLACE FUNCTION job_lexemes(text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$ "
    "SELECT array_to_tsvector(ARRAY(SELECT DISTINCT left(w, 100) FROM "
    f"regexp_split_to_table(left(job_fold($1), 200000), '{BETWEEN}') w WHERE w <> '')) $$",
    "CREATE TABLE job_search (job_id uuid PRIMARY KEY, owner_id uuid NOT NULL, "
    "words tsvector NOT NULL)",
    "CREATE TABLE job_names (job_id uuid PRIMARY KEY, names text NOT NULL)",
    "CREATE INDEX job_search_words ON job_search USING gin (words)",
    "CREATE OR REPLACE FUNCTION job_search_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'TRUNCATE' THEN TRUNCATE job_search, job_names; RETURN NULL; END IF; "
    "IF TG_OP = 'DELETE' THEN DELETE FROM job_search WHERE job_id = OLD.id; "
    "DELETE FROM job_names WHERE job_id = OLD.id; RETURN NULL; END IF; "
    "INSERT INTO job_search VALUES (NEW.id, NEW.owner_id, "
    "job_lexemes(concat_ws(' ', NEW.title, NEW.employer, NEW.location, NEW.description))) "
    "ON CONFLICT (job_id) DO UPDATE SET words = excluded.words; "
    "INSERT INTO job_names VALUES (NEW.id, job_fold(NEW.title || ' ' || NEW.employer)) "
    "ON CONFLICT (job_id) DO UPDATE SET names = excluded.names; RETURN NULL; END $$",
    "CREATE TRIGGER job_search_insert AFTER INSERT OR DELETE ON orchestrator_job "
    "FOR EACH ROW EXECUTE FUNCTION job_search_write()",
    f"CREATE TRIGGER job_search_update AFTER UPDATE OF {', '.join(COLUMNS)} ON orchestrator_job "
    "FOR EACH ROW EXECUTE FUNCTION job_search_write()",
    "CREATE TRIGGER job_search_delete AFTER TRUNCATE ON orchestrator_job "
    "FOR EACH STATEMENT EXECUTE FUNCTION job_search_write()",
    "INSERT INTO job_search SELECT id, owner_id, "
    "job_lexemes(concat_ws(' ', title, employer, location, description)) FROM orchestrator_job",
    "INSERT INTO job_names SELECT id, job_fold(title || ' ' || employer) FROM orchestrator_job",
)


def ensure(using: str = "default") -> bool:
    """Build the index when a part of it is missing or it misses rows; whether it was built."""
    connection = connections[using]
    if _is_whole(connection):
        return False
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _drop(connection)
        sqlite = connection.vendor == "sqlite"
        for statement in (
            (*SQLITE_TABLES, *SQLITE_FILL, *_sqlite_triggers()) if sqlite else POSTGRES
        ):
            cursor.execute(statement)
    return True


def drop(using: str = "default") -> None:
    with transaction.atomic(using=using):
        _drop(connections[using])


def _is_whole(connection: BaseDatabaseWrapper) -> bool:
    sqlite = connection.vendor == "sqlite"
    wanted = (
        (*SQLITE_NAMES, *SQLITE_TRIGGERS)
        if sqlite
        else ("job_search", "job_names", *SQLITE_TRIGGERS)
    )
    places = ", ".join(["%s"] * len(wanted))
    listing = (
        f"SELECT count(*) FROM sqlite_master WHERE name IN ({places})"
        if sqlite
        else "SELECT count(*) FROM (SELECT tablename AS name FROM pg_tables WHERE schemaname = "
        "current_schema() UNION SELECT tgname FROM pg_trigger WHERE tgrelid = "
        f"'orchestrator_job'::regclass) found WHERE name IN ({places})"
    )
    with connection.cursor() as cursor:
        cursor.execute(listing, wanted)
        if cursor.fetchone()[0] != len(wanted):
            return False
        cursor.execute(
            "SELECT (SELECT count(*) FROM job_search) = (SELECT count(*) FROM orchestrator_job)"
        )
        return bool(cursor.fetchone()[0])


def _drop(connection: BaseDatabaseWrapper) -> None:
    suffix = "" if connection.vendor == "sqlite" else " ON orchestrator_job"
    with connection.cursor() as cursor:
        for name in SQLITE_TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")
        for name in reversed(SQLITE_NAMES):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
