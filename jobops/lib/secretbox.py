"""Secrets at rest: authenticated encryption with a key kept outside the database."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import ClassVar

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from jobops.lib.errors import Problem


class SecretBoxError(Problem):
    SENTENCES: ClassVar[Mapping[str, str]] = {
        "no_key": "The key for stored secrets is missing. Set it, then start again.",
        "not_openable": "A stored secret cannot be read with the present key. Enter it again.",
    }
    PERMANENT: ClassVar[frozenset[str]] = frozenset({"no_key", "not_openable"})


class Box:
    """Seals and opens short texts.

    Several keys may be given, separated by commas: the first seals, each opens (key rotation).
    """

    def __init__(self, key: bytes, *, renew: Callable[[], bytes] | None = None) -> None:
        """`renew` gives the key as it is now: it may be another one since this box was made."""
        self._key, self._renew = key, renew
        self._fernet = _fernets(key)

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """Raises SecretBoxError("not_openable") when another key sealed it or it was changed."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            if self._renew and (key := self._renew()) != self._key:
                return Box(key).open(sealed)
            # The cause is cut off: its traceback would hold the sealed text.
            raise SecretBoxError("not_openable") from None


def new_key() -> bytes:
    return Fernet.generate_key()


def _fernets(key: bytes) -> MultiFernet:
    keys = [part.strip() for part in key.split(b",") if part.strip()]
    if not keys:
        raise SecretBoxError("no_key")
    return MultiFernet([Fernet(_derive(part)) for part in keys])


def _derive(key: bytes) -> bytes:
    # The key file may hold any random text; Fernet wants exactly 32 bytes in base64.
    return base64.urlsafe_b64encode(hashlib.sha256(b"jobops.secretbox.1:" + key).digest())
