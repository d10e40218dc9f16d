"""Sentences for people, in the language of who reads them. Pure.

The English text is the code's own words and the key of its translation: an untranslated sentence is
an English one, never an empty place. The standard library reads the catalogue, so that rooms
without Django can speak; templates use Django's tags on the same file, and one door sets both
(orchestrator/accounts/speaking.py). Whoever is not asked by a page speaks English: workers, the
API, what is stored.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import TypeVar

FOLDER = Path(__file__).resolve().parents[1] / "locale"
ENGLISH = "en"
# What <html lang> says of each language there is a catalogue for.
TAGS: Mapping[str, str] = {ENGLISH: "en-GB", "de": "de"}
_SPOKEN: ContextVar[str] = ContextVar("language", default=ENGLISH)
Key = TypeVar("Key")


class Later(str):
    """English as a value, so it compares, sorts and is stored like any text; printed or put into
    a page or a sentence it is in the reader's language.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return say(str.__str__(self))

    def __format__(self, how: str) -> str:
        return format(str(self), how)

    def __html__(self) -> str:
        return html.escape(str(self))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken() -> str:
    return _SPOKEN.get()


def say(text: str, **values: object) -> str:
    """The sentence now. `{names}` in it are filled in after it was translated."""
    said = _catalogue(spoken()).gettext(text) if text else text
    return said.format(**values) if values else said


def several(one: str, many: str, count: int, **values: object) -> str:
    """The sentence of as many as there are; `{count}` in it is how many."""
    return _catalogue(spoken()).ngettext(one, many, count).format(count=count, **values)


def within(label: str) -> str:
    """A label inside a sentence: English writes it small, German as it stands alone."""
    shown = str(label)
    return shown if spoken() == "de" else shown.lower()


def begun(text: str) -> str:
    """Words that begin a sentence."""
    shown = str(text)
    return shown[:1].upper() + shown[1:]


def later(text: str) -> Later:
    """For tables of a module: translated when it is shown."""
    return Later(text)


def later_each(texts: Mapping[Key, str]) -> dict[Key, str]:
    return {key: Later(text) for key, text in texts.items()}


def number(value: float, places: int = 0) -> str:
    """ "1,234.5", or as the reader's language writes it."""
    return marked(f"{value:,.{places}f}")


def marked(shown: str) -> str:
    """A number as English writes it, with the marks of the reader's language."""
    return shown.translate(_MARKS) if spoken() == "de" else shown


_MARKS = str.maketrans(",.", ".,")


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    return translation("django", FOLDER, [language], fallback=True)
