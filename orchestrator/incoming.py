"""Files somebody sent that wait to be read: by owner and content, for an hour."""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime
from typing import IO
from uuid import UUID

from jobops.web.stored import PASSING, StoreError

KEPT_SECONDS = 3600
BLOCK = 1 << 20
DIGEST = re.compile(r"[0-9a-f]{64}")
ROOT = "incoming/"
# An empty file beside one that waits longer; its name says until when (seconds since 1970).
UNTIL = ".until-"


def keep(owner_id: UUID, file: IO[bytes]) -> str:
    """The digest under which `open_kept` finds the file again; older files go."""
    sweep()
    digest, start = hashlib.sha256(), file.tell()
    while block := file.read(BLOCK):
        digest.update(block)
    file.seek(start)
    with PASSING.writing(_name(owner_id, digest.hexdigest())) as written:
        shutil.copyfileobj(file, written, BLOCK)
    return digest.hexdigest()


def open_kept(owner_id: UUID, digest: str) -> IO[bytes] | None:
    """None when it was never sent by this owner, or its hour is over."""
    if not DIGEST.fullmatch(digest):
        return None
    try:
        return PASSING.borrowed(_name(owner_id, digest))
    except FileNotFoundError:
        return None


def renew(owner_id: UUID, digest: str, *, hours: int = 1) -> bool:
    """It waits that long from now on: work on it was asked for. False when it is gone."""
    name = _name(owner_id, digest)
    try:
        PASSING.touch(name)
    except FileNotFoundError:
        return False
    if hours > 1:
        PASSING.put(f"{name}{UNTIL}{time.time() + hours * 3600:.0f}", b"")
    return True


def drop(owner_id: UUID, digest: str) -> None:
    """What cannot be removed now is swept when its time is over."""
    with suppress(StoreError):
        for one in PASSING.entries(_name(owner_id, digest)):
            PASSING.remove(one.name)


def sweep() -> int:
    """Remove what waited longer; how many files."""
    now = time.time()
    found, until = list(PASSING.entries(ROOT)), defaultdict[str, float](float)
    for one in found:
        name, _, moment = one.name.partition(UNTIL)
        hour = one.modified.timestamp() + KEPT_SECONDS
        until[name] = max(until[name], float(moment) if moment else hour)
    old = [one.name for one in found if until[one.name.partition(UNTIL)[0]] < now]
    for name in old:
        PASSING.remove(name)
    PASSING.tidy(ROOT, before=datetime.fromtimestamp(now - KEPT_SECONDS, UTC))
    return sum(UNTIL not in name for name in old)


def _name(owner_id: UUID, digest: str) -> str:
    return f"{ROOT}{owner_id}/{digest}"
