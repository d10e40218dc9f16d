"""Which résumé format a JSON value is in, and how it becomes the stored form."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tailoring.documents import from_json_resume, from_v3, from_v4, tolerant, wrong_files
from tailoring.documents.audit import Report, compare, taken_whole
from tailoring.documents.json_resume import to_json_resume as to_json_resume
from tailoring.documents.plain_text import to_text as to_text
from tailoring.documents.problems import ACCEPTED, MAX_BYTES, DocumentError
from tailoring.documents.schema import Raw, ensure_ids

V5, V4, V3, JSON_RESUME = (
    "reactive-resume-5",
    "reactive-resume-4",
    "reactive-resume-3",
    "json-resume",
)
NAMES = {
    V5: "Reactive Resume 5",
    V4: "Reactive Resume 4",
    V3: "Reactive Resume 3",
    JSON_RESUME: "JSON Resume",
}
_CONVERT: Mapping[str, Callable[[Raw], dict[str, Any]]] = {
    V4: from_v4.convert,
    V3: from_v3.convert,
    JSON_RESUME: from_json_resume.convert,
}


@dataclass(frozen=True)
class Imported:
    """`document` is in the stored form (Reactive Resume v5); `format` is a key of NAMES."""

    document: dict[str, Any]
    format: str
    report: Report


def recognise(payload: object) -> str | None:
    if not isinstance(payload, Mapping):
        return None
    sections = payload.get("sections")
    if isinstance(sections, Mapping):
        return _reactive_resume(payload, sections=sections)
    if isinstance(payload.get("basics"), Mapping) and _has_json_resume_mark(payload):
        return JSON_RESUME
    return None


def to_document(payload: object) -> Imported:
    source = _unwrapped(payload)
    found = recognise(source)
    if found is None:
        what = wrong_files.name_of(source)
        raise DocumentError("unsupported", f"This is {what}, not a résumé. {ACCEPTED}", found=what)
    document, added = ensure_ids(source if found == V5 else _CONVERT[found](source))
    _refuse_too_big(document)
    report = Report(taken=taken_whole(source)) if found == V5 else compare(source, document)
    wrapped = tolerant.mapping(payload) if source is not payload else {}
    around = tuple(key for key in wrapped if key != "data")
    report = replace(
        report, ids_added=tuple(added), not_understood=(*around, *report.not_understood)
    )
    return Imported(document=document, format=found, report=report)


def stored_form(payload: object) -> dict[str, Any]:
    """`payload` itself, when it is a document as we keep them. Raises DocumentError."""
    if not isinstance(payload, dict) or recognise(payload) != V5:
        raise DocumentError("unsupported", "This is no longer a résumé in the form of JobOps.")
    _refuse_too_big(payload)
    return payload


def export(raw: Raw) -> dict[str, Any]:
    """The JSON as stored."""
    return copy.deepcopy(dict(raw))


def _unwrapped(payload: Any) -> Any:
    """An answer of the résumé service holds the document in `data`."""
    if recognise(payload) is None and isinstance(payload, Mapping):
        inner = payload.get("data")
        return inner if recognise(inner) else payload
    return payload


def _reactive_resume(payload: Raw, *, sections: Raw) -> str | None:
    layout = tolerant.mapping(payload.get("metadata")).get("layout")
    if "public" in payload and isinstance(sections.get("work"), Mapping):
        return V3
    summary = tolerant.mapping(sections.get("summary"))
    if isinstance(layout, list) or "visible" in summary:
        return V4
    if isinstance(layout, Mapping) or "picture" in payload or "customSections" in payload:
        return V5
    return None


def _has_json_resume_mark(payload: Raw) -> bool:
    listed = (isinstance(payload.get(key), list) for key in from_json_resume.SECTIONS)
    return any(listed) or "$schema" in payload


def _refuse_too_big(document: Raw) -> None:
    size = len(json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise DocumentError("too_big", bytes=size, limit=MAX_BYTES)
