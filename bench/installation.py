"""A whole installation in a scratch folder, for measuring: seeded rows, a started server, its
memory.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LONG = "tests/samples/resume_v5.json"  # three pages, all sections
OWN = ("DATABASE_URL", "JOBOPS_AUTH", "LLM_", "RXRESUME_")
SHORT = "tests/documents/samples/without_projects.json"  # one page


@dataclass
class Installation:
    """`port` is where it listens; `process` is the one foreground command."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    healthy_after: float

    def request(
        self, method: str, path: str, body: Any = None, *, connection: Any = None
    ) -> tuple[int, dict[str, Any], float]:
        """Status, JSON answer and seconds; `connection` is kept open by the caller."""
        own = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Content-Type": "application/json"} if data else {}
        started = time.perf_counter()
        own.request(method, path, body=data, headers=headers)
        answer = own.getresponse()
        content = answer.read()
        took = time.perf_counter() - started
        if connection is None:
            own.close()
        kind = answer.getheader("Content-Type", "")
        return (
            answer.status,
            json.loads(content) if "json" in kind else {"bytes": len(content)},
            took,
        )

    def forms(self) -> dict[str, str]:
        """The headers that a form of the browser is accepted with."""
        line = self.keep_open()
        line.request("GET", "/jobs/discovered")
        answer = line.getresponse()
        content = answer.read().decode()
        line.close()
        token = re.search(r'csrf[^>]*?value="([^"]+)"|X-CSRFToken&quot;: ?&quot;([^&]+)', content)
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        if token is None:
            raise SystemExit("the page names no token for its forms")
        return {"X-CSRFToken": token[1] or token[2], "Cookie": cookie}

    def keep_open(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)

    def cpu(self) -> float:
        """User and system seconds so far, of the command and everything it started."""
        import psutil

        parent = psutil.Process(self.process.pid)
        times = [one.cpu_times() for one in (parent, *parent.children(recursive=True))]
        return sum(one.user + one.system for one in times)

    def memory(self) -> dict[str, float]:
        """PSS in MiB by process, of the whole tree."""
        import psutil

        found: dict[str, float] = {}
        parent = psutil.Process(self.process.pid)
        for number, one in enumerate([parent, *parent.children(recursive=True)]):
            with contextlib.suppress(OSError, psutil.Error):
                rollup = Path(f"/proc/{one.pid}/smaps_rollup").read_text()
                pss = next(
                    int(row.split()[1]) for row in rollup.splitlines() if row.startswith("Pss:")
                )
                found[f"{number} {one.name()}"] = pss / 1024
        return found


def environment(folder: Path, port: int, env: Mapping[str, str]) -> dict[str, str]:
    """Never the database or the model that the caller's own installation is told to use."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(OWN)}
    own = {"JOBOPS_DATA_DIR": str(folder), "PORT": str(port), "LOG_LEVEL": "warning"}
    return {**kept, **own, **env}


@contextlib.contextmanager
def installation(*, jobs: int = 0, resume: str = LONG, **env: str) -> Iterator[Installation]:
    """A running server over `jobs` seeded jobs, gone with its folder afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="jobops-bench-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    wanted = environment(folder, port, env)
    try:
        run(["prepare"], wanted)
        run(["import_resume", str(ROOT / resume)], wanted)
        if jobs:
            run(["shell", "-c", f"from bench.seed import seed; seed({jobs})"], wanted)
        started = start(folder, port, wanted)
        try:
            yield started
        finally:
            stop(started.process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start(folder: Path, port: int, env: dict[str, str]) -> Installation:
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"], cwd=ROOT, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    found = Installation(folder, port, process, 0.0)
    while time.perf_counter() - begun < 60:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if found.request("GET", "/health")[0] == 200:
                found.healthy_after = time.perf_counter() - begun
                break
        time.sleep(0.02)
    else:
        stop(process)
        raise SystemExit("the server did not become healthy within 60 s")
    wait_for_worker(found)
    return found


def wait_for_worker(found: Installation) -> None:
    for _ in range(600):
        if found.request("GET", "/health/ready")[0] == 200:
            return
        time.sleep(0.05)
    raise SystemExit("the worker did not report within 30 s")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def run(command: list[str], env: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def program() -> str | None:
    """The installed browser; None leaves the choice to Playwright."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def figures(name: str, seconds: list[float]) -> dict[str, Any]:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {
        "what": name,
        "n": len(ordered),
        "p50 ms": round(ordered[len(ordered) // 2] * 1000, 1),
        "p95 ms": round(p95 * 1000, 1),
    }


def table(rows: list[dict[str, Any]]) -> None:
    heads = list(dict.fromkeys(key for row in rows for key in row))
    widths = [max(len(head), *(len(str(row.get(head, ""))) for row in rows)) for head in heads]
    for cells in (heads, *([str(row.get(head, "")) for head in heads] for row in rows)):
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        )
