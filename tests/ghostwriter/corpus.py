"""Texts that try to give orders to a model; see tests/samples/injection/README.md."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parents[1] / "samples" / "injection" / "payloads.json"


@dataclass(frozen=True)
class Payload:
    """`gone` must not be sent, `kept` must be; `marked`: a rule should warn of it."""

    name: str
    kind: str
    language: str
    text: str
    gone: tuple[str, ...]
    kept: tuple[str, ...]
    marked: bool


def _read() -> tuple[Payload, ...]:
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Payload(**{**row, "gone": tuple(row["gone"]), "kept": tuple(row["kept"])})
                 for row in rows)  # fmt: skip


PAYLOADS = _read()


def name(payload: Payload) -> str:
    return payload.name
