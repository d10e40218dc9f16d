"""docs/api/routes.md: every operation of the API on a line. `python -m tests.docs.routes` writes it
anew, from what the server says of itself at /api/openapi.json.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "docs" / "api" / "routes.md"
HEAD = (
    "# Every call\n\n"
    "Written by `python -m tests.docs.routes` from the OpenAPI document; a test compares the two. "
    "What the calls take and answer is at\n`/api/docs` of a running server, and in the chapters of "
    "[the API](../api.md). “Token” is the [scope](../api.md#sign-in) a token needs.\n"
)
METHODS = ("get", "post", "put", "patch", "delete")


def text(document: Mapping[str, Any]) -> str:
    chapters: dict[str, list[str]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                told = methods[method]
                chapters[(told.get("tags") or ["Others"])[0]].append(_line(method, path, told))
    parts = [HEAD]
    for chapter, lines in sorted(chapters.items()):
        heads = "| Call | Does | Token |\n|---|---|---|"
        parts += [f"## {chapter.capitalize()}\n", heads, *lines, ""]
    return "\n".join(parts).rstrip() + "\n"


def _line(method: str, path: str, told: Mapping[str, Any]) -> str:
    said = str(told.get("description") or told.get("summary", "")).split("\n\n")[0]
    sentence = " ".join(said.split()).replace("|", "\\|").rstrip(".")
    return f"| `{method.upper()} {path}` | {sentence} | {told.get('x-scope', '–')} |"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from orchestrator.api import openapi, urls

    assert urls.urlpatterns

    FILE.write_text(text(openapi.document()))
    print(f"{FILE.name}: {FILE.read_text().count('| `')} calls")
