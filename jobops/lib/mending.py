"""Texts of outsiders put right: wrong encodings, entities, invisible characters. Pure."""

from __future__ import annotations

import html as entities
import re

from jobops.lib.hidden import without_invisible
from jobops.lib.text import clean_control


def one_line(text: str | None, *, limit: int) -> str:
    """A title, a name, a place: decoded, repaired, visible; cut with an ellipsis."""
    visible, _ = without_invisible(unescaped(clean_control(repaired(text or ""))))
    line = " ".join(visible.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def repaired(text: str) -> str:
    """UTF-8 that was once read as Latin-1 or Windows-1252, put right where that is certain.

    Certain is a sequence no language writes (â€™), or a text whose every special character is part
    of such a sequence.
    """
    if not TWICE_ENCODED.search(text):
        return text
    certain = CERTAINLY_TWICE.search(text) or not SPECIAL.search(TWICE_ENCODED.sub("", text))
    return TWICE_ENCODED.sub(_decoded, text) if certain else text


def unescaped(text: str) -> str:
    return entities.unescape(text) if "&" in text else text


# The bytes 80 to 9F as Windows-1252 shows them; Latin-1 leaves them as control characters.
_SHOWN = {bytes([code]).decode("cp1252", "ignore"): code for code in range(0x80, 0xA0)} | {
    chr(code): code for code in range(0x80, 0x100)
}
_SHOWN.pop("", None)
_LATER = "".join(re.escape(shown) for shown, code in _SHOWN.items() if code < 0xC0)
TWICE_ENCODED = re.compile(
    f"[\u00c2-\u00df][{_LATER}]|[\u00e0-\u00ef][{_LATER}]{{2}}|[\u00f0-\u00f4][{_LATER}]{{3}}"
)
CERTAINLY_TWICE = re.compile(
    f"[\u00c2-\u00df][\u0080-\u009f]|[\u00e0-\u00ef][{_LATER}]{{2}}|[\u00f0-\u00f4][{_LATER}]{{3}}"
)
SPECIAL = re.compile("[^\u0000-\u007f]")


def _decoded(found: re.Match[str]) -> str:
    try:
        return bytes(_SHOWN[character] for character in found[0]).decode()
    except UnicodeDecodeError:
        return found[0]
