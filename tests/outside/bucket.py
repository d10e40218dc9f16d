"""An S3-compatible store over real HTTP; each test has a prefix of its own in it."""

from __future__ import annotations

import logging
import socket
from functools import cache
from typing import Any
from uuid import uuid4

from moto.server import ThreadedMotoServer

from jobops.web import stored

NAME = "kept-files"


@cache
def address() -> str:
    """Of the server, which runs until the process ends."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    return "http://{}:{}".format(*server.get_host_and_port())


def use(settings: Any, *, endpoint: str = "") -> None:
    """All files are kept there, from now to the end of the test."""
    settings.S3_BUCKET, settings.S3_PREFIX = NAME, uuid4().hex
    settings.S3_ENDPOINT = endpoint or address()
    settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY = "key", "secret"
    backend = "jobops.web.store_s3.Shared"
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            alias: {"BACKEND": backend, "OPTIONS": {"location": alias}}
            for alias in ("files", "passing")
        },
    }
    if not endpoint:
        _make_bucket(client(stored.FILES))


def _make_bucket(of: Any) -> None:
    of.create_bucket(Bucket=NAME)
    # The stub mixes up writers of the same key unless it keeps what each of them wrote.
    of.put_bucket_versioning(Bucket=NAME, VersioningConfiguration={"Status": "Enabled"})


def client(shelf: stored.Shelf) -> Any:
    return shelf.store.client  # type: ignore[attr-defined]


def nobody() -> str:
    """An address where nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"
