"""A page fetched for a person: what goes out, what never does, and a cause for each failure."""

from __future__ import annotations

import gzip
import socket
from dataclasses import replace

import pytest

from orchestrator.jobs import fetching
from orchestrator.jobs.fetching import FetchProblem, fetch
from tests.bounds import ends
from tests.jobs.pages import BARE
from tests.outside.server import Reply, Server

HTML = {"Content-Type": "text/html; charset=utf-8"}


def refused(url: str) -> FetchProblem:
    with pytest.raises(FetchProblem) as caught:
        fetch(url)
    return caught.value


def to(target: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": target})


def test_a_page_comes_with_its_encoding_and_last_address(site: Server) -> None:
    site.on("GET", "/a", to("/b"))
    site.on("GET", "/b", Reply(body=BARE.encode(), headers={"Content-Type": "text/html;charset=X"}))
    page = fetch(f"{site.url}/a")
    assert (page.content, page.charset, page.url) == (BARE.encode(), "X", f"{site.url}/b")


def test_the_request_says_who_asks_and_carries_no_cookie(site: Server) -> None:
    site.on("GET", "/.*", lambda seen: to("/b") if seen.path == "/a" else Reply(headers=HTML))
    site.next(Reply(status=302, headers={"Location": "/b", "Set-Cookie": "a=b"}))
    fetch(f"{site.url}/a")
    sent = site.seen[-1].headers
    assert sent["user-agent"].startswith("JobOps/")
    assert not {"cookie", "authorization", "referer"} & set(sent)


@pytest.mark.parametrize(
    "host",
    ["www.linkedin.com", "de.linkedin.com", "linkedin.com", "lnkd.in", "indeed.com",
     "de.indeed.com", "uk.indeed.com", "indeed.co.uk", "www.indeed.fr", "indeed.com.au",
     "www.glassdoor.co.uk",
     "LinkedIn.com", "linkedin.com."],
)  # fmt: skip
def test_sites_behind_a_sign_in_are_not_asked(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail("somebody was asked"))
    problem = refused(f"https://{host}/jobs/view/1")
    assert problem.kind == "host_unsupported"
    assert "paste" in problem.sentence


@pytest.mark.parametrize(
    "host", ["notlinkedin.com", "indeed.example.org", "linkedin.com.x.example"]
)
def test_other_names_are_not_taken_for_them(host: str) -> None:
    fetching.refuse_unsupported(f"https://{host}/")


def test_a_redirect_to_such_a_site_is_not_followed(site: Server) -> None:
    site.on("GET", "/short", to("https://www.linkedin.com/jobs/view/1"))
    assert refused(f"{site.url}/short").kind == "host_unsupported"


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.7/", "http://169.254.169.254/latest/meta-data", "http://[::1]/",
     "http://localhost:1/",
     "http://0xa.1/x", "file:///etc/passwd", "ftp://example.org/", "http://user:pw@example.org/",
     "//[::ffff:10.0.0.1]/", "http://example.org:8080/", "gopher://x"],
)  # fmt: skip
def test_a_redirect_to_another_place_is_refused(site: Server, target: str) -> None:
    site.on("GET", "/", to(target))
    assert refused(f"{site.url}/").kind == "address"
    assert len(site.seen) == 1


def test_without_a_test_policy_loopback_and_odd_ports_are_refused(outside: Server) -> None:
    assert refused(f"{outside.url}/").kind == "address"
    assert refused("http://127.0.0.1/").kind == "address"
    assert outside.seen == []


def test_a_name_nobody_knows_looks_like_one_that_is_private(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody(*_: object, **__: object) -> object:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    unknown = refused("https://no-such-name.example/")
    assert (unknown.kind, unknown.sentence) == ("address", refused("http://10.0.0.1/").sentence)


def test_a_ring_of_redirects_ends(site: Server) -> None:
    site.on("GET", "/.*", to("/again"))
    assert refused(f"{site.url}/").kind == "redirects"
    assert len(site.seen) == fetching.REDIRECTS + 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, "refused"), (403, "refused"), (404, "not_found"), (410, "not_found"),
     (429, "rate_limited"), (451, "refused"), (500, "bad_status"), (503, "bad_status"), (304,
     "bad_status")],
)  # fmt: skip
def test_a_refusal_is_named_with_the_next_step(site: Server, status: int, kind: str) -> None:
    site.on("GET", "/", Reply(status=status, headers=HTML))
    problem = refused(f"{site.url}/")
    assert (problem.kind, problem.details) == (kind, {"upstreamStatus": status})
    assert "paste" in problem.sentence


@pytest.mark.parametrize("path", ["/login", "/sign-in?next=/job", "/users/sign_in", "/sso/start"])
def test_a_redirect_to_a_sign_in_is_a_wall(site: Server, path: str) -> None:
    site.on("GET", "/job", to(path))
    site.on("GET", path.partition("?")[0], Reply(body="<form>", headers=HTML))
    assert refused(f"{site.url}/job").kind == "login_wall"


@pytest.mark.parametrize(
    "kind", ["application/pdf", "image/png", "application/octet-stream", "video/mp4"]
)
def test_what_is_no_text_is_refused_by_its_type(site: Server, kind: str) -> None:
    site.on("GET", "/", Reply(body=b"x", headers={"Content-Type": kind}))
    assert refused(f"{site.url}/").kind == "not_a_page"


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json", ""])
def test_pages_texts_and_json_are_taken(site: Server, kind: str) -> None:
    site.on("GET", "/", Reply(body=b"x", headers={"Content-Type": kind}))
    assert fetch(f"{site.url}/").content == b"x"


def test_a_huge_page_is_left_in_the_middle(site: Server) -> None:
    site.on("GET", "/", Reply(body=b" " * 6_000_000, headers=HTML))
    assert refused(f"{site.url}/").kind == "too_big"


def test_a_packed_bomb_is_measured_unpacked(site: Server) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    site.on("GET", "/", Reply(body=bomb, headers={**HTML, "Content-Encoding": "gzip"}))
    assert refused(f"{site.url}/").kind == "too_big"


def test_a_page_that_breaks_off_is_no_page(site: Server) -> None:
    site.on("GET", "/", Reply(body=b"<p>half", headers=HTML, claimed_length=5_000))
    assert refused(f"{site.url}/").kind == "unreachable"


def test_a_broken_packing_is_no_page(site: Server) -> None:
    site.on("GET", "/", Reply(body=b"no gzip", headers={**HTML, "Content-Encoding": "gzip"}))
    assert refused(f"{site.url}/").kind == "not_a_page"


@pytest.mark.parametrize(
    "slow", [Reply(hang=True), Reply(body=b"x" * 9_999, drip=0.05, headers=HTML)]
)
def test_the_time_is_for_the_whole_of_it(
    site: Server, slow: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "POLICY", replace(fetching.POLICY, total=0.4))
    site.on("GET", "/", to("/slow")).on("GET", "/slow", slow)
    with ends():
        assert refused(f"{site.url}/").kind == "timeout"


def test_a_closed_door_is_unreachable(site: Server) -> None:
    site.on("GET", "/", Reply(close=True))
    assert refused(f"{site.url}/").kind == "unreachable"
