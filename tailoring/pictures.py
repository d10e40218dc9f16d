"""A photo made fit for print: upright, small, and with nothing in it but its pixels."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from PIL import Image, ImageOps, UnidentifiedImageError

from jobops.lib.errors import Problem
from tailoring.documents import tolerant

MOST_TAKEN = 10 * 1024 * 1024  # bytes of the file that is brought
MOST_PIXELS = 50_000_000
LONGEST_SIDE, SHORTEST_SIDE = 600, 60  # pixels
MOST_KEPT = 120_000  # bytes
_INLINE = re.compile(r"data:image/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=]{40,14000000})")
_FORMATS = ("PNG", "JPEG", "WEBP")
_QUALITIES = (88, 80, 70, 60, 45)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What a damaged or hostile picture makes the library raise.
_BROKEN = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, IndexError, TypeError,
    OverflowError, MemoryError,
)  # fmt: skip


class PictureError(Problem):
    SENTENCES: ClassVar[Mapping[str, str]] = {
        "no_picture": "This is no picture. Choose a JPEG, PNG or WebP file.",
        "broken": "This picture cannot be opened; the file is damaged. Choose another.",
        "too_big": "This picture is too large: 10 MiB and 50 million pixels are the most.",
        "too_small": "This picture is too small to print: each side needs at least 60 pixels.",
    }
    PERMANENT = frozenset(SENTENCES)


@dataclass(frozen=True)
class Picture:
    content: bytes
    media_type: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def as_row(self) -> dict[str, Any]:
        return {**asdict(self), "digest": self.digest}


def prepared(content: bytes) -> Picture:
    """The same picture, encoded anew as JPEG. Raises PictureError."""
    if len(content) > MOST_TAKEN:
        raise PictureError("too_big")
    pixels = _pixels(content)
    if min(pixels.size) < SHORTEST_SIDE:
        raise PictureError("too_small")
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    tried = (_encoded(pixels, quality=quality) for quality in _QUALITIES)
    made = next((one for one in tried if len(one) <= MOST_KEPT), None)
    if made is None:
        raise PictureError("too_big")
    return Picture(made, "image/jpeg", *pixels.size)


def within(document: Mapping[str, Any]) -> Picture | None:
    """The photo that a résumé's file carries in itself; None without one that can be used."""
    found = _INLINE.fullmatch(str(tolerant.mapping(document.get("picture")).get("url") or ""))
    if found is None:
        return None
    try:
        return prepared(base64.b64decode(found.group(1), validate=True))
    except (PictureError, binascii.Error):
        return None


def _pixels(content: bytes) -> Image.Image:
    """Upright, on white, without anything the file said beside them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise PictureError("too_big")
                opened.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
                upright = ImageOps.exif_transpose(opened)
                flat = upright.convert("RGBA")
    except _BOMBS as refused:
        raise PictureError("too_big") from refused
    except UnidentifiedImageError as refused:
        raise PictureError("no_picture") from refused
    except _BROKEN as refused:
        raise PictureError("broken") from refused
    paper = Image.new("RGB", flat.size, "white")
    paper.paste(flat, mask=flat.getchannel("A"))
    return paper


def _encoded(pixels: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
