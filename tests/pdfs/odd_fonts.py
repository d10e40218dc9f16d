"""Faces we must never ship, made from one that we do."""

from __future__ import annotations

import io
from collections.abc import Callable

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from pdfs import fonts

Make = Callable[[], bytes]


def _shipped() -> TTFont:
    font = TTFont(fonts.FOLDER / "serif-regular.ttf")
    subsetter = subset.Subsetter()
    subsetter.populate(unicodes=range(0x20, 0x7F))
    subsetter.subset(font)
    return font


def _bytes(font: TTFont) -> bytes:
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def variable() -> bytes:
    font = _shipped()
    builder = FontBuilder(font=font)
    builder.setupFvar([("wght", 400, 400, 900, "Weight")], [])
    builder.setupGvar({})
    return _bytes(font)


def cff() -> bytes:
    font = _shipped()
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    shapes = {}
    for name in order:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        shapes[name] = pen.getCharString()
    widths = {name: font["hmtx"][name] for name in order}
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(font.getBestCmap())
    builder.setupCFF("Odd", {"FullName": "Odd"}, shapes, {})
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    builder.setupNameTable({"familyName": "Odd", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    return _bytes(builder.font)
