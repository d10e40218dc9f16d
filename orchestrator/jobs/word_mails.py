"""The word index of mails: what is kept of each in plain text. A text that is sealed is not in it,
for its words would then stand open beside it.
"""

from __future__ import annotations

from orchestrator.jobs.word_parts import (
    FUNCTIONS,
    OWNED,
    TOKENIZER,
    Build,
    Part,
    differs,
    ids,
    next_id,
    write,
)

COLUMNS = ("subject", "sender_name", "sender_address", "snippet", "note")
NAMES = ", ".join(COLUMNS)
SOURCE = "orchestrator_inboundmessage"
TRIGGERS = ("mail_search_insert", "mail_search_update", "mail_search_delete")


def _writes(*, row: str, delete: bool) -> str:
    return write("mail_words", COLUMNS, of="mail", row=row, delete=delete)


IN_SQLITE = Build(
    tables=("mail_search", "mail_words"),
    statements=(
        "CREATE TABLE mail_search (id integer PRIMARY KEY, mail_id char(32) NOT NULL UNIQUE, "
        "owner_id char(32) NOT NULL)",
        "CREATE INDEX mail_search_owner ON mail_search (owner_id)",
        f"CREATE VIRTUAL TABLE mail_words USING fts5({NAMES}, content='', {TOKENIZER})",
        "INSERT INTO mail_search(id, mail_id, owner_id) "
        f"SELECT {ids('owner_id', 'received_at, id')}, id, owner_id FROM {SOURCE}",
        f"INSERT INTO mail_words(rowid, {NAMES}) "
        f"SELECT s.id, {', '.join(f'm.{name}' for name in COLUMNS)} "
        f"FROM mail_search s JOIN {SOURCE} m ON m.id = s.mail_id",
        f"CREATE TRIGGER mail_search_insert AFTER INSERT ON {SOURCE} BEGIN "
        "INSERT INTO mail_search(id, mail_id, owner_id) "
        f"VALUES ({next_id('mail_search', 'new.owner_id')}, new.id, new.owner_id);"
        f"{_writes(row='new', delete=False)} END",
        f"CREATE TRIGGER mail_search_update AFTER UPDATE OF {NAMES} ON {SOURCE} "
        f"WHEN {differs(COLUMNS)} BEGIN "
        f"{_writes(row='old', delete=True)}{_writes(row='new', delete=False)} END",
        f"CREATE TRIGGER mail_search_delete AFTER DELETE ON {SOURCE} BEGIN "
        f"{_writes(row='old', delete=True)}"
        "DELETE FROM mail_search WHERE mail_id = old.id; END",
    ),
)


def _words(row: str) -> str:
    said = ", ".join(f"{row}{name}" for name in COLUMNS)
    return f"{OWNED.format(row)}job_lexemes(concat_ws(' ', {said}))"


IN_POSTGRES = Build(
    tables=("mail_search",),
    statements=(
        *FUNCTIONS,
        "CREATE TABLE mail_search (mail_id uuid PRIMARY KEY, owner_id uuid NOT NULL, "
        "words tsvector NOT NULL)",
        "CREATE INDEX mail_search_words ON mail_search USING gin (words)",
        "CREATE OR REPLACE FUNCTION mail_search_write() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN "
        "IF TG_OP = 'TRUNCATE' THEN TRUNCATE mail_search; RETURN NULL; END IF; "
        "IF TG_OP = 'DELETE' THEN DELETE FROM mail_search WHERE mail_id = OLD.id; "
        "RETURN NULL; END IF; "
        f"INSERT INTO mail_search VALUES (NEW.id, NEW.owner_id, {_words('NEW.')}) "
        "ON CONFLICT (mail_id) DO UPDATE SET words = excluded.words; "
        "RETURN NULL; END $$",
        f"CREATE TRIGGER mail_search_insert AFTER INSERT OR DELETE ON {SOURCE} "
        "FOR EACH ROW EXECUTE FUNCTION mail_search_write()",
        f"CREATE TRIGGER mail_search_update AFTER UPDATE OF {NAMES} ON {SOURCE} "
        "FOR EACH ROW EXECUTE FUNCTION mail_search_write()",
        f"CREATE TRIGGER mail_search_delete AFTER TRUNCATE ON {SOURCE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION mail_search_write()",
        f"INSERT INTO mail_search SELECT id, owner_id, {_words('')} FROM {SOURCE}",
    ),
)

MAILS = Part(
    source=SOURCE,
    triggers=TRIGGERS,
    whole=f"SELECT (SELECT count(*) FROM mail_search) = (SELECT count(*) FROM {SOURCE})",
    sqlite=IN_SQLITE,
    postgres=IN_POSTGRES,
)
