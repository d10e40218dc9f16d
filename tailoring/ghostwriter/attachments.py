"""Pictures sent with a message: looked at before anything is written, kept under their digest."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jobops.lib.errors import Invalid
from jobops.lib.llm import LLMError
from jobops.web import stored
from jobops.web.files import Served
from orchestrator import gateway
from orchestrator.jobs import documents
from orchestrator.models import Tally, User
from tailoring.ghostwriter import sighted
from tailoring.models import ChatAttachment, ChatMessage

MOST = 3
NAME_LIMIT = 180
URL_LIMIT = 2_800_000  # characters
BYTES_LIMIT = URL_LIMIT * 3 // 4
TYPES = ("image/png", "image/jpeg", "image/webp")


@dataclass(frozen=True)
class Given:
    """A picture as a client sends it."""

    name: str
    media_type: str
    data_url: str


@dataclass(frozen=True)
class Picture:
    """A picture whose bytes are what its media type says."""

    name: str
    media_type: str
    content: bytes


def read(
    given: Sequence[Given], *, known: Sequence[ChatAttachment] = (), owner_id: UUID | None = None
) -> tuple[Picture, ...]:
    """Raises Invalid naming the first that cannot be taken. Instead of its bytes the address of one
    of the owner's `known` pictures may be given, which is what a client was handed.
    """
    if len(given) > MOST:
        raise Invalid({"attachments": [f"Send at most {MOST} pictures."]})
    by_end = {f"/attachments/{one.pk}": one for one in known}
    found: list[Picture] = []
    for place, one in enumerate(given):
        row = by_end.get("/attachments/" + one.data_url.rpartition("/attachments/")[2])
        stored = content(row, owner_id=owner_id) if row and owner_id else None
        if row is not None and stored is not None:
            found.append(Picture(row.name, row.media_type, stored))
        else:
            found.append(_read(one, field=f"attachments.{place}"))
    return tuple(found)


def checked(content: bytes, *, name: str, media_type: str, field: str = "attachments") -> Picture:
    """Raises Invalid when these are not the bytes of such a picture."""
    kind = media_type.partition(";")[0].strip().lower()
    if kind not in TYPES:
        raise Invalid({f"{field}.mediaType": ["Send a PNG, JPEG or WebP picture."]})
    if len(content) > BYTES_LIMIT:
        raise Invalid({f"{field}.dataUrl": ["This picture is larger than 2 MB."]})
    if kind != kind_of(content):
        raise Invalid({f"{field}.dataUrl": ["The file is not what its media type says."]})
    shown = documents.shown_name(name)
    if len(shown) > NAME_LIMIT:
        raise Invalid({f"{field}.name": [f"Use 1 to {NAME_LIMIT} characters."]})
    return Picture(shown, kind, content)


def kind_of(content: bytes) -> str:
    """The media type the first bytes tell; empty for everything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""


def require_taken(owner: User, shown: Sequence[object], *, engine: str) -> None:
    """Raises LLMError("no_pictures") when there are some and the model would not take them."""
    model = None if engine == "computed" or not shown else gateway.for_chat(owner)
    if model is not None and not sighted.takes_pictures(owner, model=model.model):
        raise LLMError("no_pictures")


def keep(owner_id: UUID, new: Sequence[Picture]) -> tuple[str, ...]:
    """Store the bytes; their digests in the same order."""
    return tuple(documents.keep(owner_id, one.content) for one in new)


def attach(
    message: ChatMessage,
    new: Sequence[Picture],
    digests: Sequence[str],
    *,
    kept: Sequence[ChatAttachment] = (),
) -> None:
    """Rows for stored pictures and for those of another message. The caller's transaction holds
    the owner's tally from here on, so that nobody removes the bytes in between.
    """
    if not new and not kept:
        return
    owner_id = message.thread.job.owner_id
    list(Tally.objects.select_for_update().filter(owner_id=owner_id))
    rows = [(one.name, one.media_type, one.byte_size, one.digest) for one in kept]
    for one, digest in zip(new, digests, strict=True):
        rows.append((one.name, one.media_type, len(one.content), digest))
        if not stored.exists(documents.name_of(owner_id, digest)):
            documents.keep(owner_id, one.content)
    ChatAttachment.objects.bulk_create(
        ChatAttachment(
            message=message,
            name=name,
            media_type=kind,
            byte_size=size,
            digest=digest,
            position=place,
        )
        for place, (name, kind, size, digest) in enumerate(rows)
    )


def forget(owner_id: UUID, digests: Sequence[str]) -> None:
    """Remove the bytes nothing names any more."""
    for digest in sorted(set(digests)):
        documents.forget(owner_id, digest)


def content(picture: ChatAttachment, *, owner_id: UUID) -> bytes | None:
    """None when the file is gone."""
    try:
        return stored.read(documents.name_of(owner_id, picture.digest))
    except FileNotFoundError:
        return None


def served(picture: ChatAttachment, *, owner_id: UUID) -> Served:
    return Served(
        documents.name_of(owner_id, picture.digest),
        picture.digest,
        picture.media_type,
        documents.ascii_name(picture.name),
        picture.name,
        attachment=False,
        cache="private, no-store",
        policy="default-src 'none'; sandbox",
    )


def _read(given: Given, *, field: str) -> Picture:
    if not 1 <= len(given.name.strip()) <= NAME_LIMIT:
        raise Invalid({f"{field}.name": [f"Use 1 to {NAME_LIMIT} characters."]})
    head, comma, packed = given.data_url.partition(",")
    declared = head.lower().removeprefix("data:").removesuffix(";base64")
    if not comma or head.lower() != f"data:{declared};base64" or len(given.data_url) > URL_LIMIT:
        raise Invalid({f"{field}.dataUrl": ["Send data:<type>;base64,… of at most 2.8 million."]})
    if declared != given.media_type.strip().lower():
        raise Invalid({f"{field}.mediaType": ["The data URL names another media type."]})
    try:
        content = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError) as broken:
        raise Invalid({f"{field}.dataUrl": ["This is no base64."]}) from broken
    return checked(content, name=given.name, media_type=given.media_type, field=field)
