"""What else holds the words of a search: employers, notes, mails, saved views. One statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from jobops.lib.text import fold
from orchestrator.jobs import fulltext
from orchestrator.models import User

MOST = 4
# Employers are those of the newest hits, notes and mails the last that were kept: a word that is in
# all of them must not read all of them.
LOOKED_AT = 2000
EMPLOYERS = """
SELECT 'employer' AS kind, {no_id} AS id, {no_id} AS job_id, max(j.employer) AS title, '' AS about,
  '' AS text, {no_time} AS at, (SELECT count(*) FROM orchestrator_job o
    WHERE o.owner_id = %s AND lower(o.employer) = lower(max(j.employer))) AS total
FROM orchestrator_job j WHERE j.id IN ({hits}) {spelled} GROUP BY lower(j.employer)
ORDER BY total DESC LIMIT 50
"""
NOTES = """
SELECT 'note' AS kind, n.id AS id, n.job_id AS job_id, n.title AS title,
  j.title || ', ' || j.employer AS about, n.content AS text, n.updated_at AS at,
  (SELECT count(*) FROM ({all}) c) AS total
FROM orchestrator_note n JOIN orchestrator_job j ON j.id = n.job_id
WHERE n.id IN ({hits}) ORDER BY n.updated_at DESC LIMIT {most}
"""
MAILS = """
SELECT 'mail' AS kind, m.id AS id, m.job_id AS job_id, m.subject AS title,
  CASE WHEN m.sender_name = '' THEN m.sender_address ELSE m.sender_name END AS about,
  m.snippet AS text, m.received_at AS at, (SELECT count(*) FROM ({all}) c) AS total
FROM orchestrator_inboundmessage m
WHERE m.id IN ({hits}) ORDER BY m.received_at DESC LIMIT {most}
"""
VIEWS = """
SELECT 'view' AS kind, v.id AS id, {no_id} AS job_id, v.name AS title, v.tab AS about,
  v.query AS text, {no_time} AS at, 0 AS total
FROM orchestrator_savedview v WHERE v.owner_id = %s AND v.removed_at IS NULL
ORDER BY v.position, v.id
"""


@dataclass(frozen=True)
class Mention:
    """`title`: an employer, or what a note, a mail or a view is called; `about`: the note's job,
    who wrote, the view's tab; `text`: the view's query.
    """

    title: str
    total: int
    id: UUID | None = None
    job_id: UUID | None = None
    about: str = ""
    text: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Mentions:
    """Employers best first; notes and mails newest first, `total` in each of how many; views in
    their owner's order.
    """

    employers: tuple[Mention, ...] = ()
    notes: tuple[Mention, ...] = ()
    mails: tuple[Mention, ...] = ()
    views: tuple[Mention, ...] = ()


def find(owner: User, text: str, ranks: fulltext.Ranks, *, most: int = MOST) -> Mentions:
    notes, mails = (fulltext.held(kind, owner.pk, text) for kind in ("note", "mail"))
    if notes is None or mails is None:
        return Mentions()
    views = VIEWS.format(**_nothing()), [fulltext.key_of(owner.pk)]
    parts = [
        _employers(owner, text, ranks), _listed(NOTES, notes, most=most),
        _listed(MAILS, mails, most=most), views,
    ]  # fmt: skip
    query = " UNION ALL ".join(f"SELECT * FROM ({part}) p{n}" for n, (part, _) in enumerate(parts))
    with connection.cursor() as cursor:
        cursor.execute(query, [param for _, params in parts for param in params])
        rows = [(kind, _mention(row)) for kind, *row in cursor.fetchall()]
    kinds = ("employer", "note", "mail", "view")
    found = [tuple(one for kind, one in rows if kind == name) for name in kinds]
    employers = sorted(found[0], key=lambda one: _place(one, text))[:most]
    named = tuple(one for one in found[3] if _begun(text, one.title))
    return Mentions(tuple(employers), found[1], found[2], named)


def _employers(owner: User, text: str, ranks: fulltext.Ranks) -> tuple[str, list[Any]]:
    """On PostgreSQL the words are those of title and employer, so the name is looked at again."""
    sqlite, mine = connection.vendor == "sqlite", fulltext.key_of(owner.pk)
    table = "job_search" if sqlite else "job_named"
    order = "id" if sqlite else "found"
    hits = (
        f"SELECT job_id FROM {table} WHERE {ranks.employer.condition} "
        f"ORDER BY {order} DESC LIMIT {LOOKED_AT}"
    )
    words = [] if sqlite else [fulltext.squashed(word) for word in fulltext.words_of(text)]
    spelled = "AND strpos(job_squashed(j.employer), %s) > 0 " * len(words)
    query = EMPLOYERS.format(hits=hits, spelled=spelled, **_nothing())
    return query, [mine, *ranks.employer.params, *words]


def _listed(query: str, hits: fulltext.Hits, *, most: int) -> tuple[str, list[Any]]:
    newest = f" ORDER BY id DESC LIMIT {LOOKED_AT}" if connection.vendor == "sqlite" else ""
    ids = f"{hits.query}{newest}"
    return query.format(all=hits.query, hits=ids, most=most), [*hits.params, *hits.params]


def _nothing() -> dict[str, str]:
    """Where a kind has no id or no time."""
    if connection.vendor == "sqlite":
        return {"no_id": "NULL", "no_time": "NULL"}
    return {"no_id": "NULL::uuid", "no_time": "NULL::timestamptz"}


def _begun(text: str, name: str) -> bool:
    """Whether each word begins one of the name's."""
    parts = fold(name).split()
    return all(any(part.startswith(word) for part in parts) for word in fold(text).split())


def _mention(row: Sequence[Any]) -> Mention:
    pk, job_id, title, about, text, at, total = row
    return Mention(title, total, _uuid(pk), _uuid(job_id), about or "", text or "", _at(at))


def _place(one: Mention, text: str) -> tuple[int, int, str]:
    """The name itself, then names that begin so, then the rest; the one with most jobs first."""
    name, said = fold(one.title), fold(" ".join(text.split()))
    tier = 0 if name == said else 1 if name.startswith(said) else 2
    return tier, -one.total, name


def _uuid(value: Any) -> UUID | None:
    return value if value is None or isinstance(value, UUID) else UUID(value)


def _at(value: Any) -> datetime | None:
    """SQLite keeps moments as text, in UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value if isinstance(value, datetime) else None
