"""One JSON object per line; debug and info to stdout, warning and error to stderr.

Write a fixed text and put what varies into `extra={"meta": {...}}`:

    logger.info("Job scored", extra={"meta": {"score": 77}})

`bind` holds the ids that tie lines, events and rows of one cause together.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType
from typing import Any

from pydantic_core import ValidationError

from jobops import env
from jobops.lib.redaction import remember, scrub, scrub_text

IDS = ("requestId", "pipelineRunId", "jobId", "operationId", "userId")
STACK = 4000
# Below warning these write request bodies, addresses or SQL values.
TALKATIVE = ("openai", "httpx2", "httpcore2", "urllib3", "django.db.backends", "asyncio",
             "imapclient")  # fmt: skip

_bound: ContextVar[Mapping[str, str]] = ContextVar(
    "jobops_correlation", default=MappingProxyType({})
)


@contextmanager
def bind(**ids: object) -> Iterator[None]:
    """Add ids for everything done inside; None leaves an outer value as it is."""
    unknown = set(ids) - set(IDS)
    if unknown:
        raise TypeError(f"not a correlation id: {', '.join(sorted(unknown))}")
    given = {name: str(value) for name, value in ids.items() if value is not None}
    token = _bound.set({**_bound.get(), **given})
    try:
        yield
    finally:
        _bound.reset(token)


def current() -> dict[str, str]:
    return dict(_bound.get())


def config(level: str) -> dict[str, Any]:
    """A dictionary for logging.config.dictConfig; every logger ends in the same two handlers."""
    quiet = {name: {"level": "WARNING"} for name in TALKATIVE}
    # Django and django-q2 attach handlers of their own; theirs would write a second, plain line.
    own = {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "jobops.logs.JsonLines"}},
        "filters": {"quieter_than_warning": {"()": "jobops.logs.QuieterThanWarning"}},
        "handlers": {
            "stdout": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "json",
                "filters": ["quieter_than_warning"],
            },
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": "json",
                "level": "WARNING",
            },
        },
        "root": {"handlers": ["stdout", "stderr"], "level": level.upper()},
        # Each task is told by the work it does; the queue's own lines are for looking closer.
        "loggers": {
            **own,
            "django-q": {
                "handlers": [],
                "propagate": True,
                "level": "DEBUG" if level == "debug" else "WARNING",
            },
            **quiet,
        },
    }


class QuieterThanWarning(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno < logging.WARNING


class JsonLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__()
        remember(env.secrets_read())
        logging.captureWarnings(True)

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "msg": scrub_text(str(record.msg)),
            **current(),
        }
        meta = _meta(record)
        if meta:
            line["meta"] = meta
        return json.dumps(line, ensure_ascii=False)


def _meta(record: logging.LogRecord) -> dict[str, object]:
    given = getattr(record, "meta", None)
    scrubbed = scrub(given if isinstance(given, Mapping) else {})
    meta: dict[str, object] = scrubbed if isinstance(scrubbed, dict) else {}
    if record.args:
        args = record.args
        meta["args"] = scrub(list(args) if isinstance(args, tuple) else args)
    if record.exc_info and record.exc_info[1]:
        meta["error"] = _error(record.exc_info[1], record.exc_info[2])
    return meta


def _error(error: BaseException, stack: TracebackType | None) -> dict[str, str]:
    frames = scrub_text("".join(traceback.format_tb(stack)), limit=64 * 1024)
    shown = {"type": type(error).__name__, "message": scrub_text(_message(error))}
    cause = error.__cause__ or error.__context__
    if cause is not None:
        shown["cause"] = type(cause).__name__
    # The innermost frames are at the end, and they are the ones that explain.
    return {**shown, "stack": frames[-STACK:]}


def _message(error: BaseException) -> str:
    if isinstance(error, ValidationError):
        # Its own text repeats the input: a model answer, a résumé, a mail.
        places = (".".join(map(str, e["loc"])) + " " + e["type"] for e in error.errors())
        return f"{error.error_count()} of {error.title}: " + ", ".join(places)
    return str(error)
