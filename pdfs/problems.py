"""What can go wrong between a résumé and its PDF."""

from __future__ import annotations

from jobops.lib.errors import Problem


class RenderError(Problem):
    SENTENCES = {
        "no_browser": (
            "No Chromium was found, so no PDF can be made; everything else works. "
            "Install it with: apt-get install chromium-headless-shell"
        ),
        "timeout": "Printing took too long and was stopped. The last PDF is kept; try again.",
        "crashed": "The browser that prints PDFs stopped twice. The last PDF is kept; try again.",
        "blocked_resource": (
            "The page asked for something outside itself, which is not allowed in a PDF. "
            "Remove the reference and build it again."
        ),
        "unreadable": (
            "The finished PDF cannot be read back as text, so it was not kept. "
            "The details name what was not found."
        ),
        "font_missing": (
            "Some characters need a font that is not installed. "
            "Install the named package and build the PDF again."
        ),
        "empty": "The résumé has nothing to print yet. Fill it in or import another one.",
        "too_big": "The document is too large for a résumé PDF. Shorten it and build it again.",
    }
    PERMANENT = frozenset({"blocked_resource", "unreadable", "font_missing", "empty", "too_big"})
