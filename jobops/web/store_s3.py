"""Files in an S3-compatible store that several machines share. Only loaded where one is set."""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from threading import Lock
from typing import Any, BinaryIO, cast

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from jobops.lib import filed
from jobops.web.ranged import reading
from jobops.web.store_parts import Entry, Opened, StoreError

PIECE = 8 * 1024 * 1024
PAGE = 1000
# After it did not answer, nobody waits for it again for so long.
QUIET_SECONDS = 3.0
_TRANSFER = TransferConfig(
    multipart_threshold=PIECE, multipart_chunksize=2 * PIECE, use_threads=False
)
_CONFIG: dict[str, Any] = {
    "signature_version": "s3v4",
    "connect_timeout": 3,
    "read_timeout": 15,
    "retries": {"mode": "standard", "total_max_attempts": 3},
    "max_pool_connections": 64,
    # Stores other than Amazon's may know no trailing checksums; we send an MD5 of our own.
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}
_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
_FULL = frozenset({"507", "QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity"})


class Shared(S3Storage):  # type: ignore[misc]
    """Private objects below settings.S3_PREFIX; see jobops.web.stored.Store. No address of one is
    ever handed out.
    """

    # Whole seconds, of another machine's clock.
    grain = timedelta(seconds=3)

    def __init__(self, *, location: str) -> None:
        style = "path" if settings.S3_ENDPOINT else "auto"
        super().__init__(
            bucket_name=settings.S3_BUCKET,
            location="/".join(filter(None, (settings.S3_PREFIX.strip("/"), location))),
            endpoint_url=settings.S3_ENDPOINT or None,
            region_name=settings.S3_REGION or ("us-east-1" if settings.S3_ENDPOINT else None),
            access_key=settings.S3_ACCESS_KEY or None,
            secret_key=settings.S3_SECRET_KEY or None,
            client_config=Config(**_CONFIG, s3={"addressing_style": style}),
            transfer_config=_TRANSFER,
            default_acl=None,
            file_overwrite=True,
            querystring_auth=False,
        )
        self._lock, self._of_process, self._quiet_until = Lock(), (0, None), 0.0

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        raise NotImplementedError("files are handed out by ourselves, to their owner")

    @property
    def client(self) -> Any:
        """One for all threads of a process; a forked one makes its own."""
        with self._lock:
            process, client = self._of_process
            if process != os.getpid():
                client = self._create_session().client(
                    "s3",
                    region_name=self.region_name,
                    endpoint_url=self.endpoint_url,
                    config=self.client_config,
                )
                self._of_process = (os.getpid(), client)
        return client

    def exists(self, name: str) -> bool:
        try:
            self.look(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return self.look(name).size

    def get_modified_time(self, name: str) -> datetime:
        return self.look(name).modified

    def look(self, name: str) -> Entry:
        with self.asked(name):
            found = self.client.head_object(**self.at(name))
        return Entry(name, int(found["ContentLength"]), found["LastModified"])

    def opened(self, name: str) -> Opened:
        entry = self.look(name)
        return Opened(reading(self, entry), entry)

    def read(self, name: str) -> bytes:
        with self.asked(name):
            return bytes(self.client.get_object(**self.at(name))["Body"].read())

    def borrowed(self, name: str) -> BinaryIO:
        """A copy on this machine, gone when it is closed."""
        with ExitStack() as undone:
            copy = NamedTemporaryFile(dir=settings.DATA_DIR, suffix=filed.TEMPORARY)  # noqa: SIM115
            undone.callback(copy.close)
            with self.asked(name):
                self.client.download_fileobj(Fileobj=copy, Config=_TRANSFER, **self.at(name))
            copy.seek(0)
            undone.pop_all()
        return cast(BinaryIO, copy)

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        with TemporaryFile(dir=settings.DATA_DIR) as draft:
            yield draft
            draft.seek(0)
            self._upload(name, draft)

    def entries(self, prefix: str) -> Iterator[Entry]:
        root = len(self.at("")["Key"])
        for page in self._pages("list_objects_v2", prefix):
            for one in page.get("Contents", ()):
                if not one["Key"].endswith("/"):
                    yield Entry(one["Key"][root:], int(one["Size"]), one["LastModified"])

    def touch(self, name: str) -> None:
        place = self.at(name)
        with self.asked(name):
            self.client.copy_object(**place, CopySource=place, MetadataDirective="REPLACE")

    def tidy(self, prefix: str, *, before: datetime) -> int:
        gone = filed.remove_drafts(Path(settings.DATA_DIR), before=before.timestamp(), deep=False)
        for page in self._pages("list_multipart_uploads", prefix):
            for one in page.get("Uploads", ()):
                if one["Initiated"] < before:
                    place = {"Bucket": self.bucket_name, "Key": one["Key"]}
                    with self.asked(one["Key"]):
                        self.client.abort_multipart_upload(**place, UploadId=one["UploadId"])
                    gone += 1
        return gone

    def clear(self, prefix: str) -> None:
        for page in self._pages("list_objects_v2", prefix):
            if found := [{"Key": one["Key"]} for one in page.get("Contents", ())]:
                with self.asked(prefix):
                    self.client.delete_objects(
                        Bucket=self.bucket_name, Delete={"Objects": found, "Quiet": True}
                    )

    def delete(self, name: str) -> None:
        try:
            with self.asked(name):
                self.client.delete_object(**self.at(name))
        except FileNotFoundError:
            return

    def at(self, name: str) -> dict[str, str]:
        """Raises SuspiciousOperation for a name that leads out of our prefix."""
        key = self._normalize_name(name)
        return {"Bucket": self.bucket_name, "Key": key if name else f"{self.location}/"}

    @contextmanager
    def asked(self, name: str) -> Iterator[None]:
        """Raises FileNotFoundError or StoreError for what the store answers."""
        if time.monotonic() < self._quiet_until:
            raise StoreError("unreachable")
        try:
            yield
        except ClientError as refused:
            raise _refusal(refused, name) from refused
        except (BotoCoreError, Boto3Error) as failed:
            self._quiet_until = time.monotonic() + QUIET_SECONDS
            raise StoreError("unreachable") from failed

    def _open(self, name: str, mode: str = "rb") -> Any:
        return File(self.opened(name).file, name=name)

    def _save(self, name: str, content: File[bytes]) -> str:
        """Equal bytes are sent again: that costs one request, and makes them young."""
        if content.size > PIECE:
            self._upload(name, content.open())
            return name
        body = content.read()
        digest = hashlib.md5(body, usedforsecurity=False).digest()
        with self.asked(name):
            self.client.put_object(
                **self.at(name), Body=body, ContentMD5=base64.b64encode(digest).decode()
            )
        return name

    def _upload(self, name: str, file: Any) -> None:
        with self.asked(name):
            self.client.upload_fileobj(Fileobj=file, Config=_TRANSFER, **self.at(name))

    def _pages(self, operation: str, prefix: str) -> Iterator[dict[str, Any]]:
        beginning = self.at("")["Key"] + prefix
        pages = self.client.get_paginator(operation).paginate(
            Bucket=self.bucket_name, Prefix=beginning, PaginationConfig={"PageSize": PAGE}
        )
        with self.asked(prefix):
            yield from pages


def _refusal(refused: ClientError, name: str) -> Exception:
    code = str(refused.response.get("Error", {}).get("Code", ""))
    status = int(refused.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in _MISSING:
        return FileNotFoundError(name)
    if code in _FULL or status == 507:
        return StoreError("full")
    return StoreError("refused" if 400 <= status < 500 and status != 429 else "unreachable")
