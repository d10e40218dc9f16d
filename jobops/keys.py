"""The installation's own keys: made once, kept outside the database, readable by the owner
alone.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def stored_key(path: Path) -> str:
    """The text in `path`; the first caller writes 256 random bits there, mode 0600.

    Two processes may start at once: the file is linked into place, so both end with the same key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was faster; its key counts
        finally:
            draft.unlink()
    return path.read_text().strip()
