"""Naming what a JSON value is when it is no résumé."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tailoring.documents import tolerant

# The first row whose keys are all there names the file.
_KNOWN_BY_KEYS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"openapi", "info"}), "an OpenAPI document"),
    (frozenset({"swagger", "info"}), "an OpenAPI document"),
    (frozenset({"name", "version", "dependencies"}), "a package.json of a program"),
    (frozenset({"name", "version", "scripts"}), "a package.json of a program"),
    (frozenset({"lockfileVersion"}), "a lock file of a program"),
    (frozenset({"compilerOptions"}), "a compiler configuration"),
    (frozenset({"cells", "nbformat"}), "a notebook"),
    (frozenset({"type", "features"}), "a map in GeoJSON"),
    (frozenset({"log", "version"}), "a log"),
    (frozenset({"$schema", "properties"}), "a JSON Schema, which describes documents"),
    (frozenset({"type", "properties"}), "a JSON Schema, which describes documents"),
    (frozenset({"SkillsPassport"}), "a Europass document"),
    (frozenset({"cv"}), "a RenderCV document"),
    (frozenset({"jobs"}), "a list of jobs"),
    (frozenset({"title", "company"}), "one job posting"),
    (frozenset({"error"}), "an error message of a service"),
    (frozenset({"statusCode", "message"}), "an error message of a service"),
)
_JOB_KEYS = frozenset({"company", "employer", "company_name", "companyName", "jobUrl", "apply_url"})


def name_of(payload: object) -> str:
    """A noun with its article: "a list of jobs"."""
    if isinstance(payload, list):
        return _list(payload)
    if isinstance(payload, Mapping):
        return _object(payload)
    if payload is None:
        return "an empty JSON value"
    return "a piece of text" if isinstance(payload, str) else "a single JSON value"


def _list(payload: list[Any]) -> str:
    rows = tolerant.mappings(payload)
    if not payload:
        return "an empty JSON list"
    if rows and _JOB_KEYS & set(rows[0]):
        return "a list of jobs"
    if rows and ("basics" in rows[0] or "sections" in rows[0]):
        return "a list of résumés; import them one by one"
    return "a JSON list"


def _object(payload: Mapping[str, Any]) -> str:
    if not payload:
        return "an empty JSON object"
    if payload.get("@type") == "JobPosting":
        return "one job posting"
    for keys, noun in _KNOWN_BY_KEYS:
        if keys <= set(payload):
            return noun
    names = ", ".join(str(key)[:40] for key in list(payload)[:5])
    return f"a JSON object with the keys {names}"
