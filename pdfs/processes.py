"""Finding the browser on this machine, and ending its processes for certain."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import psutil

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
_SCRATCH = "jobops-pdf-"
_OWN = ("chromium_headless_shell-*/*/*headless*shell", "chromium-*/*/chrome")


def find_browser(configured: str) -> str:
    """The browser's path, empty when there is none. A configured path is never second-guessed."""
    if configured:
        return configured if os.access(configured, os.X_OK) else ""
    on_path = next(filter(None, map(shutil.which, NAMES)), "")
    if on_path:
        return on_path
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    own = (path for pattern in _OWN for path in sorted(Path(cache).glob(pattern), reverse=True))
    return next((str(path) for path in own if os.access(path, os.X_OK)), "")


@lru_cache(maxsize=4)
def version(path: str) -> str:
    """What the browser says of itself, without starting it; empty when it does not answer."""
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()


def children() -> set[psutil.Process]:
    return set(psutil.Process().children())


def family(parent: psutil.Process) -> list[psutil.Process]:
    try:
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return [parent]


def kill(members: list[psutil.Process]) -> None:
    """Ends all of them, whatever state they are in, and waits until they are gone."""
    for member in filter(_lives, members):
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    # psutil's own waiting is for children; the browser's parent is the driver.
    end = time.monotonic() + 5
    while any(map(_lives, members)) and time.monotonic() < end:
        time.sleep(0.005)


def _lives(member: psutil.Process) -> bool:
    try:
        return member.is_running() and member.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def scratch() -> Path:
    """A folder for this process's browser; those of processes that are gone are removed."""
    parent = Path(tempfile.gettempdir())
    for old in parent.glob(f"{_SCRATCH}*"):
        pid = old.name.removeprefix(_SCRATCH)
        if not (pid.isdecimal() and psutil.pid_exists(int(pid))):
            remove(old)
    folder = parent / f"{_SCRATCH}{os.getpid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def beside(folder: Path) -> Iterator[None]:
    """A driver started now keeps everything temporary in `folder`, the browser's profile too: what
    it cannot remove when it is killed is then removed with the folder.
    """
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def memory(members: list[psutil.Process]) -> int:
    """Bytes in use together. Where the system says so, a page shared by several counts once."""
    total = 0
    for member in members:
        try:
            used = member.memory_full_info()
        except psutil.NoSuchProcess:
            continue
        total += getattr(used, "pss", used.rss)
    return total


def this() -> psutil.Process:
    return psutil.Process()
