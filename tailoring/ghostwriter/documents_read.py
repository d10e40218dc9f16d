"""The words of a file kept beside a job: the whole file is read, whatever is sent of it."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import PurePath
from threading import Lock

from jobops.lib import prompts
from jobops.lib.contacts import mask_contacts
from jobops.lib.text import html_to_text
from jobops.web import stored
from jobops.web.stored import StoreError
from orchestrator.jobs import documents
from orchestrator.models import Document
from tailoring.documents.problems import DocumentError
from tailoring.ghostwriter import readable
from tailoring.ghostwriter.blocks import CAPS
from tailoring.intake import reading
from tailoring.intake.refusals import SENTENCES

UNSUPPORTED = "Only text, PDF, Word (.docx), HTML, JSON and CSV files can be read."
GONE, EMPTY = "The file is not there any more.", "The file holds no text."
NOT_AS_NAMED, TOO_LONG = "The file is not what its name says.", "The file is too long to be read."
_TOO_LONG, _PRINTED, _MARKED_UP, _HEAD = ("long", "pages"), ("pdf", "docx"), ("html", "htm"), 4096
# Masked before it is cut, so a little more is kept than may be sent.
_KEPT = 3 * CAPS["document"].item
_REMEMBERED = 128
_HALF = re.compile(r"[\w.+%'@ ()/-]{1,320}\Z")


@dataclass(frozen=True)
class Read:
    """The beginning of the words and how many there are. A `note` says why there are none."""

    text: str = ""
    available: int = 0
    note: str = ""


_known: OrderedDict[str, Read] = OrderedDict()
_lock = Lock()


def unsupported(document: Document) -> str:
    """Why a file of this name and type cannot be sent along; empty when it can."""
    named = readable.is_readable(document.file_name, document.media_type)
    return "" if named else UNSUPPORTED


def read(document: Document) -> Read:
    """Never raises: what cannot be read has a note that says why. A digest is read once."""
    if refused := unsupported(document):
        return Read(note=refused)
    if (known := remembered(document)) is not None:
        return known
    try:
        data = stored.read(documents.name_of(document.job.owner_id, document.digest))
    except FileNotFoundError:
        return Read(note=GONE)
    except StoreError as away:
        return Read(note=away.sentence)
    found = of_bytes(data, file_name=document.file_name)
    with _lock:
        _known[_key(document)] = found
        while len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return found


def remembered(document: Document) -> Read | None:
    """What was read of it before, in this process."""
    with _lock:
        if (found := _known.get(_key(document))) is not None:
            _known.move_to_end(_key(document))
        return found


def of_bytes(data: bytes, *, file_name: str) -> Read:
    kind = reading.format_of(data)
    try:
        text = _printed(data, kind=kind) if kind else _plain(data, file_name=file_name)
    except DocumentError as refused:
        return Read(note=_why(refused, kind=kind))
    whole = prompts.clean_untrusted(text)
    if not whole:
        return Read(note=EMPTY)
    masked = mask_contacts(whole[:_KEPT])
    # Half an address at the end is one that nothing recognises.
    return Read(_HALF.sub("", masked) if len(whole) > _KEPT else masked, len(whole))


def _printed(data: bytes, *, kind: str) -> str:
    """Of a PDF or Word file."""
    found = reading.read(data, kind=kind, whole=True)
    return "\n".join(f"{'- ' * line.bullet}{line.shown()}" for line in found.lines)


def _plain(data: bytes, *, file_name: str) -> str:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if _ending(file_name) in _PRINTED or (b"\0" in data[:_HEAD] and not wide):
        raise DocumentError("unreadable")
    text = reading.decoded(data)
    return html_to_text(text) if _ending(file_name) in _MARKED_UP else text


def _why(refused: DocumentError, *, kind: str) -> str:
    reason = str(refused.details.get("reason", ""))
    if reason in _TOO_LONG or reason not in SENTENCES:
        return TOO_LONG if reason else NOT_AS_NAMED
    return SENTENCES[reason].format(what=reading.NAMES[kind])


def _ending(file_name: str) -> str:
    return PurePath(file_name).suffix.removeprefix(".").casefold()


def _key(document: Document) -> str:
    # The ending takes part: the same bytes under another name may be read otherwise.
    return f"{document.digest}.{_ending(document.file_name)}"
