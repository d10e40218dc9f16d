"""A mark by which two openings on one day are known to be one visitor's; nothing leads back."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date
from ipaddress import ip_address, ip_network

from pdfs.models import TracerKey

KEY_BYTES = 32


def mark(address: str, agent: str, *, today: date) -> str:
    """32 hexadecimal digits of a shortened address and the agent, under the day's own key, which
    goes a day later: then nobody can make the mark again.
    """
    said = f"{_shortened(address)}\n{agent}".encode()
    return hmac.new(_key(today), said, hashlib.sha256).hexdigest()[:32]


def _key(day: date) -> bytes:
    row, _ = TracerKey.objects.get_or_create(
        day=day, defaults={"key": secrets.token_bytes(KEY_BYTES)}
    )
    return bytes(row.key)


def _shortened(address: str) -> str:
    """The network a caller is in: /24 of IPv4, /48 of IPv6."""
    try:
        own = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{own}/{24 if own.version == 4 else 48}", strict=False))
