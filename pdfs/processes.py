"""Finding the browser on this machine, and ending its processes for certain."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import psutil

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
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
    for member in members:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(members, timeout=5)


def memory(members: list[psutil.Process]) -> int:
    """Bytes in use together; shared pages count once per process, so it is an upper bound."""
    total = 0
    for member in members:
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def this() -> psutil.Process:
    return psutil.Process()
