"""Which face prints which character, and the style rules that carry the faces into a page."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pdfs import sfnt
from pdfs.problems import RenderError

FOLDER = Path(__file__).resolve().parent.parent / "static" / "fonts"
CJK_FILES = (
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/wqy-microhei/wqy-microhei.ttc"),
)
CJK_PACKAGE = "fonts-wqy-microhei"
# Always present, so that most documents of one alphabet share the same few cached faces.
BASIC = frozenset([*range(0x20, 0x7F), *map(ord, "–—‘’“”•…·")])

Style = tuple[bool, bool]  # (bold, italic)


@dataclass(frozen=True)
class Family:
    """`files`: (bold, italic) → shipped file. `whole`: shaping needs every glyph of the file.
    `scale`: of a face that is drawn smaller than those it stands beside.
    """

    css: str
    files: Mapping[Style, str]
    whole: bool = False
    scale: str = ""


def _four(name: str) -> dict[Style, str]:
    return {
        (False, False): f"{name}-regular.ttf",
        (True, False): f"{name}-bold.ttf",
        (False, True): f"{name}-italic.ttf",
        (True, True): f"{name}-bolditalic.ttf",
    }


def _two(name: str) -> dict[Style, str]:
    return {(False, False): f"{name}-regular.ttf", (True, False): f"{name}-bold.ttf"}


FAMILIES: dict[str, Family] = {
    "serif": Family("JobOps Serif", _four("serif")),
    "sans": Family("JobOps Sans", _four("sans")),
    "compact": Family("JobOps Compact", _four("compact")),
    "book": Family("JobOps Book", _four("book")),
    "clear": Family("JobOps Clear", _four("clear")),
    "hebrew": Family("JobOps Hebrew", _two("hebrew"), whole=True),
    "arabic": Family("JobOps Arabic", _two("arabic"), whole=True, scale="116%"),
    "symbols": Family("JobOps Symbols", _two("symbols")),
    "cjk": Family("JobOps CJK", {(False, False): "cjk"}),
}
FALLBACKS = ("hebrew", "arabic", "symbols", "cjk")


@dataclass(frozen=True)
class Faces:
    """`css`: the @font-face rules; `stack`: the value of font-family."""

    css: str
    stack: str


def faces(
    code_points: Iterable[int], *, family: str, styles: Mapping[Style, frozenset[int]]
) -> Faces:
    """The faces that print `code_points`; RenderError when one of them has no glyph anywhere.

    `styles`: the characters that appear in each style.
    """
    assigned = _assign(frozenset(code_points) | BASIC, family=family)
    rules = []
    for name in (family, *FALLBACKS):
        for style in sorted(styles) if name in assigned else ():
            if style in FAMILIES[name].files and (codes := assigned[name] & styles[style]):
                rules.append(_rule(name, style, codes))
    used = [FAMILIES[name].css for name in (family, *FALLBACKS) if name in assigned]
    return Faces("".join(rules), ", ".join(f'"{css}"' for css in used))


def coverage(family: str) -> Collection[int]:
    face = _load(FAMILIES[family].files[False, False])
    return face.cmap.keys() if face else ()


def is_cjk(code: int) -> bool:
    return (
        0x1100 <= code <= 0x11FF
        or 0x2E80 <= code <= 0x9FFF
        or 0xA960 <= code <= 0xA97F
        or 0xAC00 <= code <= 0xD7FF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
    )


def _assign(codes: frozenset[int], *, family: str) -> dict[str, frozenset[int]]:
    assigned: dict[str, frozenset[int]] = {}
    rest = codes
    for name in (family, *FALLBACKS):
        if not rest:
            break
        if name == "cjk" and not any(map(is_cjk, rest)):
            break
        if found := rest & frozenset(coverage(name)):
            assigned[name] = found
            rest -= found
    if rest:
        raise _without_glyph(rest)
    return assigned


def _without_glyph(rest: frozenset[int]) -> RenderError:
    codes = sorted(rest)[:20]
    named = [f"U+{code:04X}" for code in codes]
    if all(map(is_cjk, rest)) and not coverage("cjk"):
        return RenderError(
            "font_missing",
            f"Chinese, Japanese or Korean text needs a font: install {CJK_PACKAGE}.",
            package=CJK_PACKAGE,
            codePoints=named,
        )
    shown = ", ".join(f"{chr(code)} ({_spoken(code)})" for code in codes[:3])
    return RenderError(
        "font_missing",
        f"No font here prints {shown}. Write it another way in the résumé, then build again.",
        package=None,
        codePoints=named,
    )


def _spoken(code: int) -> str:
    return unicodedata.name(chr(code), f"U+{code:04X}").capitalize()[:40]


def _rule(name: str, style: Style, codes: frozenset[int]) -> str:
    family, (bold, italic) = FAMILIES[name], style
    return (
        f'@font-face{{font-family:"{family.css}";font-weight:{700 if bold else 400};'
        f"font-style:{'italic' if italic else 'normal'};"
        f"{f'size-adjust:{family.scale};' if family.scale else ''}"
        f'src:url(data:font/ttf;base64,{_encoded(name, style, codes)}) format("truetype")}}'
    )


@lru_cache(maxsize=96)
def _encoded(name: str, style: Style, codes: frozenset[int]) -> str:
    file = FAMILIES[name].files[style]
    if FAMILIES[name].whole:
        return base64.b64encode((FOLDER / file).read_bytes()).decode()
    face = _load(file)
    if face is None:
        raise LookupError(file)
    return base64.b64encode(sfnt.subset(face, codes)).decode()


@lru_cache(maxsize=32)
def _load(file: str) -> sfnt.Font | None:
    if file != "cjk":
        return sfnt.read((FOLDER / file).read_bytes())
    found = next((path for path in CJK_FILES if path.is_file()), None)
    return sfnt.read(found.read_bytes()) if found else None


def forget() -> None:
    """After fonts were installed or removed: look again."""
    _load.cache_clear()
    _encoded.cache_clear()
