"""What a downloaded résumé is called, everywhere."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120  # characters, with the ending
_ENDING = ".pdf"
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_NOT_ASCII_NAME = re.compile(r"[^A-Za-z0-9]+")

_LETTERS = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ł": "l", "Ł": "L", "þ": "th", "Þ": "Th", "ı": "i",
    "ŋ": "n", "Ŋ": "N", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ə": "e", "Ə": "E", "ĳ": "ij",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
    "ѓ": "g", "ѕ": "dz", "ќ": "k", "ʼ": "", "’": "", "'": "",
}  # fmt: skip
_GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
_DANISH = {"å": "aa", "Å": "Aa", "ø": "oe", "Ø": "Oe", "æ": "ae", "Æ": "Ae"}
_BY_LANGUAGE = {
    "de": _GERMAN,
    "da": _DANISH,
    "nb": _DANISH,
    "no": _DANISH,
    "fi": {"å": "a", "ä": "a", "ö": "o"},
    "uk": {"г": "h", "и": "y", "щ": "shch", "ю": "iu", "я": "ia"},
    "bg": {"щ": "sht", "ъ": "a", "х": "h"},
    "sr": {"ж": "z", "х": "h", "ц": "c", "ч": "c", "ш": "s"},
}


def download_name(
    name: str, title: str, employer: str, locale: str, *, fallback: str = "resume"
) -> tuple[str, str]:
    """(ASCII name, the same in its own script), each with its ending.

    `fallback` names a file whose parts all came out empty, such as "resume_<jobId>".
    """
    parts = [part for part in (name, title, employer) if part.strip().casefold() != "unknown"]
    plain = _joined([_NOT_ASCII_NAME.sub("_", to_ascii(part, locale=locale)) for part in parts])
    own = _joined([_own_letters(part) for part in parts])
    return _file(plain, fallback), _file(own, fallback)


def _own_letters(text: str) -> str:
    kept = (
        each if each.isalnum() or unicodedata.category(each).startswith("M") else "_"
        for each in unicodedata.normalize("NFC", text)
    )
    return re.sub("_+", "_", "".join(kept))


def to_ascii(text: str, *, locale: str) -> str:
    """Latin, Greek and Cyrillic letters as ASCII; everything else is left for the caller."""
    special = _BY_LANGUAGE.get(locale.replace("_", "-").split("-")[0].casefold(), {})
    return "".join(_letter(each, special) for each in unicodedata.normalize("NFC", text))


def _letter(letter: str, special: dict[str, str]) -> str:
    if letter.isascii() and letter != "'":
        return letter
    for table in (special, _LETTERS):
        if letter in table:
            return table[letter]
        if letter.lower() in table:
            return table[letter.lower()].capitalize()
    bare = unicodedata.normalize("NFKD", letter)
    base = "".join(each for each in bare if not unicodedata.combining(each))
    if base != letter and len(base) == 1:
        return _letter(base, {})
    return base if base.isascii() else letter


def _joined(parts: list[str]) -> str:
    return "_".join(filter(None, (part.strip("_") for part in parts)))


def _file(stem: str, fallback: str) -> str:
    stem = stem or fallback
    if _RESERVED.fullmatch(stem):
        stem = f"resume_{stem}"
    stem = stem[: LONGEST - len(_ENDING)].rstrip("_")
    # File systems count bytes: 255 is the usual limit.
    while len(stem.encode()) > 240:
        stem = stem[:-1]
    return stem + _ENDING
