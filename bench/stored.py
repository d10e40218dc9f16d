"""Kept files through their one door, beside doing the same to the file itself.

    python -m bench stored [--rounds 300]

Medians of alternating rounds. Where the stub of S3 is installed (requirements-dev.txt) the same is
timed over HTTP to it, in a process of its own; that says what our half costs, not a real store's.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

SIZES = {"100 kB": 100_000, "10 MB": 10_000_000}
HERE = Path(tempfile.mkdtemp(prefix="jobops-bench-"))


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench stored")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--stub", default="")
    given = parser.parse_args(arguments)
    begin(given.stub)
    rows = over_http(given.rounds // 10) if given.stub else local(given.rounds)
    for name, figures in rows:
        print(f"{name:44} {figures}")
    if not given.stub and find_spec("moto"):
        with stub() as address:
            command = [sys.executable, "-m", "bench.stored", "--stub", address]
            subprocess.run([*command, "--rounds", str(given.rounds)], check=True)


def begin(address: str) -> None:
    import django

    os.environ |= {"DJANGO_SETTINGS_MODULE": "jobops.settings", "JOBOPS_DATA_DIR": str(HERE),
                   "LOG_LEVEL": "error"}  # fmt: skip
    if address:
        os.environ |= {"JOBOPS_S3_BUCKET": "bench-files", "JOBOPS_S3_ENDPOINT": address,
                       "JOBOPS_S3_ACCESS_KEY": "key", "JOBOPS_S3_SECRET_KEY": "key"}  # fmt: skip
    django.setup()


def local(rounds: int) -> Iterator[tuple[str, str]]:
    from jobops.web import stored

    for label, size in SIZES.items():
        content, some = os.urandom(size), max(20, rounds * 100_000 // size)
        name, path = f"owner/ab/{uuid4().hex}.pdf", HERE / "plain.pdf"
        stored.put(name, content)
        path.write_bytes(content)
        yield f"read {label}", beside(partial(stored.read, name), path.read_bytes, some)
        yield f"serve {label}", beside(partial(served, name), partial(served, path), some)
        # Both flush to the disk, which is most of it.
        ours, plainly = partial(put_anew, content), partial(plain, content)
        yield f"put {label}", beside(ours, plainly, min(some, 60))
    yield "list of the files", beside(lambda: list(stored.entries()), walked, 20)


def over_http(rounds: int) -> Iterator[tuple[str, str]]:
    from jobops.web import stored

    stored.FILES.store.client.create_bucket(Bucket="bench-files")
    for label, size in SIZES.items():
        content, name = os.urandom(size), f"owner/ab/{uuid4().hex}.pdf"
        some = max(5, rounds * 100_000 // size)
        yield f"stub: put {label}", timed(partial(stored.put, name, content), some)
        before = peak()
        yield f"stub: serve {label}", timed(partial(served, name), some)
        yield f"stub: serve {label}, more memory", f"{(peak() - before) / 1024:8.1f} MiB"
        yield f"stub: read {label}", timed(partial(stored.read, name), some)
        yield f"stub: exists, beside {label}", timed(partial(stored.exists, name), rounds)


def put_anew(content: bytes) -> None:
    from jobops.web import stored

    stored.put(f"owner/cd/{uuid4().hex}.pdf", content)


def served(at: str | Path) -> int:
    """All of it as an answer, piece by piece."""
    from django.test import RequestFactory

    from jobops.web.files import Served, serve

    file = Served(at, "digest", "application/pdf", "a.pdf", "a.pdf", attachment=False, cache="")
    answer: Any = serve(RequestFactory().get("/"), file)
    size = sum(len(piece) for piece in answer.streaming_content)
    answer.close()
    return size


def plain(content: bytes) -> None:
    """As it was done with a path."""
    target = HERE / "files" / hashlib.sha256(content).hexdigest()[:2] / uuid4().hex
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{uuid4().hex}.part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(target)
    handle = os.open(target.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def walked() -> list[tuple[Path, int]]:
    found = sorted((HERE / "files").rglob("*"))
    return [(path, path.stat().st_size) for path in found if path.is_file()]


def beside(ours: Callable[[], object], other: Callable[[], object], rounds: int) -> str:
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        pairs = list(zip((ours, other), took, strict=True))
        for work, times in pairs[:: -1 if number % 2 else 1]:
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
    mine, theirs = (statistics.median(times) * 1000 for times in took)
    return f"{mine:8.3f} ms, the file itself {theirs:8.3f} ms, ratio {mine / theirs:.2f}"


def timed(work: Callable[[], object], rounds: int) -> str:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return f"{statistics.median(times) * 1000:8.3f} ms"


def peak() -> int:
    """The most memory so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@contextlib.contextmanager
def stub() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as server:  # type: ignore[call-overload]
        try:
            until_it_listens(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def until_it_listens(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit("The stub of S3 did not start.")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    finally:
        shutil.rmtree(HERE, ignore_errors=True)
