"""A mark by which two openings on one day are known to be one visitor's; nothing leads back."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, timedelta
from ipaddress import ip_address, ip_network

from pdfs.models import TracerKey

KEY_BYTES = 32


def mark(address: str, agent: str, *, today: date) -> str:
    """32 hexadecimal digits of a shortened address and the agent, under the day's own key."""
    said = f"{_shortened(address)}\n{agent}".encode()
    return hmac.new(_key(today), said, hashlib.sha256).hexdigest()[:32]


def forget(*, today: date) -> int:
    """Drop the keys of past days: their marks can then be made by nobody."""
    return TracerKey.objects.filter(day__lt=today - timedelta(days=1)).delete()[0]


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
