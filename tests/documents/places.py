"""Where the samples are, those shipped and those that may lie beside the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).parents[3] / "shared" / "data"
SHARED_FOLDERS = (
    "resumes/jsonresume/*.json",
    "resumes/reactive-resume-v4/*.json",
    "resumes/reactive-resume-v5/*.json",
    "rxresume/rxresume_default*.json",
    "rxresume/rxresume_sample*.json",
)


def load(name: str) -> Any:
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


def shared_files() -> list[Any]:
    """Parameters: one for each file, or one that is skipped and says why."""
    found = [path for pattern in SHARED_FOLDERS for path in sorted(SHARED.glob(pattern))]
    absent = pytest.mark.skip(reason="the shared samples do not lie beside the repository")
    return found or [pytest.param(None, marks=absent)]


def strings(value: object, path: str = "") -> list[tuple[str, str]]:
    """Path and text of every non-empty string below a value."""
    if isinstance(value, dict):
        below = [strings(child, f"{path}.{key}" if path else key) for key, child in value.items()]
        return [found for each in below for found in each]
    if isinstance(value, list):
        below = [strings(child, f"{path}[{place}]") for place, child in enumerate(value)]
        return [found for each in below for found in each]
    return [(path, value)] if isinstance(value, str) and value.strip() else []
