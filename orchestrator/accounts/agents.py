"""A name for a browser out of what it says of itself: enough to know it again, no more. Pure."""

from __future__ import annotations

import re

LONGEST = 500
# Most browsers also name the ones they descend from, so the youngest is looked for first.
BROWSERS = (
    ("Edge", r"\bedg(?:e|a|ios)?/"),
    ("Opera", r"\bopr/|\bopera\b"),
    ("Samsung Internet", r"\bsamsungbrowser/"),
    ("Vivaldi", r"\bvivaldi/"),
    ("Firefox", r"\b(?:firefox|fxios)/"),
    ("Chromium", r"\bchromium/"),
    ("Chrome", r"\b(?:chrome|crios|headlesschrome)/"),
    ("Safari", r"\bsafari/"),
    ("curl", r"^curl/"),
    ("Wget", r"^wget/"),
    ("Python", r"\bpython\b|\bhttpx/"),
)
SYSTEMS = (
    ("iPad", r"\bipad\b"),
    ("iPhone", r"\biphone\b"),
    ("Android", r"\bandroid\b"),
    ("ChromeOS", r"\bcros\b"),
    ("Windows", r"\bwindows\b"),
    ("macOS", r"\bmac ?os\b|\bmacintosh\b"),
    ("Linux", r"\blinux\b"),
    ("BSD", r"bsd\b"),
)


def name(agent: str) -> str:
    """`Firefox on Linux`, or as much of it as can be told."""
    text = agent[:LONGEST].lower()
    browser, system = _first(BROWSERS, text), _first(SYSTEMS, text)
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A program on {system}" if system else "A program")


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((label for label, pattern in known if re.search(pattern, text)), "")
