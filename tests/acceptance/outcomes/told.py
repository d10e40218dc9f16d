"""What the document says of one caller; or, while it is written, what it will say."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.acceptance.outcomes.callers import ALL
from tests.acceptance.outcomes.table import DOCUMENT, Words, read, render


def told(name: str, fresh: Words) -> Words:
    if folder := os.environ.get("JOBOPS_OUTCOMES_FOLDER"):
        _write(Path(folder), name, fresh)
        return fresh
    return read(DOCUMENT.read_text())[name]


def _write(folder: Path, name: str, fresh: Words) -> None:
    """The last caller's answers complete the document."""
    listed = [[route, method, word] for (route, method), word in fresh.items()]
    (folder / f"{name}.json").write_text(json.dumps(listed))
    files = [folder / f"{one.name}.json" for one in ALL]
    if all(map(Path.exists, files)):
        DOCUMENT.write_text(render({one.stem: _read(one) for one in files}))


def _read(path: Path) -> dict[tuple[str, str], str]:
    return {(route, method): word for route, method, word in json.loads(path.read_text())}
