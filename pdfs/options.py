"""Page options: what an owner's settings say of every page, and what one job says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jobops.lib.errors import Invalid
from orchestrator.preferences import Preferences
from orchestrator.setting_table import SETTINGS
from pdfs import locales
from pdfs.page import Page
from tailoring.documents import schema

# Option of a job → the setting that holds without it.
KEYS: Mapping[str, str] = {
    "theme": "pdfTheme",
    "paper": "pdfPaper",
    "accent": "pdfAccent",
    "sizeStep": "pdfSizeStep",
    "photo": "pdfPhoto",
    "linksAsText": "pdfLinksAsText",
    "fit": "pdfPageFit",
    "order": "pdfSectionOrder",
    "titles": "pdfSectionTitles",
    "language": "pdfLanguage",
}
AUTO = "auto"


def page(wanted: Preferences, own: Mapping[str, Any], *, raw: schema.Raw) -> Page:
    """`own` over `wanted` over what the document's language suggests. ValueError as Page."""
    said = {name: own.get(name, wanted[key]) for name, key in KEYS.items()}
    locale = schema.read(raw).locale if said["language"] == AUTO else said["language"]
    return Page(
        theme=said["theme"] or wanted["pdfTheme"],
        paper=locales.paper(locale) if said["paper"] in (AUTO, "") else said["paper"],
        accent=said["accent"],
        size_step=said["sizeStep"],
        photo=said["photo"],
        links_as_text=said["linksAsText"],
        locale=locale,
        order=tuple(said["order"]),
        own_titles=said["titles"] == "own",
        fit=said["fit"],
    )


def cleaned(given: Mapping[str, Any]) -> dict[str, Any]:
    """Options as a job keeps them; None and what is not named are left to the settings.

    Raises Invalid naming each bad option.
    """
    clean: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, value in given.items():
        if name not in KEYS:
            errors[name] = ["There is no such page option."]
        elif value is not None:
            try:
                clean[name] = SETTINGS[KEYS[name]].kind.check(value)
            except ValueError as refused:
                errors[name] = [str(refused)]
    if errors:
        raise Invalid(errors)
    return clean
