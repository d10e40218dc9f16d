from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobops.lib import http
from jobops.lib.http import OutboundError, Policy, require_ok
from jobops.lib.network import is_private, resolve
from tests.bounds import ends
from tests.outside.server import Reply, Server

LOCAL = Policy(private_ok=True, redirects=3, connect=60, total=60, max_bytes=1000)
PUBLIC = Policy(private_ok=False, redirects=3, connect=60, total=60)


def _refused(url: str, policy: Policy = LOCAL, **options: Any) -> OutboundError:
    with pytest.raises(OutboundError) as caught:
        http.request("GET", url, policy=policy, **options)
    return caught.value


def test_it_sends_and_returns_what_came(outside: Server) -> None:
    outside.on("POST", "/jobs", Reply(status=201, body={"id": 1}, headers={"X-Made": "yes"}))
    reply = http.request(
        "POST",
        f"{outside.url}/jobs",
        policy=LOCAL,
        headers={"X-Request-Id": "r-1"},
        json={"title": "Baker"},
        params={"page": "2"},
    )
    assert (reply.status, reply.ok, reply.body) == (201, True, b'{"id": 1}')
    assert (reply.headers["x-made"], reply.content_type) == ("yes", "application/json")
    assert reply.url == f"{outside.url}/jobs?page=2"
    [seen] = outside.seen
    assert (seen.json(), seen.query) == ({"title": "Baker"}, {"page": "2"})
    assert (seen.headers["x-request-id"], seen.headers["user-agent"]) == ("r-1", "JobOps")


def test_the_environment_has_no_say(outside: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    outside.on("GET", "/", Reply(body=b"x"))
    assert http.request("GET", f"{outside.url}/", policy=LOCAL).body == b"x"


def test_an_error_status_is_an_answer(outside: Server) -> None:
    reply = http.request("GET", f"{outside.url}/nothing", policy=LOCAL)
    assert reply.status == 404
    with pytest.raises(OutboundError) as caught:
        require_ok(reply)
    assert (caught.value.kind, caught.value.details) == ("bad_status", {"upstreamStatus": 404})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "3fff::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2002:0a00:0001::1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "5f00::1",
    ],
)
def test_what_is_not_globally_routable_is_private(address: str) -> None:
    assert is_private(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_public_addresses_are_not(address: str) -> None:
    assert not is_private(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "0",
        "[::ffff:127.0.0.1]",
        "127.0.0.1.",
        "①②⑦.0.0.1",
    ],
)
def test_a_private_address_is_refused_in_every_spelling(outside: Server, host: str) -> None:
    assert _refused(f"http://{host}:{outside.port}/", PUBLIC).kind in (
        "private_address",
        "unreachable",
    )
    assert outside.seen == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "//example.org/",
        "example.org",
        "",
        "http://",
        "http://ada:pw@example.org/",
        "http://ada@example.org/",
        "http://[half",
        "http://example.org:99999/",
        "http://example.org\\@evil.example/",
    ],
)
def test_only_plain_web_addresses_are_asked(url: str) -> None:
    assert _refused(url, PUBLIC).kind == "private_address"


def test_ports_and_hosts_are_bounded_where_the_policy_says_so(outside: Server) -> None:
    port = Policy(private_ok=True, ports=(80, 443))
    host = Policy(private_ok=True, hosts=("boards.example.org", ".example.com"))
    assert _refused(f"{outside.url}/", port).kind == "private_address"
    assert _refused(f"{outside.url}/", host).kind == "private_address"
    assert outside.seen == []


def _names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """The system resolver, scripted: each look-up gives the next answer. Returns what was asked."""
    asked: list[str] = []
    coming = iter(answers)

    def look_up(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        asked.append(host)
        kind = socket.SOCK_STREAM
        return [(socket.AF_INET, kind, 6, "", (address, port)) for address in next(coming)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_one_private_address_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    _names(monkeypatch, ["93.184.216.34", "10.0.0.7"])
    with pytest.raises(OutboundError) as caught:
        resolve("rebind.example", 80, private_ok=False, timeout=60)
    assert caught.value.kind == "private_address"


def test_the_name_is_looked_up_once_and_the_connection_goes_there(
    outside: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _names(monkeypatch, ["127.0.0.1"], ["10.0.0.7"])
    outside.on("GET", "/", Reply(body=b"x"))
    reply = http.request("GET", f"http://rebind.example:{outside.port}/", policy=LOCAL)
    assert reply.body == b"x"
    assert asked.count("rebind.example") == 1
    assert outside.seen[0].headers["host"] == f"rebind.example:{outside.port}"


def test_the_second_address_is_tried_when_the_first_is_closed(
    outside: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    _names(monkeypatch, ["127.0.0.9", "127.0.0.1"], ["127.0.0.1"])
    outside.on("GET", "/", Reply(body=b"x"))
    assert http.request("GET", f"http://two.example:{outside.port}/", policy=LOCAL).body == b"x"


def test_an_unknown_name_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _no_such_name)
    problem = _refused("http://nowhere.example/")
    assert (problem.kind, problem.details) == ("unreachable", {"step": "dns"})


def _no_such_name(*args: Any, **kwargs: Any) -> list[Any]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_resolver_that_hangs_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: released.wait(100) and [])
    with ends():
        problem = _refused("http://slow.example/", Policy(connect=0.2, total=60))
    released.set()
    assert (problem.kind, problem.details) == ("timeout", {"step": "dns"})


def test_a_closed_port_is_unreachable() -> None:
    problem = _refused("http://127.0.0.1:9/")
    assert (problem.kind, problem.details) == ("unreachable", {"step": "connect"})


def test_redirects_are_followed_and_counted(outside: Server) -> None:
    outside.on("GET", "/a", _to("/b")).on("GET", "/b", _to("/c")).on("GET", "/c", Reply(body=b"c"))
    reply = http.request("GET", f"{outside.url}/a", policy=LOCAL)
    assert (reply.body, reply.url) == (b"c", f"{outside.url}/c")
    outside.on("GET", "/c", _to("/a"))
    assert _refused(f"{outside.url}/a").details == {"upstreamStatus": 302, "step": "redirect"}


def _to(place: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": place})


def test_without_redirects_allowed_the_redirect_is_the_answer(outside: Server) -> None:
    outside.on("POST", "/hook", _to("/b"))
    reply = http.request("POST", f"{outside.url}/hook", policy=Policy(private_ok=True), json={})
    assert (reply.status, reply.ok, len(outside.seen)) == (302, False, 1)


@pytest.mark.parametrize(
    "place", ["http://localhost:1/", "file:///etc/passwd", "http://u:p@127.0.0.1/"]
)
def test_each_hop_is_checked_anew(outside: Server, place: str) -> None:
    outside.on("GET", "/", _to(place))
    policy = Policy(private_ok=True, redirects=3, hosts=("127.0.0.1",))
    assert _refused(f"{outside.url}/", policy).kind == "private_address"
    assert len(outside.seen) == 1


def test_a_redirect_to_another_host_is_refused_where_the_policy_says_so(outside: Server) -> None:
    outside.on("GET", "/", _to(f"http://localhost:{outside.port}/b"))
    policy = Policy(private_ok=True, redirects=2, same_host_redirects=True)
    problem = _refused(f"{outside.url}/", policy, headers={"x-api-key": "canary"})
    assert problem.kind == "bad_status"
    assert len(outside.seen) == 1


def test_keys_do_not_follow_to_another_host(outside: Server) -> None:
    outside.on("GET", "/", _to(f"http://localhost:{outside.port}/b")).on("GET", "/b", Reply())
    headers = {"X-Api-Key": "canary", "Authorization": "Bearer canary", "Cookie": "a=canary"}
    http.request("GET", f"{outside.url}/", policy=LOCAL, headers={**headers, "X-Note": "kept"})
    second = outside.seen[1].headers
    assert "canary" not in str(second)
    assert second["x-note"] == "kept"


def test_keys_follow_on_the_same_host(outside: Server) -> None:
    outside.on("GET", "/", _to("/b")).on("GET", "/b", Reply())
    http.request("GET", f"{outside.url}/", policy=LOCAL, headers={"x-api-key": "canary"})
    assert outside.seen[1].headers["x-api-key"] == "canary"


@pytest.mark.parametrize(("status", "method"), [(303, "GET"), (302, "GET"), (307, "POST")])
def test_a_post_changes_as_browsers_change_it(outside: Server, status: int, method: str) -> None:
    outside.on("POST", "/", _to("/b", status)).on(method, "/b", Reply(body=b"b"))
    reply = http.request("POST", f"{outside.url}/", policy=LOCAL, json={"a": 1})
    assert (reply.body, outside.seen[1].method) == (b"b", method)
    assert bool(outside.seen[1].body) is (method == "POST")


def test_a_large_answer_is_refused_or_cut(outside: Server) -> None:
    outside.on("GET", "/", Reply(body=b"x" * 1001))
    assert _refused(f"{outside.url}/").kind == "too_big"
    cut = Policy(private_ok=True, max_bytes=10, cut=True)
    assert http.request("GET", f"{outside.url}/", policy=cut).body == b"x" * 10


def test_an_endless_answer_ends_at_the_limit(outside: Server) -> None:
    outside.on("GET", "/", lambda seen: Reply(body=iter(lambda: b"x" * 4096, b"")))
    with ends(within=25):
        assert _refused(f"{outside.url}/").kind == "too_big"


def test_the_size_is_counted_after_unpacking(outside: Server) -> None:
    packed = gzip.compress(b"0" * 10_000_000)
    outside.on("GET", "/", Reply(body=packed, headers={"Content-Encoding": "gzip"}))
    policy = Policy(private_ok=True, max_bytes=100_000)
    assert len(packed) < 100_000
    assert _refused(f"{outside.url}/", policy).kind == "too_big"


def test_broken_packing_is_a_bad_type(outside: Server) -> None:
    outside.on("GET", "/", Reply(body=b"not gzip", headers={"Content-Encoding": "gzip"}))
    assert _refused(f"{outside.url}/").kind == "bad_type"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(hang=True),
        Reply(body=b"x" * 1000, drip=0.05),
        Reply(body=b"x" * 1000, drip=0.05, drip_head=True),
        Reply(body=iter([b"x"] * 1000), drip=0.05),
    ],
    ids=["hangs", "drips", "drips its head", "drips without a length"],
)
def test_the_total_time_ends_the_call_whatever_comes(outside: Server, reply: Reply) -> None:
    outside.on("GET", "/", reply)
    with ends(after=0.25):
        problem = _refused(f"{outside.url}/", Policy(private_ok=True, total=0.3))
    assert problem.kind == "timeout"


def test_who_is_silent_was_late_with_the_answer(outside: Server) -> None:
    """Takes three seconds: a busy machine must have connected before the time is up."""
    outside.on("GET", "/", Reply(hang=True))
    problem = _refused(f"{outside.url}/", Policy(private_ok=True, total=3))
    assert (problem.kind, problem.details) == ("timeout", {"step": "read"})


def test_redirects_share_the_total_time(outside: Server) -> None:
    outside.on("GET", "/", Reply(status=302, headers={"Location": "/"}, delay=0.15))
    policy = Policy(private_ok=True, redirects=9, total=0.4)
    assert _refused(f"{outside.url}/", policy).kind == "timeout"
    assert len(outside.seen) < 9


@pytest.mark.parametrize("reply", [Reply(close=True), Reply(body=b"ab", claimed_length=500)])
def test_a_connection_that_breaks_is_unreachable(outside: Server, reply: Reply) -> None:
    outside.on("GET", "/", reply)
    problem = _refused(f"{outside.url}/")
    assert (problem.kind, problem.details) == ("unreachable", {"step": "read"})


@pytest.mark.parametrize(
    ("types", "kind", "fits"),
    [
        (("text/html", "application/json"), "text/html; charset=utf-8", True),
        (("image/",), "image/png", True),
        (("text/html",), "application/pdf", False),
        (("text/html",), "", False),
    ],
)
def test_only_the_expected_types_are_taken(
    outside: Server, types: tuple[str, ...], kind: str, fits: bool
) -> None:
    outside.on("GET", "/", Reply(body=b"x", headers={"Content-Type": kind}))
    policy = Policy(private_ok=True, types=types)
    got = http.request("GET", f"{outside.url}/", policy=policy).body if fits else b"x"
    assert got == b"x"
    assert fits or _refused(f"{outside.url}/", policy).kind == "bad_type"


def test_an_error_of_another_type_is_still_an_answer(outside: Server) -> None:
    policy = Policy(private_ok=True, types=("text/html",))
    assert http.request("GET", f"{outside.url}/none", policy=policy).status == 404


@pytest.fixture
def secure(tls: Path) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls)
    with Server(tls=context) as server:
        server.on("GET", "/", Reply(body=b"x"))
        yield server


def test_a_certificate_nobody_vouches_for_is_refused(
    secure: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    _names(monkeypatch, ["127.0.0.1"])
    problem = _refused(f"https://board.example:{secure.port}/")
    assert (problem.kind, problem.details) == ("unreachable", {"step": "tls"})
    assert secure.seen == []


def test_the_name_is_verified_though_the_address_is_pinned(
    secure: Server, tls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trust(monkeypatch, tls)
    _names(monkeypatch, ["127.0.0.1"], ["127.0.0.1"])
    reply = http.request("GET", f"https://board.example:{secure.port}/", policy=LOCAL)
    assert reply.body == b"x"
    assert _refused(f"https://other.example:{secure.port}/").details == {"step": "tls"}


def test_the_total_time_ends_a_secure_call_too(
    secure: Server, tls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trust(monkeypatch, tls)
    _names(monkeypatch, ["127.0.0.1"])
    secure.on("GET", "/", Reply(body=b"x" * 1000, drip=0.05))
    policy = Policy(private_ok=True, total=0.5)
    with ends():
        problem = _refused(f"https://board.example:{secure.port}/", policy)
    assert problem.kind == "timeout"


def _trust(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))


def test_no_exchange_leaves_a_thread_or_a_socket_behind(outside: Server) -> None:
    outside.on("GET", "/", Reply(body=b"x"))
    before = {
        thread.name for thread in threading.enumerate() if isinstance(thread, threading.Timer)
    }
    for _ in range(5):
        http.request("GET", f"{outside.url}/", policy=LOCAL)
    after = {
        t.name for t in threading.enumerate() if isinstance(t, threading.Timer) and t.is_alive()
    }
    assert len(after - before) <= 1
