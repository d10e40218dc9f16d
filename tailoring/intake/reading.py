"""Any file that is not JSON, as logical lines. PDF and Word are read in a process of their own."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tailoring.documents.problems import ACCEPTED, DocumentError
from tailoring.intake import from_text, lines
from tailoring.intake.lines import MOST_CHARACTERS, MOST_LINES, Line
from tailoring.intake.refusals import SENTENCES, Refusal

NAMES = {"pdf": "a PDF file", "docx": "a Word document", "text": "a text file"}
logger = logging.getLogger(__name__)

MOST_BYTES = 10 * 1024 * 1024
DEADLINE = 25.0
_ROOT = Path(__file__).parents[2]
_PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
_DOCUMENT = b"W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t"
_LOCKED = b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e"


@dataclass(frozen=True)
class Read:
    """`format`: "pdf", "docx" or "text"."""

    format: str
    lines: tuple[Line, ...]


def format_of(data: bytes) -> str:
    """ "pdf", "docx", "text", or "" for what other modules know or refuse."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return "docx"
    return ""


def read(data: bytes, *, kind: str, whole: bool = False) -> Read:
    """With `whole` a PDF or Word file may be longer than a résumé. Raises DocumentError: what the
    file is, and what is accepted.
    """
    try:
        if kind == "text":
            return Read(kind, _text(data))
        if len(data) > MOST_BYTES:
            raise Refusal("big")
        return Read(kind, _in_child(data, kind, *(["whole"] if whole else [])))
    except Refusal as refused:
        said = SENTENCES[refused.kind].format(what=NAMES[kind])
        raise DocumentError(
            "unreadable", f"{said} Nothing was imported. {ACCEPTED}", reason=refused.kind
        ) from refused


def old_office(data: bytes) -> DocumentError:
    """What to say about a file in the container of old Office versions."""
    kind = "encrypted" if _LOCKED in data else "old_word"
    locked = SENTENCES[kind].format(what="an Office document")
    said = locked if kind == "encrypted" or _DOCUMENT in data else (
        "This is an old Office document."
    )  # fmt: skip
    return DocumentError("unsupported", f"{said} {ACCEPTED}", reason=kind)


def _text(data: bytes) -> tuple[Line, ...]:
    if len(data) > 4 * MOST_CHARACTERS:
        raise Refusal("long")
    text = decoded(data)
    if len(text) > MOST_CHARACTERS:
        raise Refusal("long")
    found = from_text.lines(text)
    if not found:
        raise Refusal("empty")
    if len(found) > MOST_LINES:
        raise Refusal("long")
    return found


def decoded(data: bytes) -> str:
    """UTF-8 and UTF-16 by their marks; what is neither is read as Western European."""
    for encoding in (
        ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",)
    ):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")


def _in_child(data: bytes, *arguments: str) -> tuple[Line, ...]:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tailoring.intake.reading_child", *arguments],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=environment,
            timeout=DEADLINE,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Refusal("slow") from late
    if done.returncode:
        logger.warning("a file could not be read", extra={"meta": {"code": done.returncode}})
        raise Refusal("slow" if done.returncode < 0 else "damaged")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Refusal(answer["refused"])
    return lines.from_json(answer["lines"])
