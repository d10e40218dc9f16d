"""Formatting for templates. Nothing here reads a row or asks the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jobops.lib import days, words
from jobops.lib.days import long_day, short_day
from jobops.lib.words import later_each, say, several

register = template.Library()

AGES = (
    (31_536_000, "y"), (2_592_000, "mo"), (604_800, "w"), (86_400, "d"), (3_600, "h"), (60, "min"),
)  # fmt: skip
AGO: Mapping[str, Callable[[int], str]] = {
    "y": lambda n: several("{count} year ago", "{count} years ago", n),
    "mo": lambda n: several("{count} month ago", "{count} months ago", n),
    "w": lambda n: several("{count} week ago", "{count} weeks ago", n),
    "d": lambda n: several("{count} day ago", "{count} days ago", n),
    "h": lambda n: several("{count} hour ago", "{count} hours ago", n),
    "min": lambda n: several("{count} minute ago", "{count} minutes ago", n),
}
AGES_SAID = later_each({
    "y": "{count} y", "mo": "{count} mo", "w": "{count} w", "d": "{count} d", "h": "{count} h",
    "min": "{count} min",
})  # fmt: skip


@register.simple_tag
def spoken() -> str:
    """For <html lang>."""
    return words.TAGS[words.spoken()]


@register.simple_tag
def icon(name: str, css: str = "icon") -> SafeString:
    """A picture from the sprite; words beside it carry the meaning."""
    return drawn(name, css)


@lru_cache(maxsize=256)
def drawn(name: str, css: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        css,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def glyph(status: str) -> SafeString:
    return icon(f"s-{status}", css=f"glyph is-{status}")


@register.filter
def age(moment: datetime | None) -> str:
    """ "2 h", for a row; "now" under a minute."""
    unit = age_unit(moment)
    return say(AGES_SAID[unit[1]], count=unit[0]) if unit else say("now")


@register.filter
def ago(moment: datetime | None) -> str:
    """ "2 hours ago", for a sentence."""
    unit = age_unit(moment)
    if unit is None:
        return say("just now")
    return AGO[unit[1]](unit[0])


def age_unit(moment: datetime | None) -> tuple[int, str] | None:
    if moment is None:
        return None
    seconds = max(timezone.now() - moment, timedelta(0)).total_seconds()
    for size, unit in AGES:
        if seconds >= size:
            return int(seconds // size), unit
    return None


@register.filter
def day(value: date | None) -> str:
    """ "3 Nov 2026"; the year is left out when it is this one."""
    if value is None:
        return ""
    shown = short_day(value)
    return shown if value.year == timezone.localdate().year else f"{shown} {value.year}"


@register.filter
def long(value: date) -> str:
    """ "3 November"."""
    return long_day(value)


@register.filter
def weekday(value: date) -> str:
    return days.weekday(value)


@register.filter
def size(count: int) -> str:
    """ "1.2 MB", with the marks of the reader's language."""
    return words.marked(filesizeformat(count))


@register.filter
def clock(moment: datetime | None) -> str:
    """ "3 Nov, 14:05" in the owner's time zone."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{day(local.date())}, {local:%H:%M}"


@register.filter
def said(code: str) -> str:
    """A code that is a word too."""
    return say(code)


@register.filter
def plural(count: int, noun: str) -> str:
    """ "1 job", "6 jobs"; for nouns that only take an s."""
    return several(f"{{count}} {noun}", f"{{count}} {noun}s", count)


@register.filter
def marks(pieces: Iterable[Any]) -> SafeString:
    """Pieces of a text, those that were searched for marked."""
    return format_html_join("", "{}", ((marked_piece(one.text, one.hit),) for one in pieces))


def marked_piece(text: str, hit: bool) -> SafeString | str:
    return format_html("<mark>{}</mark>", text) if hit else text
