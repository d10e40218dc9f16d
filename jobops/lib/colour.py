"""How well a colour reads on white paper."""

from __future__ import annotations

import re

LEAST_CONTRAST = 4.5
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(colour: str) -> float:
    """Contrast of "#rrggbb" with white paper, 1 to 21; ValueError when it is no such colour."""
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour like #14507d.")
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def readable(colour: str) -> str:
    """The colour as it is stored; ValueError with a sentence when it cannot be read on paper."""
    found = contrast(colour)
    if found < LEAST_CONTRAST:
        raise ValueError(
            f"{colour} is too pale to read on paper: its contrast is {found:.1f} to 1 and must be "
            f"at least {LEAST_CONTRAST}. Choose a darker one."
        )
    return colour.lower()
