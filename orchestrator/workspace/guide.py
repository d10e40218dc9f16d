"""The documents of this very version, read in the workspace: the guide, then the reference."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

DOCS = settings.BASE_DIR / "docs"
# Pages have ids of their own, so those of headings begin with this.
BEFORE = "at-"
HERE, FIRST = "/guide", "guide/README.md"
# Where an address of the workspace that is named can be followed.
FOLLOWED = ("guide/", "pages.md")
ELSEWHERE = re.compile(r"[a-z]+:")
# Sections of the settings that belong to a task with a page of its own.
OF_SETTINGS = {
    **dict.fromkeys(("writing", "prompts", "resume"), "tailor"), "ghostwriter": "write",
    "pdf": "pdf", "sources": "find", "mail": "inbox", "calendar": "interviews",
    **dict.fromkeys(("access", "tokens", "people"), "accounts"), "display": "phone",
    **dict.fromkeys(("backups", "export", "danger"), "data"), "sponsors": "sponsors",
}  # fmt: skip
PLACE = re.compile(r"/[a-z][a-z/-]*")


@dataclass(frozen=True)
class Page:
    """One document. `headings`: the anchors it has, in order; `text` lacks the title."""

    title: str
    text: SafeString
    headings: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: bool


@require_safe
def page(request: HttpRequest, leaf: str = "") -> HttpResponse:
    path = found(leaf)
    around = entries(path)
    at = next((n for n, one in enumerate(around) if one.current), -1)
    context = {
        "page": read(path),
        "entries": around,
        "is_first": path == FIRST,
        "after": around[at + 1] if at + 1 < len(around) else None,
    }
    return render(request, "guide/page.html", context)


def of_settings(section: str) -> str:
    return f"{HERE}/{OF_SETTINGS.get(section, 'settings')}"


def found(leaf: str) -> str:
    """The file that is read under an address; only those that are there have one."""
    wanted = f"{HERE}/{leaf}" if leaf else HERE
    for path, url in addresses().items():
        if url == wanted:
            return path
    raise Http404


@cache
def addresses() -> Mapping[str, str]:
    """File below `docs/` → address. The guide has the short ones."""
    files = sorted(one.relative_to(DOCS).as_posix() for one in DOCS.rglob("*.md"))
    return {one: _address(one) for one in files}


def _address(path: str) -> str:
    name = path.removesuffix(".md")
    if name.endswith("README"):
        return HERE if path == FIRST else f"{HERE}/all"
    return f"{HERE}/{name.removeprefix('guide/') if name.startswith('guide/') else f'about/{name}'}"


def entries(path: str) -> tuple[Entry, ...]:
    """The guide's pages in the order its first page names them."""
    return tuple(Entry(label, url, addresses()[path] == url) for label, url in contents())


@cache
def contents() -> tuple[tuple[str, str], ...]:
    links = re.findall(r"\[([^\]]+)\]\(([\w-]+\.md)\)", (DOCS / FIRST).read_text(encoding="utf-8"))
    return tuple((label, addresses()[f"guide/{file}"]) for label, file in links)


@cache
def read(path: str) -> Page:
    """One document as it is shown: links lead to its neighbours here, pictures to their files."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((DOCS / path).read_text(encoding="utf-8"))
    named = list(anchored(tokens))
    _fill_heads(tokens)
    for token in _all(tokens):
        _settle(token, path=path)
    # Title: its opening, its words, its end.
    shown = reader.renderer.render(tokens[3:], reader.options, {})
    return Page(tokens[1].content, mark_safe(shown), tuple(named))


def anchored(tokens: Sequence[Token]) -> Iterator[str]:
    """Give each heading the name under which links find it."""
    taken: dict[str, int] = {}
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open":
            name = anchor(words.content)
            taken[name] = taken.get(name, -1) + 1
            name = f"{name}-{taken[name]}" if taken[name] else name
            opening.attrSet("id", f"{BEFORE}{name}")
            yield name


def _fill_heads(tokens: Sequence[Token]) -> None:
    """A column that needs no name has no head."""
    for opening, words, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "th_open" and not words.content:
            opening.tag = closing.tag = "td"


def anchor(heading: str) -> str:
    """As the places where Markdown is read make them: words in lower case, joined."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


def _settle(token: Token, *, path: str) -> None:
    if token.type == "link_open":
        _lead(token, href=str(token.attrs["href"]), path=path)
    elif token.type == "image":
        token.attrs = {**token.attrs, **_picture(posixpath.basename(str(token.attrs["src"])))}
    elif token.type in ("fence", "code_block"):
        # What scrolls sideways has to be reached without a mouse.
        token.type, token.attrs = "code_block", {"tabindex": "0"}
    elif token.type == "inline" and path.startswith(FOLLOWED):
        token.children = [part for one in token.children or () for part in _opened(one)]


def _picture(file: str) -> dict[str, str | int | float]:
    """With its size, so that nothing jumps when it comes."""
    with Image.open(DOCS / "pictures" / file) as picture:
        width, height = picture.size
    src = static(f"pictures/{file}")
    return {"src": src, "width": width, "height": height, "loading": "lazy"}


def _lead(token: Token, *, href: str, path: str) -> None:
    if href.startswith("/"):
        return
    if ELSEWHERE.match(href):
        token.attrs = {"href": href, "rel": "noopener noreferrer", "target": "_blank"}
        return
    file, _, place = href.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
    # What is not shown here stands beside the program; the first page says where.
    url = addresses().get(target, f"{HERE}/all")
    token.attrs = {"href": f"{url}#{BEFORE}{place}" if place else url}


def _opened(token: Token) -> Iterator[Token]:
    if token.type != "code_inline" or not leads(token.content):
        yield token
        return
    yield Token("link_open", "a", 1, attrs={"href": token.content})
    yield token
    yield Token("link_close", "a", -1)


def leads(words: str) -> bool:
    if not PLACE.fullmatch(words):
        return False
    try:
        return bool(resolve(words))
    except Resolver404:
        return False
