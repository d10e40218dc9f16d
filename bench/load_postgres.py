"""A PostgreSQL whose rows stay on disk between measurements, as durable as it is shipped."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.ports import free_port
from tests.house import postgres

# As it is shipped, but for a cache that fits the machine.
OPTIONS = "-c shared_buffers=512MB -c max_connections=100"


@contextmanager
def kept(base: Path) -> Iterator[str]:
    """The server over the cluster in `base`, made when there is none; its DATABASE_URL."""
    programs = postgres.programs()
    if programs is None:
        raise SystemExit(postgres.MISSING)
    data, port = base / "data", free_port()
    start = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={base} {OPTIONS}"
    # Its user has to reach the folder.
    for one in (base, *base.parents[:2]):
        one.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(base, "postgres")
    if not data.exists():
        _run(programs / "initdb", "-D", data, "-U", "jobops", "-A", "trust", "-E", "UTF8")
    _run(programs / "pg_ctl", "-D", data, "-w", "-l", base / "log", "-o", start, "start")
    try:
        yield f"postgres://jobops@127.0.0.1:{port}/postgres"
    finally:
        _run(programs / "pg_ctl", "-D", data, "-w", "-m", "fast", "stop")


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
    # A pipe would be inherited by the server, and keep us waiting for as long as it runs.
    subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL)
