"""A reply as the text of a letter: without the words around it and without its Markdown."""

from __future__ import annotations

import re

from tailoring.prose import shape

_MARKS = (
    (re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*[*+][ \t]+", re.MULTILINE), "- "),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"(?<!!)\[([^\]\n]+)\]\((?:mailto:)?([^)\s]+)\)"), r"\1 (\2)"),
    (re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,}|`{3,}\w*)[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"\n{3,}"), "\n\n"),
)
_AFTERWORD = re.compile(r"\s*(?:p\.?\s?s\b|ps:|n\.?\s?b\b)", re.IGNORECASE)


def of_reply(text: str) -> str:
    """From the greeting to the signature, where there are both; what is no letter stays whole."""
    return plain(_signed(_greeted(text)))


def plain(text: str) -> str:
    for pattern, instead in _MARKS:
        text = pattern.sub(instead, text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _greeted(text: str) -> str:
    """What stands before it is a preface, or a head that is printed anyway."""
    found = shape.greeting(text)
    return text[found[0] :] if found else text


def _signed(text: str) -> str:
    """Up to the signature, and what begins with "PS" after it."""
    ends = shape.signature_end(text)
    if not ends:
        return text
    rest = text[ends:].lstrip("\n")
    return text[:ends] + (f"\n\n{rest}" if _AFTERWORD.match(rest) else "")
