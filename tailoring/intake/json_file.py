"""A JSON file as somebody uploads it, to a document or to a sentence that helps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import Any, NoReturn

from tailoring.documents.dialects import Imported, to_document
from tailoring.documents.problems import ACCEPTED, DocumentError
from tailoring.intake import magic

MAX_FILE_BYTES = 15 * 1024 * 1024
MAX_DEPTH = 64
ENDS_EARLY = "the file ends in the middle; save or download it again"
_HINTS: Mapping[str, str] = {
    "Expecting property name enclosed in double quotes": (
        "a name in double quotes is missing, or a comma stands before a closing bracket"
    ),
    "Illegal trailing comma before end of object": "a comma stands before a closing bracket",
    "Illegal trailing comma before end of array": "a comma stands before a closing bracket",
    "Expecting value": "a value is missing, or a comma stands before a closing bracket",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Unterminated string starting at": "a text has no closing quote",
    "Invalid control character at": "a text contains a line break that is not written as \\n",
    "Extra data": "more follows after the end of the document",
}


def read_json(data: bytes, filename: str) -> Imported:
    """Raises DocumentError. The name is for the sentence only; the content decides."""
    if len(data) > MAX_FILE_BYTES:
        raise DocumentError("too_big", "This file is larger than 15 MiB. Nothing was imported.")
    if not data.strip():
        raise DocumentError("unreadable", f"This file is empty. {ACCEPTED}", file=filename)
    if what := magic.name_of(data):
        raise DocumentError("unsupported", f"This is {what}. {ACCEPTED}", found=what, file=filename)
    payload, repeated = _parsed(_decoded(data))
    kept, cleaned = storable(payload)
    imported = to_document(kept)
    report = imported.report
    report = replace(
        report,
        changed=(
            *(f"{path}: unprintable characters left out" for path in cleaned),
            *report.changed,
        ),
        not_understood=(*(f"{key} (given twice)" for key in repeated), *report.not_understood),
    )
    return replace(imported, report=report)


def _decoded(data: bytes) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            "unreadable",
            f"This file is not UTF-8 text (byte {error.start + 1}). Save it as UTF-8 and retry.",
        ) from error


def _parsed(text: str) -> tuple[Any, tuple[str, ...]]:
    repeated: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found):
            names = Counter(key for key, _ in found)
            repeated.extend(key for key, times in names.items() if times > 1)
        return made

    try:
        payload = json.loads(
            text, object_pairs_hook=pairs, parse_constant=_refuse_number, parse_float=_number
        )
    except json.JSONDecodeError as error:
        ended = error.pos >= len(text.rstrip())
        hint = ENDS_EARLY if ended else _HINTS.get(error.msg, error.msg)
        raise DocumentError(
            "unreadable",
            f"This is not valid JSON: line {error.lineno}, column {error.colno}: {hint}.",
            line=error.lineno,
            column=error.colno,
        ) from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise DocumentError("unreadable", "This file holds a number too long to read.") from error
    return payload, tuple(repeated)


def _number(written: str) -> float:
    value = float(written)
    return value if isfinite(value) else _refuse_number(written)


def _refuse_number(written: str) -> NoReturn:
    raise DocumentError(
        "unreadable", f"This is not valid JSON: {written[:20]} is not a number JSON knows."
    )


def storable(value: Any, *, path: str = "", depth: int = 0) -> tuple[Any, list[str]]:
    """Without NUL and lone surrogates, which no database keeps, and the paths that had some."""
    if depth > MAX_DEPTH:
        raise _too_deep()
    if isinstance(value, str):
        kept = value.replace("\x00", "").encode("utf-8", "ignore").decode()
        return kept, [path] if kept != value else []
    if isinstance(value, dict):
        parts = {
            storable(key)[0]: storable(
                child, path=f"{path}.{key}" if path else key, depth=depth + 1
            )
            for key, child in value.items()
        }
        return {key: child for key, (child, _) in parts.items()}, _paths(parts.values())
    if isinstance(value, list):
        rows = [
            storable(child, path=f"{path}[{position}]", depth=depth + 1)
            for position, child in enumerate(value)
        ]
        return [child for child, _ in rows], _paths(rows)
    return value, []


def _paths(parts: Any) -> list[str]:
    return [path for _, paths in parts for path in paths]


def _too_deep() -> DocumentError:
    return DocumentError(
        "unreadable", "This file is nested too deeply to be a résumé. Nothing was imported."
    )
