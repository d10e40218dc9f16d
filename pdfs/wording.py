"""What the options of a printed page are called, and what can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pdfs import page


@dataclass(frozen=True)
class Words:
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


LANGUAGES = (
    ("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"),
    ("pt", "Português"), ("it", "Italiano"), ("nl", "Nederlands"), ("pl", "Polski"),
    ("sv", "Svenska"), ("da", "Dansk"), ("uk", "Українська"), ("ar", "العربية"),
    ("he", "עברית"), ("zh", "中文"), ("ja", "日本語"), ("ko", "한국어"),
)  # fmt: skip
WORDS: Mapping[str, Words] = {
    "pdfTheme": Words(
        "Theme", "All print the same words in the same order.", choices=page.choices()
    ),
    "pdfPaper": Words(
        "Paper",
        choices=(("auto", "By your résumé's language"), ("a4", "A4"), ("letter", "Letter")),
    ),
    "pdfAccent": Words(
        "Accent colour", "Like #14507d, dark enough to read on paper; empty: the theme's own."
    ),
    "pdfSizeStep": Words(
        "Type size", choices=(("-1", "A step smaller"), ("0", "As made"), ("1", "A step larger"))
    ),
    "pdfPageFit": Words(
        "Fit on",
        "By tighter lines, spaces, type and margins. Never below 9 points, never by leaving words "
        "out.",
        choices=(("off", "As many pages as it takes"), ("1", "One page"), ("2", "Two pages")),
    ),
    "pdfPhoto": Words("Show the photo", "It is uploaded beside the résumé."),
    "pdfLinksAsText": Words("Print the address behind a link's words"),
    "pdfSectionOrder": Words(
        "Sections that come first",
        "One on each line, like experience or skills; the rest follow as in the résumé.",
    ),
    "pdfSectionTitles": Words(
        "Headings", choices=(("own", "As in the résumé"), ("usual", "The usual ones"))
    ),
    "pdfLanguage": Words(
        "Language of the headings",
        choices=(("auto", "As the résumé says"), *LANGUAGES),
    ),
}
