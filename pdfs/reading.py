"""Reads the bytes of a PDF the way parsers do: with several extractors, none of them ours."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import DecodedStreamObject, DictionaryObject, IndirectObject, NameObject

# What damaged files make pypdf raise, beside its own errors.
BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
# Bidirectional controls; Arabic and Hebrew points, which extractors put before or after their
# letter and searches ignore.
_UNCOMPARED = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u0591-\u05bd\u064b-\u0652\u0670]"
)
CJK = "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_MARKS = ".,:;!?()،؛؟"
_BESIDE_CJK = re.compile(rf"(?<=[{CJK}]) | (?=[{CJK}])")
_TOKEN = re.compile(rf"[{CJK}]|[^\s{CJK}]+")
# Bytes of page description that hold name and headline, which come first; each letter takes some.
_HEAD_OF_PAGE, _PER_LETTER = 5000, 60


@dataclass(frozen=True)
class Font:
    name: str
    kind: str
    embedded: bool
    mapped: bool


def opened(pdf: bytes) -> pypdf.PdfReader:
    """Raises one of BROKEN when it is no PDF, or needs a password."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    if reader.is_encrypted and not reader.decrypt(""):
        raise pypdf.errors.WrongPasswordError("needs a password")
    len(reader.pages)
    return reader


def beginning(reader: pypdf.PdfReader, *, letters: int = 0) -> str:
    """The first lines of the first page, at least `letters` long; reading the whole page would take
    ten times as long.
    """
    page = reader.pages[0]
    contents = page.get_contents()
    if contents is None:
        return ""
    data = contents.get_data()
    end = data.find(b"EMC", max(_HEAD_OF_PAGE, letters * _PER_LETTER))
    head = DecodedStreamObject()
    head.set_data(data[: end + 3] if end > 0 else data)
    page[NameObject("/Contents")] = head
    return page.extract_text()


def filled(reader: pypdf.PdfReader) -> float:
    """Pages, the last one by how far down its text goes: 1.3."""
    last = reader.pages[-1]
    lowest = top = float(last.mediabox.height)

    def see(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        nonlocal lowest
        if text.strip():
            lowest = min(lowest, tm[4] * cm[1] + tm[5] * cm[3] + cm[5])

    last.extract_text(visitor_text=see)
    return len(reader.pages) - 1 + max(0.1, (top - lowest) / top)


def with_pypdf(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def with_poppler(pdf: bytes, *, layout: bool) -> str | None:
    """None when `pdftotext` is not installed or cannot read the file."""
    program = shutil.which("pdftotext")
    if not program:
        return None
    options = ["-layout"] if layout else []
    command = [program, "-q", *options, "-enc", "UTF-8", "-", "-"]
    try:
        answer = subprocess.run(command, input=pdf, capture_output=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.decode("utf-8", "replace")


@lru_cache(maxsize=1)
def poppler_version() -> str:
    program = shutil.which("pdftotext")
    if not program:
        return ""
    answer = subprocess.run(
        [program, "-v"], capture_output=True, text=True, timeout=10, check=False
    )
    found = re.search(r"version ([\d.]+)", answer.stderr + answer.stdout)
    return found.group(1) if found else "unknown"


def collapsed(text: str) -> str:
    """Text for comparison: what an eye cannot tell apart is made equal. Hyphens are not joined."""
    text = _UNCOMPARED.sub("", unicodedata.normalize("NFKC", text))
    return _BESIDE_CJK.sub("", " ".join(text.split()))


def holds(read: str, wanted: str) -> bool:
    """Whether `wanted` came back; both are collapsed. Some extractors turn right-to-left words
    round when they stand in a left-to-right page, so for those the order is not asked for.
    """
    if wanted in read:
        return True
    return _turns_round(wanted) and set(words(wanted)) <= set(words(read))


def same(line: str, wanted: str) -> bool:
    """Whether a line is `wanted` and nothing else, with the same allowance as `holds`."""
    if line == wanted:
        return True
    return _turns_round(wanted) and sorted(words(line)) == sorted(words(wanted))


def _turns_round(text: str) -> bool:
    return bool(_RIGHT_TO_LEFT.search(text))


def lines(text: str) -> list[str]:
    return list(filter(None, map(collapsed, text.splitlines())))


def words(text: str) -> list[str]:
    """Words; in scripts without spaces, characters. In texts that run from right to left without
    the marks around them: extractors put those before or after the same space.
    """
    found: list[str] = _TOKEN.findall(collapsed(text))
    if not _turns_round(text):
        return found
    return [word for token in found if (word := token.strip(_MARKS))]


def fonts(reader: pypdf.PdfReader) -> list[Font]:
    found: dict[int, Font] = {}
    for page in reader.pages:
        for reference in _resource(page, "/Font").values():
            number = reference.idnum if isinstance(reference, IndirectObject) else id(reference)
            if number not in found:
                found[number] = _font(reference.get_object())
    return list(found.values())


def has_pictures(reader: pypdf.PdfReader) -> bool:
    return any(
        each.get_object().get("/Subtype") == "/Image"
        for page in reader.pages
        for each in _resource(page, "/XObject").values()
    )


def _resource(page: pypdf.PageObject, kind: str) -> dict[str, Any]:
    resources = page.get("/Resources")
    held = resources.get_object().get(kind) if resources else None
    return held.get_object() if held else {}


def _font(font: DictionaryObject) -> Font:
    kind = str(font.get("/Subtype", ""))
    described: Any = font
    if kind == "/Type0":
        described = cast(Any, font["/DescendantFonts"]).get_object()[0].get_object()
    descriptor = described.get("/FontDescriptor")
    keys = descriptor.get_object().keys() if descriptor else ()
    embedded = any(key in keys for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    name = str(font.get("/BaseFont", "")).lstrip("/")
    return Font(name, kind.lstrip("/"), embedded, "/ToUnicode" in font)


def catalogue(reader: pypdf.PdfReader) -> DictionaryObject:
    return cast(DictionaryObject, reader.trailer["/Root"].get_object())


def tags(reader: pypdf.PdfReader) -> list[str]:
    """The structure types of a tagged PDF in reading order; empty when it is not tagged."""
    root = catalogue(reader)
    marked: Any = root.get("/MarkInfo")
    tree: Any = root.get("/StructTreeRoot")
    if not tree or not marked or not marked.get_object().get("/Marked"):
        return []
    return list(_walk(tree.get_object().get("/K"), depth=0))


def _walk(node: Any, *, depth: int) -> Iterator[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if depth > 60:
        return
    if isinstance(node, list):
        for child in node:
            yield from _walk(child, depth=depth + 1)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"])
        if "/K" in node:
            yield from _walk(node["/K"], depth=depth + 1)
