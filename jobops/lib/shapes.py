"""Secrets that are recognisable inside any text: known key shapes, parameters, headers."""

from __future__ import annotations

import re
from collections.abc import Callable

from jobops.lib.secret_names import hides

HIDDEN = "[REDACTED]"

PEM = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----.*?"
    r"(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\Z)",
    re.DOTALL,
)
SHAPES = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"sk-(?=[A-Za-z_-]{0,40}[0-9]|[A-Za-z_-]{20})[\w-]{8,}"
    r"|gh[pousr]_[A-Za-z0-9]{10,}"
    r"|github_pat_\w{10,}"
    r"|xox[a-z]-[\w-]{8,}"
    r"|AKIA[0-9A-Z]{12,}"
    r"|AIza[\w-]{16,}"
    r"|glpat-[\w-]{10,}"
    r"|jobops_(?=[\w-]{0,60}[0-9A-Z])[\w-]{16,}"
    r"|eyJ[\w-]{4,}\.[\w-]{2,}\.[\w-]*"
    r")"
)
USER_INFO = re.compile(r"(?<=://)[^\s/?#\"'<>:]*:[^\s/?#\"'<>]*@")
# The secret part of a calendar's public address.
CALENDAR = re.compile(r"(?i)(?<=/calendar/)[^\s/?#&\"'<>]+")
HEADER = re.compile(
    r"(?im)\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key)(['\"]?\s*:\s*)(?=\S)([^\r\n]+)"
)
SCHEME = re.compile(r"(?i)\b(bearer|basic|token)(\s+|%20|\+)([\w.~+/=-]{6,})")
QUOTED = re.compile(r"([\"'])([\w.\- ]{1,60})\1(\s*:\s*)([\"'])((?:\\.|(?!\4)[^\\])*)\4")
PARAMETER = re.compile(r"(?<![\w.%-])([A-Za-z][\w.-]{0,59})(%3[dD]|=)([^\s&;,\"'<>)\]}#]+)")
SHORT_PARAMETERS = frozenset({"key", "sig", "signature", "code"})
PLAIN_WORD = re.compile(r"[A-Z]?[a-z]+(?:-[a-z]+)*[.]?\Z")
BEARER_WORDS = re.compile(r"(?i)(?:auth|token|credential|scheme|header|format|realm)[a-z]*[.]?\Z")


def hide_secrets(text: str) -> str:
    text = PEM.sub(HIDDEN, text)
    text = USER_INFO.sub(f"{HIDDEN}@", text)
    text = SHAPES.sub(HIDDEN, text)
    text = CALENDAR.sub(HIDDEN, text)
    for pattern, replacement in REPLACEMENTS:
        text = pattern.sub(replacement, text)
    return text


def _header(match: re.Match[str]) -> str:
    name, gap, value = match.groups()
    scheme = re.match(r"(?i)[\"']?(bearer|basic|token)\s", value)
    return f"{name}{gap}{scheme[1] + ' ' if scheme else ''}{HIDDEN}"


def _scheme(match: re.Match[str]) -> str:
    name, gap, value = match.groups()
    # "Basic knowledge" and "token expired" are words; a bearer is followed by a word only when
    # somebody writes about the scheme itself.
    is_word = BEARER_WORDS.match(value) if name.lower() == "bearer" else PLAIN_WORD.match(value)
    return match[0] if is_word else f"{name}{gap}{HIDDEN}"


def _quoted(match: re.Match[str]) -> str:
    quote, name, gap, quote2, value = match.groups()
    if not value or not hides(name, value):
        return match[0]
    return f"{quote}{name}{quote}{gap}{quote2}{HIDDEN}{quote2}"


def _parameter(match: re.Match[str]) -> str:
    name, equals, value = match.groups()
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    in_query = before in ("?", "&", "#") or (not before and after == "&")
    if not (hides(name, _typed(value)) or (in_query and name.lower() in SHORT_PARAMETERS)):
        return match[0]
    return f"{name}{equals}{HIDDEN}"


def _typed(value: str) -> object:
    if value.lower() in ("true", "false", "null", "none"):
        return None
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else value


REPLACEMENTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (HEADER, _header),
    (SCHEME, _scheme),
    (QUOTED, _quoted),
    (PARAMETER, _parameter),
)
