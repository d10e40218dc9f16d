"""Which private addresses the administrator lets messages go to: hosts and networks by name."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings

from jobops.lib.network import Networks, Private


def private_ok(url: str) -> Private:
    """What `http.Policy` is told: a host that is named may lie anywhere, any other one inside the
    networks that are.
    """
    return _host(url) in _named() or _networks()


def is_inside(url: str) -> bool:
    """Whether the host is named, or is itself an address of a network that is."""
    if _host(url) in _named():
        return True
    with suppress(ValueError):
        address = ipaddress.ip_address(_host(url))
        return any(address in network for network in _networks())
    return False


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")


def _named() -> frozenset[str]:
    named: str = settings.WEBHOOK_PRIVATE_HOSTS
    return frozenset(one.strip().lower() for one in named.split(",") if one.strip())


def _networks() -> Networks:
    found: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
    for one in _named():
        with suppress(ValueError):
            found.append(ipaddress.ip_network(one, strict=False))
    return tuple(found)
