from __future__ import annotations

import re

_PARTS = re.compile(r"\s*[,;\n]\s*(?![^(]{0,200}\))")


def parted(text: str) -> list[str]:
    """Keywords of a list, what stands in brackets kept together, each once."""
    return list(dict.fromkeys(part.strip() for part in _PARTS.split(text) if part.strip()))
