from __future__ import annotations

import pytest

from pdfs.tracer.agents import Caller, caller

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)
EDGE = f"{CHROME} Edg/140.0.0.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
IPAD = "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("agent", "device", "browser"),
    [
        (FIREFOX, "computer", "Firefox"), (CHROME, "computer", "Chrome"),
        (EDGE, "computer", "Edge"), (IPHONE, "phone", "Safari"), (IPAD, "tablet", "Safari"),
        (ANDROID, "phone", "Chrome"),
    ],
)  # fmt: skip
def test_a_browser_is_a_person(agent: str, device: str, browser: str) -> None:
    referrer = "https://mail.example.org/inbox?id=7"
    found = caller("GET", {"user-agent": agent, "referer": referrer})
    assert found == Caller("person", device, browser, "mail.example.org")


@pytest.mark.parametrize(
    "agent",
    [
        "", "curl/8.5", "Wget/1.21", "python-requests/2.32", "Googlebot/2.1",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "facebookexternalhit/1.1", "WhatsApp/2.24", "Slackbot-LinkExpanding 1.0",
        "Mozilla/5.0 (compatible; Barracuda Sentinel)", "LinkedInBot/1.0",
        "Mozilla/5.0 AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36",
        "Mozilla/5.0 (compatible; Proofpoint URL Defense)", "Go-http-client/2.0",
    ],
)  # fmt: skip
def test_a_program_is_counted_apart(agent: str) -> None:
    assert caller("GET", {"user-agent": agent}).kind == "automatic"


@pytest.mark.parametrize(
    ("name", "value"),
    [("purpose", "prefetch"), ("sec-purpose", "prefetch;prerender"), ("x-purpose", "preview"),
     ("x-moz", "prefetch")],
)  # fmt: skip
def test_what_a_browser_fetches_ahead_is_no_visit(name: str, value: str) -> None:
    assert caller("GET", {"user-agent": FIREFOX, name: value}).kind == "automatic"


def test_a_head_request_is_no_visit() -> None:
    assert caller("HEAD", {"user-agent": FIREFOX}).kind == "automatic"


def test_odd_headers_are_no_trouble() -> None:
    found = caller("GET", {"user-agent": "Mozilla/5.0 " + "x" * 50_000, "referer": "http://[::"})
    assert (found.kind, found.referrer) == ("person", "")
