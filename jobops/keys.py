"""The installation's own keys: made once, kept outside the database, readable by the owner
alone.

A file may hold several, separated by commas: the first is used, the others still open what they
once sealed (manage.py rotate_keys).
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass
class _Read:
    """What a file held when it was read last, and how to see that it holds something else."""

    path: Path
    stamp: tuple[int, int, int]
    text: str


_files: dict[str, _Read] = {}


def new_key() -> str:
    return secrets.token_urlsafe(32)


def stored_key(path: Path) -> str:
    """The text in `path`; the first caller writes 256 random bits there, mode 0600.

    Two processes may start at once: the file is linked into place, so both end with the same key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = _drafted(path, new_key())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was faster; its key counts
        finally:
            draft.unlink()
    found = _read(path)
    _files[found.text] = found
    return found.text


def present(text: str) -> str:
    """What the file `text` was read from holds now: another process may have added a key. A text
    that came from no file stays as it is.
    """
    known = _files.get(text)
    if known is None:
        return text
    try:
        if _stamp(known.path) != known.stamp:
            _files[text] = known = _read(known.path)
    except FileNotFoundError:
        pass  # what was read goes on counting
    return known.text


def replace(path: Path, keys: list[str]) -> None:
    """Whole or not at all, also through a power cut."""
    draft = _drafted(path, ",".join(keys))
    os.replace(draft, path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def parts(text: str) -> list[str]:
    return [part for one in text.split(",") if (part := one.strip())]


def _drafted(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _read(path: Path) -> _Read:
    stamp = _stamp(path)
    return _Read(path, stamp, path.read_text().strip())


def _stamp(path: Path) -> tuple[int, int, int]:
    facts = path.stat()
    return facts.st_ino, facts.st_mtime_ns, facts.st_size
