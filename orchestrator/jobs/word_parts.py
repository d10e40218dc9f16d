"""What the word index is made of: tables the database's own triggers fill, for jobs and for notes.
Those for mails are in word_mails.py.

FTS5 on SQLite, tsvector on PostgreSQL. Triggers write it, so no door can forget to. One owner's
rows lie together, so that a question reads the words of who asks and of nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Build:
    """How one database keeps one part. `old`: tables earlier versions made, dropped with it."""

    tables: tuple[str, ...]
    statements: tuple[str, ...]
    old: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """`source`: the table whose triggers fill it; `whole`: true when no row is missing."""

    source: str
    triggers: tuple[str, ...]
    whole: str
    sqlite: Build
    postgres: Build

    def build(self, *, sqlite: bool) -> Build:
        return self.sqlite if sqlite else self.postgres


COLUMNS = ("title", "employer", "location", "description")
# "C++" and "C#" are words of their own, so + and # belong to words.
TOKENIZER = "tokenize=\"unicode61 remove_diacritics 2 tokenchars '+#'\""
# What hits are grouped and ordered by is kept beside them, so that no job is read to do it.
STANDING = ("status", "discovered_at")
STATES = ("discovered", "processing", "ready", "applied", "in_progress", "skipped", "expired")
JOB_TRIGGERS = (
    "job_search_insert", "job_search_update", "job_search_standing", "job_search_delete",
)  # fmt: skip
NOTE_TRIGGERS = ("note_search_insert", "note_search_update", "note_search_delete")


# An owner's rows have ids of one block, in order; a block holds four thousand million.
BLOCK = 32


def next_id(table: str, owner: str) -> str:
    """The id behind the last one of `owner`, or the first of a new block."""
    return (
        f"coalesce((SELECT max(id) FROM {table} WHERE owner_id = {owner}), "
        f"((coalesce((SELECT max(id) FROM {table}), 0) >> {BLOCK}) + 1) << {BLOCK}) + 1"
    )


def ids(owner: str, order: str) -> str:
    """The same for all rows at once."""
    return (
        f"(dense_rank() OVER (ORDER BY {owner}) << {BLOCK}) "
        f"+ row_number() OVER (PARTITION BY {owner} ORDER BY {order})"
    )


def write(table: str, columns: Sequence[str], *, of: str, row: str, delete: bool) -> str:
    """A statement of a trigger: put `row` (old, new) into a word table, or take it out."""
    names = ", ".join(columns)
    values = ", ".join(f"{row}.{name}" for name in columns)
    command, marker = (f"{table}, ", "'delete', ") if delete else ("", "")
    return (
        f"INSERT INTO {table}({command}rowid, {names}) "
        f"SELECT {marker}id, {values} FROM {of}_search WHERE {of}_id = {row}.id;"
    )


def _job_writes(*, row: str, delete: bool) -> str:
    return write("job_words", COLUMNS, of="job", row=row, delete=delete) + write(
        "job_names", COLUMNS[:2], of="job", row=row, delete=delete
    )


def _note_write(*, row: str, delete: bool) -> str:
    return write("note_words", ("title", "content"), of="note", row=row, delete=delete)


def state(row: str) -> str:
    """The status as its place in STATES."""
    known = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(STATES))
    return f"CASE {row}status {known} END"


def found_at(row: str, *, sqlite: bool) -> str:
    """In seconds."""
    if sqlite:
        return f"CAST(strftime('%s', {row}discovered_at) AS integer)"
    return f"extract(epoch FROM {row}discovered_at)::bigint"


def differs(columns: Sequence[str]) -> str:
    return " OR ".join(f"old.{name} IS NOT new.{name}" for name in columns)


JOBS_IN_SQLITE = Build(
    tables=("job_search", "job_standing", "job_words", "job_names", "job_terms"),
    statements=(
        "CREATE TABLE job_search (id integer PRIMARY KEY, job_id char(32) NOT NULL UNIQUE, "
        "owner_id char(32) NOT NULL)",
        "CREATE INDEX job_search_owner ON job_search (owner_id)",
        "CREATE TABLE job_standing (id integer PRIMARY KEY, state integer NOT NULL, "
        "found integer NOT NULL)",
        "CREATE VIRTUAL TABLE job_words USING fts5("
        f"title, employer, location, description, content='', {TOKENIZER})",
        "CREATE VIRTUAL TABLE job_names USING fts5("
        f"title, employer, content='', detail=none, {TOKENIZER})",
        "CREATE VIRTUAL TABLE job_terms USING fts5vocab(job_names, 'row')",
        "INSERT INTO job_search(id, job_id, owner_id) "
        f"SELECT {ids('owner_id', 'id')}, id, owner_id FROM orchestrator_job",
        "INSERT INTO job_standing(id, state, found) "
        f"SELECT s.id, {state('j.')}, {found_at('j.', sqlite=True)} "
        "FROM job_search s JOIN orchestrator_job j ON j.id = s.job_id",
        "INSERT INTO job_words(rowid, title, employer, location, description) SELECT s.id, "
        "j.title, j.employer, j.location, j.description "
        "FROM job_search s JOIN orchestrator_job j ON j.id = s.job_id",
        "INSERT INTO job_names(rowid, title, employer) SELECT s.id, j.title, j.employer "
        "FROM job_search s JOIN orchestrator_job j ON j.id = s.job_id",
        "CREATE TRIGGER job_search_insert AFTER INSERT ON orchestrator_job BEGIN "
        "INSERT INTO job_search(id, job_id, owner_id) "
        f"VALUES ({next_id('job_search', 'new.owner_id')}, new.id, new.owner_id);"
        f"INSERT INTO job_standing(id, state, found) SELECT id, {state('new.')}, "
        f"{found_at('new.', sqlite=True)} FROM job_search WHERE job_id = new.id;"
        f"{_job_writes(row='new', delete=False)} END",
        f"CREATE TRIGGER job_search_update AFTER UPDATE OF {', '.join(COLUMNS)} "
        f"ON orchestrator_job WHEN {differs(COLUMNS)} BEGIN "
        f"{_job_writes(row='old', delete=True)}{_job_writes(row='new', delete=False)} END",
        f"CREATE TRIGGER job_search_standing AFTER UPDATE OF {', '.join(STANDING)} "
        f"ON orchestrator_job WHEN {differs(STANDING)} BEGIN UPDATE job_standing SET "
        f"state = {state('new.')}, found = {found_at('new.', sqlite=True)} "
        "WHERE id = (SELECT id FROM job_search WHERE job_id = new.id); END",
        "CREATE TRIGGER job_search_delete AFTER DELETE ON orchestrator_job BEGIN "
        f"{_job_writes(row='old', delete=True)}"
        "DELETE FROM job_standing WHERE id = (SELECT id FROM job_search WHERE job_id = old.id);"
        "DELETE FROM job_search WHERE job_id = old.id; END",
    ),
)
# The owner comes from the index: a trigger that names the table of jobs would forbid to remake it.
NEW_NOTE = (
    "INSERT INTO note_search(id, note_id, job_id, owner_id) "
    f"SELECT {next_id('note_search', 's.owner_id')}, new.id, s.job_id, s.owner_id "
    "FROM job_search s WHERE s.job_id = new.job_id"
)
# A removed note has no row here: it leaves the index with its removal and returns with the undo.
NOTES_IN_SQLITE = Build(
    tables=("note_search", "note_words"),
    statements=(
        "CREATE TABLE note_search (id integer PRIMARY KEY, note_id char(32) NOT NULL UNIQUE, "
        "job_id char(32) NOT NULL, owner_id char(32) NOT NULL)",
        "CREATE INDEX note_search_owner ON note_search (owner_id)",
        f"CREATE VIRTUAL TABLE note_words USING fts5(title, content, content='', {TOKENIZER})",
        "INSERT INTO note_search(id, note_id, job_id, owner_id) "
        f"SELECT {ids('j.owner_id', 'n.id')}, n.id, n.job_id, j.owner_id "
        "FROM orchestrator_note n JOIN orchestrator_job j ON j.id = n.job_id "
        "WHERE n.removed_at IS NULL",
        "INSERT INTO note_words(rowid, title, content) SELECT s.id, n.title, n.content "
        "FROM note_search s JOIN orchestrator_note n ON n.id = s.note_id",
        "CREATE TRIGGER note_search_insert AFTER INSERT ON orchestrator_note "
        "WHEN new.removed_at IS NULL BEGIN "
        f"{NEW_NOTE};"
        f"{_note_write(row='new', delete=False)} END",
        "CREATE TRIGGER note_search_update AFTER UPDATE OF title, content, removed_at "
        f"ON orchestrator_note WHEN {differs(('title', 'content', 'removed_at'))} BEGIN "
        f"{_note_write(row='old', delete=True)}"
        "DELETE FROM note_search WHERE note_id = old.id;"
        f"{NEW_NOTE} AND new.removed_at IS NULL;"
        f"{_note_write(row='new', delete=False)} END",
        "CREATE TRIGGER note_search_delete AFTER DELETE ON orchestrator_note BEGIN "
        f"{_note_write(row='old', delete=True)}"
        "DELETE FROM note_search WHERE note_id = old.id; END",
    ),
)

# PostgreSQL folds as jobops.lib.text.fold does: letters that stay whole without their marks, then
# what separates words. Most adverts are ASCII and need none of it.
FOLDED = (
    "replace(replace(replace(replace(translate(regexp_replace("
    "normalize(lower($1), NFKD), '[\u0300-\u036f]', '', 'g'), 'øłđðıħ', 'olddih'), "
    "'þ', 'th'), 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss')"
)
BETWEEN = "[^a-z0-9+#À-\u1fff\u2c00-\u2fff\u3040-\U0010ffff]+"
FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION job_fold(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT "
    f"CASE WHEN octet_length($1) = char_length($1) THEN lower($1) ELSE {FOLDED} END $$",
    "CREATE OR REPLACE FUNCTION job_lexemes(text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$ "
    "SELECT array_to_tsvector(ARRAY(SELECT DISTINCT left(w, 100) FROM "
    f"regexp_split_to_table(left(job_fold($1), 200000), '{BETWEEN}') w WHERE w <> '')) $$",
    "CREATE OR REPLACE FUNCTION job_squashed(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ "
    f"SELECT regexp_replace(job_fold($1), '{BETWEEN}', '', 'g') $$",
)
# The texts of many jobs lie outside their rows, so to read them all costs far more than the index;
# the planner does not know that.
HITS = (
    "CREATE OR REPLACE FUNCTION job_hits(tsquery) RETURNS SETOF uuid LANGUAGE sql STABLE "
    "SET enable_seqscan = off AS 'SELECT job_id FROM job_search WHERE words @@ $1'"
)
# Whose words these are is a word as well, one that no text can hold: @ separates words.
OWNED = "array_to_tsvector(ARRAY['@' || {0}owner_id]) || "
ALL_WORDS = (
    f"{OWNED}job_lexemes(concat_ws(' ', "
    "{0}title, {0}employer, {0}location, {0}description))"
)
NAME_WORDS = (
    f"{OWNED}job_lexemes({{0}}title || ' ' || {{0}}employer), "
    "job_squashed({0}title) || ' ' || job_squashed({0}employer)"
)
NOTE_WORDS = f"{OWNED.format('j.')}job_lexemes({{0}}title || ' ' || {{0}}content)"
JOBS_IN_POSTGRES = Build(
    tables=("job_search", "job_named"),
    old=("job_names",),
    statements=(
        *FUNCTIONS,
        "CREATE TABLE job_search (job_id uuid PRIMARY KEY, owner_id uuid NOT NULL, "
        "words tsvector NOT NULL)",
        "CREATE TABLE job_named (job_id uuid PRIMARY KEY, owner_id uuid NOT NULL, "
        "words tsvector NOT NULL, squashed text NOT NULL, state smallint NOT NULL, "
        "found bigint NOT NULL)",
        "CREATE INDEX job_search_words ON job_search USING gin (words)",
        HITS,
        "CREATE INDEX job_named_words ON job_named USING gin (words)",
        "CREATE INDEX job_named_owner ON job_named (owner_id)",
        "CREATE OR REPLACE FUNCTION job_search_write() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN "
        "IF TG_OP = 'TRUNCATE' THEN TRUNCATE job_search, job_named; RETURN NULL; END IF; "
        "IF TG_NAME = 'job_search_standing' THEN UPDATE job_named SET "
        f"state = {state('NEW.')}, found = {found_at('NEW.', sqlite=False)} "
        "WHERE job_id = NEW.id; RETURN NULL; END IF; "
        "IF TG_OP = 'DELETE' THEN DELETE FROM job_search WHERE job_id = OLD.id; "
        "DELETE FROM job_named WHERE job_id = OLD.id; RETURN NULL; END IF; "
        f"INSERT INTO job_search VALUES (NEW.id, NEW.owner_id, {ALL_WORDS.format('NEW.')}) "
        "ON CONFLICT (job_id) DO UPDATE SET words = excluded.words; "
        f"INSERT INTO job_named VALUES (NEW.id, NEW.owner_id, {NAME_WORDS.format('NEW.')}, "
        f"{state('NEW.')}, {found_at('NEW.', sqlite=False)}) "
        "ON CONFLICT (job_id) DO UPDATE SET words = excluded.words, squashed = excluded.squashed; "
        "RETURN NULL; END $$",
        "CREATE TRIGGER job_search_insert AFTER INSERT OR DELETE ON orchestrator_job "
        "FOR EACH ROW EXECUTE FUNCTION job_search_write()",
        f"CREATE TRIGGER job_search_update AFTER UPDATE OF {', '.join(COLUMNS)} "
        "ON orchestrator_job FOR EACH ROW EXECUTE FUNCTION job_search_write()",
        f"CREATE TRIGGER job_search_standing AFTER UPDATE OF {', '.join(STANDING)} "
        "ON orchestrator_job FOR EACH ROW WHEN ((OLD.status, OLD.discovered_at) IS DISTINCT FROM "
        "(NEW.status, NEW.discovered_at)) EXECUTE FUNCTION job_search_write()",
        "CREATE TRIGGER job_search_delete AFTER TRUNCATE ON orchestrator_job "
        "FOR EACH STATEMENT EXECUTE FUNCTION job_search_write()",
        f"INSERT INTO job_search SELECT id, owner_id, {ALL_WORDS.format('')} FROM orchestrator_job",
        f"INSERT INTO job_named SELECT id, owner_id, {NAME_WORDS.format('')}, "
        f"{state('')}, {found_at('', sqlite=False)} FROM orchestrator_job",
    ),
)
NOTES_IN_POSTGRES = Build(
    tables=("note_search",),
    statements=(
        *FUNCTIONS,
        "CREATE TABLE note_search (note_id uuid PRIMARY KEY, job_id uuid NOT NULL, "
        "words tsvector NOT NULL)",
        "CREATE INDEX note_search_words ON note_search USING gin (words)",
        "CREATE OR REPLACE FUNCTION note_search_write() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN "
        "IF TG_OP = 'TRUNCATE' THEN TRUNCATE note_search; RETURN NULL; END IF; "
        "IF TG_OP <> 'INSERT' THEN DELETE FROM note_search WHERE note_id = OLD.id; END IF; "
        "IF TG_OP <> 'DELETE' AND NEW.removed_at IS NULL THEN "
        f"INSERT INTO note_search SELECT NEW.id, NEW.job_id, {NOTE_WORDS.format('NEW.')} "
        "FROM orchestrator_job j WHERE j.id = NEW.job_id; END IF; "
        "RETURN NULL; END $$",
        "CREATE TRIGGER note_search_insert AFTER INSERT OR DELETE ON orchestrator_note "
        "FOR EACH ROW EXECUTE FUNCTION note_search_write()",
        "CREATE TRIGGER note_search_update AFTER UPDATE OF title, content, removed_at "
        "ON orchestrator_note FOR EACH ROW EXECUTE FUNCTION note_search_write()",
        "CREATE TRIGGER note_search_delete AFTER TRUNCATE ON orchestrator_note "
        "FOR EACH STATEMENT EXECUTE FUNCTION note_search_write()",
        f"INSERT INTO note_search SELECT n.id, n.job_id, {NOTE_WORDS.format('n.')} "
        "FROM orchestrator_note n JOIN orchestrator_job j ON j.id = n.job_id "
        "WHERE n.removed_at IS NULL",
    ),
)

JOBS = Part(
    source="orchestrator_job",
    triggers=JOB_TRIGGERS,
    whole="SELECT (SELECT count(*) FROM job_search) = (SELECT count(*) FROM orchestrator_job)",
    sqlite=JOBS_IN_SQLITE,
    postgres=JOBS_IN_POSTGRES,
)
NOTES = Part(
    source="orchestrator_note",
    triggers=NOTE_TRIGGERS,
    whole="SELECT (SELECT count(*) FROM note_search) = "
    "(SELECT count(*) FROM orchestrator_note WHERE removed_at IS NULL)",
    sqlite=NOTES_IN_SQLITE,
    postgres=NOTES_IN_POSTGRES,
)
