"""Reads TrueType files and writes the few glyphs one document needs.

Font bytes are the dearest part of a render: the browser decodes, checks and parses all of them each
time, at about 0.1 ms per kilobyte. A whole face costs more than the printing itself.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_COPIED = ("OS/2", "name")
_WORDS, _SCALE, _MORE, _XY_SCALE, _MATRIX = 0x01, 0x08, 0x20, 0x40, 0x80


@dataclass(frozen=True)
class Font:
    """One face with TrueType outlines. `kern`: left glyph → ((right glyph, font units), …)."""

    tables: Mapping[str, bytes]
    loca: Sequence[int]
    cmap: Mapping[int, int]
    kern: Mapping[int, tuple[tuple[int, int], ...]]


def read(data: bytes, *, index: int = 0) -> Font:
    """Parse a .ttf, or face `index` of a .ttc; raises ValueError for anything else."""
    start = struct.unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    if data[start : start + 4] not in (b"\0\1\0\0", b"true"):
        raise ValueError("not a TrueType outline font")
    tables = {}
    for n in range(struct.unpack_from(">H", data, start + 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * n)
        tables[tag.decode("latin-1")] = data[offset : offset + length]
    return Font(tables, _loca(tables), _cmap(tables["cmap"]), _kern(tables.get("kern")))


def subset(font: Font, code_points: Iterable[int]) -> bytes:
    """A face with the glyphs of `code_points` and no others, renumbered; the same every time."""
    wanted = sorted(c for c in code_points if c in font.cmap)
    glyphs = list(dict.fromkeys([0, *(font.cmap[c] for c in wanted)]))
    for glyph in glyphs:  # grows while it is walked: components may have components
        glyphs.extend(g for _, g in _components(_outline(font, glyph)) if g not in glyphs)
    number = {glyph: n for n, glyph in enumerate(glyphs)}
    glyf, loca = _outlines(font, glyphs, number)
    tables = {tag: font.tables[tag] for tag in _COPIED}
    tables["post"] = b"\0\3\0\0" + font.tables["post"][4:32]  # version 3: no glyph names
    tables["cmap"] = _write_cmap({c: number[font.cmap[c]] for c in wanted})
    tables["glyf"], tables["loca"] = glyf, loca
    tables["hmtx"] = _metrics(font, glyphs)
    count = struct.pack(">H", len(glyphs))
    tables["hhea"] = font.tables["hhea"][:34] + count
    tables["maxp"] = font.tables["maxp"][:4] + count + font.tables["maxp"][6:]
    head = font.tables["head"]
    tables["head"] = head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:]
    if kern := _write_kern(font, number):
        tables["kern"] = kern
    return _assemble(tables)


def _loca(tables: Mapping[str, bytes]) -> Sequence[int]:
    long = tables["head"][51] == 1
    offsets = array("I" if long else "H", tables["loca"])
    offsets.byteswap()
    return offsets if long else [2 * offset for offset in offsets]


def _cmap(table: bytes) -> dict[int, int]:
    found = {}
    for n in range(struct.unpack_from(">H", table, 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * n)
        if (platform, encoding) in ((3, 1), (0, 3), (3, 10), (0, 4)):
            found[struct.unpack_from(">H", table, offset)[0]] = offset
    if 12 in found:
        return _cmap_groups(table, found[12])
    if 4 in found:
        return _cmap_segments(table, found[4])
    raise ValueError("no Unicode character map")


def _cmap_groups(table: bytes, offset: int) -> dict[int, int]:
    mapping: dict[int, int] = {}
    for n in range(struct.unpack_from(">I", table, offset + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", table, offset + 16 + 12 * n)
        mapping.update(
            zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)
        )
    return mapping


def _cmap_segments(table: bytes, offset: int) -> dict[int, int]:
    half = struct.unpack_from(">H", table, offset + 6)[0]
    columns = [offset + 14, offset + 16 + half, offset + 16 + 2 * half, offset + 16 + 3 * half]
    rows = zip(
        *(struct.unpack_from(f">{half // 2}H", table, start) for start in columns), strict=True
    )
    mapping = {}
    for n, (last, first, delta, jump) in enumerate(rows):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if jump:
                at = columns[3] + 2 * n + jump + 2 * (code - first)
                glyph = struct.unpack_from(">H", table, at)[0]
            if glyph or not jump:
                mapping[code] = glyph + delta & 0xFFFF
    return {code: glyph for code, glyph in mapping.items() if glyph}


def _kern(table: bytes | None) -> dict[int, tuple[tuple[int, int], ...]]:
    if not table or table[:2] != b"\0\0":
        return {}
    pairs: dict[int, list[tuple[int, int]]] = {}
    for left, right, value in struct.iter_unpack(">HHh", table[18 : 18 + 6 * _u16(table, 10)]):
        pairs.setdefault(left, []).append((right, value))
    return {left: tuple(rights) for left, rights in pairs.items()}


def _u16(data: bytes, offset: int) -> int:
    return int.from_bytes(data[offset : offset + 2], "big")


def _outline(font: Font, glyph: int) -> bytes:
    return font.tables["glyf"][font.loca[glyph] : font.loca[glyph + 1]]


def _components(outline: bytes) -> list[tuple[int, int]]:
    """(where the glyph number stands, glyph number) of each part of a composite outline."""
    if not outline or outline[0] < 0x80:
        return []
    parts, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags = _u16(outline, at)
        parts.append((at + 2, _u16(outline, at + 2)))
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _MATRIX else 0
    return parts


def _outlines(font: Font, glyphs: Sequence[int], number: Mapping[int, int]) -> tuple[bytes, bytes]:
    pieces, offsets, end = [], array("I", [0]), 0
    for glyph in glyphs:
        outline = _outline(font, glyph)
        for at, part in _components(outline):
            outline = outline[:at] + struct.pack(">H", number[part]) + outline[at + 2 :]
        outline += bytes(-len(outline) % 4)
        pieces.append(outline)
        end += len(outline)
        offsets.append(end)
    offsets.byteswap()
    return b"".join(pieces), offsets.tobytes()


def _metrics(font: Font, glyphs: Sequence[int]) -> bytes:
    table, full = font.tables["hmtx"], _u16(font.tables["hhea"], 34)
    rows = []
    for glyph in glyphs:
        if glyph < full:
            rows.append(table[4 * glyph : 4 * glyph + 4])
        else:
            side = 4 * full + 2 * (glyph - full)
            rows.append(table[4 * full - 4 : 4 * full - 2] + table[side : side + 2])
    return b"".join(rows)


def _write_cmap(mapping: Mapping[int, int]) -> bytes:
    narrow = _write_segments({c: g for c, g in mapping.items() if c < 0xFFFF})
    if max(mapping, default=0) < 0xFFFF:
        return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + narrow
    groups = b"".join(struct.pack(">III", c, c, g) for c, g in sorted(mapping.items()))
    wide = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(mapping)) + groups
    header = struct.pack(">HHHHIHHI", 0, 2, 3, 1, 20, 3, 10, 20 + len(narrow))
    return header + narrow + wide


def _write_segments(mapping: Mapping[int, int]) -> bytes:
    codes = sorted(mapping)
    breaks = [0] + [
        n + 1
        for n, (a, b) in enumerate(pairwise(codes))
        if b != a + 1 or mapping[b] != mapping[a] + 1
    ]
    runs = [(codes[a], codes[b - 1]) for a, b in pairwise([*breaks, len(codes)]) if a < b]
    rows = [(last, first, mapping[first] - first & 0xFFFF) for first, last in runs]
    rows.append((0xFFFF, 0xFFFF, 1))
    lasts, firsts, deltas = (
        struct.pack(f">{len(rows)}H", *column) for column in zip(*rows, strict=True)
    )
    power = 1 << (len(rows).bit_length() - 1)
    search = struct.pack(
        ">HHHH", 2 * len(rows), 2 * power, power.bit_length() - 1, 2 * (len(rows) - power)
    )
    body = search + lasts + b"\0\0" + firsts + deltas + bytes(2 * len(rows))
    return struct.pack(">HHH", 4, 6 + len(body), 0) + body


def _write_kern(font: Font, number: Mapping[int, int]) -> bytes:
    pairs = sorted(
        (number[left], number[right], value)
        for left in number
        for right, value in font.kern.get(left, ())
        if right in number
    )
    if not pairs:
        return b""
    body = b"".join(struct.pack(">HHh", *pair) for pair in pairs)
    power = 1 << (len(pairs).bit_length() - 1)
    search = (len(pairs), 6 * power, power.bit_length() - 1, 6 * (len(pairs) - power))
    return struct.pack(">HHHHHHHHH", 0, 1, 0, 14 + len(body), 1, *search) + body


def _assemble(tables: Mapping[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(
        ">4sHHHH", b"\0\1\0\0", count, 16 * power, power.bit_length() - 1, 16 * (count - power)
    )
    records, body, offset = [], [], 12 + 16 * count
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        records.append(struct.pack(">4sIII", tag.encode(), total, offset, len(table)))
        body.append(padded)
        offset += len(padded)
    return header + b"".join(records) + b"".join(body)
