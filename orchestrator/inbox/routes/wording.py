"""The form in which words of a mail are compared: folded, single spaces, only words. Pure."""

from __future__ import annotations

import re

from jobops.lib.text import fold

_APOSTROPHES = str.maketrans("’‘`´ʼ＇", "''''''")
_SHORTENED = (
    ("won't", "will not"), ("can't", "can not"), ("cannot", "can not"), ("n't", " not"),
    ("'re ", " are "), ("'ve ", " have "), ("'ll ", " will "), ("'d ", " would "), ("'m ", " am "),
)  # fmt: skip
# German letters that some keyboards lack, alike in texts and in the tables of phrases.
_WRITTEN_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_WORD = re.compile(r"\w+")


def words(text: str) -> str:
    """Folded words, single spaces between them and around: " we would like to "."""
    plain = fold(text.translate(_APOSTROPHES)) + " "
    if "'" in plain or "cannot" in plain:
        for short, full in _SHORTENED:
            plain = plain.replace(short, full)
    for two, one in _WRITTEN_OUT:
        plain = plain.replace(two, one)
    return f" {' '.join(_WORD.findall(plain))} "
