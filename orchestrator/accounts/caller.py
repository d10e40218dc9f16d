"""Where a request comes from: the address behind the proxies of the own house, and how much of it
may be kept.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

KEPT = {4: 24, 6: 64}
FORWARDED = "HTTP_X_FORWARDED_FOR"
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address(request: HttpRequest) -> str:
    """The address of whoever calls. With `JOBOPS_PROXIES=n` it is the n-th from the right of
    X-Forwarded-For: what stands further left anybody can write there.
    """
    found = _parsed(_claimed(request)) or _parsed(request.META.get("REMOTE_ADDR", ""))
    return str(found) if found else ""


def place(request: HttpRequest) -> str:
    """The address cut to its network, which is all that is kept and logged."""
    return cut(address(request))


def cut(text: str) -> str:
    """192.0.2.17 → 192.0.2.0/24, 2001:db8::1 → 2001:db8::/64; empty for what is no address."""
    found = _parsed(text)
    return str(ipaddress.ip_network((found, KEPT[found.version]), strict=False)) if found else ""


def counted(request: HttpRequest) -> str:
    """What guesses are counted by. One household has a whole /64, so one address of it says
    nothing.
    """
    found = address(request)
    return cut(found) if ":" in found else found


def is_shared(request: HttpRequest) -> bool:
    """Whether a proxy nobody announced stands in front, so that everybody has its address."""
    return not settings.PROXIES and FORWARDED in request.META


def _claimed(request: HttpRequest) -> str:
    """What the outermost proxy of the own house wrote; empty when it wrote nothing."""
    hops = request.META.get(FORWARDED, "").split(",")
    return hops[-settings.PROXIES] if 0 < settings.PROXIES <= len(hops) else ""


def _parsed(text: str) -> Address | None:
    """With or without a port; IPv4 inside IPv6 is IPv4."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return None
    return (found.version == 6 and found.ipv4_mapped) or found
