"""Ways to put words into a document that only machines read: styles, attributes, characters."""

from __future__ import annotations

import re
from collections.abc import Mapping

FAR_AWAY = -300
COVERED = re.compile(r"rect\(\s*[01](?:px)?\b|inset\(\s*(?:50|100)%|circle\(\s*0|scale\(\s*0(?!\.)")
LENGTH = re.compile(r"\s*(-?[\d.]+)\s*(px|pt|em|rem|%|vw|vh)?\s*(?:!important)?\s*$")
NO_COLOUR = re.compile(r"transparent|(?:rgb|hsl)a?\([^)]*[,/]\s*0?\.?0+%?\s*\)$")
WHITE = re.compile(
    r"white$|#f[c-f]f[c-f]f[c-f]$|#fff$|rgba?\(\s*25[2-5]\s*,\s*25[2-5]\s*,\s*25[2-5]\b"
)

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
# Joiners shape emoji, and letters of the scripts after Hebrew.
JOINERS = ("\u200c", "\u200d")
JOINED = re.compile("[\u0590-\u1fff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]")
FLAG_OF_A_REGION = re.compile("(?<=\U0001f3f4)[\U000e0020-\U000e007f]+")
TAGGED = re.compile("[\U000e0020-\U000e007e]+")
HIDING = re.compile(
    "[\u202d\u202e\U000e0000-\U000e0fff]"
    "|(?<=[a-zA-Z])[\u200b-\u200d\u2060-\u2064\ufeff]+(?=[a-z])"
    "|[\u200b-\u200f\u2060-\u2069\ufeff]{4,}"
)


def hides(attributes: Mapping[str, str], *, on_background: bool) -> tuple[bool, bool]:
    """Whether an element with these attributes hides its text, and whether a background is set.

    White text is hidden unless something around it (`on_background`) paints a ground.
    """
    if not attributes:
        return False, on_background
    style = declarations(attributes.get("style", ""))
    colour = style.get("color") or attributes.get("color", "").strip().lower()
    ground = style.get("background-color") or style.get("background") or attributes.get("bgcolor")
    painted = on_background or bool(ground and not WHITE.match(ground.lower()))
    hidden = (
        "hidden" in attributes
        or _removed(style)
        or _displaced(style)
        or _shrunk(style)
        or bool(NO_COLOUR.match(colour))
        or (bool(colour) and (colour == ground or (bool(WHITE.match(colour)) and not painted)))
    )
    return hidden, painted


def declarations(style: str) -> dict[str, str]:
    """An inline style as lower-case property → value."""
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}


def without_invisible(text: str) -> tuple[str, bool]:
    """The text as a reader sees it, and whether characters were used to hide something."""
    if text.isascii() or not INVISIBLE.search(text):
        return text, False
    text = FLAG_OF_A_REGION.sub("", text)
    return INVISIBLE.sub(_needed_joiner, text), bool(HIDING.search(text))


def invisible_words(text: str) -> str:
    """What a text spells in tag characters, which no reader sees."""
    if text.isascii():
        return ""
    spelt = TAGGED.findall(FLAG_OF_A_REGION.sub("", text))
    return " ".join("".join(chr(ord(letter) - 0xE0000) for letter in word) for word in spelt)


def invisible_count(text: str) -> int:
    return sum(map(len, INVISIBLE.findall(text))) if not text.isascii() else 0


def _needed_joiner(found: re.Match[str]) -> str:
    first = found[0][0]
    before = found.string[max(found.start() - 1, 0) : found.start()]
    return first if first in JOINERS and JOINED.match(before) else ""


def _removed(style: Mapping[str, str]) -> bool:
    return (
        style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or style.get("content-visibility") == "hidden"
        or style.get("mso-hide") == "all"
        or _below(style.get("opacity"), 0.05)
        or any(COVERED.search(style.get(name, "")) for name in ("clip", "clip-path", "transform"))
    )


def _displaced(style: Mapping[str, str]) -> bool:
    moving = ("text-indent", "left", "right", "top", "bottom", "margin-left", "margin-top")
    return any(_below(style.get(name), FAR_AWAY) for name in moving)


def _shrunk(style: Mapping[str, str]) -> bool:
    sizes = ("height", "width", "max-height", "max-width")
    clipped = style.get("overflow") in {"hidden", "clip"}
    return _below(style.get("font-size"), 1.01, relative=False) or (
        clipped and any(_below(style.get(name), 1.01, relative=False) for name in sizes)
    )


def _below(value: str | None, limit: float, *, relative: bool = True) -> bool:
    """Whether a length is at most `limit`; with `relative` off, em and % only count at zero."""
    found = LENGTH.match(value or "")
    if not found:
        return False
    try:
        number = float(found[1])
    except ValueError:
        return False
    if number and not relative and found[2] not in {"px", "pt", None}:
        return False
    return number <= limit
