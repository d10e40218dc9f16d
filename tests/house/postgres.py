"""A PostgreSQL of one's own: `python -m tests.house.postgres COMMAND…` runs it with DATABASE_URL.

The server refuses to run as root, so root hands it to an unprivileged user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MISSING = "PostgreSQL's server is not installed: apt-get install postgresql"
# Nothing here outlives the run, so nothing needs to reach the disk.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl of the newest version installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


class Cluster:
    """A server of one's own on a free loopback port, which can be stopped and started again."""

    def __init__(self, folder: Path, base: Path, *, most: int) -> None:
        self._folder, self._base, self._owner = folder, base, _unprivileged()
        self._port, self._most = _free_port(), most
        shutil.chown(base, self._owner)
        self._run("initdb", "-D", base / "data", "-U", "jobops", "-A", "trust", "-E", "UTF8")

    @property
    def url(self) -> str:
        return f"postgres://jobops@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        options = (
            f"-p {self._port} -c listen_addresses=127.0.0.1 "
            f"-c unix_socket_directories={self._base} {QUICK} -c max_connections={self._most}"
        )
        data, log = self._base / "data", self._base / "log"
        self._run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """As a crash: every line is cut."""
        self._run("pg_ctl", "-D", self._base / "data", "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *words: object) -> None:
        _run(self._owner, self._folder / program, *words)


@contextmanager
def server(*, most: int = 60) -> Iterator[Cluster]:
    """A fresh, empty cluster that runs; LookupError where PostgreSQL is not installed."""
    folder = programs()
    if folder is None:
        raise LookupError(MISSING)
    base = Path(tempfile.mkdtemp(prefix="jobops-postgres-"))
    try:
        found = Cluster(folder, base, most=most)
        found.start()
        try:
            yield found
        finally:
            with suppress(RuntimeError):
                found.stop()
    finally:
        shutil.rmtree(base, ignore_errors=True)


@contextmanager
def cluster() -> Iterator[str]:
    """The same; yields its DATABASE_URL."""
    with server() as found:
        yield found.url


def _unprivileged() -> str:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(owner: str, *command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", f"--reuid={owner}", "--regid", _group(owner), "--clear-groups", *words]
    # A server that inherits a pipe would keep it open for as long as it runs.
    with tempfile.TemporaryFile("w+") as output:
        if subprocess.call(words, stdout=output, stderr=output, cwd="/"):
            output.seek(0)
            raise RuntimeError(f"{words[-1]} failed: {output.read()[-2000:]}")


def _group(owner: str) -> str:
    return str(pwd.getpwnam(owner).pw_gid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _version(path: Path) -> int:
    name = path.parent.parent.name
    return int(name) if name.isdigit() else 0


if __name__ == "__main__":
    with cluster() as url:
        raise SystemExit(subprocess.call(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}))
