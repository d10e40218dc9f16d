"""Reads deploy-time values. A wrong one stops the start, naming the variable and an example.

The value itself is never repeated: it may be a secret pasted into the wrong variable.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
_secrets: set[str] = set()
_from_files: set[str] = set()


def text(name: str, *, default: str = "", choices: Collection[str] = ()) -> str:
    """The trimmed value; an empty variable counts as unset, as compose files often pass one."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if choices and value not in choices:
        _stop(name, f"must be one of {', '.join(choices)}", next(iter(choices)))
    return value


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        _stop(name, "must be true or false", "true")
    return value in TRUE


def number(
    name: str, *, default: int, minimum: int | None = None, maximum: int | None = None
) -> int:
    value = text(name)
    if not value:
        return default
    try:
        found = int(value)
    except ValueError:
        _stop(name, "must be a whole number", str(default))
    if minimum is not None and found < minimum:
        _stop(name, f"must be at least {minimum}", str(default))
    if maximum is not None and found > maximum:
        _stop(name, f"must be at most {maximum}", str(default))
    return found


def url(name: str, *, default: str = "") -> str:
    """An absolute http or https address without user information and trailing slash."""
    value = text(name)
    if not value:
        return default
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        _stop(name, "must be an address beginning with http:// or https://", "https://example.org")
    if parts.username or parts.password:
        _stop(name, "must not contain a user name or password", "https://example.org")
    return value.rstrip("/")


def secret(name: str, *, default: str = "") -> str:
    """The value of NAME, or the content of the file that NAME_FILE points to; both is an error."""
    file_name = f"{name}_FILE"
    value, path = text(name), text(file_name)
    if value and path:
        _stop(name, f"and {file_name} are both set; keep one", "", example_of=file_name)
    if path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            _stop(file_name, "must name a readable text file", f"/run/secrets/{name.lower()}")
        _from_files.add(name)
    value = value or default
    _secrets.add(value)
    return value


def address(name: str, *schemes: str) -> str:
    """An address that may hold a password, beginning with one of the schemes."""
    value = secret(name)
    if value and not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
        known = ", ".join(f"{scheme}://" for scheme in schemes)
        _stop(name, f"must begin with one of {known}", f"{schemes[0]}://127.0.0.1:6379/0")
    return value


def given(name: str) -> bool:
    """Whether the environment names a secret, itself or as a file."""
    return bool(text(name) or text(f"{name}_FILE"))


def came_from_file(name: str) -> bool:
    """Whether NAME_FILE gave the secret rather than NAME."""
    return name in _from_files


def secrets_read() -> frozenset[str]:
    """Every secret given out so far: logs must know them to leave them out."""
    return frozenset(_secrets - {""})


def packages(name: str, *modules: str, file: str) -> None:
    """Stops the start when what the variable asks for is not installed."""
    missing = [one for one in modules if find_spec(one) is None]
    if missing:
        raise SystemExit(
            f"{name} is set, and what it needs is not installed ({', '.join(missing)}). "
            f"Install it: pip install -r {file}"
        )


def _stop(name: str, rule: str, example: str, *, example_of: str = "") -> NoReturn:
    shown = f"{example_of or name}={example}" if example else f"{example_of}=/run/secrets/value"
    raise SystemExit(f"{name} {rule}. Example: {shown}")
