"""Names to addresses we may connect to. The connection must then go to exactly these."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Mapping
from typing import ClassVar

from jobops.lib.errors import Problem

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]
# Whether private addresses may be called: all, none, or those of networks that somebody named.
Private = bool | Networks
GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
# Not in this Python's tables: Teredo tunnels to anywhere, the newer documentation block.
SPECIAL_V6 = (ipaddress.IPv6Network("2001::/32"), ipaddress.IPv6Network("3fff::/20"))
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
MAPPED = (NAT64, ipaddress.IPv6Network("::ffff:0:0/96"), ipaddress.IPv6Network("::/96"))


class OutboundError(Problem):
    """A call to the outside that did not work. `details` may hold `step` (dns, connect, tls, read)
    and `upstreamStatus`; never an address or a text of the other side."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "timeout": "The other side took too long. Nothing was changed; try again later.",
        "too_big": "The answer is larger than we accept. Nothing was kept of it.",
        "private_address": "This address is not allowed. Use a public web address.",
        "bad_status": "The other side refused the request. Check the address.",
        "bad_type": "The answer is of another kind than expected. Check the address.",
        "unreachable": "The other side could not be reached. Check the address and the network.",
    }
    PERMANENT: ClassVar[frozenset[str]] = frozenset({"too_big", "private_address", "bad_type"})


def is_private(address: IPAddress) -> bool:
    """True for everything that is not globally routable, also for IPv4 inside IPv6."""
    if isinstance(address, ipaddress.IPv4Address):
        return not address.is_global or address.is_multicast
    if any(address in network for network in MAPPED):
        return is_private(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if address.sixtofour is not None:
        return is_private(address.sixtofour)
    if address not in GLOBAL_V6 or any(address in network for network in SPECIAL_V6):
        return True
    return not address.is_global


def resolve(host: str, port: int, *, private_ok: Private, timeout: float) -> list[str]:
    """The addresses of `host`, in the system's order; one private one refuses them all.

    Raises OutboundError: private_address, unreachable (step dns), timeout (step dns). Numbers in
    other forms (decimal, octal, hexadecimal) are read by the system's resolver, as when connecting.
    """
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()
    # The resolver has no time-out of its own; a thread that comes too late is left to itself.
    threading.Thread(target=_look_up, args=(host, port, answers), daemon=True).start()
    try:
        found = answers.get(timeout=max(timeout, 0.001))
    except queue.Empty:
        raise OutboundError("timeout", step="dns") from None
    if not isinstance(found, list) or not found:
        raise OutboundError("unreachable", step="dns")
    if any(not _may_be(_parsed(address), private_ok) for address in found):
        raise OutboundError("private_address")
    return found


def _may_be(address: IPAddress, private_ok: Private) -> bool:
    if private_ok is True or not is_private(address):
        return True
    return private_ok is not False and any(address in network for network in private_ok)


def connect(host: str, port: int, *, private_ok: Private, timeout: float) -> socket.socket:
    """A connection to the first checked address that answers within `timeout` seconds in all."""
    deadline = time.monotonic() + timeout
    failure: OSError = ConnectionError()
    for address in resolve(host, port, private_ok=private_ok, timeout=timeout):
        left = deadline - time.monotonic()
        try:
            return _dial(address, port, timeout=max(left, 0.001))
        except OSError as error:
            failure = error
    kind = "timeout" if isinstance(failure, TimeoutError) else "unreachable"
    raise OutboundError(kind, step="connect") from failure


def _dial(address: str, port: int, *, timeout: float) -> socket.socket:
    # Not create_connection: that would ask the resolver once more.
    connection = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        connection.settimeout(timeout)
        connection.connect((address, port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:
        connection.close()
        raise
    return connection


def _look_up(
    host: str, port: int, answers: queue.SimpleQueue[list[str] | OSError | UnicodeError]
) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        answers.put(error)
    else:
        answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))


def _parsed(address: str) -> IPAddress:
    return ipaddress.ip_address(address.partition("%")[0])
