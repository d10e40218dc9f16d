"""What a résumé can be taken away as."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tailoring.documents.json_resume import to_json_resume
from tailoring.documents.plain_text import to_text
from tailoring.documents.schema import Raw


@dataclass(frozen=True)
class Export:
    media_type: str
    name: str
    write: Callable[[Raw], str]


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


EXPORTS: Mapping[str, Export] = {
    "json": Export("application/json", "resume.json", _as_json),
    "jsonresume": Export(
        "application/json", "jsonresume.json", lambda raw: _as_json(to_json_resume(raw))
    ),
    "text": Export("text/plain; charset=utf-8", "resume.txt", to_text),
}
