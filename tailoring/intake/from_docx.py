"""A Word file as logical lines: body, tables, text boxes and what stands in the page header.

Runs in the reading child only.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tailoring.intake.lines import MOST_CHARACTERS, Line, complete
from tailoring.intake.refusals import Refusal

MOST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 3000
_MACROS = ("vbaproject.bin", "vbadata.xml")
_BOX = qn("w:txbxContent")
# Word writes a text box twice: as it is, and again for older versions.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_INNER = frozenset(
    qn(f"w:{name}")
    for name in ("r", "hyperlink", "ins", "smartTag", "sdt", "sdtContent", "fldSimple")
)
_LABEL = 60


def lines(data: bytes, times: int = 1) -> tuple[Line, ...]:
    """Of `times` as many characters as a résumé may have, and of the first ones beyond."""
    guard(data)
    document = docx.Document(io.BytesIO(data))
    head = [line for section in document.sections for line in _header(section)]
    found = chain(dict.fromkeys(head), _blocks(document))
    return complete(_first(found, characters=times * MOST_CHARACTERS))


def _first(found: Iterable[Line], *, characters: int) -> Iterator[Line]:
    left = characters
    for line in found:
        yield line
        left -= len(line.text)
        if left < 0:
            return


def guard(data: bytes) -> None:
    """Before anything is unpacked. Raises Refusal."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refusal("bomb")
    if any(part.filename.lower().endswith(_MACROS) for part in parts):
        raise Refusal("macros")
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("encrypted")
    if not any(part.filename == "word/document.xml" for part in parts):
        raise Refusal("not_docx")


def _header(section: Any) -> Iterator[Line]:
    for part in (section.first_page_header, section.header):
        if not part.is_linked_to_previous:
            yield from _blocks(part)


def _blocks(holder: Any) -> Iterator[Line]:
    for block in holder.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield from _row(row)
        else:
            yield from _paragraph(block)


def _row(row: Any) -> Iterator[Line]:
    """A row that reads across, like a period beside a job, is joined where it begins."""
    cells = [list(_blocks(cell)) for cell in _cells(row)]
    filled = [[line for line in cell if line.text.strip()] for cell in cells]
    filled = [cell for cell in filled if cell]
    if len(filled) > 1 and _reads_across(filled):
        first = "\t".join(cell[0].text for cell in filled)
        yield Line(first, gap=True, strong=filled[-1][0].strong)
        filled = [cell[1:] for cell in filled]
    for cell in filled:
        yield from cell


def _cells(row: Any) -> Iterator[_Cell]:
    seen: set[Any] = set()
    for cell in row.cells:
        if cell._tc not in seen:
            seen.add(cell._tc)
            yield cell


def _reads_across(cells: list[list[Line]]) -> bool:
    beginnings = cells[:-1]
    return all(len(cell) <= 2 and len(cell[0].text) <= _LABEL for cell in beginnings)


def _paragraph(paragraph: Paragraph) -> Iterator[Line]:
    properties = paragraph._p.pPr
    listed = properties is not None and properties.numPr is not None
    style = _style(paragraph.part, paragraph._p.style)
    level = _level(style)
    runs = [run for run in paragraph.runs if run.text.strip()]
    strong = bool(runs) and all(run.bold for run in runs)
    bullet = (listed or style.startswith("List Bullet")) and not level
    for text in _words(paragraph._p).split("\n"):
        yield Line(text, bullet=bullet and bool(text.strip()), level=level, strong=strong)
    for box in paragraph._p.iter(_BOX):
        if not any(True for _ in box.iterancestors(_FALLBACK)):
            yield Line("")
            yield from _boxed(box, paragraph)


def _boxed(box: Any, around: Paragraph) -> Iterator[Line]:
    for child in box:
        if child.tag == qn("w:p"):
            yield from _paragraph(Paragraph(child, around._parent))
        elif child.tag == qn("w:tbl"):
            for row in Table(child, around._parent).rows:
                yield from _row(row)


# Each look goes through all styles of the document, and a long one has thousands of paragraphs.
@lru_cache(maxsize=1024)
def _style(part: Any, named: str | None) -> str:
    found = part.get_style(named, WD_STYLE_TYPE.PARAGRAPH)
    return (found.name or "") if found is not None else ""


def _level(style: str) -> int:
    name, _, number = style.rpartition(" ")
    if name in ("Heading", "heading") and number.isdigit():
        return int(number)
    return 1 if style == "Title" else 0


def _words(element: Any) -> str:
    """The text of one paragraph, links included, text boxes inside it not."""
    out: list[str] = []
    for child in element:
        if child.tag == qn("w:t"):
            out.append(child.text or "")
        elif child.tag in (qn("w:tab"), qn("w:ptab")):
            out.append("\t")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            out.append("\n")
        elif child.tag == qn("w:noBreakHyphen"):
            out.append("-")
        elif child.tag in _INNER and not _vanishes(child):
            out.append(_words(child))
    return "".join(out)


def _vanishes(element: Any) -> bool:
    """Whether a run is set as hidden text, which Word neither shows nor prints."""
    vanish = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false", "off")
