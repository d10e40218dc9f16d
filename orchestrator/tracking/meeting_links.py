"""Where an online meeting is held, as far as its address tells."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SERVICES = (
    "zoom.us", "zoom.com", "zoomgov.com", "teams.microsoft.com", "teams.live.com",
    "meet.google.com", "webex.com", "whereby.com", "gotomeeting.com", "meet.goto.com",
    "gotomeet.me", "bluejeans.com", "chime.aws", "meet.jit.si", "join.skype.com",
    "meet.ringcentral.com", "v.ringcentral.com", "coderpad.io", "codility.com",
    "hackerrank.com", "karat.io", "hirevue.com",
    "meetings.dialpad.com", "meetings.vonage.com", "starleaf.com", "lifesizecloud.com",
)  # fmt: skip
LONGEST = 2_000
ADDRESS = re.compile(r"https?://[^\s<>\"'\\|^`{}\[\]]{4,2000}", re.IGNORECASE)
TRAILING = ".,;:!?)"


def web_address(text: str) -> str:
    """`text` if it is one address of the web without a name or password in it, else nothing."""
    clean = text.strip().strip("<>")
    try:
        parts = urlsplit(clean)
        whole = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return ""
    fits = len(clean) <= LONGEST and clean.isprintable() and " " not in clean
    return clean if whole and fits and parts.scheme.lower() in ("http", "https") else ""


def found_in(text: str) -> tuple[str, ...]:
    """Every address in a text, as a person would copy it."""
    found = (hit.group().rstrip(TRAILING) for hit in ADDRESS.finditer(text))
    return tuple(dict.fromkeys(clean for one in found if (clean := web_address(one))))


def is_meeting(address: str) -> bool:
    host = (urlsplit(address).hostname or "").rstrip(".")
    return any(host == one or host.endswith(f".{one}") for one in SERVICES)


def meeting(*texts: str) -> str:
    """The first address of a meeting service in the texts, else nothing."""
    found = (address for text in texts for address in found_in(text))
    return next((address for address in found if is_meeting(address)), "")
