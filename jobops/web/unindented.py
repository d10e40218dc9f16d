"""Templates without the space that is for who writes them: 4 KB of a long page.

Done once, as a file is read: indentation goes, and the end of a line that holds nothing but tags
which print nothing. What stands between `<pre>` or `<textarea>` and its end stays as it is.
"""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders import filesystem

# Every other piece is kept.
KEPT = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.DOTALL)
INDENTED = re.compile(r"\n[ \t]+")
SILENT = "if|elif|else|endif|for|empty|endfor|with|endwith|load|block|endblock|comment|endcomment"
ALONE = re.compile(rf"(?<=\n)((?:\{{% (?:{SILENT})\b[^%\n]*%\}})+)\n")


class Loader(filesystem.Loader):
    def get_contents(self, origin: Origin) -> str:
        written: str = super().get_contents(origin)
        return unindented(written) if origin.name.endswith(".html") else written


def unindented(written: str) -> str:
    pieces = KEPT.split(written)
    pieces[::2] = [ALONE.sub(r"\1", INDENTED.sub("\n", piece)) for piece in pieces[::2]]
    return "".join(pieces)
