"""An installation of `bench web` that stays on disk: `<folder>/<jobs>` on SQLite, and beside it
`<folder>/<jobs>-postgres`.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.installation import LONG, ROOT, Installation, environment, start, stop
from bench.load_postgres import kept
from bench.ports import free_port


@dataclass(frozen=True)
class House:
    """`address` is empty on SQLite."""

    data: Path
    address: str

    def env(self, port: int) -> dict[str, str]:
        more = {"DATABASE_URL": self.address} if self.address else {}
        return environment(self.data, port, {"LOG_LEVEL": "error", "JOBOPS_BACKUPS_KEPT": "0",
                                             "JOBOPS_WEB_PROCESSES": "1", **more})  # fmt: skip

    def manage(self, arguments: Sequence[str], *, said: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env(free_port()),
            check=True, input=said, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return (done.stdout.strip().splitlines() or [""])[-1]

    def seed(self, jobs: int) -> int:
        self.manage(["prepare"])
        begun = "from orchestrator.models import Job; print(Job.objects.count())"
        if int(self.manage(["shell", "-v", "0", "-c", begun])) >= jobs:
            return 0
        self.manage(["import_resume", str(ROOT / LONG)])
        code = f"from bench.web_rows import fill; print(fill({jobs}))"
        return int(self.manage(["shell", "-v", "0", "-c", code]))

    def queries(self, asked: Sequence[dict[str, Any]]) -> dict[str, int]:
        code = "from bench.web_queries import main; main()"
        found = self.manage(["shell", "-v", "0", "-c", code], said=json.dumps(asked))
        return dict(json.loads(found))

    @contextlib.contextmanager
    def running(self) -> Iterator[Installation]:
        port = free_port()
        found = start(self.data, port, self.env(port))
        try:
            yield found
        finally:
            stop(found.process)


@contextlib.contextmanager
def house(folder: Path, place: str, jobs: int) -> Iterator[House]:
    own = folder / (str(jobs) if place == "sqlite" else f"{jobs}-{place}")
    own.mkdir(parents=True, exist_ok=True)
    if place == "sqlite":
        yield House(own, "")
        return
    (own / "server").mkdir(exist_ok=True)
    with kept(own / "server") as address:
        yield House(own / "data", address)
