"""Reads one PDF or Word file: `python -m tailoring.intake.reading_child pdf < file`, as a résumé
or, with `whole` behind it, as anything that may be longer.

A program of its own, because a hostile file may take any time and memory: it ends at its limits,
and the server goes on. Prints {"lines": […]} or {"refused": kind}.
"""

from __future__ import annotations

import json
import resource
import sys
import zipfile
from collections.abc import Callable, Mapping

from docx.opc.exceptions import PackageNotFoundError
from lxml import etree
from pypdf.errors import LimitReachedError, PyPdfError

from tailoring.intake import from_docx, from_pdf
from tailoring.intake.lines import MOST_CHARACTERS, MOST_LINES, Line
from tailoring.intake.refusals import Refusal

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 15
READERS: Mapping[str, Callable[[bytes, int], tuple[Line, ...]]] = {
    "pdf": from_pdf.lines,
    "docx": from_docx.lines,
}
# How many times as long as a résumé any other document may be; the rest is not read.
_WHOLE = 50


def main(kind: str, whole: str = "") -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    found = _read(kind, sys.stdin.buffer.read(), times=_WHOLE if whole else 1)
    json.dump(found, sys.stdout)
    return 0


def _read(kind: str, data: bytes, *, times: int) -> dict[str, object]:
    try:
        lines = READERS[kind](data, times)
    except Refusal as refused:
        return {"refused": refused.kind}
    except (MemoryError, RecursionError, LimitReachedError):
        return {"refused": "slow"}
    except (PyPdfError, PackageNotFoundError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return {"refused": "damaged"}
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError, OSError):
        # The libraries were written for whole files; a broken one fails them anywhere.
        return {"refused": "damaged"}
    if times == 1 and (_size(lines) > MOST_CHARACTERS or len(lines) > MOST_LINES):
        return {"refused": "long"}
    if not lines:
        return {"refused": "empty"}
    return {"lines": [line.to_json() for line in lines]}


def _size(lines: tuple[Line, ...]) -> int:
    return sum(len(line.text) for line in lines)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
