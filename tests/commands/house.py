"""The commands as an owner types them: real processes over a folder of their own."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from tests.worker.harness import gone, until

ROOT = Path(__file__).resolve().parents[2]


class House:
    """One data folder and the port its server would use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> tuple[int, str]:
        """A command to its end: exit code, and what it said on both channels."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env(env or {}),
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=250, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    def start(self, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        """A command that stays; it is there when it answers /health."""
        with (self.folder / "out.log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT, env=self.env(env or {}), text=True, stdout=log, stderr=log,
            )  # fmt: skip
        until(self.answers, what=self.said())

    def answers(self, path: str = "/health") -> bool:
        with suppress(URLError, ConnectionError, TimeoutError):
            return bool(urlopen(f"{self.url}{path}", timeout=60).status == 200)
        return False

    def said(self) -> str:
        log = self.folder / "out.log"
        return log.read_text() if log.exists() else ""

    def family(self) -> list[psutil.Process]:
        assert self.process
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def roles(self) -> list[psutil.Process]:
        """The children of the command itself: web, then worker."""
        assert self.process
        found = psutil.Process(self.process.pid).children()
        return sorted(found, key=lambda one: (one.create_time(), one.pid))

    def interrupt(self) -> int:
        """Ctrl-C."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(200)

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            family = self.family()
            for one in family:
                with suppress(psutil.NoSuchProcess):
                    one.kill()
            self.process.wait()
            until(lambda: gone(family))

    def env(self, more: Mapping[str, str]) -> dict[str, str]:
        own = ("LLM_", "RXRESUME_", "DATABASE_", "JOBOPS_", "CHROMIUM_", "HOST")
        known = {name: text for name, text in os.environ.items() if not name.startswith(own)}
        return {
            **known,
            "DJANGO_SETTINGS_MODULE": "jobops.settings",
            "JOBOPS_DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "LOG_LEVEL": "warning",
            **more,
        }


def free_port() -> int:
    """One the system gives to nobody by itself, or another test could get it before we bind it."""
    while True:
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", random.randrange(15_000, 32_000)))
            return int(probe.getsockname()[1])
