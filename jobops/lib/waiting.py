"""How long the other side asks us to wait."""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Mapping


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from a number or a date in `Retry-After`; None when the answer does not say.

    `headers` by lower-case name.
    """
    value = headers.get("retry-after", "").strip()
    millis = headers.get("retry-after-ms", "").strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", millis):
        return float(millis) / 1000
    if re.fullmatch(r"\d+(?:\.\d+)?", value):
        return float(value)
    moment = email.utils.parsedate_tz(value) if value else None
    return max(0.0, email.utils.mktime_tz(moment) - time.time()) if moment else None
