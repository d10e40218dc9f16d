"""What the options of a printed page are called, and what can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jobops.lib.words import later
from pdfs import page


@dataclass(frozen=True)
class Words:
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


LANGUAGES = (
    ("en", later("English")),
    ("de", later("Deutsch")),
    ("fr", later("Français")),
    ("es", later("Español")),
    ("pt", later("Português")),
    ("it", later("Italiano")),
    ("nl", later("Nederlands")),
    ("pl", later("Polski")),
    ("sv", later("Svenska")),
    ("da", later("Dansk")),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("he", "עברית"),
    ("zh", "中文"),
    ("ja", "日本語"),
    ("ko", "한국어"),
)
WORDS: Mapping[str, Words] = {
    "pdfTheme": Words(
        later("Theme"), later("All print the same words in the same order."), choices=page.choices()
    ),
    "pdfPaper": Words(
        later("Paper"),
        choices=(
            ("auto", later("By your résumé's language")),
            ("a4", "A4"),
            ("letter", later("Letter")),
        ),
    ),
    "pdfAccent": Words(
        later("Accent colour"),
        later("Like #14507d, dark enough to read on paper; empty: the theme's own."),
    ),
    "pdfSizeStep": Words(
        later("Type size"),
        choices=(
            ("-1", later("A step smaller")),
            ("0", later("As made")),
            ("1", later("A step larger")),
        ),
    ),
    "pdfPageFit": Words(
        later("Fit on"),
        later(
            "By tighter lines, spaces, type and margins. Never below 9 points, never by "
            "leaving words "
            "out."
        ),
        choices=(
            ("off", later("As many pages as it takes")),
            ("1", later("One page")),
            ("2", later("Two pages")),
        ),
    ),
    "pdfPhoto": Words(later("Show the photo"), later("It is uploaded beside the résumé.")),
    "pdfLinksAsText": Words(later("Print the address behind a link's words")),
    "pdfSectionOrder": Words(
        later("Sections that come first"),
        later("One on each line, like experience or skills; the rest follow as in the résumé."),
    ),
    "pdfSectionTitles": Words(
        later("Headings"),
        choices=(("own", later("As in the résumé")), ("usual", later("The usual ones"))),
    ),
    "pdfLanguage": Words(
        later("Language of the headings"),
        choices=(("auto", later("As the résumé says")), *LANGUAGES),
    ),
}
