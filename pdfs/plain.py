"""Text made fit for print: nothing that a reader sees changes, nothing unseen stays."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Soft hyphen, zero-width and joining characters, bidirectional controls, tags, variation selectors.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"[\s\u0085\u2028\u2029]+")
# Letters that only look different (ligatures, mathematical alphabets, circled words) and the hyphen
# that Unicode folds to another hyphen: parsers would not find the word.
_LOOKS = re.compile("[\ufb00-\ufb06\u2011\U0001d400-\U0001d7ff\U0001f100-\U0001f1e5]")
_PICTURE = (
    "(?:[\U0001f000-\U0001f0ff\U0001f1e6-\U0001fbff\u2600-\u2604\u2607-\u2712\u2715\u2716"
    "\u2719-\u2767\u2776-\u2793\u2795-\u2797\u27b0\u27bf\u231a\u231b\u23e9-\u23ff"
    "\u25fd\u25fe\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d]"
    "|[\u00a9\u00ae\u203c\u2049\u2122\u2139#*0-9](?=\ufe0f\u20e3))"
    "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U0001f1e6-\U0001f1ff]*"
)
# One picture may be several, joined: a woman, and a laptop.
_PICTOGRAPHS = re.compile(f"{_PICTURE}(?:\u200d{_PICTURE})*")


@dataclass(frozen=True)
class Printable:
    text: str
    pictographs: tuple[str, ...] = ()


def printable(text: str) -> Printable:
    """One line of text as it will be printed, and the pictographs that were left out."""
    if text.isascii() and text.isprintable():
        return Printable(" ".join(text.split()))
    pictographs = tuple(_PICTOGRAPHS.findall(text))
    text = _PICTOGRAPHS.sub("", text)
    text = _LOOKS.sub(_plain_look, unicodedata.normalize("NFC", text))
    for unwanted in (_UNSEEN, _PRIVATE, _CONTROL):
        text = unwanted.sub("", text)
    return Printable(_SPACES.sub(" ", text).strip(), pictographs)


def _plain_look(match: re.Match[str]) -> str:
    found = match.group()
    return "-" if found == "\u2011" else unicodedata.normalize("NFKC", found)
