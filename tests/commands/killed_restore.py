"""A restore whose process is killed at one instant after the other, and the next start:
`python -m tests.commands.killed_restore ARCHIVE COPY`. COPY is a folder as it was before; the
data folder is made equal to it before each kill. Prints, per instant, what a start found.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import django

# Where it dies, and whether just before that or just after.
INSTANTS = (
    ("orchestrator.ops.backups.create", "after"),
    ("orchestrator.ops.restore_unpacking._kept", "after"),
    ("orchestrator.ops.restore_unpacking._beside", "after"),
    ("orchestrator.ops.tables.ensure_tables", "after"),
    ("orchestrator.ops.restore_care.clean", "after"),
    ("orchestrator.ops.restore_journal.commit", "before"),
    ("orchestrator.ops.restore_journal.commit", "after"),
    ("orchestrator.ops.restore_finishing._swap", "before"),
    ("orchestrator.ops.restore_finishing._out_of_the_way", "after"),
    ("orchestrator.ops.restore_finishing._swap", "after"),
    ("orchestrator.ops.restore_finishing._forget_others", "after"),
    ("orchestrator.ops.restore_wanted.note", "after"),
)


def main() -> dict[str, Any]:
    archive, copy = Path(sys.argv[1]), Path(sys.argv[2])
    found = {}
    for place, when in INSTANTS:
        _renew(copy)
        code = _in_a_process(lambda at=(place, when): _die(archive, *at))
        _in_a_process(_start)
        found[f"{when} {place.rpartition('.')[2]}"] = {"code": code, **_seen()}
    return found


def _renew(copy: Path) -> None:
    from django.conf import settings

    shutil.rmtree(settings.DATA_DIR)
    shutil.copytree(copy, settings.DATA_DIR)


def _die(archive: Path, place: str, when: str) -> None:
    from orchestrator.ops import restoring

    module, _, name = place.rpartition(".")
    room = import_module(module)
    real: Callable[..., Any] = getattr(room, name)

    def dies(*args: Any, **more: Any) -> None:
        if when == "after":
            real(*args, **more)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(room, name, dies)
    restoring.restore(archive, actor="test")


def _start() -> None:
    from orchestrator.ops import prepare

    prepare.require_tables()


def _in_a_process(work: Callable[[], None]) -> int:
    """The signal that ended it, else its exit code."""
    from django.db import connections

    connections.close_all()
    if child := os.fork():
        return os.waitpid(child, 0)[1]
    try:
        work()
        os._exit(0)
    finally:
        os._exit(70)


def _seen() -> dict[str, Any]:
    from orchestrator.ops import restore_journal
    from tests.commands import filled

    return {**filled.show(), "left": restore_journal.is_left()}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main()))
