"""An empty document, section and item in the newest shape, for what a format does not say."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

_WEBSITE = {"url": "", "label": "", "inlineLink": False}
_ICON = {"icon": "", "iconColor": ""}
_TEXT = {"website": _WEBSITE, "description": ""}
_ITEMS: Mapping[str, Mapping[str, Any]] = {
    "profiles": {**_ICON, "network": "", "username": "", "website": _WEBSITE},
    "experience": {
        "company": "", "position": "", "location": "", "period": "", "roles": [], **_TEXT,
    },
    "education": {
        "school": "", "degree": "", "area": "", "grade": "", "location": "", "period": "", **_TEXT,
    },
    "projects": {"name": "", "period": "", **_TEXT},
    "skills": {**_ICON, "name": "", "proficiency": "", "level": 0, "keywords": []},
    "languages": {"language": "", "fluency": "", "level": 0},
    "interests": {**_ICON, "name": "", "keywords": []},
    "awards": {"title": "", "awarder": "", "date": "", **_TEXT},
    "certifications": {"title": "", "issuer": "", "date": "", **_TEXT},
    "publications": {"title": "", "publisher": "", "date": "", **_TEXT},
    "volunteer": {"organization": "", "location": "", "period": "", **_TEXT},
    "references": {"name": "", "position": "", "phone": "", **_TEXT},
}  # fmt: skip
_ORDER = (
    "summary", "profiles", "experience", "education", "projects", "skills", "certifications",
    "awards", "publications", "languages", "volunteer", "interests", "references",
)  # fmt: skip


def item(kind: str) -> dict[str, Any]:
    return {"id": "", "hidden": False, **copy.deepcopy(dict(_ITEMS[kind]))}


def section() -> dict[str, Any]:
    return {
        "title": "", "icon": "", "columns": 1, "hidden": False,
        "keepTogether": False, "startOnNewPage": False, "items": [],
    }  # fmt: skip


def summary() -> dict[str, Any]:
    return {**{key: value for key, value in section().items() if key != "items"}, "content": ""}


def document() -> dict[str, Any]:
    """It names no locale: most formats do not say their language, and "en" would be a guess."""
    return {
        "picture": {
            "hidden": False, "url": "", "size": 80, "rotation": 0, "aspectRatio": 1,
            "borderRadius": 0, "borderColor": "rgba(0, 0, 0, 0.5)", "borderWidth": 0,
            "shadowColor": "rgba(0, 0, 0, 0.5)", "shadowWidth": 0,
        },
        "basics": {
            "name": "", "headline": "", "email": "", "phone": "", "location": "",
            "website": {"url": "", "label": ""}, "customFields": [],
        },
        "summary": summary(),
        "sections": {kind: section() for kind in _ITEMS},
        "customSections": [],
        "metadata": _metadata(),
    }  # fmt: skip


def _metadata() -> dict[str, Any]:
    body = {"fontFamily": "IBM Plex Serif", "fontWeights": ["400", "600"], "fontSize": 10,
            "lineHeight": 1.5}  # fmt: skip
    return {
        "template": "onyx",
        "layout": {
            "sidebarWidth": 35,
            "pages": [{"fullWidth": True, "main": list(_ORDER), "sidebar": []}],
        },
        "page": {
            "gapX": 4, "gapY": 6, "marginX": 14, "marginY": 12, "format": "a4",
            "hideLinkUnderline": False, "hideIcons": False, "hideSectionIcons": True,
        },
        "design": {
            "level": {"icon": "star", "type": "hidden"},
            "colors": {
                "primary": "rgba(0, 0, 0, 1)",
                "text": "rgba(0, 0, 0, 1)",
                "background": "rgba(255, 255, 255, 1)",
            },
        },
        "typography": {"body": body, "heading": {**body, "fontSize": 14}},
        "notes": "",
        "styleRules": [],
    }  # fmt: skip
