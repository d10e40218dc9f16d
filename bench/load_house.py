"""An installation with many users that stays on disk between measurements, and what is seen of it
while it is used.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg

from bench.installation import ROOT, Installation, environment, start, stop
from bench.load_postgres import kept
from bench.load_users import PASSWORD
from bench.ports import free_port

PATIENCE = 600


@dataclass
class House:
    """One installation on one database; `address` is empty on SQLite."""

    place: Path
    address: str
    cookies: list[str] = field(default_factory=list)

    def env(self, *, web: int) -> dict[str, str]:
        port = free_port()
        more = {"DATABASE_URL": self.address} if self.address else {}
        return environment(
            self.place / "data", port,
            {"JOBOPS_AUTH": "required", "JOBOPS_WEB_PROCESSES": str(web), "LOG_LEVEL": "error",
             "JOBOPS_BACKUPS_KEPT": "0", **more},
        )  # fmt: skip

    def seed(self, *, users: int, jobs: int) -> dict[str, float]:
        code = (
            "from bench.load_rows import fill; import json; "
            f"print(json.dumps(fill({users}, {jobs})))"
        )
        manage(["prepare"], self.env(web=1))
        return dict(json.loads(manage(["shell", "-v", "0", "-c", code], self.env(web=1))))

    @contextlib.contextmanager
    def running(self, *, web: int, users: int) -> Iterator[Installation]:
        env = self.env(web=web)
        found = start(self.place / "data", int(env["PORT"]), env)
        try:
            self._sign_in(found, users)
            yield found
        finally:
            stop(found.process)

    def count(self, table: str) -> int:
        if self.address:
            with psycopg.connect(self.address) as line:
                return int((line.execute(f"SELECT count(*) FROM {table}").fetchone() or [0])[0])
        with contextlib.closing(sqlite3.connect(self.place / "data" / "jobops.sqlite3")) as file:
            return int(file.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def _sign_in(self, found: Installation, users: int) -> None:
        kept = self.place / "cookies.json"
        self.cookies = json.loads(kept.read_text()) if kept.exists() else []
        if self.cookies and not _opens(found, self.cookies[-1]):
            self.cookies = []
        for number in range(len(self.cookies) + 1, users + 1):
            self.cookies.append(_signed_in(found, f"load-{number}"))
        kept.write_text(json.dumps(self.cookies))


def manage(arguments: list[str], env: dict[str, str]) -> str:
    said = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return said.stdout.strip().splitlines()[-1]


@contextlib.contextmanager
def house(folder: Path, place: str) -> Iterator[House]:
    own = folder / place
    (own / "data").mkdir(parents=True, exist_ok=True)
    if place == "sqlite":
        yield House(own, "")
        return
    (own / "server").mkdir(exist_ok=True)
    with kept(own / "server") as address:
        yield House(own, address)


def _opens(found: Installation, cookie: str) -> bool:
    line = found.keep_open()
    line.request("GET", "/api/auth/me", headers={"Cookie": cookie})
    return line.getresponse().status == 200


def _signed_in(found: Installation, name: str) -> str:
    line = found.keep_open()
    body = json.dumps({"username": name, "password": PASSWORD})
    line.request("POST", "/api/auth/login", body=body, headers={"Content-Type": "application/json"})
    answer = line.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{name} was not let in: {answer.status} {content[:200]!r}")
    cookies = answer.headers.get_all("Set-Cookie") or []
    return "; ".join(one.partition(";")[0] for one in cookies)


class Watcher(threading.Thread):
    """Looks once a second: size of the write-ahead log, connections, waiting locks, processor."""

    def __init__(self, found: House) -> None:
        super().__init__(daemon=True)
        self._house, self._over = found, threading.Event()
        self.most: dict[str, float] = {}
        self._processor: list[float] = []

    def run(self) -> None:
        psutil.cpu_percent()
        while not self._over.wait(1.0):
            self._processor.append(psutil.cpu_percent())
            with contextlib.suppress(OSError, psycopg.Error):
                for name, value in self._seen().items():
                    self.most[name] = max(self.most.get(name, 0.0), value)

    def end(self) -> dict[str, float]:
        self._over.set()
        self.join()
        mean = sum(self._processor) / max(1, len(self._processor))
        return {**self.most, "processor %": round(mean)}

    def _seen(self) -> dict[str, float]:
        if not self._house.address:
            wal = self._house.place / "data" / "jobops.sqlite3-wal"
            return {"WAL MiB": round(wal.stat().st_size / 1024**2, 1)}
        with psycopg.connect(self._house.address) as line:
            row = line.execute(
                "SELECT count(*) - 1, count(*) FILTER (WHERE wait_event_type = 'Lock') "
                "FROM pg_stat_activity WHERE backend_type = 'client backend'"
            ).fetchone()
        assert row
        return {"connections": row[0], "waiting for locks": row[1]}


class Pipeline(threading.Thread):
    """Runs that prepare fifty jobs with Chromium, one user after the other."""

    def __init__(self, found: Installation, cookies: list[str]) -> None:
        super().__init__(daemon=True)
        self._found, self._cookies, self._over = found, cookies, threading.Event()
        self.runs = 0

    def run(self) -> None:
        for cookie in self._cookies:
            if self._over.is_set():
                return
            body = {"enableCrawling": False, "enableScoring": False, "topN": 50,
                    "minSuitabilityScore": 0}  # fmt: skip
            if "data" not in self._ask("POST", "/api/pipeline/run", cookie, body):
                continue
            self.runs += 1
            while self._is_running(cookie) and not self._over.wait(1.0):
                pass
            if self._over.is_set():
                self._ask("POST", "/api/pipeline/cancel", cookie, {})

    def end(self) -> int:
        self._over.set()
        self.join()
        return self.runs

    def _is_running(self, cookie: str) -> bool:
        status = self._ask("GET", "/api/pipeline/status", cookie).get("data") or {}
        return bool(status.get("isRunning"))

    def _ask(self, method: str, path: str, cookie: str, body: Any = None) -> dict[str, Any]:
        line = self._found.keep_open()
        try:
            headers = {"Cookie": cookie, "Content-Type": "application/json"}
            data = json.dumps(body) if body is not None else None
            line.request(method, path, body=data, headers=headers)
            found: dict[str, Any] = json.loads(line.getresponse().read())
            return found
        except (OSError, ValueError):
            return {}
        finally:
            line.close()


def at_work(
    found: Installation, cookies: list[str], *, seconds: float, warm: float, think: float, seed: int
) -> dict[str, Any]:
    """What `cookies` met while they worked for that long, `warm` seconds of coming not counted."""
    given = {"port": found.port, "cookies": cookies, "seconds": seconds, "warm": warm,
             "think": think, "seed": seed}  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-m", "bench.load_users"], cwd=ROOT, input=json.dumps(given), check=True,
        stdout=subprocess.PIPE, text=True, env=dict(os.environ), timeout=warm + seconds + PATIENCE,
    )  # fmt: skip
    return dict(json.loads(said.stdout))


def settle(seconds: float = 3.0) -> None:
    """The last phase's work must not be the next one's."""
    time.sleep(seconds)
