"""A real installation that is killed piece by piece, and what starts it again: as systemd would."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.installation import ROOT, environment

MARK = "JOBOPS_CHAOS"
RESTART_SECONDS = 0.3
POOL = ("pool worker", "pool worker", "monitor", "pusher")
# What dies how often, compared with the others.
WEIGHTS: Mapping[str, int] = {
    "pool worker": 6, "monitor": 2, "pusher": 2, "desk": 2, "worker command": 2,
    "web": 2, "web process": 2, "supervisor": 1, "browser": 4, "browser driver": 3,
}  # fmt: skip


@dataclass
class Unit:
    """One supervised command; `starts` counts how often it was started."""

    arguments: Sequence[str]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def keep(self, log: Path) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", *self.arguments], cwd=ROOT, env=dict(self.env),
                stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        self.starts += 1


@dataclass
class House:
    """`groups` worker groups of `workers` processes each; the first one beside the web server."""

    folder: Path
    port: int
    mark: str
    units: list[Unit] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def env(self, given: Mapping[str, str]) -> dict[str, str]:
        (self.folder / "tmp").mkdir(exist_ok=True)
        own = {MARK: self.mark, "TMPDIR": str(self.folder / "tmp"),
               "DJANGO_SETTINGS_MODULE": "jobops.settings"}  # fmt: skip
        return environment(self.folder / "data", self.port, {**given, **own})

    def start(self, given: Mapping[str, str], *, groups: int) -> None:
        more = [Unit(("serve", "--only", "worker"), self.env(given)) for _ in range(groups - 1)]
        self.units = [Unit(("serve",), self.env(given)), *more]
        self._over.clear()
        self._thread = threading.Thread(target=self._supervise, daemon=True)
        self._thread.start()
        self.wait()

    def wait(self, *, seconds: float = 120) -> None:
        """Until web, worker and browser are there; SystemExit when they do not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException):
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                line.request("GET", "/health/ready")
                if line.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise SystemExit(f"not ready after {seconds} s; see {self.folder}/log")

    def stop(self) -> list[str]:
        """End everything kindly; what was left and had to be killed."""
        self._over.set()
        if self._thread:
            self._thread.join()
        for unit in self.units:
            if unit.process and unit.process.poll() is None:
                unit.process.send_signal(signal.SIGTERM)
        for unit in self.units:
            if unit.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    unit.process.wait(60)
        end = time.monotonic() + 10
        while (left := self.marked()) and time.monotonic() < end:
            time.sleep(0.1)
        names = [f"{one.pid} {_line(one)[:80]}" for one in left]
        for one in left:
            with contextlib.suppress(psutil.Error):
                one.kill()
        return names

    def strike(self, chance: random.Random) -> str:
        """Kill one process, drawn by kind first; which kind, or "" when nothing of it ran."""
        there = self.victims()
        kinds = [kind for kind in WEIGHTS if there.get(kind)]
        drawn = chance.random(), chance.random()
        if "desk" not in kinds and "pool worker" not in kinds:
            return ""  # still starting: what has not begun has nothing to lose
        total = sum(WEIGHTS[kind] for kind in kinds)
        place = drawn[0] * total
        for kind in kinds:
            place -= WEIGHTS[kind]
            if place <= 0:
                break
        with contextlib.suppress(psutil.NoSuchProcess):
            there[kind][int(drawn[1] * len(there[kind]))].kill()
            self.killed[kind] += 1
            return kind
        return ""

    def victims(self) -> dict[str, list[psutil.Process]]:
        found: dict[str, list[psutil.Process]] = {}
        for unit in self.units:
            with contextlib.suppress(psutil.Error):
                if unit.process and unit.process.poll() is None:
                    for kind, one in self._kinds(psutil.Process(unit.process.pid)):
                        found.setdefault(kind, []).append(one)
        return found

    def _kinds(self, top: psutil.Process) -> list[tuple[str, psutil.Process]]:
        found = [("supervisor", top)]
        for child in top.children():
            below = child.children()
            if len(below) < 3 and not any(self._has_desk(one) for one in below):
                found += [("web", child), *(("web process", one) for one in below)]
                continue
            found.append(("worker command", child))
            found += [("desk", one) for one in below if self._has_desk(one)]
            pool = [one for one in below if not self._has_desk(one)]
            pool.sort(key=lambda one: (one.create_time(), one.pid))
            found += list(zip(POOL[-max(3, len(pool)) :], pool, strict=False))
            for one in (deep for member in pool for deep in member.children(recursive=True)):
                kind = "browser driver" if "run-driver" in _line(one) else "browser"
                found.append((kind, one))
        return found

    def marked(self) -> list[psutil.Process]:
        """Every living process that was started by this house, whoever its parent is now."""
        found, mark = [], f"{MARK}={self.mark}".encode()
        for one in psutil.process_iter():
            if one.pid == os.getpid():
                continue
            with contextlib.suppress(OSError, psutil.Error):
                ours = mark in Path(f"/proc/{one.pid}/environ").read_bytes()
                if (ours or str(self.folder) in _line(one)) and _lives(one):
                    found.append(one)
        return found

    def orphans(self) -> list[str]:
        """Marked processes that hang below none of our commands."""
        family: set[int] = set()
        for unit in self.units:
            with contextlib.suppress(psutil.Error):
                assert unit.process
                top = psutil.Process(unit.process.pid)
                family |= {top.pid, *(one.pid for one in top.children(recursive=True))}
        return [f"{one.pid} {_line(one)[:80]}" for one in self.marked() if one.pid not in family]

    def _has_desk(self, one: psutil.Process) -> bool:
        return any((self.folder / "data" / "run").glob(f"{one.pid}-*.desk"))

    def _supervise(self) -> None:
        down: dict[int, float] = {}
        while not self._over.wait(0.05):
            for number, unit in enumerate(self.units):
                if unit.process is None or not unit.starts:
                    unit.keep(self.folder / "log")
                elif unit.process.poll() is not None:
                    since = down.setdefault(number, time.monotonic())
                    if time.monotonic() >= since + RESTART_SECONDS:
                        unit.keep(self.folder / "log")
                        del down[number]


def _line(one: psutil.Process) -> str:
    try:
        return " ".join(one.cmdline())
    except psutil.Error:
        return ""


def _lives(one: psutil.Process) -> bool:
    try:
        return one.is_running() and one.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
