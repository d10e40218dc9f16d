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
from contextlib import contextmanager
from pathlib import Path

MISSING = "PostgreSQL's server is not installed: apt-get install postgresql"
# Nothing here outlives the run, so nothing needs to reach the disk.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl of the newest version installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def cluster() -> Iterator[str]:
    """A fresh, empty server on a free loopback port; yields its DATABASE_URL."""
    folder = programs()
    if folder is None:
        raise LookupError(MISSING)
    base = Path(tempfile.mkdtemp(prefix="jobops-postgres-"))
    owner = _unprivileged()
    shutil.chown(base, owner)
    data, log, port = base / "data", base / "log", _free_port()
    start = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={base} {QUICK}"
    try:
        _run(owner, folder / "initdb", "-D", data, "-U", "jobops", "-A", "trust", "-E", "UTF8")
        _run(owner, folder / "pg_ctl", "-D", data, "-w", "-l", log, "-o", start, "start")
        try:
            yield f"postgres://jobops@127.0.0.1:{port}/postgres"
        finally:
            _run(owner, folder / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(base, ignore_errors=True)


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
