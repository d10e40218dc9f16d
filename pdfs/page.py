"""The themes there are, and how one document is printed."""

from __future__ import annotations

from dataclasses import dataclass

from jobops.lib.colour import LEAST_CONTRAST, contrast

PAPERS = {"a4": "A4", "letter": "Letter"}
MILLIMETRES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
FITS = ("off", "1", "2")
SQUEEZES = 4  # line height, spacing, size, margins: each step keeps those before it
_LEAST_LINE, _TIGHT_GAPS, _NARROW_MARGIN, _LEAST_SIZE = 1.2, 0.6, 12.0, 9.0


@dataclass(frozen=True)
class Theme:
    """`margins`: above and below, beside, in millimetres. `bleeds`: its head reaches the edges."""

    label: str
    made_for: str
    family: str
    size: float  # points
    accent: str
    line: float
    margins: tuple[float, float]
    bleeds: bool = False


THEMES: dict[str, Theme] = {
    "classic": Theme("Classic", "any field", "serif", 10.5, "#1b1b1b", 1.36, (17, 19)),
    "compact": Theme("Compact", "long histories", "compact", 9.5, "#1a1a1a", 1.27, (13, 15)),
    "modern": Theme("Modern", "technology and design", "sans", 10, "#14507d", 1.38, (16, 18)),
    "academic": Theme("Academic", "research and teaching", "book", 11, "#3b1f2b", 1.3, (20, 22)),
    "plain": Theme("Plain", "strict forms, easy reading", "clear", 11, "#111111", 1.42, (18, 20)),
    "banner": Theme(
        "Banner", "business and sales", "sans", 10, "#1f4d46", 1.36, (15, 18), bleeds=True
    ),
}


@dataclass(frozen=True)
class Page:
    """Empty `paper`, `accent` and `locale`: the document's or theme's.

    `order`: sections that come first, by their name; "custom" is all of the owner's own.
    `own_titles`: the owner's headings where there are any, else the usual ones of the language.
    `squeeze`: how many steps of making it fit were taken, 0 to SQUEEZES.
    Raises ValueError for a theme, paper, step or accent that cannot be printed.
    """

    theme: str = "classic"
    paper: str = ""
    accent: str = ""
    size_step: int = 0
    photo: bool = False
    links_as_text: bool = True
    locale: str = ""
    order: tuple[str, ...] = ()
    own_titles: bool = True
    fit: str = "off"
    squeeze: int = 0

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise ValueError(f"Unknown theme {self.theme!r}; known: {', '.join(THEMES)}.")
        if self.paper and self.paper not in PAPERS:
            raise ValueError(f"Unknown paper {self.paper!r}; known: {', '.join(PAPERS)}.")
        if self.size_step not in (-1, 0, 1):
            raise ValueError("The size step is -1, 0 or 1.")
        if self.fit not in FITS:
            raise ValueError(f"Unknown page fit {self.fit!r}; known: {', '.join(FITS)}.")
        if self.accent and contrast(self.accent) < LEAST_CONTRAST:
            raise ValueError(f"The accent colour {self.accent} is too pale to read on paper.")

    @property
    def look(self) -> Theme:
        return THEMES[self.theme]

    @property
    def size(self) -> float:
        """Of the running text, in points."""
        step = -1 if self.squeeze >= 3 else self.size_step
        return max(_LEAST_SIZE, self.look.size + step * 0.5)

    @property
    def line(self) -> float:
        tight = max(_LEAST_LINE, self.look.line - 0.12)
        return min(self.look.line, tight) if self.squeeze >= 1 else self.look.line

    @property
    def gap(self) -> float:
        """What every space between blocks is multiplied with."""
        return _TIGHT_GAPS if self.squeeze >= 2 else 1.0

    @property
    def margins(self) -> tuple[float, float]:
        across, beside = self.look.margins
        if self.squeeze < SQUEEZES:
            return across, beside
        return min(across, _NARROW_MARGIN), min(beside, _NARROW_MARGIN)


def choices() -> tuple[tuple[str, str], ...]:
    """Every theme with its label, for forms."""
    return tuple((name, theme.label) for name, theme in THEMES.items())
