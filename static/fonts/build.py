"""Makes the shipped faces from Debian's font packages: `python static/fonts/build.py`.

Needs fonts-noto-core, fonts-lato, fonts-crosextra-carlito, fonts-sil-gentiumplus,
fonts-hosny-amiri and fonts-dejavu-core.
Every face is a modified version, so all are renamed, as their licences ask. Hinting is dropped: it
does nothing in print. Pair kerning moves from GPOS to the small `kern` table, whose pairs
`pdfs/sfnt.py` can carry into the subset of one document.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

HERE = Path(__file__).parent
DEBIAN = Path("/usr/share/fonts")
LATIN = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x24F), (0x259, 0x259), (0x2B0, 0x2FF), (0x300, 0x36F),
    (0x370, 0x3FF), (0x400, 0x4FF), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EA0, 0x1EF9),
    (0x2000, 0x200A), (0x2010, 0x2027), (0x202F, 0x205E), (0x2070, 0x209F), (0x20A0, 0x20C0),
    (0x2100, 0x214F), (0x2190, 0x2199), (0x2200, 0x22FF), (0x25A0, 0x25FF),
)  # fmt: skip
HEBREW = (
    (0x20, 0x20),
    (0x2D, 0x2D),
    (0x591, 0x5F4),
    (0x2010, 0x2010),
    (0x20AA, 0x20AA),
    (0xFB1D, 0xFB4F),
)
ARABIC = ((0x20, 0x20), (0x60C, 0x61F), (0x621, 0x65F), (0x660, 0x6FF))
SYMBOLS = (
    (0x20, 0x20), (0x2010, 0x2015), (0x2032, 0x2037), (0x20A0, 0x20C0), (0x2100, 0x214F),
    (0x2150, 0x218B), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF),
    (0x25A0, 0x25FF), (0x2600, 0x26FF), (0x2701, 0x27BF), (0x27C0, 0x27FF), (0x2900, 0x29FF),
)  # fmt: skip
NOTO, LATO = "truetype/noto/Noto", "truetype/lato/Lato-"
# Its lam-alef is two glyphs: where it is one, extractors read the two letters in the wrong order.
AMIRI = "opentype/fonts-hosny-amiri/Amiri-"
GENTIUM = "truetype/gentiumplus/GentiumBookPlus-"
CARLITO, DEJAVU = "truetype/crosextra/Carlito-", "truetype/dejavu/DejaVuSans"
# shipped file → (Debian file, family, style, characters, keeps its shaping tables)
FACES = {
    "serif-regular": (NOTO + "Serif-Regular", "JobOps Serif", "Regular", LATIN, False),
    "serif-bold": (NOTO + "Serif-Bold", "JobOps Serif", "Bold", LATIN, False),
    "serif-italic": (NOTO + "Serif-Italic", "JobOps Serif", "Italic", LATIN, False),
    "serif-bolditalic": (NOTO + "Serif-BoldItalic", "JobOps Serif", "Bold Italic", LATIN, False),
    "sans-regular": (LATO + "Regular", "JobOps Sans", "Regular", LATIN, False),
    "sans-bold": (LATO + "Bold", "JobOps Sans", "Bold", LATIN, False),
    "sans-italic": (LATO + "Italic", "JobOps Sans", "Italic", LATIN, False),
    "sans-bolditalic": (LATO + "BoldItalic", "JobOps Sans", "Bold Italic", LATIN, False),
    "compact-regular": (CARLITO + "Regular", "JobOps Compact", "Regular", LATIN, False),
    "compact-bold": (CARLITO + "Bold", "JobOps Compact", "Bold", LATIN, False),
    "compact-italic": (CARLITO + "Italic", "JobOps Compact", "Italic", LATIN, False),
    "compact-bolditalic": (CARLITO + "BoldItalic", "JobOps Compact", "Bold Italic", LATIN, False),
    "book-regular": (GENTIUM + "Regular", "JobOps Book", "Regular", LATIN, False),
    "book-bold": (GENTIUM + "Bold", "JobOps Book", "Bold", LATIN, False),
    "book-italic": (GENTIUM + "Italic", "JobOps Book", "Italic", LATIN, False),
    "book-bolditalic": (GENTIUM + "BoldItalic", "JobOps Book", "Bold Italic", LATIN, False),
    "clear-regular": (NOTO + "Sans-Regular", "JobOps Clear", "Regular", LATIN, False),
    "clear-bold": (NOTO + "Sans-Bold", "JobOps Clear", "Bold", LATIN, False),
    "clear-italic": (NOTO + "Sans-Italic", "JobOps Clear", "Italic", LATIN, False),
    "clear-bolditalic": (NOTO + "Sans-BoldItalic", "JobOps Clear", "Bold Italic", LATIN, False),
    "hebrew-regular": (NOTO + "SansHebrew-Regular", "JobOps Hebrew", "Regular", HEBREW, True),
    "hebrew-bold": (NOTO + "SansHebrew-Bold", "JobOps Hebrew", "Bold", HEBREW, True),
    "arabic-regular": (AMIRI + "Regular", "JobOps Arabic", "Regular", ARABIC, True),
    "arabic-bold": (AMIRI + "Bold", "JobOps Arabic", "Bold", ARABIC, True),
    "symbols-regular": (DEJAVU, "JobOps Symbols", "Regular", SYMBOLS, False),
    "symbols-bold": (DEJAVU + "-Bold", "JobOps Symbols", "Bold", SYMBOLS, False),
}  # fmt: skip
LICENCES = {
    "serif": "fonts-noto-core", "hebrew": "fonts-noto-core", "sans": "fonts-lato",
    "compact": "fonts-crosextra-carlito", "book": "fonts-sil-gentiumplus",
    "clear": "fonts-noto-core", "arabic": "fonts-hosny-amiri",
    "symbols": "fonts-dejavu-core",
}  # fmt: skip
# No kerning between joined letters: extractors take a wide gap for the end of a word.
SHAPING = (
    "ccmp", "locl", "isol", "init", "medi", "fina", "rlig", "rclt", "calt", "curs", "mark", "mkmk",
)  # fmt: skip
SMALLEST_KERN = 0.018  # of the type size; less is not seen at 10 pt
MOST_PAIRS = 6_000  # a kern table holds at most 10,922: its byte length has 16 bits


def main(wanted: list[str]) -> None:
    for name, face in FACES.items():
        if wanted and name not in wanted:
            continue
        font = make(*face)
        font.save(HERE / f"{name}.ttf")
        print(f"{(HERE / name).name}.ttf {(HERE / f'{name}.ttf').stat().st_size:,} bytes")
    for name, package in LICENCES.items():
        shutil.copy(f"/usr/share/doc/{package}/copyright", HERE / f"{name}.LICENCE.txt")


def make(
    source: str, family: str, style: str, ranges: tuple[tuple[int, int], ...], shaping: bool
) -> TTFont:
    path = DEBIAN / f"{source}.ttf"
    options = subset.Options(
        hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14]
    )
    options.layout_features = list(SHAPING) if shaping else ["kern"]
    options.drop_tables += ["DSIG", "FFTM", "MATH"]
    font = subset.load_font(str(path), options)
    wanted = {code for first, last in ranges for code in range(first, last + 1)}
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted & set(font.getBestCmap()))
    subsetter.subset(font)
    if not shaping:
        flatten_kerning(font)
    rename(font, family, style)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    return font


def rename(font: TTFont, family: str, style: str) -> None:
    full = f"{family} {style}"
    postscript = f"{family.replace(' ', '')}-{style.replace(' ', '')}"
    names = {1: family, 2: style, 3: postscript, 4: full, 6: postscript}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


def flatten_kerning(font: TTFont) -> None:
    pairs = dict(kern_pairs(font))
    space = {font.getBestCmap().get(0x20), font.getBestCmap().get(0xA0)}
    least = SMALLEST_KERN * font["head"].unitsPerEm
    kept = {p: v for p, v in pairs.items() if abs(v) >= least and not space & set(p)}
    if len(kept) > MOST_PAIRS:
        codes = {g: min(found) for g, found in font["cmap"].buildReversed().items()}
        kept = dict(sorted(kept.items(), key=lambda item: rank(item[0], codes))[:MOST_PAIRS])
    for tag in ("GPOS", "GSUB", "GDEF", "kern"):
        if tag in font:
            del font[tag]
    if kept:
        table = KernTable_format_0()
        table.coverage, table.kernTable, table.apple = 1, kept, False
        font["kern"] = newTable("kern")
        font["kern"].version, font["kern"].kernTables = 0, [table]


def rank(pair: tuple[str, str], codes: dict[str, int]) -> tuple[bool, int]:
    """Frequent letters first: both of Latin-1, or both of one basic alphabet."""
    highest = max(codes.get(glyph, 0xFFFF) for glyph in pair)
    return highest > 0xFF, highest


def kern_pairs(font: TTFont) -> Iterator[tuple[tuple[str, str], int]]:
    gpos = font["GPOS"].table if "GPOS" in font else None
    seen: set[tuple[str, str]] = set()
    lookups = sorted(
        {
            index
            for record in (gpos.FeatureList.FeatureRecord if gpos and gpos.FeatureList else ())
            if record.FeatureTag == "kern"
            for index in record.Feature.LookupListIndex
        }
    )
    for index in lookups:
        for table in gpos.LookupList.Lookup[index].SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == 2:
                for pair, value in table_pairs(table):
                    if pair not in seen:
                        seen.add(pair)
                        yield pair, value


def table_pairs(table) -> Iterator[tuple[tuple[str, str], int]]:  # type: ignore[no-untyped-def]
    def advance(value) -> int:  # type: ignore[no-untyped-def]
        return getattr(value, "XAdvance", 0) or 0 if value else 0

    if table.Format == 1:
        for left, pairs in zip(table.Coverage.glyphs, table.PairSet, strict=True):
            for record in pairs.PairValueRecord:
                yield (left, record.SecondGlyph), advance(record.Value1)
        return
    rights = table.ClassDef2.classDefs
    for left in table.Coverage.glyphs:
        row = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)].Class2Record
        for right, number in rights.items():
            yield (left, right), advance(row[number].Value1)


if __name__ == "__main__":
    main(sys.argv[1:])
