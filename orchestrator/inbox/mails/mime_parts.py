"""The parts of a mail, found by their boundaries. Nothing is decoded or copied on the way, so a
part of any size costs no more than looking for its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from orchestrator.inbox.mails.mime_headers import MBOX_LINE, Headers, headers, starts_with_field

DEPTH, PARTS, LOOKS = 12, 300, 4_000
HEADER_BYTES, INNER_HEADER_BYTES = 256 * 1024, 16 * 1024
# The end of a line that no header or its continuation follows.
NO_FIELD = re.compile(rb"\n(?![ \t]|[!-9;-~]{1,80}[ \t]*:|\r?$)(?=[^\r\n])")
BLANK = re.compile(rb"\n[ \t]*\r?\n")


@dataclass(frozen=True)
class Part:
    """A leaf: where its body lies in the mail. Leaves with one `group` say the same in several
    forms.
    """

    headers: Headers
    kind: str
    charset: str
    name: str
    is_attached: bool
    start: int
    end: int
    group: int


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    depth: int = 0
    group: int = 0
    default: str = "text/plain"


def head_of(
    raw: bytes, start: int, end: int, *, most: int = HEADER_BYTES, faults: set[str]
) -> tuple[Headers, int]:
    """The headers of what lies there, and where its body begins."""
    if line := MBOX_LINE.match(raw, start, end):
        start = line.end()
    if raw.startswith((b"\n", b"\r\n"), start):
        return Headers({}), raw.index(b"\n", start) + 1
    if not starts_with_field(raw[start : start + 200]):
        return Headers({}), start
    blank = BLANK.search(raw, start, end)
    close, body = (blank.start(), blank.end()) if blank else _without_blank(raw, start, end, most)
    if close - start > most:
        faults.add("headers_cut")
        close = start + most
    return headers(raw[start:close], faults=faults), body


def _without_blank(raw: bytes, start: int, end: int, most: int) -> tuple[int, int]:
    """Nothing stands between headers and body, so that begins where the headers end."""
    found = NO_FIELD.search(raw, start, min(end, start + most))
    return (found.start(), found.end()) if found else (end, end)


def parts(raw: bytes, top: Headers, span: Span, *, faults: set[str]) -> list[Part]:
    """The leaves in their order; `span` is where the body under these headers lies."""
    found: list[Part] = []
    waiting = _opened(raw, span, top, found, faults)
    while waiting:
        if len(found) + len(waiting) > PARTS:
            faults.add("too_many_parts")
            del waiting[: len(waiting) - max(PARTS - len(found), 0)]
            if not waiting:
                break
        span = waiting.pop()
        inner, start = head_of(raw, span.start, span.end, most=INNER_HEADER_BYTES, faults=faults)
        inside = Span(start, span.end, span.depth, span.group, span.default)
        waiting += _opened(raw, inside, inner, found, faults)
    return found


def _opened(
    raw: bytes, span: Span, given: Headers, found: list[Part], faults: set[str]
) -> list[Span]:
    """The parts inside, last first; a leaf goes to `found`."""
    says = _content(given, span.default)
    kind = says.get_content_type()
    if kind.startswith("multipart/"):
        boundary = _text(says.get_param("boundary"))
        spans = list(_between(raw, span, boundary, faults)) if boundary else []
        if spans and span.depth < DEPTH:
            group = span.group
            if kind == "multipart/alternative" and not group:
                group = span.start
            inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
            return [Span(a, b, span.depth + 1, group, inner) for a, b in reversed(spans)]
        faults.add("too_deep" if spans else "no_boundary")
        kind = "text/plain" if not spans else "application/octet-stream"
    found.append(_leaf(given, kind, says, span))
    return []


def _leaf(given: Headers, kind: str, says: Message, span: Span) -> Part:
    disposition = given.first("content-disposition").lower()
    name = _text(says.get_param("filename", header="content-disposition")) or _text(
        says.get_param("name")
    )
    return Part(
        headers=given,
        kind=kind,
        charset=_text(says.get_param("charset")),
        name=name[:200],
        is_attached=disposition.startswith("attachment"),
        start=span.start,
        end=span.end,
        group=span.group or span.start,
    )


def _content(given: Headers, default: str) -> Message:
    """The standard library reads the parameters, in all the forms they are written in."""
    says = Message()
    says.set_default_type(default)
    for name in ("content-type", "content-disposition"):
        if value := given.first(name)[:2000]:
            says[name] = value.encode("ascii", "replace").decode("ascii")
    return says


def _text(value: object) -> str:
    """A parameter, also one in pieces with a charset of its own."""
    last = value[2] if isinstance(value, tuple) else value
    return last.strip() if isinstance(last, str) else ""


def _between(raw: bytes, span: Span, boundary: str, faults: set[str]) -> Iterator[tuple[int, int]]:
    """Where the parts of a multipart lie. Without its closing boundary
    the last one ends with the whole.
    """
    mark = b"--" + boundary.encode("ascii", "replace")
    opened, at = -1, span.start
    for _ in range(LOOKS):
        at = raw.find(mark, at, span.end)
        if at < 0:
            break
        line = raw.find(b"\n", at, min(span.end, at + 1000))
        after = line + 1 if line >= 0 else span.end
        rest = raw[at + len(mark) : min(after, at + 1000)].strip()
        if (at > span.start and raw[at - 1 : at] != b"\n") or rest not in (b"", b"--"):
            at += len(mark)
            continue
        if opened >= 0:
            yield opened, max(opened, at - 1 - raw.startswith(b"\r\n", at - 2))
        opened, at = after, after
        if rest == b"--":
            return
    if opened >= 0:
        faults.add("unclosed")
        yield opened, span.end
