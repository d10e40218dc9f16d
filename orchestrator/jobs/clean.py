"""What a source sent as a description → text we can read and HTML we can show.

Pure. Every door runs a posting through `clean`; a page that shows stored HTML runs it through
`safe_html` once more. Hidden text is removed and reported, because its only reader is a machine.
"""

from __future__ import annotations

import html as entities
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import nh3

from jobops.lib.hidden import invisible_count, invisible_words, without_invisible
from jobops.lib.mending import repaired, unescaped
from jobops.lib.text import clean_control, html_to_text
from orchestrator.jobs.visible import DROPPED, visible
from orchestrator.sources.posting import Format

REMOVED = "removedText"
TEXT_LIMIT = 40_000
REMOVED_LIMIT = 4_000
# Beyond this, markup is an accident or an attack; parsers slow down with its square.
MARKUP_LIMIT = 200_000

TAGS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "b", "em", "i", "u"),
    *("blockquote", "pre", "code", "table", "thead", "tbody", "tr", "th", "td", "a"),
}
MARKUP = re.compile(
    r"</?(?:p|br|hr|h[1-6]|[uo]l|li|strong|b|em|i|u|a|div|span|font|table|tr|td)\b[^<>]*>", re.I
)
ESCAPED_MARKUP = re.compile(r"&lt;/?(?:p|br|h[1-6]|[uo]l|li|strong|b|em|div|span|a)\b", re.I)
LONG_TAG = re.compile(r"<[^<>]{4000,}>")
ANY_TAG = re.compile(r"<[^<>]*>")
# A div without blocks inside is a line of its own; the allow-list would run it into the next.
LINE = re.compile(
    r"<div>([^<]*(?:<(?!/?(?:div|p|[uo]l|li|table|h[3-6]|pre|blockquote|section)\b)[^<]*)*)</div>"
)
EMPTY_LINE = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>\s*")
ABSOLUTE = re.compile(r"(?:https?://|mailto:)\S", re.I)


@dataclass(frozen=True)
class Removed:
    """What only machines read: how many characters, and the words they made, if any."""

    characters: int = 0
    text: str = ""

    def extras(self) -> dict[str, Any]:
        """Kept beside a posting for its owner to read; no model is shown it."""
        told = {"characters": self.characters, "text": self.text}
        return {REMOVED: told} if self.characters else {}


NOTHING = Removed()


@dataclass(frozen=True)
class Cleaned:
    """`text` is plain with `- ` items; `html` is None when the source sent no markup."""

    text: str
    html: str | None
    hidden_text: bool = False
    truncated: bool = False
    removed: Removed = NOTHING


def clean(description: str | None, *, format: Format = "auto") -> Cleaned:
    """Both stored forms of a description; never raises, whatever was sent."""
    raw = clean_control(repaired(description or "")).strip()
    raw = _decoded_once(raw, format=format)
    if format == "text" or (format == "auto" and not MARKUP.search(raw)):
        plain = unescaped(raw) if format == "auto" else raw
        text, hidden = without_invisible(plain)
        taken = removed(plain if hidden else "")
        return _limited(text, html=None, hidden=hidden, taken=taken)
    return _from_markup(raw)


def safe_html(markup: str) -> str:
    """The allow-list of the privacy rules; everything shown as HTML passes it last."""
    return nh3.clean(
        markup,
        tags=TAGS,
        clean_content_tags={*DROPPED},
        # Without the star the library keeps titles and languages everywhere.
        attributes={"*": set(), "a": {"href"}},
        attribute_filter=_absolute_only,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https", "mailto"},
    )


def _from_markup(raw: str) -> Cleaned:
    shorter = LONG_TAG.sub("", raw)
    if len(shorter) > MARKUP_LIMIT:
        # What was not checked for hidden text must not pass as checked.
        text, _ = without_invisible(unescaped(ANY_TAG.sub(" ", shorter)))
        return _limited(text, html=None, hidden=True)
    seen = visible(shorter)
    marked = repaired(seen.markup())
    shown, invisible = without_invisible(marked)
    markup = EMPTY_LINE.sub("", safe_html(LINE.sub(r"<p>\1</p>", shown))).strip()
    return _limited(
        html_to_text(shown),
        html=markup if 0 < len(markup) <= MARKUP_LIMIT else None,
        hidden=bool(seen.hidden) or invisible,
        taken=removed(marked if invisible else "", *seen.hidden),
    )


def removed(text: str, *words: str) -> Removed:
    """`text` holds characters that hide, `words` were hidden by mark-up."""
    spelt = invisible_words(text)
    said = "\n".join(filter(None, (*(repaired(word) for word in words), spelt)))
    count = sum(map(len, words)) + invisible_count(text)
    return Removed(count, clean_control(said)[:REMOVED_LIMIT])


def _limited(text: str, *, html: str | None, hidden: bool, taken: Removed = NOTHING) -> Cleaned:
    tidy = unicodedata.normalize("NFC", text).strip()
    if len(tidy) <= TEXT_LIMIT:
        return Cleaned(tidy, html, hidden, removed=taken)
    cut = tidy.rfind("\n\n", TEXT_LIMIT // 2, TEXT_LIMIT)
    if cut < 0:
        cut = tidy.rfind(" ", TEXT_LIMIT // 2, TEXT_LIMIT)
    short = tidy[: cut if cut > 0 else TEXT_LIMIT].rstrip()
    return Cleaned(short, html, hidden, truncated=True, removed=taken)


def _decoded_once(raw: str, *, format: Format) -> str:
    """Some boards send `&lt;p&gt;` where they mean a tag."""
    escaped = format != "text" and ESCAPED_MARKUP.search(raw) and not MARKUP.search(raw)
    return entities.unescape(raw) if escaped else raw


def _absolute_only(tag: str, attribute: str, value: str) -> str | None:
    return value if attribute != "href" or ABSOLUTE.match(value) else None
