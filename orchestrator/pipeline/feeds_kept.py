"""The last answers of whole feeds: within the poll interval they are read again instead of asked
for, afterwards the source is asked only whether they changed.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from orchestrator.models import StoredFeed
from orchestrator.sources.base import Answer
from orchestrator.sources.registry import Source


def key_of(url: str, params: Mapping[str, str] | None) -> str:
    """The digest of a request; what it held cannot be read from it."""
    asked = json.dumps([url, sorted((params or {}).items())])
    return hashlib.sha256(asked.encode()).hexdigest()


def fresh(source: Source, key: str) -> StoredFeed | None:
    """The stored answer while the source does not want to be asked again."""
    now = timezone.now()
    youngest = StoredFeed.objects.filter(key=key, fetched_at__lte=now)
    return youngest.filter(fetched_at__gt=now - timedelta(seconds=source.poll)).first()


def conditions(key: str) -> dict[str, str]:
    """Headers that let the source answer "not modified"."""
    row = StoredFeed.objects.filter(key=key).only("etag", "last_modified").first()
    if row is None:
        return {}
    said = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified}
    return {name: value for name, value in said.items() if value}


def unchanged(key: str) -> StoredFeed | None:
    """The stored answer after the source said it still holds."""
    StoredFeed.objects.filter(key=key).update(fetched_at=timezone.now())
    return StoredFeed.objects.filter(key=key).first()


def keep(source: Source, key: str, answer: Answer) -> None:
    """A page that is no JSON (a notice of maintenance) is not kept: it would be read for hours."""
    try:
        json.loads(answer.body)
    except (ValueError, RecursionError):
        return
    values = {
        "source": source.id,
        "etag": answer.headers.get("etag", "")[:300],
        "last_modified": answer.headers.get("last-modified", "")[:100],
        "body": zlib.compress(answer.body),
        "fetched_at": timezone.now(),
    }
    StoredFeed.objects.update_or_create(key=key, defaults=values)


def opened(row: StoredFeed, *, url: str) -> Answer:
    return Answer(body=zlib.decompress(row.body), headers={}, url=url)
