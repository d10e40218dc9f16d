"""Runs the program that asks a site with python-jobspy, in a process group of its own, and makes
sure that nothing of it is left.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import psutil
from django.conf import settings

from orchestrator.pipeline.turns import Patience
from orchestrator.sources import jobspy, jobspy_child
from orchestrator.sources.base import Answer, SourceError
from pdfs import processes

logger = logging.getLogger(__name__)

WARNED = "python-jobspy reported {count} warnings. The log holds them."
HARD_SECONDS = 180.0
LOOK_EVERY = 0.2
MOST_BYTES = 25 * 1024 * 1024
# The library and what it brings see nothing else of our environment, which holds secrets.
PASSED_ON = (
    *("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR"),
    *(
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "NO_PROXY",
        "SYSTEMROOT",
    ),
)


def is_installed() -> bool:
    """Found without importing it: the library and pandas stay out of the worker."""
    return importlib.util.find_spec("jobspy") is not None


class Child:
    """A SourceHttp whose requests are runs of the program."""

    def __init__(self, patience: Patience) -> None:
        self.requests = 0
        self.warnings = 0
        self._patience = patience

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        raise SourceError("unsupported")

    def post(self, url: str, *, body: object) -> Answer:
        """`url` is the program. Raises SourceError."""
        if not is_installed():
            raise SourceError("needs_key", jobspy.MISSING)
        self._patience.check()
        self.requests += 1
        with tempfile.TemporaryDirectory(prefix="jobops-child-") as name:
            folder = Path(name)
            (folder / jobspy_child.ASK).write_text(json.dumps(body), encoding="utf-8")
            code = self._run(url, folder)
            body = _result(folder, code=code)
        self.warnings += _reported(body)
        return Answer(body=body, headers={}, url=url)

    def _run(self, program: str, folder: Path) -> int:
        """The exit code. Whatever happens, the whole group has ended afterwards."""
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", program, str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=settings.BASE_DIR,
                env={**environment, "HOME": str(folder), "TMPDIR": str(folder)},
                start_new_session=True,
            )
            try:
                return _ended(process, self._patience.within(HARD_SECONDS))
            finally:
                _end(process, folder)


def _ended(process: subprocess.Popen[bytes], patience: Patience) -> int:
    while True:
        patience.check()
        with suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=LOOK_EVERY)


def _end(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Its family, its group, and whatever left both: that still has our folder for a home."""
    members: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        members = processes.family(psutil.Process(process.pid))
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    processes.kill([*members, *filter(lambda one: _lives_in(one, folder), psutil.process_iter())])
    process.wait()


def _lives_in(one: psutil.Process, folder: Path) -> bool:
    try:
        return bool(one.environ().get("HOME") == str(folder))
    except (psutil.Error, OSError):
        return False


def _result(folder: Path, *, code: int) -> bytes:
    path = folder / jobspy_child.RESULT
    if code or not path.exists():
        _gave_up(folder, code)
    if path.stat().st_size > MOST_BYTES:
        raise SourceError("too_big")
    return path.read_bytes()


def _gave_up(folder: Path, code: int) -> NoReturn:
    said = (folder / "log").read_text(encoding="utf-8", errors="replace")[-2_000:]
    logger.error("python-jobspy gave up", extra={"meta": {"code": code, "said": said}})
    raise SourceError("changed_shape", "The program with python-jobspy gave up. The log says more.")


def _reported(body: bytes) -> int:
    """How many warnings. The library's own words go to the log, never to a page."""
    found = json.loads(body)
    said = {name: found[name] for name in ("error", "warnings") if found.get(name)}
    if said:
        logger.warning("python-jobspy reported", extra={"meta": said})
    return len(found.get("warnings") or ())
