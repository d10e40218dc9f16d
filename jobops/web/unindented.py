"""Templates without their indentation, which is for who writes them: 3 KB of a long page.

Done once, as a file is read; what stands between `<pre>` or `<textarea>` and its end stays as it
is.
"""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders import filesystem

# Every other piece is kept.
KEPT = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.DOTALL)
BLANK = re.compile(r"\n[ \t]+")


class Loader(filesystem.Loader):
    def get_contents(self, origin: Origin) -> str:
        written: str = super().get_contents(origin)
        return unindented(written) if origin.name.endswith(".html") else written


def unindented(written: str) -> str:
    """Lines keep their numbers, for the reports of mistakes."""
    pieces = KEPT.split(written)
    pieces[::2] = [BLANK.sub("\n", piece) for piece in pieces[::2]]
    return "".join(pieces)
