"""A stored file as an answer: ranges, conditions and a name that survives every browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags, parse_http_date_safe

from jobops.web import stored
from jobops.web.store_local import opened_here
from jobops.web.stored import Opened, Shelf

CHUNK = 256 * 1024
RANGE = re.compile(r"bytes\s*=\s*(\d{0,19})\s*-\s*(\d{0,19})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Served:
    """A file and how it is offered: a stored name on its `shelf`, or the path of a file that only
    this machine has; `digest` names its bytes. `policy`: what a browser may do with it, when that
    is less than with any page.
    """

    at: str | Path
    digest: str
    media_type: str
    ascii_name: str
    name: str
    attachment: bool
    cache: str
    policy: str = ""
    shelf: Shelf = stored.FILES


class Unsatisfiable(Exception):
    """The range begins after the end."""


def serve(request: HttpRequest, file: Served) -> HttpResponseBase:
    """200, 206, 304 or 416; Http404 when the file is gone, StoreError when nobody can say. Opened
    once, a download ends with the bytes it began with.
    """
    found = _found(file)
    opened, size = found.file, found.entry.size
    modified = int(found.entry.modified.timestamp())
    headers = _headers(file, modified)
    if _is_unchanged(request, tag=headers["ETag"], modified=modified):
        opened.close()
        return HttpResponse(status=304, headers=headers)
    try:
        part = _part(request, size=size, tag=headers["ETag"], modified=modified)
    except Unsatisfiable:
        opened.close()
        kept = {name: headers[name] for name in ("ETag", "Accept-Ranges", "Cache-Control")}
        return HttpResponse(status=416, headers={**kept, "Content-Range": f"bytes */{size}"})
    first, last = part or (0, size - 1)
    headers |= {"Content-Length": str(last - first + 1), "Content-Type": file.media_type}
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    status = 206 if part else 200
    if request.method == "HEAD":
        opened.close()
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(_Slice(opened, first, last), status=status, headers=headers)


def disposition(ascii_name: str, name: str, *, attachment: bool) -> str:
    """Content-Disposition with an ASCII name and the real one beside it (RFC 5987)."""
    plain = re.sub(r"[^\w .()+-]", "_", ascii_name, flags=re.ASCII) or "file"
    kind = "attachment" if attachment else "inline"
    # The standard library leaves the tilde alone; RFC 5987 has no reason to.
    encoded = quote(name, safe="").replace("~", "%7E")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def _found(file: Served) -> Opened:
    try:
        return opened_here(file.at) if isinstance(file.at, Path) else file.shelf.opened(file.at)
    except FileNotFoundError as gone:
        raise Http404 from gone


class _Slice:
    """Bytes `first` to `last` of an open file, in pieces; closing it closes the file."""

    def __init__(self, file: BinaryIO, first: int, last: int) -> None:
        self._file, self._left = file, last - first + 1
        file.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (piece := self._file.read(min(CHUNK, self._left))):
            self._left -= len(piece)
            yield piece

    def close(self) -> None:
        self._file.close()


def _headers(file: Served, modified: int) -> dict[str, str]:
    headers = {"Content-Security-Policy": file.policy} if file.policy else {}
    return {
        **headers,
        "ETag": f'"{file.digest}"',
        "Last-Modified": format_datetime(datetime.fromtimestamp(modified, UTC), usegmt=True),
        "Accept-Ranges": "bytes",
        "Cache-Control": file.cache,
        "Content-Disposition": disposition(file.ascii_name, file.name, attachment=file.attachment),
        "X-Content-Type-Options": "nosniff",
    }


def _is_unchanged(request: HttpRequest, *, tag: str, modified: int) -> bool:
    if given := request.headers.get("If-None-Match"):
        tags = [one.removeprefix("W/") for one in parse_etags(given)]
        return tag in tags or "*" in tags
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and modified <= since


def _part(request: HttpRequest, *, size: int, tag: str, modified: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for the whole file. Raises Unsatisfiable."""
    found = RANGE.fullmatch(request.headers.get("Range", "").strip())
    condition = request.headers.get("If-Range")
    if found is None or (condition and not _still_holds(condition, tag=tag, modified=modified)):
        return None
    start, end = found.groups()
    if not start and not end:
        return None
    if not start:
        if int(end) == 0 or size == 0:
            raise Unsatisfiable
        return max(0, size - int(end)), size - 1
    if int(start) >= size:
        raise Unsatisfiable
    if end and int(end) < int(start):
        return None
    return int(start), min(int(end), size - 1) if end else size - 1


def _still_holds(condition: str, *, tag: str, modified: int) -> bool:
    if condition.startswith(('"', "W/")):
        return condition == tag
    return parse_http_date_safe(condition) == modified
