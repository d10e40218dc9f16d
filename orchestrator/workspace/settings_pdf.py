"""What the settings of the printed page are called, and what can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pdfs import page


@dataclass(frozen=True)
class Field:
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    long: bool = False


LANGUAGES = (
    ("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"),
    ("pt", "Português"), ("it", "Italiano"), ("nl", "Nederlands"), ("pl", "Polski"),
    ("sv", "Svenska"), ("da", "Dansk"), ("uk", "Українська"), ("ar", "العربية"),
    ("he", "עברית"), ("zh", "中文"), ("ja", "日本語"), ("ko", "한국어"),
)  # fmt: skip
PDF_FIELDS: Mapping[str, Field] = {
    "pdfTheme": Field(
        "Theme", "All print the same words in the same order.", choices=page.choices()
    ),
    "pdfPaper": Field(
        "Paper",
        choices=(("auto", "By your résumé's language"), ("a4", "A4"), ("letter", "Letter")),
    ),
    "pdfAccent": Field(
        "Accent colour", "Like #14507d, dark enough to read on paper; empty: the theme's own."
    ),
    "pdfSizeStep": Field(
        "Type size", choices=(("-1", "A step smaller"), ("0", "As made"), ("1", "A step larger"))
    ),
    "pdfPageFit": Field(
        "Fit on",
        "By tighter lines, spaces, type and margins. Never below 9 points, never by leaving words "
        "out.",
        choices=(("off", "As many pages as it takes"), ("1", "One page"), ("2", "Two pages")),
    ),
    "pdfPhoto": Field("Show the photo", "It is uploaded beside the résumé."),
    "pdfLinksAsText": Field("Print the address behind a link's words"),
    "pdfSectionOrder": Field(
        "Sections that come first",
        "One on each line, like experience or skills; the rest follow as in the résumé.",
    ),
    "pdfSectionTitles": Field(
        "Headings", choices=(("own", "As in the résumé"), ("usual", "The usual ones"))
    ),
    "pdfLanguage": Field(
        "Language of the headings",
        choices=(("auto", "As the résumé says"), *LANGUAGES),
    ),
    "autoRegeneratePdf": Field("Print a Ready job's PDF again after an edit"),
}
PDF_KEYS = tuple(PDF_FIELDS)
