"""What the clean-up knows about HTML: names, and which allowed tag says the same."""

from __future__ import annotations

import re

ALLOWED = frozenset({"p", "ul", "ol", "li", "strong", "em", "u", "s", "a", "br", "code"})
SILENT = frozenset({"script", "style"})

# Blocks become paragraphs: losing the tag alone would glue the last word of one to the first of
# the next.
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
    "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "html", "iframe", "label",
    "legend", "main", "menu", "nav", "noscript", "object", "option", "pre", "section", "select",
    "summary", "table", "tbody", "template", "textarea", "tfoot", "thead", "title", "tr",
})  # fmt: skip
GAPS = frozenset({"td", "th"})
RENAMED = {
    "b": "strong", "i": "em", "strike": "s", "del": "s", "ins": "u", "hr": "br", "samp": "code",
    "kbd": "code", "tt": "code", "var": "em", "cite": "em", "dfn": "em",
}  # fmt: skip
DROPPED = frozenset({
    "abbr", "acronym", "area", "audio", "base", "basefont", "bdi", "bdo", "big", "canvas", "col",
    "colgroup", "data", "datalist", "embed", "font", "img", "input", "link", "map", "mark", "meta",
    "meter", "o:p", "output", "param", "picture", "progress", "q", "rp", "rt", "ruby", "small",
    "source", "span", "sub", "sup", "svg", "time", "track", "video", "wbr",
})  # fmt: skip
# What the parser leaves open inside each other.
NESTING = frozenset({"ul", "ol", "strong", "em", "u", "s", "a", "code", *RENAMED} - {"hr"})
UNCLOSED = frozenset({"dd", "dt", "option", "td", "th", "tr", "wbr"})
KNOWN = ALLOWED | SILENT | BLOCKS | GAPS | frozenset(RENAMED) | DROPPED

_BARE = "async|autoplay|checked|controls|defer|disabled|download|hidden|nowrap|open|reversed"
_ATTRIBUTE = (
    rf"""\s+(?:[a-zA-Z_:@][\w:.@-]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+)|(?:{_BARE})\b)"""
)
TAG = re.compile(rf"<(/?)([a-zA-Z][a-zA-Z0-9:]*)((?:{_ATTRIBUTE})*+)\s*/?>")
# A tag, or a "<" that starts none.
TOKEN = re.compile(rf"{TAG.pattern}|<")
