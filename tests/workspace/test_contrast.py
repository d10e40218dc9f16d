from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)")
BACKGROUNDS = ("canvas", "surface", "selected")
# Role → minimum over canvas, surface and selected, light and dark; 4.5 for text, 3 for borders.
PROMISED = {
    "control-line": (3.1, 3.1),
    "ink": (13.4, 11.8),
    "ink-2": (7.1, 7.3),
    "ink-3": (4.6, 5.1),
    "accent": (5.1, 5.9),
    "ready": (4.7, 6.7),
    "processing": (5.4, 6.1),
    "warn": (4.7, 7.2),
    "danger": (5.1, 5.3),
}


def luminance(text: str) -> float:
    """Relative luminance of an OKLCH colour, by the matrices of CSS Color 4."""
    lightness, chroma, hue = (float(part) for part in text.split("/")[0].split())
    a, b = (chroma * f(math.radians(hue)) for f in (math.cos, math.sin))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    channels = (min(max(value, 0), 1) for value in (red, green, blue))
    return sum(w * value for w, value in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


def ratio(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS)}


@pytest.mark.parametrize("role", PROMISED)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_colour_keeps_its_contrast_on_every_background(role: str, theme: int) -> None:
    colour = COLOURS[role][theme]
    found = min(ratio(colour, COLOURS[back][theme]) for back in BACKGROUNDS)
    assert found >= PROMISED[role][theme] - 0.06


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_the_primary_button_can_be_read(theme: int) -> None:
    assert ratio(COLOURS["on-accent"][theme], COLOURS["accent"][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_a_toast_can_be_read(theme: int) -> None:
    assert ratio(COLOURS["canvas"][theme], COLOURS["ink"][theme]) >= 7
