"""The headers of a mail as a person would read them, however they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header

from jobops.lib.mending import one_line
from jobops.lib.text import clean_control
from orchestrator.inbox.mails.mime_charsets import decoded

FIELDS = 500
LONGEST = 8 * 1024
FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*:")
MBOX_LINE = re.compile(rb">?From [^\n]*\n")
WORD = re.compile(r"=\?[^?\s]{1,60}\?[bq]\?", re.IGNORECASE)
UNCLOSED = re.compile(r"=\?[^?\s]{1,60}\?[bq]\?[^?]*\??$", re.IGNORECASE)


@dataclass(frozen=True)
class Headers:
    """Names in lower case; values in one line each, with their encoded words still encoded."""

    fields: Mapping[str, tuple[str, ...]]

    def first(self, name: str) -> str:
        return self.every(name)[0] if self.every(name) else ""

    def every(self, name: str) -> tuple[str, ...]:
        return self.fields.get(name, ())


def headers(block: bytes, *, faults: set[str]) -> Headers:
    found: dict[str, list[str]] = {}
    for count, (name, value) in enumerate(_fields(block, faults)):
        if count >= FIELDS:
            faults.add("headers_cut")
            break
        found.setdefault(name, []).append(_line(value, faults))
    return Headers({name: tuple(values) for name, values in found.items()})


def starts_with_field(block: bytes) -> bool:
    return bool(FIELD.match(block))


def words(value: str, *, faults: set[str], limit: int = 300) -> str:
    """A value with its encoded words decoded, also those cut off at its end; in one line."""
    return one_line(_decoded_words(value, faults), limit=limit)


def _decoded_words(value: str, faults: set[str]) -> str:
    if not WORD.search(value):
        return value
    if (cut := UNCLOSED.search(value)) and not value.endswith("?="):
        faults.add("bad_encoded_word")
        value = value[: cut.start()] + cut[0].rstrip("?") + "?="
    try:
        chunks = decode_header(value)
    except (HeaderParseError, ValueError):
        faults.add("bad_encoded_word")
        return value
    return "".join(_chunk(text, charset, faults) for text, charset in chunks)


def _chunk(text: str | bytes, charset: str | None, faults: set[str]) -> str:
    if isinstance(text, str):
        return text
    if charset is None:
        # What stands between encoded words comes back in the form the standard library used.
        return text.decode("raw-unicode-escape", "replace")
    return decoded(text, charset=charset, faults=faults)


def _fields(block: bytes, faults: set[str]) -> Iterator[tuple[str, bytes]]:
    name, pieces, length = "", [b""], 0
    for line in block.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            length += len(line)
            if length <= LONGEST:
                pieces.append(line.strip())
            continue
        if name:
            yield name, b" ".join(pieces)
        start = FIELD.match(line)
        if not start and line.strip():
            faults.add("bad_header")
        name = start[1].decode("ascii").lower() if start else ""
        pieces = [line[start.end() :].strip()] if start else []
        length = len(line)
    if name:
        yield name, b" ".join(pieces)


def _line(value: bytes, faults: set[str]) -> str:
    if len(value) > LONGEST:
        faults.add("headers_cut")
    return clean_control(decoded(value[:LONGEST], charset="", faults=faults)).strip()
