"""Web and worker as one foreground command: forked from one image, restarted when they die."""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from django.utils.module_loading import import_string

from jobops import browser_setup
from orchestrator.ops import (
    prepare,
    restore_journal,
    restore_wanted,
    restoring,
    standing_lock,
    web,
    worker,
)
from orchestrator.ops.family import Watch, settle
from orchestrator.queue import TASKS

logger = logging.getLogger(__name__)

ROLES = ("web", "worker")
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 30.0
RESTORE_TRIES = 3
OPEN_DOOR = (
    "HOST={host} would let everybody in, because nobody has to sign in (JOBOPS_AUTH=local). "
    "Use HOST=127.0.0.1, or JOBOPS_AUTH=required."
)


@dataclass
class Child:
    """One role and the process that plays it now; `falls` counts quick deaths in a row."""

    role: str
    main: Callable[[], int]
    pid: int = 0
    born: float = 0.0
    falls: int = 0
    not_before: float = 0.0


def serve(roles: Collection[str] = ROLES) -> int:
    """Prepare, start `roles`, watch over them until told to stop; the exit code."""
    # Until both parts run there is nothing to end with care, and nobody wants a stack on Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    refuse_open_door()
    mains: dict[str, Callable[[], int]] = {}
    listener = web.listen(settings.HOST, settings.PORT) if "web" in roles else None
    _prepare_apart()
    if not standing_lock.share():
        raise SystemExit("A restore is under way. Wait until it has ended, then start again.")
    if listener is not None:
        application, socket = _loaded(), listener
        mains["web"] = lambda: web.serve(application, socket)
    if "worker" in roles:
        mains["worker"] = worker.run
    if len(mains) == len(ROLES):
        restore_wanted.offer()
    print(welcome(roles), flush=True)
    return _watch_over(mains)


def refuse_open_door() -> None:
    """SystemExit when strangers could reach an installation that asks nobody to sign in."""
    if settings.AUTH == "local" and not _is_loopback(settings.HOST):
        raise SystemExit(OPEN_DOOR.format(host=settings.HOST))


def welcome(roles: Collection[str]) -> str:
    """One line: the address, and how PDFs stand."""
    browser = settings.CHROMIUM_PATH or browser_setup.find()
    pdfs = f"PDFs by {browser}" if browser else f"{browser_setup.WITHOUT} {browser_setup.HOW}"
    if "web" not in roles:
        return f"JobOps worker is starting ({pdfs})"
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    return f"JobOps is at http://{host}:{settings.PORT} ({pdfs})"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _prepare_apart() -> None:
    """In a process of its own, or what migrations load would stay in every other for good."""
    connections.close_all()
    first = Child("prepare", _prepare)
    _start(first)
    if os.waitpid(first.pid, 0)[1]:
        raise SystemExit(1)


def _prepare() -> int:
    for line in prepare.prepare():
        print(f"JobOps: {line}", flush=True)
    return 0


def _loaded() -> WSGIHandler:
    """The application with every view imported: before the fork it costs memory only once."""
    application = get_wsgi_application()
    _ = get_resolver().reverse_dict
    return application


def _watch_over(mains: Mapping[str, Callable[[], int]]) -> int:
    for task in TASKS.values():
        import_string(task.path)  # before the fork it costs time and memory only once
    connections.close_all()
    gc.collect()
    gc.freeze()
    watch = Watch()
    children = [Child(role, main) for role, main in mains.items()]
    while not watch.stops:
        now = time.monotonic()
        for child in children:
            if not child.pid and child.not_before <= now:
                _start(child)
        watch.wait(0.5)
        for child in children:
            if child.pid and _has_ended(child.pid):
                _bury(child)
        if restore_wanted.waits():
            _stand_still(children, watch)
    _stop(children, watch)
    return 0


def _start(child: Child) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    child.born = time.monotonic()
    child.pid = os.fork()
    if child.pid:
        return
    code = 1
    try:
        # A group of its own: the terminal's Ctrl-C reaches us alone, and we can end it as a whole.
        os.setpgid(0, 0)
        settle(parent)
        code = child.main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
        if isinstance(left.code, str):
            print(left.code, file=sys.stderr)
    except BaseException:
        logger.exception("process failed", extra={"meta": {"role": child.role}})
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _bury(child: Child) -> None:
    """Its children must not go on without it; then wait a little longer after each quick death."""
    _kill_group(child.pid)
    now = time.monotonic()
    child.falls = 1 if now - child.born > STEADY_SECONDS else child.falls + 1
    pause = 0.0 if child.falls == 1 else min(2.0 ** (child.falls - 2), LONGEST_PAUSE)
    child.pid, child.not_before = 0, now + pause
    meta = {"role": child.role, "again_in": pause}
    logger.error("process ended and is started again", extra={"meta": meta})


def _stop(children: Collection[Child], watch: Watch) -> None:
    told = watch.stops
    end = time.monotonic() + settings.STOP_SECONDS + 3
    running = [child for child in children if child.pid]
    for child in running:
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGTERM)
    while running and time.monotonic() < end and watch.stops == told:
        watch.wait(0.2)
        running = [child for child in running if not _has_ended(child.pid)]
    for child in children:
        if child.pid:
            _kill_group(child.pid)


def _stand_still(children: Collection[Child], watch: Watch) -> None:
    """Nothing runs while everything is swapped; whoever asks the port waits in its line. A process
    that dies over it is followed by one that finishes what it began.
    """
    _stop(children, watch)
    for child in children:
        if child.pid:
            with suppress(ChildProcessError):
                os.waitpid(child.pid, 0)
        child.pid, child.falls, child.not_before = 0, 0, 0.0
    for _ in range(RESTORE_TRIES):
        alone = Child("restore", restoring.carry_out)
        _start(alone)
        while not _has_ended(alone.pid):
            watch.wait(0.5)
        standing_lock.share()
        if not (restore_wanted.waits() or restore_journal.is_left()):
            return
    raise SystemExit("The restore could not be finished. The log says why; then start again.")


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
